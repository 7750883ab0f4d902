"""Who may read the log of use: those who watch over the use of data, and none else."""

from nippu.audit.errors import LogClosed
from nippu.audit.types import User

INVESTIGATE = frozenset({"data_protection", "management"})
"""Work tasks that follow how data are used (703/2023, 10 §; 457/2024, 24 §)."""
ANSWER_CLIENTS = frozenset({"data_protection"})
"""The work task that gives clients their extracts (703/2023, 11 §)."""


def may_investigate(user: User) -> bool:
    """Whether one may follow the use of data in the own controller's register."""
    return str(user.work_task) in INVESTIGATE


def may_answer_clients(user: User) -> bool:
    """Whether one may answer clients' requests for the log."""
    return str(user.work_task) in ANSWER_CLIENTS


def check_may_investigate(user: User) -> None:
    """Raise unless one may follow the use of data."""
    if not may_investigate(user):
        raise LogClosed


def check_may_answer_clients(user: User) -> None:
    """Raise unless one may answer clients' requests for the log."""
    if not may_answer_clients(user):
        raise LogClosed
