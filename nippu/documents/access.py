"""Who may know of a document, write one and sign it: for now, the unit of its case or its client."""

from django.db.models import Exists, OuterRef, Q

from nippu.access.permissions import Permission
from nippu.access.types import Actor
from nippu.cases import access as cases
from nippu.clients.models import ServiceTaskMembership


def in_case_of_own_unit(actor: Actor) -> Q:
    """The document's case is handled in the unit that the actor acts in."""
    return Q(controller_id=actor.controller_id, case__unit_id=actor.unit_id)


def of_client_of_own_unit(actor: Actor) -> Q:
    """It is the relationship document of a client in whose service tasks the unit is or has been."""
    memberships = ServiceTaskMembership.objects.filter(
        relationship__client=OuterRef("client_id"), unit_id=actor.unit_id
    )
    return Q(controller_id=actor.controller_id, case__isnull=True) & Q(Exists(memberships))


READ = Permission("document.read", (in_case_of_own_unit, of_client_of_own_unit))
START = Permission("document.start", (cases.in_own_unit,), within=cases.READ)
"""Rows of this permission are cases."""
WRITE_DRAFT = Permission("document.write_draft", (in_case_of_own_unit,), within=READ)
SIGN = Permission("document.sign", (in_case_of_own_unit,), within=READ)
DELETE_DRAFT = Permission("document.delete_draft", (in_case_of_own_unit,), within=READ)
