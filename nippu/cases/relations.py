"""How an actor is related to clients and cases, as conditions of queries.

Who is related to a client may know of the client; what more is seen is told by the access decree.
"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from nippu.access import wall
from nippu.access.data_classes import DataClass
from nippu.access.decree import Scope, Sight, sights_of
from nippu.access.permissions import NOTHING
from nippu.access.types import Actor, WorkTask
from nippu.cases.models import CaseMember, ImplementationLink
from nippu.cases.types import CaseState
from nippu.clients.models import ClientGate, SpecialGround

OPEN, CLOSED = CaseState.OPEN.value, CaseState.CLOSED.value


def linked(actor: Actor, at: datetime, *, case: str = "") -> Q:
    """The case is open, and the actor's unit handles it or carries out a service in it today.

    `case` leads from the rows of the query to the case, such as "case__".
    """
    carried_out = _carried_out(actor, at, f"{case}pk")
    handled = Q(**{f"{case}unit_id": actor.unit_id}) | carried_out
    return Q(**{f"{case}state": OPEN}) & (carried_out if actor.provider else handled)


def sees_something(actor: Actor, at: datetime, *, case: str = "") -> Q:
    """The decree lets the work task see some class of data in the case, closed cases of the archive aside."""
    found = (
        _in_tasks(each, case) & (linked(actor, at, case=case) if each.scope is Scope.LINKED else Q())
        for each in sights_of(actor)
        if each.scope is not Scope.CLOSED and each.classes != (DataClass.RELATIONSHIP,)
    )
    return reduce(or_, found, NOTHING)


def _in_tasks(sight: Sight, case: str) -> Q:
    if sight.service_tasks is None:
        return Q(**{f"{case}service_task__isnull": False})
    return Q(**{f"{case}service_task__in": sight.service_tasks})


def _carried_out(actor: Actor, at: datetime, case: str) -> Q:
    return Q(Exists(carried_out_by(actor, at).filter(case=OuterRef(case))))


def carried_out_by(actor: Actor, at: datetime) -> QuerySet[ImplementationLink]:
    """The links of cases in which the actor's unit carries out a service today."""
    day = localdate(at)
    return ImplementationLink.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day), unit_id=actor.unit_id, started_on__lte=day
    )


def related(actor: Actor, at: datetime, *, client: str = "", special: bool = True) -> Q:
    """The client is one to whom the actor is related, through work or on a special ground.

    `client` leads from the rows of the query to the client, such as "client__". What is only read is
    left to the second wall where it stands: it asks it of each row.
    """
    if special and wall.asks_relations():
        return of_controller(actor, client=client)
    found = of_controller(actor, client=client) & _through_work(actor, at, client)
    if special and not actor.provider:
        found |= of_controller(actor, client=client) & _special(actor, at, client)
    return found if actor.work_task.is_client_work else NOTHING


def of_controller(actor: Actor, *, client: str = "") -> Q:
    """The client is the controller's. Controllers never see one another's."""
    return Q(**{f"{client}controller_id": actor.controller_id})


def _through_work(actor: Actor, at: datetime, client: str) -> Q:
    """In a case of today, or just taken in; a restricted client only to those who are named for it."""
    mine = linked(actor, at, case="case__")
    if not actor.provider:
        mine |= Q(case__state=OPEN, client__own_worker_id=actor.professional_id)
    found = Q(Exists(_memberships(actor, at, client).filter(mine)))
    if not actor.provider:
        found |= _just_taken_in(actor, client)
    return found & past_the_gate(actor, at, client)


def _memberships(actor: Actor, at: datetime, client: str) -> QuerySet[CaseMember]:
    """The client's memberships of the moment, in cases of which the work task sees something."""
    return CaseMember.objects.filter(
        Q(left_at__isnull=True) | Q(left_at__gt=at),
        sees_something(actor, at, case="case__"),
        client=OuterRef(f"{client}pk"),
        joined_at__lte=at,
    )


def _just_taken_in(actor: Actor, client: str) -> Q:
    """The actor's unit took the client, who has never been in any case."""
    ever = CaseMember.objects.filter(client=OuterRef(f"{client}pk"))
    return Q(**{f"{client}unit_id": actor.unit_id}) & ~Q(Exists(ever))


def past_the_gate(actor: Actor, at: datetime, client: str = "") -> Q:
    """The client is not restricted, or one is named for it, the own worker, or in charge of an open case."""
    gates = ClientGate.objects.filter(client=OuterRef(f"{client}pk"), professional_id=actor.professional_id)
    responsible = _memberships(actor, at, client).filter(
        case__state=OPEN, case__responsible_id=actor.professional_id
    )
    return (
        Q(**{f"{client}restricted": False})
        | Q(**{f"{client}own_worker_id": actor.professional_id})
        | Q(Exists(gates))
        | Q(Exists(responsible))
    )


def _special(actor: Actor, at: datetime, client: str) -> Q:
    """The actor has stated a special ground in the unit, and it holds at the moment."""
    return Q(
        Exists(
            SpecialGround.objects.filter(
                client=OuterRef(f"{client}pk"),
                professional_id=actor.professional_id,
                unit_id=actor.unit_id,
                begins_at__lte=at,
                ends_at__gt=at,
            )
        )
    )


def known_client(actor: Actor, at: datetime) -> Q:
    """Clients of whom the actor may know. The archive knows of those who have had a case that is closed."""
    if actor.work_task is WorkTask.ARCHIVE:
        closed = CaseMember.objects.filter(client=OuterRef("pk"), case__state=CLOSED)
        return of_controller(actor) & Q(Exists(closed))
    return related(actor, at)


def worked_with_client(actor: Actor, at: datetime) -> Q:
    """Clients in whose open case the actor's unit works, or whose own worker the actor is."""
    if actor.provider or not actor.work_task.is_client_work:
        return NOTHING
    mine = Q(case__unit_id=actor.unit_id) | Q(client__own_worker_id=actor.professional_id)
    cases = _memberships(actor, at, "").filter(mine, case__state=OPEN)
    return (
        of_controller(actor) & (Q(Exists(cases)) | _just_taken_in(actor, "")) & past_the_gate(actor, at, "")
    )
