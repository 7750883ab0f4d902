"""What is known around a document when it is begun or generated. Plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from nippu.base.texts import Bilingual, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDetails:
    """A client as a document names a person."""

    family_name: str
    given_names: str
    identity_code: str | None = None
    temporary_code: str | None = None
    birth_date: date | None = None
    sex: str = ""
    """Code of 1.2.246.537.5.1."""
    security_ban: bool = False
    street_address: str = ""
    """Contact details are never given here of one who has a security ban."""
    postal_code: str = ""
    post_office: str = ""
    phone: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorFacts:
    """A professional as a document names its author."""

    family_name: str
    given_names: str
    title: Bilingual
    registration_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    """A controller or a unit."""

    oid: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """All that a new document can be given from the case, the clients and the author."""

    clients: tuple[ClientDetails, ...]
    author: AuthorFacts
    unit: OrganisationFacts
    controller: OrganisationFacts
    day: date
    now: datetime | None = None
    language: Language = "fi"
    service_task: str = ""
    """Code of 1.2.246.537.6.1221."""
    case_oid: str = ""
    initiated_on: date | None = None
    told: str = ""
    """What was told when the case was opened."""
    told_on: date | None = None
    """The day on which it was told, when that was not today."""
    urgent: bool | None = None
    """Whether the matter was judged urgent when the case was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A client's time in a case."""

    person: ClientDetails
    joined_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDocumentFacts:
    """What the case document tells."""

    controller: OrganisationFacts
    members: tuple[MemberFacts, ...]
    case_oid: str
    name_code: str
    name_text: str
    closed: bool
    opened_on: date
    closed_on: date | None
    joint: bool
    service_task: str
    language: Language = "fi"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPeriod:
    """A unit's time with a client, from day to day, both included."""

    unit: OrganisationFacts
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTaskFacts:
    """A service task in which the client has cases, with the units that handle them."""

    service_task: str
    units: tuple[UnitPeriod, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts:
    """A risk that one who meets the client must know of."""

    description: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerFacts:
    """The client's own worker."""

    family_name: str
    given_names: str
    phone: str = ""
    registration_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipDocumentFacts:
    """What the client-relationship document tells."""

    person: ClientDetails
    controller: OrganisationFacts
    relationship_oid: str
    started_on: date
    ended_on: date | None
    end_reason: str
    service_language: str
    """fi, sv or another code of ISO 639-1."""
    interpreter: str = ""
    special_support: bool | None = None
    own_worker: WorkerFacts | None = None
    risks: tuple[RiskFacts, ...] = ()
    service_tasks: tuple[ServiceTaskFacts, ...] = ()
    language: Language = "fi"
