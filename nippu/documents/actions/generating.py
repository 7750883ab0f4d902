"""The documents that the system makes: the case document and the clients' relationship documents.

Each change of the facts gives a new version; the same facts give none.
"""

from datetime import datetime

from django.db import connection, transaction

from nippu.access.data_classes import data_class_of
from nippu.access.types import Actor
from nippu.base.ids import CaseId, ClientId, DocumentId
from nippu.base.oids import Node
from nippu.cases import access as cases
from nippu.cases.models import Case
from nippu.cases.queries import facts_of as case_facts
from nippu.cases.types import CaseFacts
from nippu.catalogue.actions import keep_starter
from nippu.catalogue.entries import Entry
from nippu.catalogue.queries import newest, structure
from nippu.catalogue.roles import structure_with
from nippu.catalogue.types import Role
from nippu.clients import access as clients
from nippu.clients.models import Client
from nippu.clients.queries import facts_of as client_facts
from nippu.documents import content, gathering, management
from nippu.documents.errors import DocumentHasFindings
from nippu.documents.models import Document, DocumentClient
from nippu.documents.types import Renewal
from nippu.organisations.actions import issue_oid
from nippu.structures.canonical import digest

_RECORD = "SELECT documents_record_generated(%s, %s, %s, %s, %s, %s, %s, %s)"


@transaction.atomic
def refresh_case_document(case_id: CaseId, *, by: Actor, at: datetime) -> DocumentId:
    """Bring the case document up to date with the case; the first time, make it."""
    cases.RENEW.open(Case.objects.select_for_update(of=("self",)), case_id, by, at=at)
    case = case_facts(case_id, at=at)
    kind = newest(structure_with(Role.CASE_DOCUMENT))
    members = [each.client.id for each in case.members]
    document = _case_document(case, kind, by, at)
    _name_clients(document, members)
    facts = gathering.case_document_facts(case, client_facts(members, at=at), by=by)
    made = management.case_document(structure(kind.oid), facts)
    _record(document, kind, made, joint=case.joint, by=by, at=at)
    return DocumentId(document.id)


def refresh_relationship_document(client_id: ClientId, *, by: Actor, at: datetime) -> DocumentId | None:
    """Bring a client's relationship document up to date; the first time, make it.

    A client without any relationship has no such document.
    """
    return renew_relationship_document(client_id, by=by, at=at).document_id


@transaction.atomic
def renew_relationship_document(client_id: ClientId, *, by: Actor, at: datetime) -> Renewal:
    """As `refresh_relationship_document`, telling whether there is a new version and which."""
    clients.RENEW.open(Client.objects.select_for_update(of=("self",)), client_id, by, at=at)
    (client,) = client_facts([client_id], at=at)
    if not client.relationships:
        return Renewal()
    kind = newest(structure_with(Role.RELATIONSHIP_DOCUMENT))
    document = _relationship_document(client_id, kind, by, at)
    _name_clients(document, [client_id])
    facts = gathering.relationship_document_facts(client, by=by)
    made = management.relationship_document(structure(kind.oid), facts)
    version = _record(document, kind, made, joint=False, by=by, at=at)
    return Renewal(document_id=DocumentId(document.id), version=version or None)


def _case_document(case: CaseFacts, kind: Entry, by: Actor, at: datetime) -> Document:
    found = Document.objects.filter(case_id=case.id, structure_code=kind.code).first()
    return found or _new_document(kind, by, at, case_id=case.id, joint=case.joint)


def _relationship_document(client_id: ClientId, kind: Entry, by: Actor, at: datetime) -> Document:
    found = Document.objects.filter(client_id=client_id).first()
    return found or _new_document(kind, by, at, client_id=client_id)


def _new_document(
    kind: Entry,
    by: Actor,
    at: datetime,
    *,
    case_id: CaseId | None = None,
    client_id: ClientId | None = None,
    joint: bool = False,
) -> Document:
    return Document.objects.create(
        controller_id=by.controller_id,
        unit_id=by.unit_id,
        case_id=case_id,
        client_id=client_id,
        oid=issue_oid(Node.DOCUMENT, controller_oid=by.controller_oid, at=at),
        structure_oid=kind.oid,
        structure_code=kind.code,
        data_class=data_class_of(kind.code).value,
        joint=joint,
        author_id=by.professional_id,
        created_at=at,
        changed_at=at,
    )


def _name_clients(document: Document, client_ids: list[ClientId]) -> None:
    DocumentClient.objects.bulk_create(
        (DocumentClient(document=document, client_id=each) for each in client_ids), ignore_conflicts=True
    )


def _record(
    document: Document, kind: Entry, made: dict[str, object], *, joint: bool, by: Actor, at: datetime
) -> int:
    """The number of the new version; 0 when the newest says the same already."""
    body = content.as_bytes(made)
    findings = content.findings_of(kind.oid, body, joint=joint, closed=False, at=at)
    if findings:
        raise DocumentHasFindings(findings)
    keep_starter(kind.oid, at=at)
    values = (
        document.id,
        kind.oid,
        body,
        digest(body),
        by.professional_id,
        by.unit_id,
        by.controller_id,
        at,
    )
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, values)
        (version,) = cursor.fetchone()
    return int(version)
