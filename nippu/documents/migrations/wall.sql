-- The second wall around documents: docs/reference/access.md tells the rules.

-- Whose a document is stands also in its own row: a list asks it of each, and so do the policies.
CREATE FUNCTION documents_copy_clients() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    AS $$
BEGIN
    UPDATE public.documents_document d
        SET client_ids = ARRAY(
            SELECT c.client_id FROM public.documents_documentclient c WHERE c.document_id = d.id ORDER BY c.id
        )
        WHERE d.id IN (SELECT document_id FROM changed);
    RETURN NULL;
END
$$;

CREATE TRIGGER documents_clients_are_added AFTER INSERT ON documents_documentclient
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION documents_copy_clients();
CREATE TRIGGER documents_clients_are_dropped AFTER DELETE ON documents_documentclient
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION documents_copy_clients();

-- Nobody but these functions changes the copy.
CREATE FUNCTION documents_keep_clients() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF current_user = 'nippu_app' THEN
        NEW.client_ids := OLD.client_ids;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER documents_clients_are_kept BEFORE UPDATE ON documents_document
    FOR EACH ROW WHEN (NEW.client_ids IS DISTINCT FROM OLD.client_ids) EXECUTE FUNCTION documents_keep_clients();

CREATE TRIGGER document_stays BEFORE UPDATE ON documents_document FOR EACH ROW
    EXECUTE FUNCTION cases_keep_columns('controller_id', 'case_id', 'client_id', 'oid', 'data_class');

UPDATE documents_document d SET client_ids = ARRAY(
    SELECT c.client_id FROM documents_documentclient c WHERE c.document_id = d.id ORDER BY c.id
);

CREATE FUNCTION documents_is_seen(p_document uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
    d record;
    v_linked boolean := false;
BEGIN
    SELECT t.controller_id, t.case_id, t.client_id, t.client_ids, t.data_class, t.state, t.author_id,
            k.service_task, k.state AS case_state, k.unit_id AS case_unit
        INTO d
        FROM public.documents_document t LEFT JOIN public.cases_case k ON k.id = t.case_id
        WHERE t.id = p_document;
    IF d.controller_id IS NULL OR d.controller_id IS DISTINCT FROM v.controller_id THEN
        RETURN false;
    END IF;
    IF d.case_id IS NULL THEN
        RETURN public.access_allows(v, NULL, 'relationship', false)
            AND public.cases_relation_for(v, d.client_id) IS NOT NULL;
    END IF;
    IF v.work_task = 'archive' THEN
        RETURN d.case_state = 'closed' AND d.state = 'signed'
            AND public.access_allows(v, d.service_task, d.data_class, false);
    END IF;
    v_linked := d.case_state = 'open' AND (
        (d.case_unit = v.unit_id AND NOT v.provider) OR public.cases_is_linked_for(v, d.case_id)
    );
    IF (d.state = 'draft' AND NOT v_linked)
            OR NOT public.access_allows(v, d.service_task, d.data_class, v_linked) THEN
        RETURN false;
    END IF;
    -- What nearly every row of a list needs, and quick to see: one is related through this very case.
    IF v_linked AND d.data_class <> 'relationship' AND EXISTS (
        SELECT FROM public.cases_casemember m JOIN public.clients_client x ON x.id = m.client_id
        WHERE m.case_id = d.case_id AND m.client_id = ANY (d.client_ids)
            AND m.joined_at <= v.at AND (m.left_at IS NULL OR m.left_at > v.at)
            AND NOT x.restricted AND x.controller_id = v.controller_id
    ) THEN
        RETURN true;
    END IF;
    RETURN EXISTS (
        SELECT FROM unnest(d.client_ids) AS c (id) WHERE public.cases_relation_for(v, c.id) IS NOT NULL
    ) OR (
        -- It is just being begun, and says not yet whose it is.
        v_linked AND d.author_id = v.professional_id AND d.client_ids = '{}'
    );
END
$$;

CREATE FUNCTION documents_is_written(p_document uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v_case uuid;
    v_client uuid;
BEGIN
    SELECT case_id, client_id INTO v_case, v_client FROM public.documents_document WHERE id = p_document;
    RETURN public.documents_is_seen(p_document)
        AND (public.cases_writes(v_case) OR (v_case IS NULL AND public.cases_works_with(v_client)));
END
$$;

ALTER TABLE documents_document ENABLE ROW LEVEL SECURITY;
CREATE POLICY document_is_seen ON documents_document FOR SELECT USING (documents_is_seen(id));
CREATE POLICY document_is_begun ON documents_document FOR INSERT WITH CHECK (
    cases_is_own_unit(controller_id, unit_id) AND client_ids = '{}'
    AND (cases_writes(case_id) OR (case_id IS NULL AND cases_works_with(client_id)))
);
CREATE POLICY document_is_changed ON documents_document FOR UPDATE
    USING (documents_is_written(id)) WITH CHECK (controller_id = access_controller());
CREATE POLICY document_is_dropped ON documents_document FOR DELETE
    USING (state = 'draft' AND (cases_writes(case_id)));

ALTER TABLE documents_documentclient ENABLE ROW LEVEL SECURITY;
CREATE POLICY client_of_seen_document ON documents_documentclient FOR SELECT USING (documents_is_seen(document_id));
CREATE POLICY client_is_named ON documents_documentclient FOR INSERT WITH CHECK (documents_is_written(document_id));
CREATE POLICY client_is_dropped ON documents_documentclient FOR DELETE USING (documents_is_written(document_id));

ALTER TABLE documents_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY draft_is_seen ON documents_draft FOR SELECT USING (documents_is_seen(document_id));
CREATE POLICY draft_is_written ON documents_draft
    USING (documents_is_written(document_id)) WITH CHECK (documents_is_written(document_id));

ALTER TABLE documents_signedversion ENABLE ROW LEVEL SECURITY;
CREATE POLICY version_of_seen_document ON documents_signedversion FOR SELECT USING (documents_is_seen(document_id));
