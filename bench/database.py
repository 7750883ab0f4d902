"""A database of its own for measuring, made anew each time, with people, cases and drafts in it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

CHECKOUT = Path(__file__).resolve().parents[1]
NAME = "nippu_bench"


def var_folder() -> Path:
    """Where this checkout keeps what is not in a database."""
    return Path(os.environ.get("NIPPU_VAR", CHECKOUT / "var"))


def make_anew(url: str) -> str:
    """An empty database beside the one of this address; its own address. What was there is removed."""
    remove(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {NAME}")
    return str(urlunsplit(urlsplit(url)._replace(path=f"/{NAME}")))


def remove(url: str) -> None:
    """Remove the database again. The address is that of the database beside it."""
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(100):
            try:
                connection.execute(f"drop database if exists {NAME}")
                return
            except psycopg.errors.ObjectInUse:  # by what was killed a moment ago
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = %s and usename in (current_user, 'nippu_app')",
                    [NAME],
                )
                time.sleep(0.1)
    raise TimeoutError(f"the database {NAME} is still in use")


def use(url: str) -> None:
    """Set Django up on this database, as the server of `nippu serve` would have it, and make the tables."""
    os.environ["DATABASE_URL"] = url
    os.environ["NIPPU_PRIVATE"] = os.environ["NIPPU_COLLECTED"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "nippu.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def without_policies() -> Iterator[None]:
    """The tables without their policies, to see what these cost. All else is as it was."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity")
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("; ".join(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY" for name in tables))
        yield
        cursor.execute("; ".join(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY" for name in tables))


def durability(url: str) -> str:
    """The version of PostgreSQL. Fails unless each commit waits for the disk."""
    with psycopg.connect(url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            row = connection.execute(f"show {setting}").fetchone()
            assert row == ("on",), f"{setting} is {row}: figures of signing would mean nothing"
        row = connection.execute("show server_version").fetchone()
        assert row is not None
        return str(row[0])
