-- The second wall around persons, clients and cases: docs/reference/access.md tells the rules.
-- Functions that take an access_person are for these functions only; those that policies call ask who acts.

CREATE FUNCTION cases_is_linked_for(p public.access_person, p_case uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v_unit uuid;
    v_state text;
BEGIN
    SELECT unit_id, state INTO v_unit, v_state
        FROM public.cases_case WHERE id = p_case AND controller_id = p.controller_id;
    IF v_state IS DISTINCT FROM 'open' THEN
        RETURN false;
    END IF;
    RETURN (v_unit = p.unit_id AND NOT p.provider) OR EXISTS (
        SELECT FROM public.cases_implementationlink l
        WHERE l.case_id = p_case AND l.unit_id = p.unit_id
            AND l.started_on <= p.today AND (l.ended_on IS NULL OR l.ended_on >= p.today)
    );
END
$$;

-- How the person is related to the client: handling, own_worker, implementing, special; null when not at all.
-- A relation through a case counts only when the decree lets the work task see something of the case.
CREATE FUNCTION cases_relation_for(p public.access_person, p_client uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v_unit uuid;
    v_own_worker uuid;
    v_restricted boolean;
BEGIN
    IF p.work_task IN ('management', 'data_protection', 'system_administration', 'archive') THEN
        RETURN NULL;
    END IF;
    SELECT unit_id, own_worker_id, restricted INTO v_unit, v_own_worker, v_restricted
        FROM public.clients_client WHERE id = p_client AND controller_id = p.controller_id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT v_restricted OR public.cases_passes_gate_for(p, p_client, v_own_worker) THEN
        IF NOT p.provider AND EXISTS (
            SELECT FROM public.cases_casemember m JOIN public.cases_case k ON k.id = m.case_id
            WHERE m.client_id = p_client AND m.joined_at <= p.at AND (m.left_at IS NULL OR m.left_at > p.at)
                AND k.state = 'open' AND k.unit_id = p.unit_id
                AND public.access_allows(p, k.service_task, NULL, true)
        ) THEN
            RETURN 'handling';
        END IF;
        IF EXISTS (
            SELECT FROM public.cases_casemember m JOIN public.cases_case k ON k.id = m.case_id
                JOIN public.cases_implementationlink l ON l.case_id = k.id
            WHERE m.client_id = p_client AND m.joined_at <= p.at AND (m.left_at IS NULL OR m.left_at > p.at)
                AND k.state = 'open' AND l.unit_id = p.unit_id
                AND l.started_on <= p.today AND (l.ended_on IS NULL OR l.ended_on >= p.today)
                AND public.access_allows(p, k.service_task, NULL, true)
        ) THEN
            RETURN 'implementing';
        END IF;
        IF NOT p.provider AND v_own_worker = p.professional_id AND EXISTS (
            SELECT FROM public.cases_casemember m JOIN public.cases_case k ON k.id = m.case_id
            WHERE m.client_id = p_client AND m.joined_at <= p.at AND (m.left_at IS NULL OR m.left_at > p.at)
                AND k.state = 'open'
                AND public.access_allows(p, k.service_task, NULL, public.cases_is_linked_for(p, k.id))
        ) THEN
            RETURN 'own_worker';
        END IF;
        IF NOT p.provider AND v_unit = p.unit_id
                AND NOT EXISTS (SELECT FROM public.cases_casemember m WHERE m.client_id = p_client) THEN
            RETURN 'handling';
        END IF;
    END IF;
    IF NOT p.provider AND EXISTS (
        SELECT FROM public.clients_specialground s
        WHERE s.client_id = p_client AND s.professional_id = p.professional_id AND s.unit_id = p.unit_id
            AND s.begins_at <= p.at AND s.ends_at > p.at
    ) THEN
        RETURN 'special';
    END IF;
    RETURN NULL;
END
$$;

-- Whether one may look at a restricted client as at any other: named for it, the own worker, or in charge of an
-- open case of the client.
CREATE FUNCTION cases_passes_gate_for(p public.access_person, p_client uuid, p_own_worker uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN coalesce(p_own_worker = p.professional_id, false) OR EXISTS (
        SELECT FROM public.clients_clientgate g
        WHERE g.client_id = p_client AND g.professional_id = p.professional_id
    ) OR EXISTS (
        SELECT FROM public.cases_casemember m JOIN public.cases_case k ON k.id = m.case_id
        WHERE m.client_id = p_client AND m.joined_at <= p.at AND (m.left_at IS NULL OR m.left_at > p.at)
            AND k.state = 'open' AND k.responsible_id = p.professional_id
            AND public.access_allows(p, k.service_task, NULL, public.cases_is_linked_for(p, k.id))
    );
END
$$;

CREATE FUNCTION cases_knows_client(p_client uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    IF v.work_task = 'archive' THEN
        RETURN EXISTS (
            SELECT FROM public.cases_casemember m JOIN public.cases_case k ON k.id = m.case_id
            WHERE m.client_id = p_client AND k.state = 'closed' AND k.controller_id = v.controller_id
        );
    END IF;
    RETURN public.cases_relation_for(v, p_client) IS NOT NULL;
END
$$;

-- A client that one is taking in is known by name before there is a relation.
CREATE FUNCTION cases_meets_client(p_client uuid, p_controller uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN v.controller_id = p_controller AND (v.taking_in OR public.cases_knows_client(p_client));
END
$$;

CREATE FUNCTION cases_meets_person(p_person uuid, p_controller uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN v.controller_id = p_controller AND (v.taking_in OR EXISTS (
        SELECT FROM public.clients_client c WHERE c.person_id = p_person AND public.cases_knows_client(c.id)
    ));
END
$$;

CREATE FUNCTION cases_knows_case(p_case uuid, p_controller uuid, p_unit uuid, p_state text, p_service_task text)
    RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
    v_linked boolean;
BEGIN
    IF v.controller_id IS DISTINCT FROM p_controller THEN
        RETURN false;
    END IF;
    IF v.work_task = 'archive' THEN
        RETURN p_state = 'closed';
    END IF;
    v_linked := public.cases_is_linked_for(v, p_case);
    IF NOT public.access_allows(v, p_service_task, NULL, v_linked) THEN
        RETURN false;
    END IF;
    -- What nearly every row of a list needs, and quick to see: one is related through this very case.
    IF v_linked AND EXISTS (
        SELECT FROM public.cases_casemember m JOIN public.clients_client c ON c.id = m.client_id
        WHERE m.case_id = p_case AND m.joined_at <= v.at AND (m.left_at IS NULL OR m.left_at > v.at)
            AND NOT c.restricted AND c.controller_id = v.controller_id
    ) THEN
        RETURN true;
    END IF;
    RETURN EXISTS (
        SELECT FROM public.cases_casemember m
        WHERE m.case_id = p_case AND public.cases_relation_for(v, m.client_id) IS NOT NULL
    ) OR (
        -- It is being opened in this unit, and nobody has joined yet.
        p_state = 'open' AND p_unit = v.unit_id AND NOT v.provider
        AND NOT EXISTS (SELECT FROM public.cases_casemember m WHERE m.case_id = p_case)
    );
END
$$;

-- Whether one works with the client, and not only looks on a special ground.
CREATE FUNCTION cases_works_with(p_client uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN coalesce(
        public.cases_relation_for(public.access_acting(), p_client) IN ('handling', 'own_worker', 'implementing'), false
    );
END
$$;

-- Whether one may write in the case. A special ground alone never suffices. Nobody has joined one that is being opened.
CREATE FUNCTION cases_writes(p_case uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN v.work_task NOT IN ('archive', 'management', 'data_protection', 'system_administration')
        AND public.cases_is_linked_for(v, p_case)
        AND (
            NOT EXISTS (SELECT FROM public.cases_casemember m WHERE m.case_id = p_case)
            OR EXISTS (
                SELECT FROM public.cases_casemember m
                WHERE m.case_id = p_case
                    AND public.cases_relation_for(v, m.client_id) IN ('handling', 'own_worker', 'implementing')
            )
        );
END
$$;

CREATE FUNCTION cases_is_own_unit(p_controller uuid, p_unit uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN v.controller_id = p_controller AND v.unit_id = p_unit
        AND v.work_task NOT IN ('archive', 'management', 'data_protection', 'system_administration');
END
$$;

-- Whether the client may become a member of one's case: one that is known, or that one is taking in; a restricted
-- client only when one passes the gate.
CREATE FUNCTION cases_may_join(p_client uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
    v_own_worker uuid;
    v_restricted boolean;
BEGIN
    SELECT own_worker_id, restricted INTO v_own_worker, v_restricted
        FROM public.clients_client WHERE id = p_client AND controller_id = v.controller_id;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    RETURN public.cases_works_with(p_client)
        OR (v.taking_in AND (NOT v_restricted OR public.cases_passes_gate_for(v, p_client, v_own_worker)));
END
$$;

CREATE FUNCTION cases_handles(p_client uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
BEGIN
    RETURN coalesce(
        public.cases_relation_for(public.access_acting(), p_client) IN ('handling', 'own_worker'), false
    );
END
$$;

-- Who takes in must find the gates through which to pass.
CREATE FUNCTION cases_finds_gate(p_professional uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    AS $$ SELECT v.taking_in AND v.professional_id = p_professional FROM public.access_acting() v $$;

-- The server's role does not move a row to another client, case or controller: these columns stay as they are.
CREATE FUNCTION cases_keep_columns() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_column text;
BEGIN
    IF current_user = 'nippu_app' THEN
        FOREACH v_column IN ARRAY TG_ARGV LOOP
            IF to_jsonb(NEW) -> v_column IS DISTINCT FROM to_jsonb(OLD) -> v_column THEN
                RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = v_column || ' does not change';
            END IF;
        END LOOP;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER client_stays BEFORE UPDATE ON clients_client FOR EACH ROW
    EXECUTE FUNCTION cases_keep_columns('controller_id', 'person_id', 'unit_id');
CREATE TRIGGER person_stays BEFORE UPDATE ON people_person FOR EACH ROW
    EXECUTE FUNCTION cases_keep_columns('controller_id');
CREATE TRIGGER case_stays BEFORE UPDATE ON cases_case FOR EACH ROW
    EXECUTE FUNCTION cases_keep_columns('controller_id', 'unit_id', 'number', 'oid', 'service_task', 'joint');
CREATE TRIGGER member_stays BEFORE UPDATE ON cases_casemember FOR EACH ROW
    EXECUTE FUNCTION cases_keep_columns('case_id', 'client_id', 'joined_at');

REVOKE ALL ON FUNCTION cases_is_linked_for(public.access_person, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION cases_relation_for(public.access_person, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION cases_passes_gate_for(public.access_person, uuid, uuid) FROM PUBLIC;

ALTER TABLE people_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_is_met ON people_person FOR SELECT USING (cases_meets_person(id, controller_id));
CREATE POLICY person_is_added ON people_person FOR INSERT
    WITH CHECK (controller_id = access_controller() AND (access_acting()).taking_in);
CREATE POLICY person_is_changed ON people_person FOR UPDATE
    USING (cases_meets_person(id, controller_id)) WITH CHECK (controller_id = access_controller());

ALTER TABLE clients_client ENABLE ROW LEVEL SECURITY;
CREATE POLICY client_is_met ON clients_client FOR SELECT USING (cases_meets_client(id, controller_id));
CREATE POLICY client_is_taken ON clients_client FOR INSERT WITH CHECK (cases_is_own_unit(controller_id, unit_id));
CREATE POLICY client_is_changed ON clients_client FOR UPDATE
    USING (cases_handles(id)) WITH CHECK (controller_id = access_controller());

ALTER TABLE clients_risk ENABLE ROW LEVEL SECURITY;
CREATE POLICY risk_of_known_client ON clients_risk FOR SELECT USING (cases_knows_client(client_id));
CREATE POLICY risk_is_written ON clients_risk
    USING (cases_works_with(client_id)) WITH CHECK (cases_works_with(client_id));

ALTER TABLE clients_clientrelationship ENABLE ROW LEVEL SECURITY;
CREATE POLICY relationship_of_known_client ON clients_clientrelationship FOR SELECT USING (cases_knows_client(client_id));
CREATE POLICY relationship_is_written ON clients_clientrelationship
    USING (cases_works_with(client_id)) WITH CHECK (cases_works_with(client_id));

ALTER TABLE clients_servicetaskmembership ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_task_of_known_client ON clients_servicetaskmembership FOR SELECT USING (
    EXISTS (SELECT FROM clients_clientrelationship r WHERE r.id = relationship_id)
);
CREATE POLICY service_task_is_written ON clients_servicetaskmembership USING (
    EXISTS (SELECT FROM clients_clientrelationship r WHERE r.id = relationship_id AND cases_works_with(r.client_id))
);

ALTER TABLE clients_clientgate ENABLE ROW LEVEL SECURITY;
CREATE POLICY gate_of_known_client ON clients_clientgate FOR SELECT
    USING (cases_knows_client(client_id) OR cases_finds_gate(professional_id));
CREATE POLICY gate_is_written ON clients_clientgate
    USING (cases_works_with(client_id)) WITH CHECK (cases_works_with(client_id));

ALTER TABLE cases_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY case_is_known ON cases_case FOR SELECT
    USING (cases_knows_case(id, controller_id, unit_id, state, service_task));
CREATE POLICY case_is_opened ON cases_case FOR INSERT WITH CHECK (cases_is_own_unit(controller_id, unit_id));
CREATE POLICY case_is_changed ON cases_case FOR UPDATE
    USING (cases_writes(id)) WITH CHECK (controller_id = access_controller());

ALTER TABLE cases_casemember ENABLE ROW LEVEL SECURITY;
CREATE POLICY member_of_known_case ON cases_casemember FOR SELECT
    USING (EXISTS (SELECT FROM cases_case k WHERE k.id = case_id));
CREATE POLICY member_joins ON cases_casemember FOR INSERT
    WITH CHECK (cases_writes(case_id) AND cases_may_join(client_id));
CREATE POLICY member_leaves ON cases_casemember FOR UPDATE
    USING (cases_writes(case_id)) WITH CHECK (cases_writes(case_id));

ALTER TABLE cases_implementationlink ENABLE ROW LEVEL SECURITY;
CREATE POLICY link_of_known_case ON cases_implementationlink FOR SELECT
    USING (EXISTS (SELECT FROM cases_case k WHERE k.id = case_id));
CREATE POLICY link_is_made ON cases_implementationlink FOR INSERT WITH CHECK (cases_writes(case_id));
CREATE POLICY link_ends ON cases_implementationlink FOR UPDATE
    USING (cases_writes(case_id)) WITH CHECK (cases_writes(case_id));
