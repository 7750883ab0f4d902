"""Reading of documents. What a person reads is recorded in the log of use by the same function."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Count, Q
from django.utils.timezone import localdate

from nippu.access.data_classes import data_class_of
from nippu.access.decree import may_see
from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.audit.types import Details
from nippu.base.ids import CaseId, ClientId, DocumentId, StructureCode, StructureOid
from nippu.base.texts import Bilingual, Language
from nippu.cases import access as cases
from nippu.cases.models import Case
from nippu.cases.queries import case_name, facts_of
from nippu.cases.queries import open_case as open_case_facts
from nippu.cases.types import CaseFacts, CaseState
from nippu.catalogue import queries as catalogue
from nippu.catalogue.document_types import document_type_of
from nippu.catalogue.entries import Entry
from nippu.catalogue.queries import structure
from nippu.catalogue.roles import structure_with
from nippu.catalogue.rules import check_fit
from nippu.catalogue.stages import stages_of, typical
from nippu.catalogue.types import DocumentType, Role, Stage
from nippu.clients import access as clients
from nippu.clients.models import Client
from nippu.clients.queries import strip_of
from nippu.codes.sets import folded
from nippu.documents import access, content
from nippu.documents.bases import base_of, bases_for
from nippu.documents.bundle import bundle_stages, drafts_first
from nippu.documents.drafts import open_draft_row
from nippu.documents.errors import DraftGone, NoSuchVersion
from nippu.documents.models import Document, DocumentClient, SignedVersion
from nippu.documents.prefill import Filled, prefill, still_prefilled
from nippu.documents.rows import name_of, rows_of, type_of
from nippu.documents.secrecy import readable_of, text_of, writable_of
from nippu.documents.surroundings import surroundings
from nippu.documents.types import (
    Base,
    Bundle,
    DocumentPage,
    DocumentRow,
    DocumentState,
    DraftFacts,
    DraftPage,
    Prefilled,
    Suitable,
    VersionRow,
)
from nippu.structures.findings import Finding

ENTRIES = r"^1506\.19[0-9]{3}$"
"""Codes of the journal entries."""
MOST_BESIDE = 5
"""How many earlier documents and contacts stand beside the editor."""


def bundle(case_id: CaseId, *, by: Actor, at: datetime) -> Bundle:
    """A case as a bundle of papers. The number of statements does not depend on that of the papers."""
    case = open_case_facts(case_id, by=by, at=at)
    members = {each.client.id: each.position for each in case.members}
    current = [each.client.id for each in case.current_members]
    mine = Q(case_id=case_id) | Q(client_id__in=current)
    documents = access.READ.filter(Document.objects.filter(mine), by, at=at).order_by("-changed_at", "-id")
    rows = rows_of(documents, members)
    case_document_code = structure_with(Role.CASE_DOCUMENT)
    papers = [each for each in rows if each.case_id and each.structure_code != case_document_code]
    return Bundle(
        case=case,
        strips=tuple(each.client for each in case.current_members),
        stages=bundle_stages(case, papers),
        loose=drafts_first(each for each in papers if each.stage is None),
        case_document=next((each for each in rows if each.structure_code == case_document_code), None),
        relationship_documents=tuple(
            sorted((each for each in rows if not each.case_id), key=lambda each: each.positions)
        ),
    )


def open_document(
    document_id: DocumentId, *, by: Actor, at: datetime, version: int | None = None
) -> DocumentPage:
    """A signed version of a document, the newest unless another is asked for. A draft has its own page."""
    document = access.READ.open(Document.objects.select_related("case"), document_id, by, at=at)
    versions = list(
        SignedVersion.objects.filter(document=document)
        .select_related("author", "unit")
        .defer("content")
        .order_by("-version")
    )
    wanted = document.version if version is None else version
    shown = next((each for each in versions if each.version == wanted), None)
    if shown is None:
        raise NoSuchVersion
    client_ids = _record_reading(document, by, at)
    kind = type_of(document.structure_code)
    case = document.case
    strips = strip_of(client_ids, at=at, by=by)
    signed = content.read(bytes(shown.content))
    readable = readable_of(signed, strips)
    return DocumentPage(
        id=DocumentId(document.id),
        oid=document.oid,
        structure=structure(StructureOid(shown.structure_oid)),
        name=name_of(shown.structure_oid),
        type_key=kind.key,
        type_name=kind.name,
        content=readable,
        is_whole=readable == signed,
        language=shown.language,
        stage=Stage(document.stage) if document.stage else None,
        joint=document.joint,
        shown=_version(shown),
        versions=tuple(_version(each) for each in versions),
        strips=strips,
        case_id=CaseId(case.id) if case else None,
        case_number=case.number if case else "",
        case_name=case_name(case.name_code, case.name_text) if case else None,
    )


def _clients_of(document: Document) -> list[ClientId]:
    rows = DocumentClient.objects.filter(document=document).order_by("id")
    return [ClientId(each) for each in rows.values_list("client_id", flat=True)]


def _record_reading(document: Document, by: Actor, at: datetime) -> list[ClientId]:
    """Whose data the document holds, when the reading of them has been recorded."""
    client_ids, details = _clients_of(document), Details(data_from=localdate(document.created_at))
    record("document.read", by=by, clients=client_ids, at=at, subject_id=document.id, details=details)
    return client_ids


def _version(row: SignedVersion) -> VersionRow:
    return VersionRow(
        version=row.version,
        signed_at=row.signed_at,
        author_name=str(row.author),
        unit_name=Bilingual(row.unit.name_fi, row.unit.name_sv),
        sha256=row.sha256,
    )


def open_draft(document_id: DocumentId, *, by: Actor, at: datetime) -> DraftPage:
    """A document being written, with what stands beside the editor."""
    rows = Document.objects.select_related("draft", "draft__saved_by", "draft__based_on")
    document = access.WRITE_DRAFT.open(rows, document_id, by, at=at)
    draft = getattr(document, "draft", None)
    if draft is None or document.case_id is None:
        raise DraftGone
    case = facts_of(CaseId(document.case_id), at=at)
    client_ids = _clients_of(document)
    record("document.write", by=by, clients=client_ids, at=at, subject_id=document.id)
    strips = tuple(each.client for each in case.members if each.client.id in client_ids)
    typed = writable_of(content.read(draft.content), strips)
    oid = StructureOid(document.structure_oid)
    kind = type_of(document.structure_code)
    earlier, contacts = _beside(case.id, document.structure_code, by, at)
    return DraftPage(
        id=DocumentId(document.id),
        structure=structure(oid),
        name=name_of(oid),
        type_key=kind.key,
        type_name=kind.name,
        content=typed,
        language=document.language,
        stage=Stage(document.stage) if document.stage else None,
        joint=document.joint,
        version=draft.version,
        section=draft.section,
        saved_at=draft.saved_at,
        saved_by=str(draft.saved_by),
        findings=content.findings_of(oid, content.as_bytes(typed), joint=document.joint, closed=False, at=at),
        strips=strips,
        case=case,
        prefilled=_prefilled(document, case, typed, by=by, at=at),
        earlier=earlier,
        contacts=contacts,
        based_on=base_of(draft.based_on) if draft.based_on else None,
        offered=_offered(document, client_ids, by, at) if draft.version == 1 and not draft.based_on else None,
    )


def _offered(document: Document, client_ids: list[ClientId], by: Actor, at: datetime) -> Base | None:
    """The newest document of the same kind and clients, to begin this one with."""
    code = document.structure_code
    return bases_for(client_ids, joint=document.joint, by=by, at=at, code=code).get(StructureCode(code))


def draft_facts(document_id: DocumentId, *, by: Actor, at: datetime) -> DraftFacts:
    """The draft that is being written, in one statement. Its opening stands in the log of use already."""
    row = open_draft_row(access.WRITE_DRAFT, document_id, by, at=at)
    return DraftFacts(
        structure=structure(row.structure_oid),
        content=text_of(row) if row.content else {},
        version=row.version,
        joint=row.joint,
        case_closed=row.case_state == CaseState.CLOSED.value,
        case_id=row.case_id,
    )


def check_draft(draft: DraftFacts, typed: dict[str, object], *, at: datetime) -> tuple[Finding, ...]:
    """What would be wrong with a draft if this were its content."""
    oid, body = draft.structure.oid, content.as_bytes(typed)
    return content.findings_of(oid, body, joint=draft.joint, closed=draft.case_closed, at=at)


def _prefilled(
    document: Document, case: CaseFacts, typed: dict[str, object], *, by: Actor, at: datetime
) -> tuple[Prefilled, ...]:
    """What still stands as it was filled in. Computed anew: nothing of it is kept."""
    language: Language = "sv" if document.language == "sv" else "fi"
    around = surroundings(case, by=by, at=document.created_at, language=language)
    filled: Filled = prefill(structure(StructureOid(document.structure_oid)), around)
    return still_prefilled(filled, typed)


def _beside(
    case_id: CaseId, code: str, by: Actor, at: datetime
) -> tuple[tuple[DocumentRow, ...], tuple[DocumentRow, ...]]:
    """Earlier signed documents on the same structure in the case, and its latest journal entries."""
    signed = Document.objects.filter(case_id=case_id, state=DocumentState.SIGNED.value)
    rows = access.READ.filter(signed, by, at=at).order_by("-signed_at", "-id")
    earlier, contacts = rows.filter(structure_code=code), rows.filter(structure_code__regex=ENTRIES)
    return rows_of(earlier[:MOST_BESIDE]), rows_of(contacts[:MOST_BESIDE])


def my_drafts(*, by: Actor, at: datetime, most: int = 20) -> tuple[DocumentRow, ...]:
    """The drafts that I have begun in my unit, the latest saved first."""
    rows = Document.objects.filter(author_id=by.professional_id, state=DocumentState.DRAFT.value)
    drafts = rows_of(access.WRITE_DRAFT.filter(rows, by, at=at).order_by("-changed_at", "-id")[:most])
    about = dict.fromkeys(client for each in drafts for client in each.clients)
    if drafts:
        record("document.list_drafts", by=by, clients=about, at=at)
    return drafts


def documents_of_client(client_id: ClientId, *, by: Actor, at: datetime) -> tuple[DocumentRow, ...]:
    """A client's documents, newest first: own ones, and joint ones made while the client was a member."""
    clients.READ.open(Client.objects.all(), client_id, by, at=at)
    rows = Document.objects.filter(clients__client_id=client_id)
    record("document.list_of_client", by=by, clients=[client_id], at=at, subject_id=client_id)
    return rows_of(access.READ.filter(rows, by, at=at).order_by("-changed_at", "-id"))


