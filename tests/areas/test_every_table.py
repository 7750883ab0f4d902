"""Every table that tells of clients stands behind the second wall."""

import pytest
from django.apps import apps
from django.db import connection

from nippu.access.wall import _PASSES_BY, ROLE
from nippu.base.privacy import Privacy

pytestmark = pytest.mark.django_db


def _tables_of_clients() -> list[str]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("nippu."))
    return sorted(each._meta.db_table for each in ours if each.privacy.get(Privacy.CLIENT))


def test_every_table_with_client_data_has_policies():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity"
            " AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    assert [table for table in _tables_of_clients() if table not in guarded] == []


def test_the_role_of_the_server_owns_nothing_and_passes_no_policy_by():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
            " WHERE rolname = %s",
            [ROLE],
        )
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT relname FROM pg_class WHERE relowner = %s::regrole", [ROLE])
        assert cursor.fetchall() == []
        cursor.execute("SELECT pg_has_role(%s, (SELECT current_user), 'member')", [ROLE])
        assert cursor.fetchone() == (False,)


def test_a_function_with_its_owners_rights_looks_for_names_where_nobody_else_puts_any():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
            " AND NOT coalesce(array_to_string(proconfig, ';') LIKE '%%search_path=%%pg_temp', false)"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')", [ROLE])
        assert cursor.fetchone() == (False,)


def test_a_server_that_would_act_as_the_owner_of_the_tables_does_not_start():
    with connection.cursor() as cursor:
        cursor.execute(_PASSES_BY)
        assert cursor.fetchone() == (True,)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        cursor.execute(_PASSES_BY)
        assert cursor.fetchone() == (False,)
        cursor.execute("RESET ROLE")
