"""What others see of a case."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from nippu.base.ids import CaseId, ClientId, ControllerId, ProfessionalId, UnitId
from nippu.base.texts import Bilingual
from nippu.clients.types import ClientStrip
from nippu.organisations.types import Colleague
from nippu.people.types import PersonFacts


class CaseState(StrEnum):
    """Our own two states of a case; their national codes are in code set 1.2.246.537.6.1501."""

    OPEN = "open"
    CLOSED = "closed"


class CaseOrder(StrEnum):
    """What a list of cases is ordered by; a minus before it turns the order."""

    CHANGED = "changed"
    OPENED = "opened"
    NUMBER = "number"
    CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What is told of a case when it is opened."""

    clients: tuple[ClientId, ...]
    """In order of joining. A joint case has at least two, an own case one."""
    service_task: str
    """Code of 1.2.246.537.6.1221, one of the unit's."""
    name_code: str
    """Code of 1.2.246.537.6.1265."""
    name_text: str = ""
    """The name in words when the code is 99, other."""
    joint: bool = False
    urgent: bool = False
    applied_on: date | None = None
    """The day of the application with which the case begins, if it begins with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A client in a case, from the instant of joining to that of leaving."""

    client: ClientStrip
    joined_at: datetime
    left_at: datetime | None

    @property
    def position(self) -> int:
        """Order of joining, from 1: gives the member's colour."""
        return self.client.position


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known of a case beside its papers."""

    id: CaseId
    number: str
    oid: str
    name_code: str
    name_text: str
    name: Bilingual
    service_task: str
    service_task_name: Bilingual
    state: CaseState
    joint: bool
    urgent: bool
    stage: str
    controller_id: ControllerId
    unit_id: UnitId
    unit_oid: str
    unit_name: Bilingual
    responsible: Colleague
    opened_at: datetime
    opened_on: date
    closed_on: date | None
    changed_at: datetime
    members: tuple[Member, ...]
    """In order of joining, also those who have left."""
    may_write: bool = field(default=False, compare=False)
    """Whether the reader may write in the case."""

    @property
    def current_members(self) -> tuple[Member, ...]:
        """Those who are in the case now."""
        return tuple(each for each in self.members if each.left_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberName:
    """A member of a case in a list."""

    client_id: ClientId
    name: str
    initials: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in a list."""

    id: CaseId
    number: str
    name: Bilingual
    service_task_name: Bilingual
    unit_name: Bilingual
    state: CaseState
    joint: bool
    urgent: bool
    stage: str
    responsible_id: ProfessionalId
    responsible: str
    members: tuple[MemberName, ...]
    opened_on: date
    closed_on: date | None
    changed_at: datetime
    may_write: bool = field(default=False, compare=False)
    """Whether the reader may write in the case; told on the client's own page."""

    def has_member(self, client_id: ClientId) -> bool:
        """Whether the client is in the case."""
        return any(each.client_id == client_id for each in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases of a list are wanted."""

    text: str = ""
    """A case number or the beginnings of a client's names."""
    state: CaseState | None = CaseState.OPEN
    joint: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """One page of a list of cases."""

    rows: tuple[CaseRow, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientHit:
    """A client found by a search."""

    id: ClientId
    person: PersonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHits:
    """What a search over clients and cases found."""

    clients: tuple[ClientHit, ...]
    cases: tuple[CaseRow, ...]
