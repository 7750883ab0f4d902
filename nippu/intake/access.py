"""Who may see an unfinished intake: the one who writes it, in the same unit."""

from django.db.models import Q

from nippu.access.permissions import Permission
from nippu.access.types import Actor


def own_in_unit(actor: Actor) -> Q:
    """The actor has begun it in the unit in which the actor acts."""
    return Q(controller_id=actor.controller_id, unit_id=actor.unit_id, author_id=actor.professional_id)


READ = Permission("intake.read", (own_in_unit,))
CHANGE = Permission("intake.change", (own_in_unit,), within=READ)
