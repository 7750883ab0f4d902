-- A row of the log of use is never changed nor removed, not even by the owner of the table.
CREATE FUNCTION audit_refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of use only grows' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER audit_append_only
BEFORE UPDATE OR DELETE ON audit_userecord
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audit_not_emptied
BEFORE TRUNCATE ON audit_userecord
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
