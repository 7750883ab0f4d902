"""What a case may be: pure functions."""

from collections.abc import Collection

from nippu.cases.errors import (
    CaseNameInWordsMissing,
    CaseNameUnknown,
    ClientTwice,
    JointCaseNeedsTwo,
    OwnCaseNeedsOne,
    ServiceTaskNotOfUnit,
)
from nippu.cases.types import NewCase

OTHER_NAME = "99"
"""The code of 1.2.246.537.6.1265 with which the name is given in words."""


def check_new_case(new: NewCase, *, service_tasks: Collection[str], names: Collection[str]) -> None:
    """Raise unless the case may be opened in a unit with these service tasks; `names` are the known codes."""
    _check_clients(new)
    if new.service_task not in service_tasks:
        raise ServiceTaskNotOfUnit
    if new.name_code not in names:
        raise CaseNameUnknown
    if new.name_code == OTHER_NAME and not new.name_text.strip():
        raise CaseNameInWordsMissing


def _check_clients(new: NewCase) -> None:
    if len(set(new.clients)) != len(new.clients):
        raise ClientTwice
    if new.joint and len(new.clients) < 2:
        raise JointCaseNeedsTwo
    if not new.joint and len(new.clients) != 1:
        raise OwnCaseNeedsOne
