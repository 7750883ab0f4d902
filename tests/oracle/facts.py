"""What there is in a world of the oracle: the facts on which the access decree turns, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit of a controller; of a private provider when `provider` is named."""

    id: UUID
    controller: UUID
    provider: UUID | None = None
    service_tasks: frozenset[str] = frozenset()
    shelter: bool = False
    mediation: bool = False
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A private provider works for a controller; no service tasks means all of them."""

    provider: UUID
    controller: UUID
    service_tasks: frozenset[str] = frozenset()
    start: date
    end: date | None = None


@dataclass(frozen=True, kw_only=True)
class Professional:
    id: UUID
    controller: UUID
    may_log_in: bool = True


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """What a professional does in a unit, for a period of days."""

    id: UUID
    professional: UUID
    unit: UUID
    work_task: str
    start: date
    end: date | None = None
    service_tasks: frozenset[str] = frozenset()
    student: bool = False


@dataclass(frozen=True, kw_only=True)
class Client:
    id: UUID
    controller: UUID
    unit: UUID
    """The unit that took the person as a client."""
    own_worker: UUID | None = None
    restricted: bool = False


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A professional who may look at a restricted client as at any other."""

    client: UUID
    professional: UUID


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Access that a professional took, in one unit, for a special ground."""

    client: UUID
    professional: UUID
    unit: UUID
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Case:
    id: UUID
    controller: UUID
    unit: UUID
    service_task: str
    responsible: UUID
    is_open: bool = True


@dataclass(frozen=True, kw_only=True)
class Member:
    """A client's time in a case."""

    case: UUID
    client: UUID
    joined_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Link:
    """A unit carries out a service in a case, for a period of days."""

    case: UUID
    unit: UUID
    start: date
    end: date | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """A paper of a case, or a client's relationship document, which has no case."""

    id: UUID
    controller: UUID
    case: UUID | None
    data_class: str
    clients: frozenset[UUID]
    is_signed: bool = True


@dataclass(kw_only=True)
class World:
    """All that there is at one moment."""

    at: datetime
    units: dict[UUID, Unit]
    contracts: list[Contract]
    professionals: dict[UUID, Professional]
    assignments: dict[UUID, Assignment]
    clients: dict[UUID, Client]
    gates: list[Gate]
    grounds: list[Ground]
    cases: dict[UUID, Case]
    members: list[Member]
    links: list[Link]
    documents: dict[UUID, Document]

    @property
    def today(self) -> date:
        return self.at.astimezone(HELSINKI).date()

    def in_force(self, start: date | None, end: date | None) -> bool:
        """Periods of days include both ends; a missing end is open."""
        return (start is None or start <= self.today) and (end is None or self.today <= end)

    def is_member_now(self, member: Member) -> bool:
        """An instant of leaving is no longer a time of being in."""
        return member.joined_at <= self.at and (member.left_at is None or self.at < member.left_at)

    @cached_property
    def memberships_of(self) -> dict[UUID, list[Member]]:
        found = defaultdict(list)
        for member in self.members:
            found[member.client].append(member)
        return found

    @cached_property
    def members_of(self) -> dict[UUID, list[Member]]:
        found = defaultdict(list)
        for member in self.members:
            found[member.case].append(member)
        return found

    @cached_property
    def linked_units_of(self) -> dict[UUID, set[UUID]]:
        """By case, the units that carry out a service in it today."""
        found = defaultdict(set)
        for link in self.links:
            if self.in_force(link.start, link.end):
                found[link.case].add(link.unit)
        return found

    @cached_property
    def gates_of(self) -> dict[UUID, set[UUID]]:
        found = defaultdict(set)
        for gate in self.gates:
            found[gate.client].add(gate.professional)
        return found

    @cached_property
    def grounds_of(self) -> dict[UUID, list[Ground]]:
        found = defaultdict(list)
        for ground in self.grounds:
            found[ground.client].append(ground)
        return found

    def open_cases_now(self, client: Client) -> Iterator[Case]:
        """The open cases of which the client is a member at this moment."""
        for member in self.memberships_of[client.id]:
            case = self.cases[member.case]
            if self.is_member_now(member) and case.is_open and case.controller == client.controller:
                yield case
