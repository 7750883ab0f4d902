"""Earlier documents on which a new one may be based: signed, of the same clients, both joint or both own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.base.ids import ClientId, DocumentId, StructureCode
from nippu.documents import access, content
from nippu.documents.errors import NotTheSameClients
from nippu.documents.models import Document, DocumentClient, SignedVersion
from nippu.documents.rows import name_of
from nippu.documents.secrecy import secrets_of, without
from nippu.documents.types import Base, DocumentState


def bases_for(
    client_ids: Sequence[ClientId], *, joint: bool, by: Actor, at: datetime, code: str = ""
) -> Mapping[StructureCode, Base]:
    """By kind, the newest document on which one of these clients may be based. One statement.

    A joint document is a base of a joint one only, and an own of an own: what is told in one is not for those
    who see the other.
    """
    if not client_ids:
        return {}
    rows = access.READ.filter(_of(client_ids, joint=joint), by, at=at)
    if code:
        rows = rows.filter(structure_code=code)
    newest = rows.order_by("structure_code", "-signed_at", "-id").distinct("structure_code")
    return {StructureCode(each.structure_code): base_of(each) for each in newest}


def _of(client_ids: Sequence[ClientId], *, joint: bool) -> QuerySet[Document]:
    """The signed documents of the cases of exactly these clients."""
    theirs = DocumentClient.objects.filter(document=OuterRef("pk"))
    rows = Document.objects.filter(state=DocumentState.SIGNED.value, joint=joint, case__isnull=False)
    for each in client_ids:
        rows = rows.filter(Exists(theirs.filter(client_id=each)))
    return rows.exclude(Exists(theirs.exclude(client_id__in=client_ids)))


def base_of(row: Document) -> Base:
    """What is told of a document on which another is based."""
    assert row.signed_at is not None
    return Base(id=DocumentId(row.id), name=name_of(row.structure_oid), signed_at=row.signed_at)


def text_of(
    earlier: Document, client_ids: Sequence[ClientId], *, joint: bool, by: Actor, at: datetime
) -> dict[str, object]:
    """The newest signed text of a document that may be the base of one of these clients.

    For actions that have asked permission. The reading is recorded.
    """
    if not client_ids or not _of(client_ids, joint=joint).filter(pk=earlier.pk).exists():
        raise NotTheSameClients
    version = SignedVersion.objects.get(document=earlier, version=earlier.version)
    record("document.read", by=by, clients=client_ids, at=at, subject_id=earlier.id)
    return without(content.read(bytes(version.content)), secrets_of(client_ids))
