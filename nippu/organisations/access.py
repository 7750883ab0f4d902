"""Who keeps the organisation: an administrator, that of the own controller."""

from datetime import datetime

from django.db.models import Q

from nippu.access.errors import NotAllowed
from nippu.access.permissions import Permission
from nippu.access.types import Actor, WorkTask


def of_own_controller(actor: Actor, _at: datetime) -> Q:
    """The rows of the controller in which the actor acts."""
    return Q(controller_id=actor.controller_id)


def of_own_professionals(actor: Actor, _at: datetime) -> Q:
    """The work tasks of the professionals of the controller in which the actor acts."""
    return Q(professional__controller_id=actor.controller_id)


def with_own_contract(actor: Actor, _at: datetime) -> Q:
    """The providers with which the controller has or has had a contract."""
    return Q(contracts__controller_id=actor.controller_id)


KEEP_UNITS = Permission("organisations.keep_units", (of_own_controller,))
KEEP_CONTRACTS = Permission("organisations.keep_contracts", (of_own_controller,))
KEEP_PROVIDERS = Permission("organisations.keep_providers", (with_own_contract,))
KEEP_PROFESSIONALS = Permission("organisations.keep_professionals", (of_own_controller,))
KEEP_WORK_TASKS = Permission("organisations.keep_work_tasks", (of_own_professionals,))


def check_keeps(actor: Actor) -> None:
    """Raise unless the actor takes care of the system (457/2024, 22 §)."""
    if actor.work_task is not WorkTask.SYSTEM_ADMINISTRATION:
        raise NotAllowed
