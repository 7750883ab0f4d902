-- The second wall around special grounds: their takers see and end their own, supervisors see and settle those
-- of the controller. Nobody changes what was stated.

CREATE FUNCTION clients_supervises(p public.access_person) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT p.work_task IN ('management', 'data_protection') $$;

CREATE FUNCTION clients_ground_is_seen(p_client uuid, p_professional uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN (p_professional = v.professional_id OR public.clients_supervises(v)) AND EXISTS (
        SELECT FROM public.clients_client c WHERE c.id = p_client AND c.controller_id = v.controller_id
    );
END
$$;

-- A ground is taken for oneself, in the unit and at the moment in which one acts, for three days at most.
CREATE FUNCTION clients_ground_is_taken(
    p_client uuid, p_professional uuid, p_unit uuid, p_begins timestamptz, p_ends timestamptz
) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN p_professional = v.professional_id AND p_unit = v.unit_id AND NOT v.provider
        AND v.work_task NOT IN ('archive', 'management', 'data_protection', 'system_administration')
        AND p_begins BETWEEN v.at - interval '1 second' AND v.at + interval '1 second'
        AND p_ends <= p_begins + interval '72 hours'
        AND EXISTS (
            SELECT FROM public.clients_client c WHERE c.id = p_client AND c.controller_id = v.controller_id
        );
END
$$;

-- The supervisor who settles a ground must know whose it is, and sees no more of the client.
CREATE FUNCTION clients_name_of_ground(p_ground uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    RETURN (
        SELECT p.family_name || ', ' || p.given_names
        FROM public.clients_specialground s
            JOIN public.clients_client c ON c.id = s.client_id
            JOIN public.people_person p ON p.id = c.person_id
        WHERE s.id = p_ground AND c.controller_id = v.controller_id AND public.clients_supervises(v)
    );
END
$$;

-- What was stated stays. A ground may only end earlier, by its taker; and it is settled once, by a supervisor
-- who is not its taker.
CREATE FUNCTION clients_ground_changes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    AS $$
DECLARE
    v public.access_person := public.access_acting();
BEGIN
    IF (NEW.id, NEW.client_id, NEW.professional_id, NEW.unit_id, NEW.ground, NEW.law, NEW.words, NEW.begins_at)
            IS DISTINCT FROM
            (OLD.id, OLD.client_id, OLD.professional_id, OLD.unit_id, OLD.ground, OLD.law, OLD.words, OLD.begins_at)
            OR NEW.ends_at > OLD.ends_at THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a stated ground does not change';
    END IF;
    IF NEW.ends_at <> OLD.ends_at AND v.professional_id <> OLD.professional_id THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'its taker ends a ground';
    END IF;
    IF (NEW.review, NEW.review_words, NEW.reviewed_at, NEW.reviewed_by_id)
            IS DISTINCT FROM (OLD.review, OLD.review_words, OLD.reviewed_at, OLD.reviewed_by_id)
            AND (OLD.review <> '' OR NEW.reviewed_by_id = OLD.professional_id
                OR v.work_task <> 'management' OR NEW.reviewed_by_id <> v.professional_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a supervisor settles a ground once';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER clients_ground_changes BEFORE UPDATE ON clients_specialground
    FOR EACH ROW EXECUTE FUNCTION clients_ground_changes();

ALTER TABLE clients_specialground ENABLE ROW LEVEL SECURITY;
CREATE POLICY ground_is_seen ON clients_specialground FOR SELECT
    USING (clients_ground_is_seen(client_id, professional_id));
CREATE POLICY ground_is_taken ON clients_specialground FOR INSERT
    WITH CHECK (review = '' AND clients_ground_is_taken(client_id, professional_id, unit_id, begins_at, ends_at));
CREATE POLICY ground_is_ended_or_settled ON clients_specialground FOR UPDATE
    USING (clients_ground_is_seen(client_id, professional_id))
    WITH CHECK (clients_ground_is_seen(client_id, professional_id));