def latest_contacts(rows: tuple[DocumentRow, ...], most: int = MOST_BESIDE) -> tuple[DocumentRow, ...]:
    """The newest journal entries among a client's documents."""
    found = [each for each in rows if document_type_of(each.structure_code) is DocumentType.ENTRY]
    return tuple(found[:most])


def suitable_structures(
    case_id: CaseId, *, by: Actor, at: datetime, text: str = "", stage: Stage | None = None
) -> tuple[Suitable, ...]:
    """The structures to begin a document on, the most used first; then those that do not suit, with why.

    Narrowed by words of a name in either language, and by stage.
    """
    case = cases.READ.open(Case.objects.all(), case_id, by, at=at)
    used = _used(by)
    bases = _bases(case, by, at)
    drafts, usual = _drafts_in(case, by, at), _typical_in(case)
    words = folded(text).split()
    found = [
        replace(
            _suitable(each, service_task=case.service_task, joint=case.joint),
            typical_in=tuple(stage for stage in Stage if each.code in usual[stage]),
            draft=drafts.get(each.code),
            used=used.get(each.code, 0),
            base=bases.get(each.code),
        )
        for each in catalogue.newest_entries()
        if catalogue.matches(each, words) and _in_stage(each, stage) and _is_for(each, case, by)
    ]
    return tuple(sorted(found, key=lambda each: (each.reason is not None, -each.used, folded(each.name.fi))))


