-- The second wall around unfinished intakes: one's own only, in the unit where one wrote it.
CREATE FUNCTION intake_is_own(p_controller uuid, p_unit uuid, p_author uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN v.controller_id = p_controller AND v.unit_id = p_unit AND v.professional_id = p_author;
END
$$;

ALTER TABLE intake_intake ENABLE ROW LEVEL SECURITY;
CREATE POLICY intake_is_own ON intake_intake USING (intake_is_own(controller_id, unit_id, author_id));
