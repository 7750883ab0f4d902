-- All tables of the log only grow. A record of use may be removed in one way: its batch is sealed, its time of
-- keeping (12 years, 703/2023, annex) has passed, and the removal has been written down. The seals stay.

CREATE FUNCTION audit_refuse_removal() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
BEGIN
    IF OLD.at < now() - interval '12 years' AND EXISTS (
        SELECT FROM audit_removal JOIN audit_seal ON audit_seal.number = audit_removal.seal_id
        WHERE OLD.id = ANY (audit_seal.record_ids)
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the log of use only grows' USING ERRCODE = 'insufficient_privilege';
END
$$;

DROP TRIGGER audit_append_only ON audit_userecord;
CREATE TRIGGER audit_append_only
    BEFORE UPDATE ON audit_userecord
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_not_removed
    BEFORE DELETE ON audit_userecord
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_removal();

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY[
        'audit_disclosure', 'audit_logrequest', 'audit_loganswer', 'audit_seal', 'audit_removal'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON %I'
            ' FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()', v_table);
        EXECUTE format(
            'CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON %I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()', v_table);
    END LOOP;
END
$$;

-- Removes the records of a sealed batch whose time of keeping has passed for every one of them; how many there
-- were. It runs with its owner's rights, so that the application's own role needs no right to remove rows.
CREATE FUNCTION audit_remove_batch(p_number bigint) RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
DECLARE
    v_ids bigint[];
    v_count bigint;
BEGIN
    SELECT record_ids INTO v_ids FROM audit_seal
        WHERE number = p_number AND latest_at < now() - interval '12 years'
            AND NOT EXISTS (SELECT FROM audit_removal WHERE seal_id = p_number)
        FOR UPDATE;
    IF v_ids IS NULL THEN
        RAISE EXCEPTION 'the batch is not sealed, or its time of keeping has not passed'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO audit_removal (seal_id, at) VALUES (p_number, now());
    DELETE FROM audit_userecord WHERE id = ANY (v_ids);
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;
REVOKE ALL ON FUNCTION audit_remove_batch(bigint) FROM PUBLIC;
