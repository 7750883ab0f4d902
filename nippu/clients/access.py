"""Who may know of a client and change what is kept of the client.

Most of it follows from the client's cases, of which this area knows nothing: the area of cases says it, and
until it has done so nobody is let through.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from nippu.access.decree import changing_clients, may_handle
from nippu.access.permissions import NOTHING, Permission, Rule
from nippu.access.types import Actor, WorkTask
from nippu.clients.errors import NoSpecialGrounds, ReviewsClosed


def _nobody(_actor: Actor, _at: datetime) -> Q:
    return NOTHING


@dataclass(slots=True)
class Relations:
    """How one comes to be related to a client, said by the area of cases."""

    known: Rule = _nobody
    """Of whom one may know."""
    worked_with: Rule = _nobody
    """Whose case one's unit handles, or whose own worker one is."""


RELATIONS = Relations()


def known(actor: Actor, at: datetime) -> Q:
    """The actor is related to the client, or keeps the archive and the client has a closed case."""
    return RELATIONS.known(actor, at)


def worked_with(actor: Actor, at: datetime) -> Q:
    """The actor's unit handles a case of the client, or the actor is the client's own worker."""
    return RELATIONS.worked_with(actor, at)


def changed(actor: Actor, at: datetime) -> Q:
    """The same in a work task in which what is kept of clients is changed."""
    return worked_with(actor, at) if actor.work_task in changing_clients() else NOTHING


def in_own_controller(actor: Actor, _at: datetime) -> Q:
    """The client is the controller's, whichever the unit, and the actor may open cases."""
    return Q(controller_id=actor.controller_id) if may_handle(actor) else NOTHING


READ = Permission("client.read", (known,))
CHANGE = Permission("client.change", (changed,), within=READ, narrower=True)
RENEW = Permission("client.renew", (worked_with,), within=READ, narrower=True)
"""To bring the client's relationship document up to date, which follows from opening a case too."""
DISCLOSE = Permission("client.disclose", (worked_with,), within=READ, narrower=True)
"""To write down that something of the client was given out: of those who work with the client."""
ENTER = Permission("client.enter", (in_own_controller,))
"""To begin a relationship or a service task: a unit that takes up a case need not know the client before."""


def may_take_ground(actor: Actor) -> bool:
    """Whether one may look at a client on a special ground: in client work, and not in a provider's unit."""
    return may_handle(actor)


def check_may_take_ground(actor: Actor) -> None:
    """Raise unless one may look at a client on a special ground."""
    if not may_take_ground(actor):
        raise NoSpecialGrounds


FOLLOW_GROUNDS = frozenset({WorkTask.MANAGEMENT, WorkTask.DATA_PROTECTION})
"""Work tasks in which one sees the special grounds that others have taken."""


def may_settle_grounds(actor: Actor) -> bool:
    """Whether one settles the special grounds of others: supervisors do (457/2024, 24 §)."""
    return actor.work_task is WorkTask.MANAGEMENT


def check_may_settle_grounds(actor: Actor) -> None:
    """Raise unless one settles the special grounds of others."""
    if not may_settle_grounds(actor):
        raise ReviewsClosed


def check_may_follow_grounds(actor: Actor) -> None:
    """Raise unless one sees the special grounds that others have taken."""
    if actor.work_task not in FOLLOW_GROUNDS:
        raise ReviewsClosed
