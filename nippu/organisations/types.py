"""What others see of organisations and of those who work in them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nippu.access.types import Power, WorkTask
from nippu.base.ids import AssignmentId, ContractId, ProfessionalId, ProviderId, UnitId
from nippu.base.texts import Bilingual, Language, Message


class ControllerKind(StrEnum):
    """A county or a municipality, or a private provider for its own customers."""

    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProfessional:
    """A person who begins to work for a controller, with the name and password to log in with."""

    given_names: str
    family_name: str
    title: Bilingual
    username: str
    password: str | None = field(repr=False, default=None)
    """None: nobody logs in with the name until a password has been set."""
    registration_number: str = ""
    phone: str = ""
    employee_id: str = ""
    language: Language = "fi"


DEMO_PASSWORD = "nippu-demo-2026"  # noqa: S105  told to everyone, see below
"""The one password of a demo. Its log-in page tells it: a demo holds no real data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """Someone whom one may log in as in a demo."""

    username: str
    name: str
    title: Bilingual
    unit_name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFacts:
    """A work task in a unit that a professional has now."""

    id: AssignmentId
    unit_id: UnitId
    unit_name: Bilingual
    work_task: WorkTask
    start: date
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A professional as colleagues see them."""

    id: ProfessionalId
    given_names: str
    family_name: str
    title: Bilingual
    registration_number: str = ""
    phone: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one of the things that an administrator gave; "" is the whole."""

    field: str
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFields:
    """What is told of a unit."""

    oid: str
    name: Bilingual
    service_tasks: tuple[str, ...] = ()
    provider_id: ProviderId | None = None
    parent_id: UnitId | None = None
    shelter: bool = False
    mediation: bool = False
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFields:
    """What is told of a private provider."""

    oid: str
    business_id: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFields:
    """Which service tasks a contract covers (none means all), and on which days."""

    service_tasks: tuple[str, ...] = ()
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfessionalFields:
    """What is told of a professional."""

    given_names: str
    family_name: str
    title: Bilingual
    registration_number: str = ""
    employee_id: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFields:
    """A work task in a unit, for a period of days."""

    unit_id: UnitId
    work_task: WorkTask
    service_tasks: tuple[str, ...] = ()
    """None means those of the unit."""
    student: bool = False
    supervisor_id: ProfessionalId | None = None
    powers: tuple[Power, ...] | None = None
    """None leaves them as they are."""
    start: date
    end: date | None = None


class Standing(StrEnum):
    """Where today stands in a period."""

    COMING = "coming"
    NOW = "now"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A unit as its administrator sees it."""

    id: UnitId
    fields: UnitFields
    provider_name: Bilingual | None
    parent_name: Bilingual | None
    standing: Standing
    workers: int
    """How many have a work task in it today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """A contract with a private provider as an administrator sees it."""

    id: ContractId
    provider_id: ProviderId
    fields: ContractFields
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderView:
    """A private provider that has or has had a contract with the controller."""

    id: ProviderId
    fields: ProviderFields
    contracts: tuple[ContractView, ...]
    units: tuple[tuple[UnitId, Bilingual], ...]
    may_change: bool
    """Whether no other controller has a contract with it."""

    @property
    def standing(self) -> Standing:
        """Whether a contract is in force."""
        standings = {each.standing for each in self.contracts}
        return next((each for each in (Standing.NOW, Standing.COMING) if each in standings), Standing.ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentView:
    """A work task of a professional as an administrator sees it."""

    id: AssignmentId
    professional_id: ProfessionalId
    fields: AssignmentFields
    unit_name: Bilingual
    unit_oid: str
    professional_name: str
    supervisor_name: str
    supervisor_username: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfessionalView:
    """A professional as an administrator sees them."""

    id: ProfessionalId
    fields: ProfessionalFields
    username: str
    language: Language
    is_open: bool
    """Whether one may log in with the account."""
    has_password: bool
    assignments: tuple[AssignmentView, ...]

    @property
    def name(self) -> str:
        return f"{self.fields.family_name} {self.fields.given_names}"
