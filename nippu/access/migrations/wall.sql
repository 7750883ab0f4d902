-- Who acts, as the database itself knows it. The application says it once in a transaction, with a code that
-- only the holder of the installation's key can make; what is kept of it for the transaction carries a code
-- that only these functions can make. So an injected statement can act as nobody else: the setting in which it
-- is kept may be written by anyone, but is then worth nothing.
-- The path of search of all functions is fixed, and the server's role has no temporary schema: nippu/http/grants.sql.

CREATE TYPE access_person AS (
    controller_id uuid,
    unit_id uuid,
    professional_id uuid,
    work_task text,
    service_tasks text[],
    provider boolean,
    shelter boolean,
    mediation boolean,
    student boolean,
    taking_in boolean,
    at timestamptz,
    today date
);

-- HMAC-SHA-256 (RFC 2104) with the key of that name. Nobody but the owner may call it.
CREATE FUNCTION access_code(p_key text, p_text text) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v_inner bytea;
    v_outer bytea;
BEGIN
    SELECT "inner", "outer" INTO v_inner, v_outer FROM public.access_wallkey WHERE name = p_key;
    RETURN encode(sha256(v_outer || sha256(v_inner || convert_to(p_text, 'UTF8'))), 'hex');
END
$$;

-- What binds a code to this very transaction.
CREATE FUNCTION access_here() RETURNS text
    LANGUAGE sql STABLE
    AS $$ SELECT pg_backend_pid()::text || '@' || extract(epoch FROM transaction_timestamp())::text $$;

-- The person as stated, or null when the statement is not ours or of another transaction. Asked for each row of
-- many tables, so it does no more than it must.
CREATE FUNCTION access_acting() RETURNS access_person
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v_kept text := current_setting('nippu.acting', true);
    v_stated text;
    v_inner bytea;
    v_outer bytea;
BEGIN
    IF v_kept IS NULL OR v_kept = '' THEN
        RETURN NULL;
    END IF;
    v_stated := split_part(v_kept, '#', 1);
    SELECT "inner", "outer" INTO v_inner, v_outer FROM public.access_wallkey WHERE name = 'transaction';
    IF split_part(v_kept, '#', 2) IS DISTINCT FROM encode(
            sha256(v_outer || sha256(v_inner || convert_to(v_stated || public.access_here(), 'UTF8'))), 'hex') THEN
        RETURN NULL;
    END IF;
    RETURN v_stated::public.access_person;
END
$$;

CREATE FUNCTION access_controller() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    AS $$ SELECT (public.access_acting()).controller_id $$;

-- Opens the transaction for the person stated. Raises insufficient_privilege for a code that does not fit, a
-- moment more than a minute from now, and a second person in one transaction.
CREATE FUNCTION access_act(p_stated text, p_code text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    AS $$
DECLARE
    v_kept text := current_setting('nippu.acting', true);
BEGIN
    IF public.access_code('application', p_stated) IS DISTINCT FROM p_code THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'the code does not fit';
    END IF;
    IF session_user <> current_user THEN
        IF abs(extract(epoch FROM clock_timestamp() - (p_stated::public.access_person).at)) > 60 THEN
            RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'the statement is too old';
        END IF;
        IF (public.access_acting()).controller_id IS NOT NULL AND split_part(v_kept, '#', 1) <> p_stated THEN
            RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'somebody acts already';
        END IF;
    END IF;
    PERFORM set_config(
        'nippu.acting', p_stated || '#' || public.access_code('transaction', p_stated || public.access_here()), true
    );
END
$$;

-- Whether the access decree lets the person see a class of data of a service task. A null service task is that
-- of data which belong to none; a null class asks for any class of a case.
CREATE FUNCTION access_allows(p public.access_person, p_service_task text, p_class text, p_linked boolean)
    RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.access_decreerow d
        WHERE d.work_task = p.work_task
            AND (CASE WHEN p_class IS NULL THEN d.data_class <> 'relationship' ELSE d.data_class = p_class END)
            AND (
                p_service_task IS NULL
                OR (d.service_task IN ('*', p_service_task) AND (NOT d.own OR p_service_task = ANY (p.service_tasks)))
            )
            AND (p_linked OR NOT d.linked)
            AND (d.shelter IS NULL OR d.shelter = p.shelter)
            AND (d.mediation IS NULL OR d.mediation = p.mediation)
    );
END
$$;

REVOKE ALL ON FUNCTION access_code(text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION access_allows(public.access_person, text, text, boolean) FROM PUBLIC;
