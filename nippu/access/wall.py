"""The second wall: the database is told who acts, and lets through what that person may see.

The server connects as a role that owns no table and sees no row of a client until `access_act` has been
called in the transaction, with a code that SQL alone cannot make. See docs/adr/0019-the-second-wall.md.
"""

import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import BooleanField, F, Func, Q
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from nippu.access.types import Actor

ROLE = "nippu_app"
"""The role of the database as which the server acts."""
_BEGIN = "SELECT access_act(%s, %s)"
_BEGIN_AS_OWNER = f"SELECT access_act(%s, %s), set_config('role', '{ROLE}', true)"
_END_AS_OWNER = "SELECT set_config('nippu.acting', '', true), set_config('role', 'none', true)"
_stands: ContextVar[bool] = ContextVar("stands", default=False)
_PASSES_BY = """
    SELECT bool_or(rolsuper OR rolbypassrls)
        OR EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND relowner = current_user::regrole)
    FROM pg_roles WHERE rolname = current_user
"""
_PLAIN = re.compile(r'[0-9A-Za-z_,.:+"{}-]*')


def check_role() -> None:
    """Raise ImproperlyConfigured unless the connection's role owns no table and passes no policy by."""
    with connection.cursor() as cursor:
        cursor.execute(_PASSES_BY)
        (passes_by,) = cursor.fetchone()
    connection.close()
    if passes_by:
        raise ImproperlyConfigured(
            f"The web server must open the database as {ROLE}, not as the owner: set SERVER_DATABASE_URL."
        )


@contextmanager
def standing(actor: Actor, *, at: datetime, taking_in: bool = False) -> Iterator[None]:
    """A transaction in which the database lets through what the actor may see at the moment.

    Who is taking in a client meets also the persons of the controller's register that are no clients of the
    unit's yet. A connection of the tables' owner takes the role of the server for as long as the block lasts.
    """
    as_owner = connection.settings_dict["USER"] != ROLE
    stated = _statement(actor, at=at, taking_in=taking_in)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEGIN_AS_OWNER if as_owner else _BEGIN, [stated, _code(stated)])
        before = _stands.set(not taking_in)  # then it lets through more than whom one is related to
        try:
            yield
        finally:
            _stands.reset(before)
        if as_owner and not connection.needs_rollback:
            cursor.execute(_END_AS_OWNER)


def asks_relations() -> bool:
    """Whether the wall stands and asks of each row that is read how the actor is related to its client.

    What is read need not be asked twice then: it would cost more than all the rest of a page.
    """
    return _stands.get()


def asked(function: str) -> Q:
    """What a function of the wall answers about each row: cheaper than the same asked in many conditions."""
    return Q(Func(F("pk"), function=function, output_field=BooleanField()))


def application_key() -> bytes:
    """The key with which we say who acts; the database keeps its own copy (nippu.access.actions)."""
    return salted_hmac(
        "nippu.access.wall", "application", secret=settings.SECRET_KEY, algorithm="sha256"
    ).digest()


def _statement(actor: Actor, *, at: datetime, taking_in: bool) -> str:
    """Who acts, as a value of the type `access_person` of wall.sql."""
    flags = (actor.provider, actor.shelter, actor.mediation, actor.student, taking_in)
    stated = ",".join(
        [
            str(actor.controller_id),
            str(actor.unit_id),
            str(actor.professional_id),
            actor.work_task.value,
            '"{' + ",".join(actor.service_tasks) + '}"',
            *("t" if each else "f" for each in flags),
            at.isoformat(),
            localdate(at).isoformat(),
        ]
    )
    if not _PLAIN.fullmatch(stated):
        raise ValueError("a code of a service task has characters that codes do not have")
    return f"({stated})"


def _code(stated: str) -> str:
    return hmac.digest(application_key(), stated.encode(), "sha256").hex()
