"""Who may know of a case and work in it: for now, the case's own unit."""

from django.db.models import Q

from nippu.access.permissions import Permission
from nippu.access.types import Actor


def in_own_unit(actor: Actor) -> Q:
    """The case is handled in the unit that the actor acts in."""
    return Q(controller_id=actor.controller_id, unit_id=actor.unit_id)


READ = Permission("case.read", (in_own_unit,))
CHANGE = Permission("case.change", (in_own_unit,), within=READ)
