DROP FUNCTION oversight_grounds(uuid, uuid, bigint[]);
DROP FUNCTION oversight_unusual(uuid, text, timestamptz, timestamptz, integer);
DROP FUNCTION oversight_used(uuid, timestamptz, timestamptz);
DROP FUNCTION oversight_find(uuid, text, text);
DROP FUNCTION oversight_names(uuid, uuid[]);
DROP FUNCTION oversight_check(uuid);
