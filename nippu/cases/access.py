"""Who may know of a case and work in it: made of the access decree and of how one is related to clients."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from nippu.access import wall
from nippu.access.decree import Scope, may_handle, sights_of
from nippu.access.permissions import NOTHING, Permission
from nippu.access.types import Actor
from nippu.cases.models import CaseMember
from nippu.cases.relations import CLOSED, linked, of_controller, related, sees_something


def known(actor: Actor, at: datetime) -> Q:
    """One is related to a client who is or has been in it, and the work task has something to see in it."""
    wanted = sees_something(actor, at) & _of_related(actor, at)
    return of_controller(actor) & (wanted | _archived(actor))


def worked_in(actor: Actor, at: datetime) -> Q:
    """A case that the unit handles or carries out, when one is related to its clients through work."""
    if not actor.work_task.is_client_work:
        return NOTHING
    if wall.asks_relations():
        return of_controller(actor) & sees_something(actor, at) & wall.asked("cases_writes")
    wanted = linked(actor, at) & sees_something(actor, at)
    return of_controller(actor) & wanted & _of_related(actor, at, special=False)


def kept_up(actor: Actor, _at: datetime) -> Q:
    """The unit's own case, open or just closed: what the system makes of its facts follows them."""
    return of_controller(actor) & Q(unit_id=actor.unit_id) if may_handle(actor) else NOTHING


def _archived(actor: Actor) -> Q:
    """Closed cases, to one who keeps the archive."""
    keeps = any(each.scope is Scope.CLOSED for each in sights_of(actor))
    return Q(state=CLOSED) if keeps else NOTHING


def _of_related(actor: Actor, at: datetime, *, special: bool = True) -> Q:
    """One who is or has been a member is related to the actor. Of reading the second wall asks it."""
    if special and wall.asks_relations():
        return Q()
    members = CaseMember.objects.filter(case=OuterRef("pk"))
    found = related(actor, at, client="client__", special=special)
    if actor.work_task.is_client_work:
        # Said first because it is what nearly every row of a list needs, and quick to see.
        found = _through_this_case(actor, at) | found
    return Q(Exists(members.filter(found)))


def _through_this_case(actor: Actor, at: datetime) -> Q:
    """An unrestricted client is a member now, and the actor's unit works in this very case."""
    now = Q(joined_at__lte=at) & (Q(left_at__isnull=True) | Q(left_at__gt=at))
    unrestricted = Q(client__restricted=False) & of_controller(actor, client="client__")
    return now & linked(actor, at, case="case__") & unrestricted


READ = Permission("case.read", (known,))
CHANGE = Permission("case.change", (worked_in,), within=READ, narrower=True)
RENEW = Permission("case.renew", (kept_up,))
"""To bring the case document up to date. Nothing of it is shown."""
