"""The second wall: what SQL may do as the role of the server, with and without somebody acting."""

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from nippu.access import wall
from nippu.access.types import WorkTask
from nippu.base.ids import new_id
from nippu.catalogue.queries import newest
from nippu.cli import postgres
from nippu.documents.actions.drafting import start_document
from nippu.documents.actions.signing import sign
from nippu.documents.models import DocumentClient
from tests import cast

TABLES = [
    "people_person",
    "clients_client",
    "clients_clientrelationship",
    "clients_servicetaskmembership",
    "cases_case",
    "cases_casemember",
    "documents_document",
    "documents_documentclient",
    "documents_signedversion",
]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_there_for_the_unit_of_the_case_and_for_no_other(signed, eero, veera, table, now):
    with wall.standing(eero, at=now):
        assert count(table) > 0
    with wall.standing(veera, at=now):
        assert count(table) == 0


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_there_while_nobody_acts(signed, table):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {wall.ROLE}")
        assert count(table) == 0
        cursor.execute("RESET ROLE")


def test_a_draft_is_seen_and_saved_behind_the_wall(draft, eero, veera, now):
    with wall.standing(eero, at=now), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_draft SET section = 'x'")
        assert cursor.rowcount == 1
    with wall.standing(veera, at=now), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_draft SET section = 'y'")
        assert cursor.rowcount == 0


def test_whoever_takes_in_meets_the_person_of_another_unit_and_nothing_else(signed, veera, now):
    with wall.standing(veera, at=now, taking_in=True):
        assert count("people_person") == count("clients_client") == 1
        for table in ("cases_case", "documents_document", "clients_clientrelationship"):
            assert count(table) == 0


def test_the_decree_closes_client_data_from_one_who_keeps_the_system_up(signed, yrsa, now):
    with wall.standing(yrsa, at=now):
        assert [table for table in TABLES if count(table)] == []


def _forged(kept: str, eero, how: str) -> str:
    if how == "other work task":
        return kept.replace(eero.work_task.value, WorkTask.CHILD_SOCIAL_WORKER.value)
    if how == "other unit":
        return kept.replace(str(eero.unit_id), str(new_id()))
    if how == "own code":
        stated = kept.partition("#")[0]
        return f"{stated}#{hashlib.sha256(stated.encode()).hexdigest()}"
    return ""


@pytest.mark.parametrize("how", ["other work task", "other unit", "own code", "nothing"])
def test_a_forged_setting_opens_nothing(signed, eero, now, how):
    with wall.standing(eero, at=now), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('nippu.acting')")
        (kept,) = cursor.fetchone()
        forged = _forged(kept, eero, how)
        assert forged != kept
        cursor.execute("SELECT set_config('nippu.acting', %s, true)", [forged])
        assert count("documents_document") == 0


def test_a_code_of_another_key_is_refused(eero, now, monkeypatch):
    monkeypatch.setattr(wall, "application_key", lambda: b"a key that was made by somebody")
    with pytest.raises(DatabaseError, match="the code does not fit"), wall.standing(eero, at=now):
        pass


REFUSED = {
    "the keys": "SELECT * FROM access_wallkey",
    "a code of the keys": "SELECT access_code('application', 'x')",
    "somebody's relation": "SELECT cases_relation_for(NULL, NULL)",
    "the decree": "UPDATE access_decreerow SET own = false",
    "a signed version by hand": "INSERT INTO documents_signedversion (version) VALUES (1)",
    "a changed signed version": "UPDATE documents_signedversion SET version = 2",
    "the log changed": "UPDATE audit_userecord SET action = ''",
    "the log emptied": "TRUNCATE audit_userecord",
    "the wall switched off": "ALTER TABLE documents_document DISABLE ROW LEVEL SECURITY",
    "the wall passed by": "SET LOCAL row_security = off; SELECT * FROM documents_document",
    "the owner's role": "SET ROLE nippu",
    "another login": "SET SESSION AUTHORIZATION nippu",
    "a table of one's own": "CREATE TABLE public.mine (id int)",
    "a function of one's own": "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a temporary table": "CREATE TEMPORARY TABLE mine (id int)",
    "a temporary type": "CREATE DOMAIN pg_temp.text AS pg_catalog.text",
    "a demonstration": "INSERT INTO organisations_installation (is_demo) VALUES (true)",
    "a closed account": "UPDATE access_account SET is_active = NOT is_active WHERE username = 'eero'",
    "an account of one's own": "INSERT INTO access_account SELECT * FROM access_account",
    "a number in the log": (
        "INSERT INTO audit_userecord (id, at, action, kind, clients) OVERRIDING SYSTEM VALUE"
        " VALUES (9000000000, now(), 'x', 'refusal', '{}')"
    ),
    "another's refusal": (
        "INSERT INTO audit_userecord (at, action, kind, clients)"
        " VALUES (now() - interval '1 day', 'x', 'refusal', '{}')"
    ),
    "somebody in one's own case": (
        "INSERT INTO cases_casemember (id, case_id, client_id, position, joined_at)"
        " SELECT gen_random_uuid(), case_id, client_id, 2, now() FROM cases_casemember"
        " UNION SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 2, now()"
    ),
    "a file of the server": "COPY documents_document TO '/tmp/documents'",
    "a program of the server": "COPY documents_document TO PROGRAM 'cat'",
    "a removed case": "DELETE FROM cases_case",
}


