-- Signing asks who acts: the functions run with their owner's rights, so they look themselves.

-- Raises insufficient_privilege unless the one who acts is the one who signs, and may write in the document.
-- The owner of the tables, who acts as nobody, is let through: commands and the making of a demonstration.
CREATE FUNCTION documents_check_signer(p_document uuid, p_professional uuid, p_unit uuid, p_controller uuid)
    RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    IF v.controller_id IS NULL AND session_user = current_user THEN
        RETURN;
    END IF;
    IF v.controller_id IS DISTINCT FROM p_controller OR v.professional_id IS DISTINCT FROM p_professional
            OR v.unit_id IS DISTINCT FROM p_unit OR NOT public.documents_is_written(p_document) THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'not one who may sign this';
    END IF;
END
$$;

-- Turns the draft whose version is given into the next signed version, records the use, and returns the number
-- of the signed version. Does nothing and returns null when the draft has another version or is gone, or when
-- the case is closed.
CREATE OR REPLACE FUNCTION documents_sign(
    p_document uuid,
    p_draft_version integer,
    p_content bytea,
    p_sha256 text,
    p_professional uuid,
    p_unit uuid,
    p_controller uuid,
    p_at timestamptz
) RETURNS integer
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
DECLARE
    v_case uuid;
    v_version integer;
BEGIN
    PERFORM public.documents_check_signer(p_document, p_professional, p_unit, p_controller);
    IF (public.access_acting()).student THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a student does not sign';
    END IF;
    DELETE FROM documents_draft
        WHERE document_id = p_document AND version = p_draft_version
            AND NOT EXISTS (
                SELECT FROM documents_document JOIN cases_case ON cases_case.id = documents_document.case_id
                WHERE documents_document.id = p_document AND cases_case.state = 'closed'
            );
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    UPDATE documents_document
        SET state = 'signed', version = version + 1, signed_at = p_at, changed_at = p_at,
            author_id = p_professional
        WHERE id = p_document
        RETURNING version, case_id INTO v_version, v_case;
    INSERT INTO documents_signedversion
            (document_id, version, structure_oid, language, content, sha256, author_id, unit_id, signed_at)
        SELECT id, v_version, structure_oid, language, p_content, p_sha256, p_professional, p_unit, p_at
        FROM documents_document WHERE id = p_document;
    IF v_case IS NOT NULL THEN
        UPDATE cases_case SET changed_at = greatest(changed_at, p_at) WHERE id = v_case;
    END IF;
    INSERT INTO audit_userecord
            (at, action, controller_id, unit_id, professional_id, account_id, work_task, clients, subject_id)
        VALUES (
            p_at, 'document.sign', p_controller, p_unit, p_professional,
            (SELECT account_id FROM organisations_professional WHERE id = p_professional),
            coalesce((public.access_acting()).work_task, ''),
            ARRAY(SELECT client_id FROM documents_documentclient WHERE document_id = p_document ORDER BY id),
            p_document
        );
    RETURN v_version;
END
$$;

-- Adds the next version of a document that the system makes of the facts of a case or a client relationship.
-- Returns 0, and adds nothing, when the newest version has the same content.
CREATE OR REPLACE FUNCTION documents_record_generated(
    p_document uuid,
    p_structure_oid text,
    p_content bytea,
    p_sha256 text,
    p_professional uuid,
    p_unit uuid,
    p_controller uuid,
    p_at timestamptz
) RETURNS integer
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
DECLARE
    v_version integer;
    v_code text;
BEGIN
    PERFORM public.documents_check_signer(p_document, p_professional, p_unit, p_controller);
    SELECT version, structure_code INTO v_version, v_code
        FROM documents_document WHERE id = p_document FOR UPDATE;
    IF v_code IS NULL OR v_code NOT LIKE '1505.%' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'only documents of management are generated';
    END IF;
    PERFORM FROM documents_signedversion
        WHERE document_id = p_document AND version = v_version AND sha256 = p_sha256;
    IF FOUND THEN
        RETURN 0;
    END IF;

    UPDATE documents_document
        SET state = 'signed', version = v_version + 1, signed_at = p_at, changed_at = p_at,
            author_id = p_professional, unit_id = p_unit, structure_oid = p_structure_oid
        WHERE id = p_document;
    INSERT INTO documents_signedversion
            (document_id, version, structure_oid, language, content, sha256, author_id, unit_id, signed_at)
        SELECT id, version, structure_oid, language, p_content, p_sha256, p_professional, p_unit, p_at
        FROM documents_document WHERE id = p_document;
    INSERT INTO audit_userecord
            (at, action, controller_id, unit_id, professional_id, account_id, work_task, clients, subject_id)
        VALUES (
            p_at, 'document.generate', p_controller, p_unit, p_professional,
            (SELECT account_id FROM organisations_professional WHERE id = p_professional),
            coalesce((public.access_acting()).work_task, ''),
            ARRAY(SELECT client_id FROM documents_documentclient WHERE document_id = p_document ORDER BY id),
            p_document
        );
    RETURN v_version + 1;
END
$$;
