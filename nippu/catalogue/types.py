"""What others see of the catalogue: stages of a case, general document types, roles of structures."""

from dataclasses import dataclass
from enum import StrEnum

from nippu.base.ids import StructureCode
from nippu.base.texts import Bilingual, Language, translated


class Stage(StrEnum):
    """The six stages of handling a case, in order."""

    INITIATION = "initiation"
    ASSESSMENT = "assessment"
    PLANNING = "planning"
    ARRANGING = "arranging"
    IMPLEMENTATION = "implementation"
    CLOSING = "closing"

    @property
    def number(self) -> int:
        """Its place in the order, from 1."""
        return list(Stage).index(self) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInfo:
    """A stage with its name and code, and the structures that belong to it."""

    stage: Stage
    text: str
    """The name in Finnish, which is the text to translate for a reader."""
    code: str
    """Its code in the national set of service processes (1277)."""
    structures: tuple[StructureCode, ...]

    @property
    def key(self) -> str:
        """The stage's own word, for addresses and anchors: "assessment"."""
        return self.stage.value

    @property
    def number(self) -> int:
        return self.stage.number

    def in_language(self, language: Language) -> str:
        """The name in a language of the interface."""
        return translated(self.text, language)


class DocumentType(StrEnum):
    """The general document types. The value also names the type's colour (`data-type`)."""

    ASSESSMENT = "arvio"
    APPLICATION = "hakemus"
    NOTIFICATION = "ilmoitus"
    HEARING = "kuuleminen"
    CALCULATION = "laskelma"
    STATEMENT = "lausunto"
    REFERRAL = "lahete"
    PAYMENT_COMMITMENT = "maksusitoumus"
    REQUEST = "pyynto"
    DECISION = "paatos"
    REPORT = "selvitys"
    AGREEMENT = "sopimus"
    CONSENT = "suostumus"
    PLAN = "suunnitelma"
    SUMMARY = "yhteenveto"
    ENTRY = "merkinta"
    MANAGEMENT = "hallinta"
    """Documents of the client relationship and the case themselves (1505)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTypeInfo:
    """A general document type with its names and number."""

    type: DocumentType
    name: Bilingual
    text: str
    """The name in Finnish, which is the text to translate for a reader."""
    number: int | None
    """Its code among the general types of 1506; the management documents have none."""

    @property
    def key(self) -> str:
        """The type's word in pages: "arvio"."""
        return self.type.value

    def in_language(self, language: Language) -> str:
        """The name in a language of the interface."""
        return translated(self.text, language)


class Role(StrEnum):
    """What part the law gives to a structure in handling a case."""

    CASE_DOCUMENT = "case_document"
    RELATIONSHIP_DOCUMENT = "relationship_document"
    PERMISSION = "permission"
    PROHIBITION = "prohibition"
    INITIATING = "initiating"
    """Begins a case: a notification, contact or application."""
    INITIATING_ENTRY = "initiating_entry"
    """The journal entry of a case brought up by word of mouth."""
    ASSESSMENT = "assessment"
    """Assesses the need for services."""
    EVALUATION = "evaluation"
    """Evaluates the notification, contact or application that began the case."""
    CLIENT_PLAN = "client_plan"
    REQUEST_FOR_INFORMATION = "request_for_information"
    DISCLOSURE_ENTRY = "disclosure_entry"
    SERVICE_BEGINS = "service_begins"
    SERVICE_ENDS = "service_ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureFacts:
    """What must be known of a structure to say whether it fits a case."""

    code: StructureCode
    subject: str | None
    """Whose documents it belongs to, in the publication's words."""
    client_repeats: bool
    retired: bool = False
