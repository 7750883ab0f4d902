"""The sheet that is taken along when a client is met in an emergency: what one must know, on one page."""

from dataclasses import dataclass
from datetime import datetime

from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.base.ids import ClientId
from nippu.cases.queries import cases_of_client
from nippu.cases.types import CaseRow, CaseState
from nippu.catalogue.document_types import DOCUMENT_TYPES
from nippu.catalogue.types import DocumentType
from nippu.clients import access as clients
from nippu.clients.models import Client
from nippu.clients.queries import facts_of
from nippu.clients.types import ClientPage
from nippu.documents import access
from nippu.documents.models import Document
from nippu.documents.queries import latest_contacts
from nippu.documents.rows import rows_of
from nippu.documents.types import DocumentRow, DocumentState

MOST_CONTACTS, MOST_PLANS = 3, 4
"""So many of the newest fit on the page. Risks and open cases are never left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A client's situation for one who meets the client today."""

    client: ClientPage
    cases: tuple[CaseRow, ...]
    """The open ones, the latest changed first."""
    contacts: tuple[DocumentRow, ...]
    plans: tuple[DocumentRow, ...]


def situation_sheet(
    client_id: ClientId, *, by: Actor, at: datetime, with_identity_code: bool = False
) -> Sheet:
    """A client's situation on one page. Making it is recorded as such; so is asking for the identity code."""
    clients.READ.open(Client.objects.all(), client_id, by, at=at)
    (client,) = facts_of([client_id], at=at)
    signed = Document.objects.filter(clients__client_id=client_id, state=DocumentState.SIGNED.value)
    rows = rows_of(access.READ.filter(signed, by, at=at).order_by("-signed_at", "-id"))
    record("client.sheet", by=by, clients=[client_id], at=at, subject_id=client_id)
    if with_identity_code:
        record("client.show_identity_code", by=by, clients=[client_id], at=at, subject_id=client_id)
    plan = DOCUMENT_TYPES[DocumentType.PLAN].key
    cases = cases_of_client(client_id, by=by, at=at)
    return Sheet(
        client=client,
        cases=tuple(each for each in cases if each.state is CaseState.OPEN),
        contacts=latest_contacts(rows, MOST_CONTACTS),
        plans=tuple(each for each in rows if each.type_key == plan)[:MOST_PLANS],
    )
