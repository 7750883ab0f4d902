"""Who may load structures."""

from nippu.access.errors import NotAllowed
from nippu.access.types import Actor, WorkTask


def check_may_import(actor: Actor) -> None:
    """Raise unless the actor takes care of the system."""
    if actor.work_task is not WorkTask.SYSTEM_ADMINISTRATION:
        raise NotAllowed
