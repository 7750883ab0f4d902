"""What all tests share: the database server, the national publication, the moment, the cast."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from nippu.cli import messages, postgres
from tests import cast

CHECKOUT = Path(__file__).resolve().parents[1]
PUBLICATION = CHECKOUT.parent / "shared" / "data" / "sosmeta-2025-05-20.zip"
WALL_STATEMENTS = 4
"""What a request takes behind the second wall: who acts is said and unsaid, within a savepoint."""
VAR = Path(os.environ.get("NIPPU_VAR", CHECKOUT / "var"))


def pytest_configure() -> None:
    """Compile what has been translated since: the tests see the interface in all its languages."""
    messages.compile_stale()
    # How long an example takes is the bench's matter: a busy machine must not fail a test.
    hypothesis.settings.register_profile(
        "nippu", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("nippu")


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """The address of the private PostgreSQL (or of DATABASE_URL), answering while the tests last."""
    with postgres.running(VAR) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    database_server: str, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Start the server before Django makes the test database; each worker has a database of its own."""


NOT_EMPTIED = {
    "documents_signedversion": "documents_signedversion_is_not_emptied",
    "audit_userecord": "audit_not_emptied",
    "audit_disclosure": "audit_not_emptied",
    "audit_logrequest": "audit_not_emptied",
    "audit_loganswer": "audit_not_emptied",
    "audit_seal": "audit_not_emptied",
    "audit_removal": "audit_not_emptied",
}
"""By table, the trigger that keeps it from being emptied."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let Django empty all tables of the test database after a test with many connections."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table, trigger in NOT_EMPTIED.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture(scope="session")
def publication() -> Path:
    """The national publication of structures. Absent outside CI, its tests are skipped."""
    if not PUBLICATION.exists():
        text = f"the publication {PUBLICATION.name} is not beside the checkout"
        pytest.fail(text) if os.environ.get("CI") else pytest.skip(text)
    return PUBLICATION


@pytest.fixture
def now() -> datetime:
    """The moment of the tests: a Tuesday noon."""
    return datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def quick_passwords(settings):
    """Passwords that cost nothing: the real ones are slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def organisation(db, quick_passwords):
    return cast.make_organisation()


@pytest.fixture
def eero(organisation, now):
    return cast.make_professional("eero", organisation, now)


@pytest.fixture
def veera(organisation, now):
    return cast.make_professional("veera", organisation, now)


@pytest.fixture
def otso(organisation, now):
    return cast.make_professional("otso", organisation, now)


@pytest.fixture
def yrsa(organisation, now):
    return cast.make_professional("yrsa", organisation, now)


@pytest.fixture
def hilla(organisation, now):
    return cast.make_professional("hilla", organisation, now)


@pytest.fixture
def aino(eero, now):
    return cast.make_client(cast.AINO, by=eero, at=now)


@pytest.fixture
def pekka(eero, now):
    return cast.make_client(cast.PEKKA, by=eero, at=now)