def _is_for(row: Entry, case: Case, by: Actor) -> bool:
    """The access decree lets the work task see such documents in the case."""
    return may_see(by, case.service_task, data_class_of(row.code), linked=True)


def _in_stage(row: Entry, stage: Stage | None) -> bool:
    possible = stages_of(row.code)
    return stage is None or not possible or stage in possible


def _bases(case: Case, by: Actor, at: datetime) -> Mapping[StructureCode, Base]:
    """By kind, the earlier documents of those who are in the case now."""
    members = case.members.filter(left_at__isnull=True).values_list("client_id", flat=True)
    return bases_for([ClientId(each) for each in members], joint=case.joint, by=by, at=at)


def _suitable(row: Entry, *, service_task: str, joint: bool) -> Suitable:
    kind = type_of(row.code)
    return Suitable(
        structure_oid=row.oid,
        structure_code=row.code,
        name=row.name,
        type_key=kind.key,
        type_name=kind.name,
        stages=stages_of(row.code),
        reason=check_fit(row.facts, service_task=service_task, joint=joint),
    )


def _drafts_in(case: Case, by: Actor, at: datetime) -> Mapping[str, DocumentId]:
    """By kind, the latest draft that I have begun in a case."""
    mine = Document.objects.filter(case=case, author_id=by.professional_id, state=DocumentState.DRAFT.value)
    rows = access.WRITE_DRAFT.filter(mine, by, at=at).order_by("changed_at")
    return {code: DocumentId(one) for code, one in rows.values_list("structure_code", "id")}


def _typical_in(case: Case) -> Mapping[Stage, tuple[StructureCode, ...]]:
    begun = Document.objects.filter(case=case, stage=Stage.INITIATION.value)
    codes = list(begun.values_list("structure_code", flat=True))
    return {each: typical(each, case.service_task, joint=case.joint, begun_with=codes) for each in Stage}


def _used(by: Actor) -> dict[str, int]:
    rows = Document.objects.filter(author_id=by.professional_id).values_list("structure_code")
    return dict(rows.annotate(n=Count("id")))
