DROP FUNCTION access_allows(access_person, text, text, boolean);
DROP FUNCTION access_act(text, text);
DROP FUNCTION access_controller();
DROP FUNCTION access_acting();
DROP FUNCTION access_here();
DROP FUNCTION access_code(text, text);
DROP TYPE access_person;
