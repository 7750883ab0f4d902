-- What the server's role may do. Written anew after each migration; tables that are not there yet are passed by.
GRANT USAGE ON SCHEMA public TO nippu_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO nippu_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO nippu_app;

DO $$
DECLARE
    v_taken record;
BEGIN
    FOR v_taken IN
        SELECT * FROM (VALUES
            ('SELECT, INSERT, UPDATE, DELETE', 'access_wallkey'),
            ('INSERT, UPDATE, DELETE', 'access_decreerow'),
            ('INSERT, UPDATE, DELETE', 'organisations_installation'),
            ('INSERT, DELETE', 'organisations_controller'),
            ('INSERT, UPDATE, DELETE', 'django_migrations'),
            ('INSERT, UPDATE, DELETE', 'django_content_type'),
            -- Signed versions come through functions only; the log of use only grows.
            ('INSERT, UPDATE, DELETE', 'documents_signedversion'),
            ('UPDATE, DELETE', 'audit_userecord'),
            ('UPDATE, DELETE', 'audit_disclosure'),
            ('UPDATE, DELETE', 'audit_logrequest'),
            ('UPDATE, DELETE', 'audit_loganswer'),
            ('INSERT, UPDATE, DELETE', 'audit_seal'),
            ('INSERT, UPDATE, DELETE', 'audit_removal'),
            -- Nothing of a client is removed but what has not been signed.
            ('DELETE', 'people_person'),
            ('DELETE', 'clients_client'),
            ('DELETE', 'clients_risk'),
            ('DELETE', 'clients_clientrelationship'),
            ('DELETE', 'clients_servicetaskmembership'),
            ('DELETE', 'clients_specialground'),
            ('DELETE', 'cases_case'),
            ('DELETE', 'cases_casemember'),
            ('DELETE', 'cases_implementationlink')
        ) AS taken (rights, of_table)
        WHERE to_regclass(of_table) IS NOT NULL
    LOOP
        EXECUTE format('REVOKE %s ON %I FROM nippu_app', v_taken.rights, v_taken.of_table);
    END LOOP;
END
$$;

-- Nobody makes names that a function with its owner's rights could take for others: no temporary schema, and a
-- fixed path of search for every such function.
DO $$
DECLARE
    v_function record;
    v_columns text;
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    FOR v_function IN
        SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
            AND p.proowner = current_user::regrole AND p.proconfig IS NULL
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', v_function.name);
    END LOOP;
    -- The numbers of the log are given by the database alone.
    IF to_regclass('audit_userecord') IS NOT NULL THEN
        SELECT string_agg(quote_ident(attname), ', ') INTO v_columns FROM pg_attribute
            WHERE attrelid = 'audit_userecord'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'id';
        REVOKE INSERT ON audit_userecord FROM nippu_app;
        EXECUTE format('GRANT INSERT (%s) ON audit_userecord TO nippu_app', v_columns);
    END IF;
END
$$;
