"""What others see of a client."""

from dataclasses import dataclass
from datetime import date, datetime

from nippu.base.ids import ClientId, PersonId, ProfessionalId, RelationshipId, RiskId, UnitId
from nippu.base.texts import Bilingual
from nippu.organisations.types import Colleague
from nippu.people.types import ContactDetails, PersonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientChanges:
    """What a worker writes down of a client. What is None stays as it is."""

    service_language: str | None = None
    interpreter: str | None = None
    """The language of interpretation; empty when none is needed."""
    special_support: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView:
    """A risk that one who meets the client must know of."""

    id: RiskId
    description: str
    start: date
    end: date | None
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTaskView:
    """A service task in which the client has cases, and the unit that handles them."""

    service_task: str
    name: Bilingual
    unit_id: UnitId
    unit_oid: str
    unit_name: Bilingual
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipView:
    """A client relationship with the controller: days included, no end means that it runs."""

    id: RelationshipId
    oid: str
    started_on: date
    ended_on: date | None
    end_reason: str
    service_tasks: tuple[ServiceTaskView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """A client at a glance. Contact details are absent under a security ban, for everyone."""

    id: ClientId
    person_id: PersonId
    unit_id: UnitId
    family_name: str
    given_names: str
    identity_code: str | None
    temporary_code: str | None
    birth_date: date | None
    age: int | None
    sex: str
    """Code of 1.2.246.537.5.1; empty when not known."""
    service_language: str
    interpreter: str
    security_ban: bool
    special_support: bool | None
    own_worker: Colleague | None
    risks: tuple[RiskView, ...]
    """Those in force."""
    relationships: tuple[RelationshipView, ...]
    """The newest first."""
    contact: ContactDetails | None
    created_at: datetime

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"

    @property
    def relationship(self) -> RelationshipView | None:
        """The relationship that runs, if any."""
        return next((each for each in self.relationships if each.ended_on is None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientStrip:
    """A client as the strip on top of every page about the client shows them."""

    id: ClientId
    name: str
    initials: str
    age: int | None
    identity_code: str | None
    temporary_code: str | None
    service_language: str
    interpreter: str
    own_worker: str
    own_worker_id: ProfessionalId | None
    risks: int
    security_ban: bool
    position: int
    """Order among the clients shown, from 1; in a case the order of joining. Gives the colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHit:
    """A person found while a client is being chosen or added, with the client that the person is already."""

    person: PersonFacts
    client_id: ClientId | None
