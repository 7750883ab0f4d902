"""Who may know of a client and change what is kept of the client: for now, the client's own unit."""

from django.db.models import Exists, OuterRef, Q

from nippu.access.permissions import Permission
from nippu.access.types import Actor
from nippu.clients.models import ServiceTaskMembership


def in_own_unit(actor: Actor) -> Q:
    """The unit took the client, or has or has had a case of the client.

    A case always stands in a service task of the client's relationship, and the membership names the unit.
    """
    cases = ServiceTaskMembership.objects.filter(relationship__client=OuterRef("pk"), unit_id=actor.unit_id)
    return Q(controller_id=actor.controller_id) & (Q(unit_id=actor.unit_id) | Q(Exists(cases)))


def in_own_controller(actor: Actor) -> Q:
    """The client is the controller's, whichever the unit."""
    return Q(controller_id=actor.controller_id)


READ = Permission("client.read", (in_own_unit,))
CHANGE = Permission("client.change", (in_own_unit,), within=READ)
ENTER = Permission("client.enter", (in_own_controller,))
"""To begin a relationship or a service task: a unit that takes up a case need not know the client before."""
