"""The demonstration county, made through the same actions as all that people do."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection, transaction

from nippu.base.errors import Conflict
from nippu.base.texts import _
from nippu.cli.demo.cases import County, tell
from nippu.cli.demo.organisation import make_organisation
from nippu.cli.demo.stories import county
from nippu.organisations import actions, queries
from nippu.organisations.types import DEMO_PASSWORD

LOCK = 2_024_703
"""Number of the lock that keeps two from making the county at the same time."""


class DatabaseInUse(Conflict):
    """The database holds something else than a demonstration."""

    code = "database_in_use"
    text = _("Tietokannassa on muuta kuin esittelyaineistoa, joten sitä ei muuteta.")


@transaction.atomic
def make_if_missing(at: datetime | None = None) -> bool:
    """Make the county unless it is there: wholly or not at all. Whether it was made now.

    All that has happened in it is counted back from the given moment, which is now unless told.
    """
    at = at or datetime.now(UTC)
    _wait_for_others()
    if not queries.is_empty_or_demo():
        raise DatabaseInUse
    actions.mark_demo()
    if queries.demo_accounts(at=at):
        return False
    made = County(workers=make_organisation(at), at=at)
    for told in county():
        tell(told, made)
    _look_over()
    return True


def _look_over() -> None:
    """Let PostgreSQL learn how much there is of what: it plans badly behind the second wall without."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def logins(at: datetime | None = None) -> Iterator[str]:
    """The lines that tell whom one may log in as."""
    accounts = queries.demo_accounts(at=at or datetime.now(UTC))
    width = max((len(each.username) for each in accounts), default=0)
    yield f"Password of all: {DEMO_PASSWORD}"
    for each in accounts:
        yield f"  {each.username:<{width}}  {each.name}, {each.title.fi}, {each.unit_name.fi}"
