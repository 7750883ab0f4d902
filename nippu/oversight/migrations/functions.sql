-- Those who watch over the use of data see no client's and no case's row. These functions, which run with their
-- owner's rights, tell them what an investigation needs: names, and which records of use are unusual.

-- Raises insufficient_privilege unless the one who acts watches over the use of this controller's data. The owner
-- of the tables, who acts as nobody, is let through: commands and the making of a demonstration.
CREATE FUNCTION oversight_check(p_controller uuid) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
BEGIN
    IF (access_acting()).controller_id IS NULL AND session_user = current_user THEN
        RETURN;
    END IF;
    IF p_controller IS NULL OR audit_overseer() IS DISTINCT FROM p_controller THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'not one who watches over the use of data';
    END IF;
END
$$;

-- The names of clients of the controller.
CREATE FUNCTION oversight_names(p_controller uuid, p_clients uuid[])
    RETURNS TABLE (client_id uuid, given_names text, family_name text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
BEGIN
    PERFORM oversight_check(p_controller);
    RETURN QUERY
        SELECT c.id, x.given_names::text, x.family_name::text
        FROM clients_client c JOIN people_person x ON x.id = c.person_id
        WHERE c.controller_id = p_controller AND c.id = ANY (p_clients);
END
$$;

-- Clients of the controller by identity code, temporary code or the beginnings of names.
CREATE FUNCTION oversight_find(p_controller uuid, p_code text, p_words text)
    RETURNS TABLE (client_id uuid, given_names text, family_name text, birth_date date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
BEGIN
    PERFORM oversight_check(p_controller);
    RETURN QUERY
        SELECT c.id, x.given_names::text, x.family_name::text, x.birth_date
        FROM clients_client c JOIN people_person x ON x.id = c.person_id
        WHERE c.controller_id = p_controller
            AND (
                (p_code <> '' AND (x.identity_code = p_code OR x.temporary_code = p_code))
                OR (p_words <> '' AND to_tsvector('simple', x.search_name) @@ to_tsquery('simple', p_words))
            )
        ORDER BY x.family_name, x.given_names, c.id
        LIMIT 20;
END
$$;

-- The records of client work of a time, one row for each client. Whoever asks sees what the policies let through.
CREATE FUNCTION oversight_used(p_controller uuid, p_from timestamptz, p_to timestamptz)
    RETURNS TABLE (
        id bigint, at timestamptz, today date, kind text, purpose text, unit_id uuid, professional_id uuid, client_id uuid
    )
    LANGUAGE sql STABLE
    AS $$
        SELECT r.id, r.at, (r.at AT TIME ZONE 'Europe/Helsinki')::date, r.kind::text, r.purpose::text, r.unit_id,
            r.professional_id, c
        FROM public.audit_userecord r, unnest(r.clients) AS c
        WHERE r.controller_id = p_controller AND r.at >= p_from AND r.at < p_to
            AND r.purpose IN ('client_work', 'intake')
    $$;

-- Which of the records of a time are unusual in a way: no_case, family, address, colleague, many, special.
CREATE FUNCTION oversight_unusual(
    p_controller uuid, p_pattern text, p_from timestamptz, p_to timestamptz, p_most integer
) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
BEGIN
    PERFORM oversight_check(p_controller);
    CASE p_pattern
    WHEN 'no_case' THEN RETURN QUERY
        WITH covered AS (
            SELECT m.client_id, k.unit_id, m.joined_at, m.left_at, NULL::date AS first_day, k.closed_on AS last_day
                FROM cases_casemember m JOIN cases_case k ON k.id = m.case_id
            UNION ALL
            SELECT m.client_id, l.unit_id, m.joined_at, m.left_at, l.started_on, least(l.ended_on, k.closed_on)
                FROM cases_casemember m JOIN cases_case k ON k.id = m.case_id
                    JOIN cases_implementationlink l ON l.case_id = k.id
        )
        SELECT DISTINCT u.id FROM oversight_used(p_controller, p_from, p_to) u
        WHERE u.purpose = 'client_work' AND u.kind IN ('read', 'print', 'export')
            AND NOT EXISTS (
                SELECT FROM covered v
                WHERE v.client_id = u.client_id AND v.unit_id = u.unit_id
                    AND v.joined_at <= u.at AND (v.left_at IS NULL OR v.left_at >= u.at)
                    AND (v.first_day IS NULL OR v.first_day <= u.today)
                    AND (v.last_day IS NULL OR v.last_day >= u.today)
            ) AND NOT EXISTS (
                SELECT FROM clients_client c WHERE c.id = u.client_id AND c.own_worker_id = u.professional_id
            );
    WHEN 'family' THEN RETURN QUERY
        SELECT DISTINCT u.id FROM oversight_used(p_controller, p_from, p_to) u
            JOIN organisations_professional w ON w.id = u.professional_id
            JOIN clients_client c ON c.id = u.client_id
            JOIN people_person x ON x.id = c.person_id
        WHERE lower(x.family_name) = lower(w.family_name);
    WHEN 'address' THEN RETURN QUERY
        SELECT DISTINCT u.id FROM oversight_used(p_controller, p_from, p_to) u
            JOIN (
                SELECT w.id AS professional_id, c.id AS client_id
                FROM organisations_professional w
                    JOIN people_person h ON h.controller_id = p_controller
                        AND lower(h.family_name) = lower(w.family_name)
                        AND split_part(lower(h.given_names), ' ', 1) = split_part(lower(w.given_names), ' ', 1)
                        AND h.street_address <> ''
                    JOIN people_person x ON lower(x.street_address) = lower(h.street_address)
                        AND x.postal_code = h.postal_code AND x.controller_id = p_controller
                    JOIN clients_client c ON c.person_id = x.id
            ) near USING (professional_id, client_id);
    WHEN 'colleague' THEN RETURN QUERY
        SELECT DISTINCT u.id FROM oversight_used(p_controller, p_from, p_to) u
            JOIN (
                SELECT c.id AS client_id
                FROM clients_client c JOIN people_person x ON x.id = c.person_id
                    JOIN organisations_professional w ON w.controller_id = p_controller
                        AND lower(w.family_name) = lower(x.family_name)
                        AND split_part(lower(w.given_names), ' ', 1) = split_part(lower(x.given_names), ' ', 1)
            ) colleague USING (client_id);
    WHEN 'many' THEN RETURN QUERY
        WITH used AS MATERIALIZED (
            SELECT u.id, u.professional_id, u.client_id, date_trunc('hour', u.at) AS hour
            FROM oversight_used(p_controller, p_from, p_to) u
        ), busy AS (
            SELECT o.professional_id, o.hour FROM used o GROUP BY 1, 2 HAVING count(DISTINCT o.client_id) > p_most
        )
        SELECT DISTINCT u.id FROM used u JOIN busy USING (professional_id, hour);
    WHEN 'special' THEN RETURN QUERY
        SELECT DISTINCT u.id FROM oversight_used(p_controller, p_from, p_to) u
            JOIN clients_specialground g ON g.client_id = u.client_id AND g.professional_id = u.professional_id
                AND g.begins_at <= u.at AND g.ends_at > u.at;
    END CASE;
END
$$;

-- On what ground each of the records of use of a client's data was done, as the register tells of that moment:
-- case (and its number), own_worker, taken (the unit had just taken the client, before any case), special (and the
-- section or code that was stated). Nothing where there was no ground. What the record itself tells comes first.
CREATE FUNCTION oversight_grounds(p_controller uuid, p_client uuid, p_records bigint[])
    RETURNS TABLE (record_id bigint, ground text, detail text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
BEGIN
    PERFORM oversight_check(p_controller);
    RETURN QUERY
        SELECT r.id,
            CASE
                WHEN r.ground <> '' THEN r.ground::text
                WHEN k.number IS NOT NULL THEN 'case'
                WHEN c.own_worker_id = r.professional_id THEN 'own_worker'
                WHEN s.stated IS NOT NULL THEN 'special'
                WHEN c.unit_id = r.unit_id AND NOT EXISTS (
                    SELECT FROM cases_casemember m WHERE m.client_id = p_client AND m.joined_at <= r.at
                ) THEN 'taken'
                ELSE ''
            END,
            CASE WHEN k.number IS NOT NULL THEN k.number ELSE coalesce(s.stated, '') END
        FROM audit_userecord r
            JOIN clients_client c ON c.id = p_client AND c.controller_id = p_controller
            LEFT JOIN LATERAL (
                SELECT string_agg(k.number, ', ' ORDER BY k.opened_at, k.id) AS number
                FROM cases_casemember m JOIN cases_case k ON k.id = m.case_id
                WHERE m.client_id = p_client AND m.joined_at <= r.at AND (m.left_at IS NULL OR m.left_at >= r.at)
                    AND (k.closed_on IS NULL OR k.closed_on >= (r.at AT TIME ZONE 'Europe/Helsinki')::date)
                    AND (k.unit_id = r.unit_id OR EXISTS (
                        SELECT FROM cases_implementationlink l
                        WHERE l.case_id = k.id AND l.unit_id = r.unit_id
                            AND l.started_on <= (r.at AT TIME ZONE 'Europe/Helsinki')::date
                            AND (l.ended_on IS NULL OR l.ended_on >= (r.at AT TIME ZONE 'Europe/Helsinki')::date)
                    ))
            ) k ON true
            LEFT JOIN LATERAL (
                SELECT CASE WHEN g.law <> '' THEN g.law ELSE g.ground END::text AS stated
                FROM clients_specialground g
                WHERE g.client_id = p_client AND g.professional_id = r.professional_id
                    AND g.begins_at <= r.at AND g.ends_at > r.at
                ORDER BY g.begins_at LIMIT 1
            ) s ON true
        WHERE r.controller_id = p_controller AND r.id = ANY (p_records) AND p_client = ANY (r.clients);
END
$$;
