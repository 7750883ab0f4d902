"""Who may see an unfinished intake: the one who writes it, in the same unit, and may open cases there."""

from datetime import datetime

from django.db.models import Q

from nippu.access.decree import may_handle
from nippu.access.permissions import NOTHING, Permission
from nippu.access.types import Actor


def own_in_unit(actor: Actor, _at: datetime) -> Q:
    """The actor has begun it in the unit in which the actor acts, in a work task with clients."""
    if not may_handle(actor):
        return NOTHING
    return Q(controller_id=actor.controller_id, unit_id=actor.unit_id, author_id=actor.professional_id)


READ = Permission("intake.read", (own_in_unit,))
CHANGE = Permission("intake.change", (own_in_unit,), within=READ)
