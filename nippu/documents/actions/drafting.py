"""Beginning, saving and deleting drafts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from nippu.access.data_classes import data_class_of
from nippu.access.decree import may_see
from nippu.access.errors import NotAllowed
from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.base.ids import CaseId, ClientId, DocumentId, StructureOid
from nippu.base.oids import Node
from nippu.base.texts import Language
from nippu.cases.actions import touch
from nippu.cases.models import Case
from nippu.cases.queries import facts_of
from nippu.cases.types import CaseFacts, CaseState
from nippu.catalogue.actions import keep_starter
from nippu.catalogue.queries import entry, structure
from nippu.catalogue.rules import check_fit
from nippu.catalogue.stages import stage_for
from nippu.catalogue.types import Stage
from nippu.documents import access, content
from nippu.documents.drafts import DraftRow, open_draft_row
from nippu.documents.errors import CaseIsClosed, DraftChanged, DraftGone, StructureDoesNotSuit
from nippu.documents.models import Document, DocumentClient, Draft
from nippu.documents.prefill import prefill
from nippu.documents.secrecy import secrets_in, text_of, without
from nippu.documents.surroundings import Told, surroundings
from nippu.documents.types import DraftSaved, NewerDraft
from nippu.organisations.actions import issue_oid
from nippu.structures.findings import Finding

NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A document that is begun, with what it begins with."""

    case: CaseFacts
    structure_oid: StructureOid
    content: dict[str, object]
    stage: Stage | None
    """None for the stage in which such a document usually is made."""
    language: Language
    based_on: DocumentId | None = None
    """The earlier document with whose text it begins."""


@transaction.atomic
def start_document(
    case_id: CaseId,
    structure_oid: StructureOid,
    *,
    by: Actor,
    at: datetime,
    stage: Stage | None = None,
    language: Language = "fi",
    told: Told = NOTHING_TOLD,
) -> DocumentId:
    """Begin a document in a case, filled in with what is already known."""
    case = startable(case_id, structure_oid, by=by, at=at)
    around = surroundings(case, by=by, at=at, language=language, told=told)
    filled = prefill(structure(structure_oid), around)
    new = NewDocument(
        case=case, structure_oid=structure_oid, content=filled.content, stage=stage, language=language
    )
    return begin(new, by=by, at=at)


def startable(case_id: CaseId, structure_oid: StructureOid, *, by: Actor, at: datetime) -> CaseFacts:
    """The case, kept from change meanwhile, when a document on this structure may be begun in it."""
    cases = Case.objects.select_for_update(of=("self",))
    try:
        access.START.open(cases, case_id, by, at=at)
    except NotAllowed:  # the actor knows of the case
        if cases.filter(pk=case_id, state=CaseState.CLOSED.value).exists():
            raise CaseIsClosed from None
        raise
    case = facts_of(case_id, at=at)
    if not may_see(by, case.service_task, data_class_of(entry(structure_oid).code), linked=True):
        raise NotAllowed
    reason = check_fit(entry(structure_oid).facts, service_task=case.service_task, joint=case.joint)
    if reason is not None:
        raise StructureDoesNotSuit(reason)
    return case


def begin(new: NewDocument, *, by: Actor, at: datetime) -> DocumentId:
    """The document with its first draft, in a case in which it may be begun."""
    case = new.case
    current = Stage(case.stage)
    stage = new.stage or stage_for(entry(new.structure_oid).code, current)
    document = _insert(new, stage=stage, by=by, at=at)
    keep_starter(new.structure_oid, at=at)
    body = content.as_bytes(new.content)
    findings = content.findings_of(new.structure_oid, body, joint=case.joint, closed=False, at=at)
    Draft.objects.create(
        document=document,
        content=body.decode(),
        based_on_id=new.based_on,
        findings=len(findings),
        saved_at=at,
        saved_by_id=by.professional_id,
    )
    touch(case.id, stage=max(current, stage, key=lambda each: each.number).value, at=at)
    record("document.start", by=by, clients=members_of(case), at=at, subject_id=document.id)
    return DocumentId(document.id)


def members_of(case: CaseFacts) -> list[ClientId]:
    """Whose a document that is begun in the case now is."""
    return [each.client.id for each in case.current_members]


