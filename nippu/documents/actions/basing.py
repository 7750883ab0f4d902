"""Beginning a document from an earlier one of its kind."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.base.ids import CaseId, ClientId, DocumentId, StructureCode, StructureOid
from nippu.base.texts import Language
from nippu.cases.queries import facts_of
from nippu.cases.types import CaseFacts
from nippu.catalogue.queries import newest, structure
from nippu.catalogue.types import Stage
from nippu.documents import access, content
from nippu.documents.actions.drafting import NewDocument, begin, members_of, refusal, startable
from nippu.documents.bases import text_of
from nippu.documents.basing import based_on
from nippu.documents.drafts import open_draft_row
from nippu.documents.errors import NotOfTheSameKind
from nippu.documents.models import Document, DocumentClient, Draft
from nippu.documents.prefill import prefill
from nippu.documents.surroundings import surroundings

UNTOUCHED = 1
"""The version of a draft in which nobody has written yet."""


@transaction.atomic
def start_from_earlier(
    case_id: CaseId,
    earlier_id: DocumentId,
    *,
    by: Actor,
    at: datetime,
    stage: Stage | None = None,
    language: Language = "fi",
) -> DocumentId:
    """Begin a document with the text of an earlier one, on the newest structure of its kind.

    The earlier one must be signed and of the same clients, joint or own as the case is.
    """
    earlier = access.READ.open(Document.objects.all(), earlier_id, by, at=at)
    kind = newest(StructureCode(earlier.structure_code))
    case = startable(case_id, kind.oid, by=by, at=at)
    old = text_of(earlier, members_of(case), joint=case.joint, by=by, at=at)
    filled = prefill(structure(kind.oid), surroundings(case, by=by, at=at, language=language))
    new = NewDocument(
        case=case,
        structure_oid=kind.oid,
        content=based_on(structure(kind.oid), old, filled),
        stage=stage,
        language=language,
        based_on=earlier_id,
    )
    return begin(new, by=by, at=at)


@transaction.atomic
def base_draft(document_id: DocumentId, earlier_id: DocumentId, *, by: Actor, at: datetime) -> None:
    """Give a draft in which nobody has written yet the text of an earlier document of its kind."""
    row = open_draft_row(access.WRITE_DRAFT, document_id, by, at=at)
    if row.version != UNTOUCHED or row.case_id is None:
        raise refusal(row)
    document = Document.objects.get(pk=document_id)
    earlier = access.READ.open(Document.objects.all(), earlier_id, by, at=at)
    if earlier.structure_code != document.structure_code:
        raise NotOfTheSameKind
    theirs = DocumentClient.objects.filter(document=document).order_by("id")
    about = [ClientId(each) for each in theirs.values_list("client_id", flat=True)]
    old = text_of(earlier, about, joint=document.joint, by=by, at=at)
    body = _body(document, facts_of(row.case_id, at=at), old, by=by, at=at)
    findings = content.findings_of(row.structure_oid, body, joint=row.joint, closed=False, at=at)
    changed = Draft.objects.filter(document=document, version=UNTOUCHED).update(
        content=body.decode(),
        version=F("version") + 1,
        findings=len(findings),
        based_on=earlier,
        saved_at=at,
        saved_by_id=by.professional_id,
    )
    if not changed:
        raise refusal(open_draft_row(access.WRITE_DRAFT, document_id, by, at=at))
    Document.objects.filter(pk=document_id).update(changed_at=at)
    record("document.base_draft", by=by, clients=about, at=at, subject_id=document_id)


def _body(document: Document, case: CaseFacts, old: dict[str, object], *, by: Actor, at: datetime) -> bytes:
    language: Language = "sv" if document.language == "sv" else "fi"
    form = structure(StructureOid(document.structure_oid))
    filled = prefill(form, surroundings(case, by=by, at=at, language=language))
    return content.as_bytes(based_on(form, old, filled))
