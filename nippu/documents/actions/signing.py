"""Signing: a draft without findings becomes a signed version that nobody can change."""

from datetime import datetime

from django.db import connection

from nippu.access.decree import signing_of
from nippu.access.types import Actor
from nippu.base.ids import DocumentId
from nippu.cases.models import Case
from nippu.cases.types import CaseState
from nippu.catalogue.queries import entry
from nippu.documents import access, content
from nippu.documents.actions.drafting import refusal, save_draft
from nippu.documents.drafts import DraftRow, open_draft_row
from nippu.documents.errors import CaseIsClosed, DocumentHasFindings, PowerNeeded, StructureIsRetired
from nippu.documents.models import DocumentClient
from nippu.documents.secrecy import secrets_in, without
from nippu.structures.canonical import digest

_SIGN = "SELECT documents_sign(%s, %s, %s, %s, %s, %s, %s, %s)"


def sign(
    document_id: DocumentId,
    *,
    version: int,
    by: Actor,
    at: datetime,
    typed: dict[str, object] | None = None,
) -> int:
    """Sign a document, and answer the number of its signed version.

    What is signed is the draft of this version; or the content given, when the page sends along what has been
    typed since the last saving. Content with findings is saved and not signed.
    """
    row = open_draft_row(access.SIGN, document_id, by, at=at)
    # A draft is kept as canonical JSON.
    body = row.content.encode() if typed is None else content.as_bytes(typed)
    is_saved = typed is not None and row.content == body.decode()
    if row.version is None or (row.version != version and not is_saved):
        raise refusal(row)
    if row.banned:
        body = content.as_bytes(without(content.read(body), secrets_in(document_id)))
    kind = entry(row.structure_oid)
    if not kind.creatable:
        raise StructureIsRetired
    _check_power(document_id, kind.code, by)
    findings = content.findings_of(row.structure_oid, body, joint=row.joint, closed=False, at=at)
    if findings:
        saved = None if typed is None else save_draft(document_id, typed, version=row.version, by=by, at=at)
        raise DocumentHasFindings(findings, saved)
    return _sign(row, body, by=by, at=at)


def _check_power(document_id: DocumentId, code: str, by: Actor) -> None:
    """Raise PowerNeeded unless the law lets the actor sign a document on a structure."""
    asked = signing_of(code)
    if asked is None or asked.power in by.powers:
        return
    theirs = DocumentClient.objects.filter(document_id=document_id, client__special_support=True)
    if not asked.special_support_only or theirs.exists():
        raise PowerNeeded(asked.power)


def _sign(row: DraftRow, body: bytes, *, by: Actor, at: datetime) -> int:
    values = (
        row.document_id,
        row.version,
        body,
        digest(body),
        by.professional_id,
        by.unit_id,
        by.controller_id,
        at,
    )
    with connection.cursor() as cursor:
        cursor.execute(_SIGN, values)
        (signed,) = cursor.fetchone()
    if signed is None:  # the draft was saved, signed or deleted, or the case closed, a moment ago
        if row.case_id and Case.objects.filter(pk=row.case_id, state=CaseState.CLOSED.value).exists():
            raise CaseIsClosed
        raise refusal(open_draft_row(access.SIGN, row.document_id, by, at=at))
    return int(signed)
