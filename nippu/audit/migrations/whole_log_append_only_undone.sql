DROP FUNCTION audit_remove_batch(bigint);

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY[
        'audit_disclosure', 'audit_logrequest', 'audit_loganswer', 'audit_seal', 'audit_removal'
    ] LOOP
        EXECUTE format('DROP TRIGGER audit_append_only ON %I', v_table);
        EXECUTE format('DROP TRIGGER audit_not_emptied ON %I', v_table);
    END LOOP;
END
$$;

DROP TRIGGER audit_not_removed ON audit_userecord;
DROP TRIGGER audit_append_only ON audit_userecord;
CREATE TRIGGER audit_append_only
    BEFORE UPDATE OR DELETE ON audit_userecord
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
DROP FUNCTION audit_refuse_removal();
