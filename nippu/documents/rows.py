"""Documents as rows of lists: what, whose, by whom, when."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from nippu.base.errors import NotFound
from nippu.base.ids import CaseId, ClientId, DocumentId, StructureCode, StructureOid
from nippu.base.texts import Bilingual
from nippu.cases.models import Case
from nippu.cases.queries import case_name
from nippu.catalogue.document_types import DOCUMENT_TYPES, document_type_of
from nippu.catalogue.queries import entry, structure
from nippu.catalogue.types import DocumentTypeInfo, Stage
from nippu.clients.models import Client
from nippu.documents.models import Document
from nippu.documents.types import DocumentRow, DocumentState

Positions = Mapping[ClientId, int]
NO_POSITIONS: Positions = {}


class _Columns(NamedTuple):
    """What is asked of each document, in order; "__" leads to another table."""

    id: UUID
    structure_oid: str
    structure_code: str
    stage: str
    state: str
    joint: bool
    version: int
    changed_at: datetime
    signed_at: datetime | None
    author__given_names: str
    author__family_name: str
    case_id: UUID | None
    draft__section: str | None
    draft__findings: int | None
    draft__saved_at: datetime | None
    draft__saved_by__given_names: str | None
    draft__saved_by__family_name: str | None
    client_ids: list[UUID]


def rows_of(documents: QuerySet[Document], positions: Positions = NO_POSITIONS) -> tuple[DocumentRow, ...]:
    """The documents as rows, in their order. Three statements, whatever the number of documents."""
    found = documents.values_list(*_Columns._fields)
    columns = [_Columns._make(each) for each in found]
    names = _names({client for each in columns for client in each.client_ids})
    cases = _case_names({each.case_id for each in columns if each.case_id})
    return tuple(_row(each, names, cases, positions) for each in columns)


def _names(client_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    found = Client.objects.filter(pk__in=list(client_ids))
    rows = found.values_list("id", "person__given_names", "person__family_name")
    return {client: f"{given} {family}" for client, given, family in rows}


def _case_names(case_ids: Iterable[UUID]) -> Mapping[UUID, Bilingual]:
    """Asked apart: joined, the second wall would ask of the same case once for each of its papers."""
    found = Case.objects.filter(pk__in=list(case_ids)).values_list("id", "name_code", "name_text")
    return {case: case_name(code, text) for case, code, text in found}


def _row(
    row: _Columns, names: Mapping[UUID, str], cases: Mapping[UUID, Bilingual], positions: Positions
) -> DocumentRow:
    clients = tuple(ClientId(each) for each in row.client_ids)
    kind = type_of(row.structure_code)
    return DocumentRow(
        id=DocumentId(row.id),
        structure_oid=StructureOid(row.structure_oid),
        structure_code=StructureCode(row.structure_code),
        name=name_of(row.structure_oid),
        type_key=kind.key,
        type_name=kind.name,
        stage=Stage(row.stage) if row.stage else None,
        state=DocumentState(row.state),
        joint=row.joint,
        version=row.version,
        author_name=_writer(row),
        moment=row.draft__saved_at or row.signed_at or row.changed_at,
        clients=clients,
        positions=tuple(positions[each] for each in clients if each in positions),
        whose=tuple(names[each] for each in row.client_ids if each in names),
        case_id=CaseId(row.case_id) if row.case_id else None,
        case_name=cases.get(row.case_id) if row.case_id else None,
        section=section_name(row.structure_oid, row.draft__section or ""),
        findings=row.draft__findings or 0,
    )


def _writer(row: _Columns) -> str:
    """Who saved the draft last, or signed."""
    if row.draft__saved_at is not None:
        return f"{row.draft__saved_by__given_names} {row.draft__saved_by__family_name}"
    return f"{row.author__given_names} {row.author__family_name}"


def type_of(code: str) -> DocumentTypeInfo:
    """The general document type of a structure: its key gives the colour."""
    return DOCUMENT_TYPES[document_type_of(code)]


def name_of(oid: str) -> Bilingual:
    """The name of a structure; its identifier when the structure is not loaded."""
    try:
        return entry(StructureOid(oid)).name
    except NotFound:
        return Bilingual(oid)


def section_name(oid: str, key: str) -> Bilingual | None:
    """The name of a section of a structure by its key; none when the structure is not loaded."""
    if not key:
        return None
    try:
        fields = structure(StructureOid(oid)).root.fields
    except NotFound:
        return None
    return next((each.label for each in fields if each.key == key), None)
