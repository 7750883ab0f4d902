"""Opening a case: one action makes the case and all the documents that its opening asks for."""

from datetime import datetime

from django.db import transaction

from nippu.access.types import Actor
from nippu.base.ids import ClientId, DocumentId, StructureCode
from nippu.base.texts import Language
from nippu.cases.actions import register_case
from nippu.cases.types import NewCase
from nippu.catalogue.queries import newest
from nippu.catalogue.roles import structure_with
from nippu.catalogue.types import Role, Stage
from nippu.documents.actions.drafting import start_document
from nippu.documents.actions.generating import refresh_case_document, refresh_relationship_document
from nippu.documents.actions.signing import sign
from nippu.documents.errors import DocumentHasFindings
from nippu.documents.surroundings import Told
from nippu.documents.types import Opened
from nippu.structures.findings import Finding

ORAL_CONTACT: StructureCode = structure_with(Role.INITIATING_ENTRY)
"""The journal entry with which a contact by word of mouth is recorded."""


@transaction.atomic
def open_case(
    new: NewCase,
    *,
    by: Actor,
    at: datetime,
    begun_with: StructureCode = ORAL_CONTACT,
    told: Told | None = None,
    sign_at_once: bool = False,
    language: Language = "fi",
) -> Opened:
    """Open a case with its case document, the relationship documents and the document that begins it.

    What begins it is left as a draft, or signed at once when that is wanted and nothing is missing.
    """
    case_id = register_case(new, by=by, at=at)
    case_document = refresh_case_document(case_id, by=by, at=at)
    relationship_documents = [_relationship_document(each, by, at) for each in new.clients]
    initiating = start_document(
        case_id,
        newest(begun_with).oid,
        by=by,
        at=at,
        stage=Stage.INITIATION,
        language=language,
        told=told or Told(urgent=new.urgent),
    )
    findings = _signed(initiating, by, at) if sign_at_once else None
    return Opened(
        case_id=case_id,
        case_document_id=case_document,
        relationship_document_ids=tuple(relationship_documents),
        initiating_document_id=initiating,
        signed=findings == (),
        findings=findings or (),
    )


def _relationship_document(client_id: ClientId, by: Actor, at: datetime) -> DocumentId:
    made = refresh_relationship_document(client_id, by=by, at=at)
    assert made is not None  # the case's opening started the relationship
    return made


def _signed(document_id: DocumentId, by: Actor, at: datetime) -> tuple[Finding, ...]:
    """What kept the document from being signed; nothing when it was signed."""
    try:
        sign(document_id, version=1, by=by, at=at)
    except DocumentHasFindings as error:
        return error.findings
    return ()
