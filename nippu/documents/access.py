"""Who may know of a document, write one and sign it: made of the access decree and of how one is related."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from nippu.access import wall
from nippu.access.decree import Scope, Sight, sees_relationship, sights_of
from nippu.access.permissions import NOTHING, Permission
from nippu.access.types import Actor
from nippu.cases import access as cases
from nippu.cases.relations import CLOSED, linked, of_controller, related
from nippu.documents.models import DocumentClient
from nippu.documents.types import DocumentState

SIGNED = Q(state=DocumentState.SIGNED.value)


def read(actor: Actor, at: datetime) -> Q:
    """What the decree lets the work task see of clients to whom the actor is related; drafts in linked cases.

    The archive sees the signed documents of closed cases.
    """
    sights = sights_of(actor)
    archived = reduce(or_, (_archived(each) for each in sights if each.scope is Scope.CLOSED), NOTHING)
    is_linked = Q() if wall.asks_relations() else linked(actor, at, case="case__")
    seen = _seen(sights, is_linked)
    if sees_relationship(actor):
        seen |= Q(case__isnull=True) & SIGNED
    return of_controller(actor) & ((seen & _of_related(actor, at)) | archived)


def written(actor: Actor, at: datetime) -> Q:
    """What one reads, in linked cases, of clients to whom one is related through work."""
    if not actor.work_task.is_client_work:
        return NOTHING
    seen = reduce(or_, (_in_case(each) for each in sights_of(actor)), NOTHING)
    if wall.asks_relations():
        return of_controller(actor) & seen & wall.asked("documents_is_written")
    return (
        of_controller(actor) & linked(actor, at, case="case__") & seen & _of_related(actor, at, special=False)
    )


def signed(actor: Actor, at: datetime) -> Q:
    """What one writes. A student leaves the signing to the supervisor (457/2024, 21 §)."""
    return NOTHING if actor.student else written(actor, at)


def _seen(sights: tuple[Sight, ...], is_linked: Q) -> Q:
    anywhere = [_in_case(each) for each in sights if each.scope is Scope.ANY]
    only_linked = [_in_case(each) for each in sights if each.scope is Scope.LINKED]
    signed_anywhere = reduce(or_, anywhere, NOTHING) & SIGNED
    return signed_anywhere | (reduce(or_, (*anywhere, *only_linked), NOTHING) & is_linked)


def _archived(sight: Sight) -> Q:
    return _in_case(sight) & SIGNED & Q(case__state=CLOSED)


def _in_case(sight: Sight) -> Q:
    classes = Q(data_class__in=sight.classes)
    if sight.service_tasks is None:
        return classes & Q(case__isnull=False)
    return classes & Q(case__service_task__in=sight.service_tasks)


def _of_related(actor: Actor, at: datetime, *, special: bool = True) -> Q:
    """One of those whose document it is is related to the actor. Of reading the second wall asks it."""
    if special and wall.asks_relations():
        return Q()
    theirs = DocumentClient.objects.filter(document=OuterRef("pk"))
    return Q(Exists(theirs.filter(related(actor, at, client="client__", special=special))))


READ = Permission("document.read", (read,))
START = Permission("document.start", (cases.worked_in,), within=cases.READ, narrower=True)
"""Rows of this permission are cases."""
WRITE_DRAFT = Permission("document.write_draft", (written,), within=READ, narrower=True)
SIGN = Permission("document.sign", (signed,), within=READ, narrower=True)
DELETE_DRAFT = Permission("document.delete_draft", (written,), within=READ, narrower=True)
