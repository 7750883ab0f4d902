-- Who works where decides who sees what: the server's role reads it all, and changes it only while one who keeps
-- the controller's organisation acts.

CREATE FUNCTION organisations_is_kept(p_controller uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN coalesce(v.work_task = 'system_administration' AND v.controller_id = p_controller, false);
END
$$;

-- A new password, name, provider or closing of an account: one's own, or of those whose organisation one keeps.
-- Anything else that the server's role writes there, such as the moment of the last log-in, passes.
CREATE FUNCTION organisations_guard_account() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF current_user <> 'nippu_app' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NOT public.organisations_is_kept(public.access_controller()) THEN
            RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'an account is made by an administrator';
        END IF;
    ELSIF NOT public.organisations_holds_account(NEW.id) THEN
        IF ROW (NEW.username, NEW.is_active, NEW.external_provider, NEW.external_id)
                IS DISTINCT FROM ROW (OLD.username, OLD.is_active, OLD.external_provider, OLD.external_id) THEN
            RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'not an account of one''s own';
        END IF;
        NEW.password := OLD.password;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION organisations_holds_account(p_account uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN EXISTS (
        SELECT FROM public.organisations_professional p
        WHERE p.account_id = p_account
            AND (p.id = v.professional_id OR public.organisations_is_kept(p.controller_id))
    );
END
$$;

CREATE TRIGGER account_is_guarded BEFORE INSERT OR UPDATE ON access_account
    FOR EACH ROW EXECUTE FUNCTION organisations_guard_account();

ALTER TABLE organisations_controller ENABLE ROW LEVEL SECURITY;
CREATE POLICY controller_is_read ON organisations_controller FOR SELECT USING (true);
CREATE POLICY controller_is_kept ON organisations_controller FOR UPDATE
    USING (organisations_is_kept(id)) WITH CHECK (organisations_is_kept(id));

ALTER TABLE organisations_unit ENABLE ROW LEVEL SECURITY;
CREATE POLICY unit_is_read ON organisations_unit FOR SELECT USING (true);
CREATE POLICY unit_is_kept ON organisations_unit
    USING (organisations_is_kept(controller_id)) WITH CHECK (organisations_is_kept(controller_id));

ALTER TABLE organisations_professional ENABLE ROW LEVEL SECURITY;
CREATE POLICY professional_is_read ON organisations_professional FOR SELECT USING (true);
CREATE POLICY professional_is_kept ON organisations_professional
    USING (organisations_is_kept(controller_id)) WITH CHECK (organisations_is_kept(controller_id));

ALTER TABLE organisations_providercontract ENABLE ROW LEVEL SECURITY;
CREATE POLICY contract_is_read ON organisations_providercontract FOR SELECT USING (true);
CREATE POLICY contract_is_kept ON organisations_providercontract
    USING (organisations_is_kept(controller_id)) WITH CHECK (organisations_is_kept(controller_id));

ALTER TABLE organisations_provider ENABLE ROW LEVEL SECURITY;
CREATE POLICY provider_is_read ON organisations_provider FOR SELECT USING (true);
CREATE POLICY provider_is_kept ON organisations_provider
    USING (organisations_is_kept(access_controller())) WITH CHECK (organisations_is_kept(access_controller()));

ALTER TABLE organisations_assignment ENABLE ROW LEVEL SECURITY;
CREATE POLICY work_task_is_read ON organisations_assignment FOR SELECT USING (true);
CREATE POLICY work_task_is_kept ON organisations_assignment
    USING (EXISTS (
        SELECT FROM organisations_professional p WHERE p.id = professional_id AND organisations_is_kept(p.controller_id)
    ))
    WITH CHECK (EXISTS (
        SELECT FROM organisations_professional p WHERE p.id = professional_id AND organisations_is_kept(p.controller_id)
    ));
