"""The access decree (457/2024) as data: which data one sees in a work task. Plain Python.

The permissions of the areas, the policies of the database and docs/reference/access.md are all made of these
rows.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import NotRequired, TypeAlias, TypedDict

import yaml

from nippu.access.data_classes import DataClass
from nippu.access.types import Actor, Power, WorkTask
from nippu.base.texts import _

EVERY, NONE = "*", ""
"""Stand for every service task, and for the data that belong to no case."""
Codes: TypeAlias = frozenset[str] | None
"""Codes of service tasks; none means all of them, also those that nobody has thought of."""


class Scope(StrEnum):
    """In which cases one sees what a row says."""

    ANY = "any"
    """In every case of a client to whom one is related."""
    LINKED = "linked"
    """In open cases that one's unit handles or carries out."""
    CLOSED = "closed"
    """In closed cases, whoever the client is."""

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _SCOPE_LABELS[self]


_SCOPE_LABELS = {
    Scope.ANY: _("Asiakkaan kaikki asiat"),
    Scope.LINKED: _("Yksikön avoimet asiat"),
    Scope.CLOSED: _("Suljetut asiat"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one sees in a work task: classes of data, in which service tasks and which cases."""

    work_task: WorkTask
    section: str
    classes: frozenset[DataClass]
    always: Codes
    """Service tasks in which it is seen whoever takes care of them."""
    own: Codes
    """Service tasks in which it is seen when they are among one's own."""
    scope: Scope
    shelter: bool | None = None
    """Whether one's unit must be, or must not be, a shelter; none when it does not matter."""
    mediation: bool | None = None
    """The same for family mediation."""

    def concerns(self, actor: Actor) -> bool:
        """Whether the row speaks of one who acts so."""
        return (
            self.work_task is actor.work_task
            and self.shelter in (None, actor.shelter)
            and self.mediation in (None, actor.mediation)
        )

    def service_tasks_of(self, actor: Actor) -> Codes:
        """The service tasks in whose cases the actor sees the data; none means all of them."""
        if self.always is None:
            return None
        own = frozenset(actor.service_tasks)
        return self.always | (own if self.own is None else own & self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What an actor sees in cases of certain service tasks: the rows of the decree, put together."""

    classes: tuple[DataClass, ...]
    service_tasks: tuple[str, ...] | None
    """None means all of them."""
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """One row for one class of data and one service task, as the database reads the decree."""

    work_task: str
    data_class: str
    service_task: str
    own: bool
    linked: bool
    shelter: bool | None
    mediation: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What the law asks of the one who signs certain documents, beside the work task."""

    power: Power
    source: str
    structures: frozenset[str]
    special_support_only: bool
    """Only when one of the clients needs special support."""


class _ServiceTasks(TypedDict, total=False):
    always: list[str]
    own: list[str] | str


class _Row(TypedDict):
    work_task: str
    section: str
    classes: list[str] | str
    service_tasks: _ServiceTasks | str
    scope: str
    shelter: NotRequired[bool]
    mediation: NotRequired[bool]


class _Signing(TypedDict):
    source: str
    structures: list[str]
    special_support_only: NotRequired[bool]


class _Decree(TypedDict):
    sealed: list[str]
    rows: list[_Row]
    without_client_data: dict[str, str]
    changes_clients: list[str]
    signing: dict[str, _Signing]


@cache
def _file() -> _Decree:
    raw = Path(__file__).with_name("decree.yaml").read_bytes()
    found: _Decree = yaml.load(raw, Loader=yaml.CSafeLoader)
    return found


@cache
def sealed_classes() -> frozenset[DataClass]:
    """The classes that are seen only where a row names them."""
    return frozenset(DataClass(each) for each in _file()["sealed"])


@cache
def open_classes() -> frozenset[DataClass]:
    """The classes that are not sealed."""
    return frozenset(DataClass) - sealed_classes()


@cache
def all_rows() -> tuple[Row, ...]:
    """The whole decree, in the order of its sections."""
    return tuple(_row(each) for each in _file()["rows"])


def _row(told: _Row) -> Row:
    always, own = _codes(told["service_tasks"])
    classes = told["classes"]
    return Row(
        work_task=WorkTask(told["work_task"]),
        section=told["section"],
        classes=open_classes() if isinstance(classes, str) else frozenset(map(DataClass, classes)),
        always=always,
        own=own,
        scope=Scope(told["scope"]),
        shelter=told.get("shelter"),
        mediation=told.get("mediation"),
    )


def _codes(told: _ServiceTasks | str) -> tuple[Codes, Codes]:
    if isinstance(told, str):
        return None, frozenset()
    own = told.get("own", [])
    return frozenset(told.get("always", [])), None if isinstance(own, str) else frozenset(own)


def rows_for(work_task: WorkTask) -> tuple[Row, ...]:
    """What is seen in a work task."""
    return tuple(each for each in all_rows() if each.work_task is work_task)


def rows_of(actor: Actor) -> tuple[Row, ...]:
    """What an actor sees, with regard to the kind of unit."""
    return tuple(each for each in all_rows() if each.concerns(actor))


def sights_of(actor: Actor) -> tuple[Sight, ...]:
    """What an actor sees in cases: the rows with the same service tasks and scope as one."""
    found: dict[tuple[Codes, Scope], set[DataClass]] = {}
    for row in rows_of(actor):
        tasks = row.service_tasks_of(actor)
        if tasks is None or tasks:
            found.setdefault((tasks, row.scope), set()).update(row.classes)
    return tuple(
        Sight(
            classes=tuple(sorted(classes)),
            service_tasks=None if tasks is None else tuple(sorted(tasks)),
            scope=scope,
        )
        for (tasks, scope), classes in found.items()
    )


def sees_relationship(actor: Actor) -> bool:
    """Whether an actor sees the relationship documents of the clients to whom the actor is related."""
    return may_see(actor, None, DataClass.RELATIONSHIP, linked=False)


def allows(row: Row, actor: Actor, service_task: str | None, data_class: DataClass, *, linked: bool) -> bool:
    """Whether a row lets an actor see a class of data in a case; or of a client, without a service task.

    That the actor is related to the client is another matter.
    """
    if not row.concerns(actor) or data_class not in row.classes:
        return False
    if service_task is None:
        return data_class is DataClass.RELATIONSHIP and row.scope is not Scope.CLOSED
    tasks = row.service_tasks_of(actor)
    return (tasks is None or service_task in tasks) and (linked or row.scope is not Scope.LINKED)


def may_see(actor: Actor, service_task: str | None, data_class: DataClass, *, linked: bool) -> bool:
    """Whether the decree lets an actor see a class of data in a case, or of a client."""
    return any(allows(row, actor, service_task, data_class, linked=linked) for row in rows_of(actor))


def may_handle(actor: Actor) -> bool:
    """Whether one may take in clients and open cases. A private provider does not handle the organiser's."""
    return actor.work_task.is_client_work and not actor.provider


def may_handle_in(actor: Actor, service_task: str) -> bool:
    """Whether one may open cases of a service task: only such in which one sees the case itself."""
    return may_handle(actor) and any(
        may_see(actor, service_task, each, linked=True) for each in _CLASSES_OF_CASES
    )


_CLASSES_OF_CASES = frozenset(DataClass) - {DataClass.RELATIONSHIP}


@cache
def changing_clients() -> frozenset[WorkTask]:
    """The work tasks in which one changes what is kept of a client."""
    return frozenset(WorkTask(each) for each in _file()["changes_clients"])


@cache
def without_client_data() -> Mapping[WorkTask, str]:
    """The work tasks in which no client data are seen by the rows, with the section that speaks of each."""
    return {WorkTask(task): section for task, section in _file()["without_client_data"].items()}


@cache
def signings() -> tuple[Signing, ...]:
    """What is asked of the signer of certain documents beside the work task."""
    return tuple(
        Signing(
            power=Power(name),
            source=told["source"],
            structures=frozenset(told["structures"]),
            special_support_only=told.get("special_support_only", False),
        )
        for name, told in _file()["signing"].items()
    )


def signing_of(code: str) -> Signing | None:
    """What is asked of the signer of a document on a structure; nothing is asked of most."""
    return next((each for each in signings() if code in each.structures), None)


def policy_rows() -> tuple[PolicyRow, ...]:
    """The decree row by row for the policies of the database."""
    return tuple(
        PolicyRow(
            work_task=row.work_task.value,
            data_class=data_class.value,
            service_task=code,
            own=own,
            linked=row.scope is Scope.LINKED,
            shelter=row.shelter,
            mediation=row.mediation,
        )
        for row in all_rows()
        for data_class, (code, own) in product(sorted(row.classes), _policy_tasks(row))
    )


def _policy_tasks(row: Row) -> Iterator[tuple[str, bool]]:
    """Codes with whether they must be among one's own."""
    yield from ((code, False) for code in _listed(row.always))
    if row.always is not None:
        yield from ((code, True) for code in _listed(row.own))
    if row.always == row.own == frozenset():
        yield NONE, False


def _listed(codes: Codes) -> Collection[str]:
    return (EVERY,) if codes is None else sorted(codes)