def _insert(new: NewDocument, *, stage: Stage, by: Actor, at: datetime) -> Document:
    code = entry(new.structure_oid).code
    document = Document.objects.create(
        controller_id=by.controller_id,
        unit_id=by.unit_id,
        case_id=new.case.id,
        oid=issue_oid(Node.DOCUMENT, controller_oid=by.controller_oid, at=at),
        structure_oid=new.structure_oid,
        structure_code=code,
        data_class=data_class_of(code).value,
        stage=stage.value,
        joint=new.case.joint,
        language=new.language,
        author_id=by.professional_id,
        created_at=at,
        changed_at=at,
    )
    DocumentClient.objects.bulk_create(
        DocumentClient(document=document, client_id=client_id) for client_id in members_of(new.case)
    )
    return document


def save_draft(
    document_id: DocumentId,
    typed: dict[str, object],
    *,
    version: int,
    section: str = "",
    by: Actor,
    at: datetime,
) -> DraftSaved:
    """Keep what has been typed so far, whatever is wrong with it, over the version that the writer had.

    The opening of the draft stands in the log of use; the savings, one in a few seconds, do not.
    """
    row = open_draft_row(access.WRITE_DRAFT, document_id, by, at=at)
    body = content.as_bytes(without(typed, secrets_in(document_id)) if row.banned else typed)
    findings = content.findings_of(
        row.structure_oid, body, joint=row.joint, closed=row.case_state == CaseState.CLOSED.value, at=at
    )
    text = body.decode()
    if (same := _saved_already(row, text, findings)) is not None:
        return same
    if row.version != version:
        raise _refusal_read(row, by, at)
    saved = _update(document_id, text, version, section, len(findings), by, at)
    if saved is not None:
        return DraftSaved(version=saved, saved_at=at, findings=findings)
    now = open_draft_row(access.WRITE_DRAFT, document_id, by, at=at)
    if (same := _saved_already(now, text, findings)) is not None:
        return same
    raise _refusal_read(now, by, at)


def _saved_already(row: DraftRow, text: str, findings: tuple[Finding, ...]) -> DraftSaved | None:
    """What was saved by an earlier try whose answer was lost, or by another with the same text."""
    if row.version is None or row.saved_at is None or row.content != text:
        return None
    return DraftSaved(version=row.version, saved_at=row.saved_at, findings=findings)


def _refusal_read(row: DraftRow, by: Actor, at: datetime) -> DraftChanged | DraftGone:
    """Why a text is not saved. The newer text is shown with it, which is a reading and is recorded as one."""
    if row.version is not None:
        theirs = DocumentClient.objects.filter(document_id=row.document_id).order_by("id")
        about = [ClientId(each) for each in theirs.values_list("client_id", flat=True)]
        record("document.write", by=by, clients=about, at=at, subject_id=row.document_id)
    return refusal(row)


def refusal(row: DraftRow) -> DraftChanged | DraftGone:
    """Why a text cannot be saved or signed over the draft as it stands now."""
    if row.version is None or row.saved_at is None:
        return DraftGone()
    newer = NewerDraft(
        content=text_of(row),
        version=row.version,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        by_oneself=row.saved_by_me,
    )
    return DraftChanged(newer)


_SAVE = """
    WITH saved AS (
        UPDATE documents_draft
        SET content = %s, version = version + 1, section = %s, findings = %s, saved_at = %s, saved_by_id = %s
        WHERE document_id = %s AND version = %s
        RETURNING document_id, version
    ), touched AS (
        UPDATE documents_document SET changed_at = %s WHERE id IN (SELECT document_id FROM saved)
    )
    SELECT version FROM saved
"""


def _update(
    document_id: UUID, text: str, version: int, section: str, findings: int, by: Actor, at: datetime
) -> int | None:
    values = (text, section[:200], findings, at, by.professional_id, document_id, version, at)
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, values)
        row = cursor.fetchone()
    return int(row[0]) if row else None


@transaction.atomic
def delete_draft(document_id: DocumentId, *, version: int, by: Actor, at: datetime) -> None:
    """Throw away a draft that was never signed. Nothing of it is kept but the record that it was."""
    row = open_draft_row(access.DELETE_DRAFT, document_id, by, at=at)
    if row.version is None or row.signed_version:
        raise DraftGone
    gone, _rows = Draft.objects.filter(document_id=document_id, version=version).delete()
    if not gone:
        raise refusal(open_draft_row(access.DELETE_DRAFT, document_id, by, at=at))
    clients = DocumentClient.objects.filter(document_id=document_id)
    about = [ClientId(each) for each in clients.values_list("client_id", flat=True)]
    clients.delete()
    Document.objects.filter(pk=document_id).delete()
    record("document.delete_draft", by=by, clients=about, at=at, subject_id=document_id)
