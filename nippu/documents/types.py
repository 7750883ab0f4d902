"""What others see of documents."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from nippu.base.ids import CaseId, ClientId, DocumentId, RiskId, StructureCode, StructureOid
from nippu.base.texts import Bilingual, Message
from nippu.cases.types import CaseFacts
from nippu.catalogue.types import Stage, StageInfo
from nippu.clients.types import ClientStrip
from nippu.structures.findings import Finding
from nippu.structures.tree import Structure


class DocumentState(StrEnum):
    """Where a document is in its life."""

    DRAFT = "draft"
    SIGNED = "signed"


class StageState(StrEnum):
    """Where a stage of a case stands on the bundle page."""

    DONE = "done"
    NOW = "now"
    BEGUN = "begun"
    """Ahead of the case's own stage, but already with papers."""
    TODO = "todo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document in a list: what, whose, by whom, when."""

    id: DocumentId
    structure_oid: StructureOid
    structure_code: StructureCode
    name: Bilingual
    type_key: str
    """Key of the general document type, which gives the colour: arvio, paatos, merkinta…"""
    type_name: Bilingual
    stage: Stage | None
    state: DocumentState
    joint: bool
    version: int
    author_name: str
    moment: datetime
    """When it was signed; of a draft, when it was last saved."""
    clients: tuple[ClientId, ...] = ()
    positions: tuple[int, ...] = ()
    """Places of the clients in the case, which give their colours; empty for a relationship document."""
    whose: tuple[str, ...] = ()
    """Names of the clients."""
    case_id: CaseId | None = None
    case_name: Bilingual | None = None
    section: Bilingual | None = None
    """Name of the section where the writer of a draft left off."""
    findings: int = 0
    """How many things were wrong or missing when the draft was last saved."""

    @property
    def is_draft(self) -> bool:
        return self.state is DocumentState.DRAFT

    @property
    def marks(self) -> tuple[tuple[int, str], ...]:
        """The clients as pairs of the place in the case, 0 when there is none, and the name."""
        known = len(self.positions) == len(self.whose)
        return tuple(zip(self.positions if known else [0] * len(self.whose), self.whose, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingDocument:
    """A document that is typical of a stage and has not been made."""

    structure_oid: StructureOid
    structure_code: StructureCode
    name: Bilingual
    type_key: str
    type_name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleStage:
    """One divider of the binder with its papers, drafts first, newest first."""

    info: StageInfo
    state: StageState
    documents: tuple[DocumentRow, ...] = ()
    missing: tuple[MissingDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A case as a bundle of papers, stage by stage."""

    case: CaseFacts
    strips: tuple[ClientStrip, ...]
    stages: tuple[BundleStage, ...]
    loose: tuple[DocumentRow, ...] = ()
    """Documents that belong to no stage."""
    case_document: DocumentRow | None = None
    relationship_documents: tuple[DocumentRow, ...] = ()

    @property
    def drafts(self) -> tuple[DocumentRow, ...]:
        """All unsigned documents of the case."""
        rows = [row for stage in self.stages for row in stage.documents] + list(self.loose)
        return tuple(row for row in rows if row.is_draft)

    @property
    def documents(self) -> int:
        """How many documents there are, those of management left out."""
        return sum(len(stage.documents) for stage in self.stages) + len(self.loose)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One signed version of a document."""

    version: int
    signed_at: datetime
    author_name: str
    unit_name: Bilingual
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """A signed version as a page to read."""

    id: DocumentId
    oid: str
    structure: Structure
    name: Bilingual
    type_key: str
    type_name: Bilingual
    content: dict[str, object]
    language: str
    stage: Stage | None
    joint: bool
    shown: VersionRow
    """The version whose content this is."""
    is_whole: bool
    """Whether all of it is shown: secret contact details are left out."""
    versions: tuple[VersionRow, ...]
    """All versions, newest first."""
    strips: tuple[ClientStrip, ...]
    case_id: CaseId | None = None
    case_number: str = ""
    case_name: Bilingual | None = None

    @property
    def is_newest(self) -> bool:
        return self.shown.version == self.versions[0].version


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefilled:
    """A value that was filled in for the writer, and from where."""

    path: str
    """JSON pointer of the value or group."""
    source: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """An earlier document whose text a new one begins with, or may begin with."""

    id: DocumentId
    name: Bilingual
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A document being written."""

    id: DocumentId
    structure: Structure
    name: Bilingual
    type_key: str
    type_name: Bilingual
    content: dict[str, object]
    language: str
    stage: Stage | None
    joint: bool
    version: int
    section: str
    """Key of the section where the writer left off."""
    saved_at: datetime
    saved_by: str
    findings: tuple[Finding, ...]
    strips: tuple[ClientStrip, ...]
    case: CaseFacts | None = None
    prefilled: tuple[Prefilled, ...] = ()
    earlier: tuple[DocumentRow, ...] = ()
    """Signed documents on the same structure in this case, newest first."""
    contacts: tuple[DocumentRow, ...] = ()
    """The latest journal entries of the case, newest first."""
    based_on: Base | None = None
    """The earlier document whose text this one began with."""
    offered: Base | None = None
    """The earlier document with whose text this one may begin, while nothing has been written in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """A draft as it stands in the database, for one who is writing it."""

    structure: Structure
    content: dict[str, object]
    version: int | None
    """None when the draft has been signed or deleted."""
    joint: bool
    case_closed: bool
    case_id: CaseId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSaved:
    """What the page is told after a saving."""

    version: int
    saved_at: datetime
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerDraft:
    """Another's newer text, for one whose saving was refused."""

    content: dict[str, object]
    version: int
    saved_at: datetime
    saved_by: str
    by_oneself: bool = False
    """Whether the same writer has saved it, in another window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suitable:
    """A structure on which a document may be begun in a case, or the reason why not."""

    structure_oid: StructureOid
    structure_code: StructureCode
    name: Bilingual
    type_key: str
    type_name: Bilingual
    stages: tuple[Stage, ...] = ()
    typical_in: tuple[Stage, ...] = ()
    """The stages of this case in which it usually is made."""
    draft: DocumentId | None = None
    """My draft on it in this case."""
    used: int = 0
    """How many documents I have begun on it."""
    base: Base | None = None
    """The newest document of the kind with whose text a new one may begin."""
    reason: Message | None = None
    """Why it does not suit this case; none when it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening a case made."""

    case_id: CaseId
    case_document_id: DocumentId
    relationship_document_ids: tuple[DocumentId, ...]
    initiating_document_id: DocumentId
    signed: bool = False
    """Whether the initiating document was signed at once."""
    findings: tuple[Finding, ...] = field(default=())
    """What the initiating document still lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What a change of a client's details did to the client's relationship document."""

    document_id: DocumentId | None = None
    """None when the client has never had a relationship, and so no document."""
    version: int | None = None
    """The number of the new version; none when the document says the same as before."""
    risk_id: RiskId | None = None
    """The risk that was written down, when that was the change."""
