DROP TRIGGER audit_not_emptied ON audit_userecord;
DROP TRIGGER audit_append_only ON audit_userecord;
DROP FUNCTION audit_refuse_change();