@pytest.fixture
def written(db, now):
    """One signed document of eero's, committed, so that other connections may try for it."""
    organisation = cast.make_organisation()
    eero = cast.make_professional("eero", organisation, now)
    veera = cast.make_professional("veera", organisation, now)
    case = cast.own_case(cast.make_client(cast.AINO, by=eero, at=now), by=eero, at=now)
    document = start_document(case, newest("1506.19001").oid, by=eero, at=now)
    sign(document, version=1, by=eero, at=now)
    return eero, veera, document


@pytest.fixture
def attacker():
    """A connection as the server's role, in a transaction: what an injected statement could reach."""
    parts = urlsplit(postgres.application_url(settings.OWNER_URL))
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    with psycopg.connect(url) as taken:
        yield taken
        taken.rollback()


def _is_refused(taken, statement) -> bool:
    try:
        with taken.transaction():
            taken.execute(statement)
    except psycopg.Error:
        return True
    return False


def _act(taken, actor, *, seconds_ago=0) -> None:
    at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    stated = wall._statement(actor, at=at, taking_in=False)
    taken.execute("SELECT access_act(%s, %s)", [stated, wall._code(stated)])


@pytest.mark.django_db(transaction=True)
def test_an_injected_statement_gets_nowhere(written, attacker):
    eero, veera, document = written
    _act(attacker, veera)
    assert [what for what, statement in REFUSED.items() if not _is_refused(attacker, statement)] == []
    assert attacker.execute("SELECT count(*) FROM documents_document").fetchone() == (0,)
    # Nobody's work task, and nobody's password, is another than before.
    assert attacker.execute("UPDATE organisations_assignment SET work_task = 'x'").rowcount == 0
    attacker.execute("UPDATE access_account SET password = 'x'")
    known = "SELECT count(*) FROM access_account WHERE password = 'x'"
    assert attacker.execute(f"{known} AND username <> 'veera'").fetchone() == (0,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), attacker.transaction():
        attacker.execute(
            "SELECT documents_sign(%s, 1, 'x', 'x', %s, %s, %s, now())",
            [document, eero.professional_id, eero.unit_id, eero.controller_id],
        )
    # A second person in the same transaction is refused, even with a code that fits.
    with pytest.raises(psycopg.errors.InsufficientPrivilege), attacker.transaction():
        _act(attacker, eero)
    # What one transaction was told is worth nothing in the next.
    attacker.rollback()
    _act(attacker, eero)
    (kept,) = attacker.execute("SELECT current_setting('nippu.acting')").fetchone()
    assert attacker.execute("SELECT count(*) FROM documents_document").fetchone() > (0,)
    attacker.rollback()
    attacker.execute("SELECT set_config('nippu.acting', %s, true)", [kept])
    assert attacker.execute("SELECT count(*) FROM documents_document").fetchone() == (0,)
    attacker.rollback()
    # A statement that was heard long ago opens nothing.
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="too old"):
        _act(attacker, eero, seconds_ago=120)


@pytest.mark.django_db(transaction=True)
def test_an_error_message_tells_nothing_of_a_row_that_is_not_there(written, attacker):
    _eero, veera, document = written
    client = DocumentClient.objects.get(document=document).client_id
    _act(attacker, veera)
    leaky = "SELECT * FROM people_person WHERE (identity_code || 'x')::int > 0"
    assert attacker.execute(leaky).fetchall() == []
    naming = "INSERT INTO documents_documentclient (document_id, client_id) VALUES (%s, %s)"
    with pytest.raises(psycopg.Error) as told, attacker.transaction():
        attacker.execute(naming, [document, client])
    assert "120493" not in str(told.value)
    assert "Mäkelä" not in str(told.value)
