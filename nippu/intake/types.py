"""What others see of an intake."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from nippu.base.ids import CaseId, ClientId, PersonId, StructureCode, StructureOid
from nippu.base.texts import Bilingual, Message
from nippu.cases.types import CaseRow
from nippu.documents.types import DocumentRow

IntakeId = NewType("IntakeId", UUID)
NOT_CHOSEN = StructureCode("")


class Step(StrEnum):
    """The steps of an intake. They may be taken in any order."""

    PERSONS = "persons"
    MATTER = "matter"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A person whom the matter concerns: one of the register, or one to be added when the case is opened."""

    key: UUID
    """Tells the entrants of an intake apart."""
    person_id: PersonId | None = None
    family_name: str = ""
    given_names: str = ""
    identity_code: str | None = None
    temporary_code: str | None = None
    birth_date: date | None = None
    phone: str = ""

    @property
    def name(self) -> str:
        """Empty of a person of the register whom the reader does not see where this is shown."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def is_new(self) -> bool:
        return self.person_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the matter is about. Nothing here need be right or complete before the case is opened."""

    how: StructureCode = NOT_CHOSEN
    """The structure of the document that begins the case."""
    on: str = ""
    """The day on which the matter was brought up, as typed; today when empty."""
    service_task: str = ""
    name_code: str = ""
    name_text: str = ""
    urgent: bool | None = None
    joint: bool | None = None
    told: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been written: how it came and the service task may have been given ready."""
        return replace(self, how=NOT_CHOSEN, on="", service_task="") == Matter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that is kept of an intake between its pages."""

    entrants: tuple[Entrant, ...] = ()
    matter: Matter = Matter()
    was_joint: bool = False
    """A joint case was chosen, and fell away when there was one person left."""

    @property
    def is_blank(self) -> bool:
        """Whether nobody has been chosen and nothing written."""
        return not self.entrants and self.matter.is_blank


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that must be put right before the case can be opened, and where."""

    step: Step
    field: str
    """Name of the field on the step's page."""
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A document with which a case may begin."""

    structure_oid: StructureOid
    code: StructureCode
    name: Bilingual
    document_type: str
    """The general type in Finnish: Ilmoitus, Hakemus…"""
    is_oral: bool
    """A journal entry of what was told by word of mouth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A code to choose, with its name."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen of a matter in a unit."""

    beginnings: tuple[Beginning, ...]
    service_tasks: tuple[Choice, ...]
    usual_names: tuple[Choice, ...]
    """Names of cases that are usual in the unit's service tasks."""
    other_names: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCases:
    """The open cases of a person in the unit."""

    person_id: PersonId
    name: str
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePage:
    """An intake as its writer sees it."""

    id: IntakeId
    entrants: tuple[Entrant, ...]
    matter: Matter
    choices: Choices
    lacks: tuple[Lack, ...]
    open_cases: tuple[PersonCases, ...]
    """Of those whom the matter concerns: perhaps it belongs to one of these."""
    was_joint: bool
    version: int
    """Of the matter: to be given when it is written."""
    changed_at: datetime
    case_id: CaseId | None = None
    """The case that has been opened, after which there is nothing more to write here."""

    @property
    def beginning(self) -> Beginning | None:
        """The document with which the case will begin, when it has been chosen."""
        return next((each for each in self.choices.beginnings if each.code == self.matter.how), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """An unfinished intake in a list."""

    id: IntakeId
    names: tuple[str, ...]
    """One for each person; empty of a person whom the reader does not see where this is shown."""
    case_name: Bilingual | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What came of an intake."""

    case_id: CaseId
    clients: tuple[ClientId, ...] = ()
    beginning: Beginning | None = None
    """None when the case had been opened already, by the same button pressed twice."""
    signed: bool = False
    findings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What has begun cases in a unit and waits to be evaluated."""

    rows: tuple[DocumentRow, ...]
    """The newest of them."""
    count: int
    """How many there are in all."""
