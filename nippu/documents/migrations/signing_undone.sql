DROP FUNCTION documents_record_generated(uuid, text, bytea, text, uuid, uuid, uuid, timestamptz);
DROP FUNCTION documents_sign(uuid, integer, bytea, text, uuid, uuid, uuid, timestamptz);
DROP TRIGGER documents_signedversion_is_not_emptied ON documents_signedversion;
DROP TRIGGER documents_signedversion_is_immutable ON documents_signedversion;
DROP FUNCTION documents_refuse_change();
