-- The second wall around the log: everybody adds to it, only those who watch over the use of data read it, and
-- that of their own controller. A refusal and a log-in are told when nobody acts in the transaction any more.

CREATE FUNCTION audit_overseer() RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN CASE WHEN v.work_task IN ('data_protection', 'management') THEN v.controller_id END;
END
$$;

-- Nobody writes in the log in the name of another.
CREATE FUNCTION audit_is_own(p_controller uuid, p_professional uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN v.controller_id = p_controller AND v.professional_id = p_professional;
END
$$;

ALTER TABLE audit_userecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY use_is_recorded ON audit_userecord FOR INSERT
    WITH CHECK (
        (
            kind IN ('refusal', 'log_in') AND clients = '{}'
            AND abs(extract(epoch FROM clock_timestamp() - at)) < 60
        )
        OR audit_is_own(controller_id, professional_id)
    );
CREATE POLICY use_is_overseen ON audit_userecord FOR SELECT USING (controller_id = audit_overseer());

ALTER TABLE audit_disclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY disclosure_is_recorded ON audit_disclosure FOR INSERT
    WITH CHECK (audit_is_own(controller_id, professional_id));
CREATE POLICY disclosure_is_overseen ON audit_disclosure FOR SELECT USING (controller_id = audit_overseer());

ALTER TABLE audit_logrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_is_taken ON audit_logrequest FOR INSERT
    WITH CHECK (controller_id = audit_overseer() AND audit_is_own(controller_id, professional_id));
CREATE POLICY request_is_overseen ON audit_logrequest FOR SELECT USING (controller_id = audit_overseer());

ALTER TABLE audit_loganswer ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_is_answered ON audit_loganswer FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM audit_logrequest r WHERE r.id = request_id));
CREATE POLICY answer_is_overseen ON audit_loganswer FOR SELECT
    USING (EXISTS (SELECT FROM audit_logrequest r WHERE r.id = request_id));
