"""What others see of a client."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from nippu.base.ids import ClientId, GroundId, PersonId, ProfessionalId, RelationshipId, RiskId, UnitId
from nippu.base.texts import Bilingual, _
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
    restricted: bool
    special_support: bool | None
    own_worker: Colleague | None
    risks: tuple[RiskView, ...]
    """Those in force."""
    relationships: tuple[RelationshipView, ...]
    """The newest first."""
    contact: ContactDetails | None
    created_at: datetime
    may_change: bool = field(default=False, compare=False)
    """Whether the reader may change what is kept of the client."""
    may_disclose: bool = field(default=False, compare=False)
    """Whether the reader works with the client, and may write down what is given out."""

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
    """Empty of one of whom the reader may know nothing more than being in the same case."""
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
    special: "SpecialAccess | None" = None
    """The special ground on which the reader may look, when one is in force."""


@dataclass(frozen=True, slots=True)
class SpecialAccess:
    """A special ground of one's own that is in force, and until when."""

    id: GroundId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHit:
    """A person found while a client is being chosen or added, with the client that the person is already."""

    person: PersonFacts
    client_id: ClientId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGround:
    """Why a professional needs to look at a client to whom the work does not otherwise relate."""

    ground: str = ""
    """Code of 1.2.246.537.6.1299; empty when a section of law is named instead."""
    law: str = ""
    words: str


@dataclass(frozen=True, slots=True)
class TakenGround:
    """The client that was opened, and until when; without an end when one may look anyway."""

    client_id: ClientId
    until: datetime | None


class Review(StrEnum):
    """What a supervisor found of a special ground."""

    APPROVED = "approved"
    QUESTIONED = "questioned"
    UNJUSTIFIED = "unjustified"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _REVIEW_LABELS[self]


_REVIEW_LABELS = {
    Review.APPROVED: _("Perusteltu"),
    Review.QUESTIONED: _("Selvitettävä"),
    Review.UNJUSTIFIED: _("Ei perustetta"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundView:
    """A special ground as its taker and the supervisor see it."""

    id: GroundId
    client_id: ClientId
    client_name: str
    """Family name first."""
    professional: str
    professional_id: ProfessionalId
    title: Bilingual
    unit_id: UnitId
    unit_name: Bilingual
    ground: str
    """Code of 1.2.246.537.6.1299; empty when a section of law is named."""
    law: str
    words: str
    begins_at: datetime
    ends_at: datetime
    review: Review | None
    review_words: str
    reviewed_by: str
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundList:
    """A page of special grounds for the supervisor."""

    rows: tuple[GroundView, ...]
    count: int
    waiting: int
    page: int
    pages: int
