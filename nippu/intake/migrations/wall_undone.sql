DROP POLICY intake_is_own ON intake_intake;
ALTER TABLE intake_intake DISABLE ROW LEVEL SECURITY;
DROP FUNCTION intake_is_own(uuid, uuid, uuid);
