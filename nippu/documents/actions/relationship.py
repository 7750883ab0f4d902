"""Changes of what is kept of a client: each brings the client's relationship document up to date at once."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from nippu.access.types import Actor
from nippu.base.ids import ClientId, ProfessionalId, RiskId
from nippu.clients import actions as clients
from nippu.clients.types import ClientChanges
from nippu.documents.actions.generating import renew_relationship_document
from nippu.documents.types import Renewal
from nippu.people.types import ContactDetails


@transaction.atomic
def change_client(client_id: ClientId, changes: ClientChanges, *, by: Actor, at: datetime) -> Renewal:
    """Write down the client's language, interpretation and need of special support."""
    clients.change_client(client_id, changes, by=by, at=at)
    return renew_relationship_document(client_id, by=by, at=at)


@transaction.atomic
def change_contact_details(
    client_id: ClientId, details: ContactDetails, *, by: Actor, at: datetime
) -> Renewal:
    """Write down how the client is reached now."""
    clients.change_contact_details(client_id, details, by=by, at=at)
    return renew_relationship_document(client_id, by=by, at=at)


@transaction.atomic
def name_own_worker(
    client_id: ClientId, professional_id: ProfessionalId | None, *, by: Actor, at: datetime
) -> Renewal:
    """Name the client's designated personal worker, or say that there is none."""
    clients.name_own_worker(client_id, professional_id, by=by, at=at)
    return renew_relationship_document(client_id, by=by, at=at)


@transaction.atomic
def record_risk(
    client_id: ClientId, description: str, *, start: date, end: date | None = None, by: Actor, at: datetime
) -> Renewal:
    """Write down a risk that one who meets the client must know of."""
    risk_id = clients.record_risk(client_id, description, start=start, end=end, by=by, at=at)
    return replace(renew_relationship_document(client_id, by=by, at=at), risk_id=risk_id)


@transaction.atomic
def end_risk(client_id: ClientId, risk_id: RiskId, *, on: date, by: Actor, at: datetime) -> Renewal:
    """Let a risk end after a day."""
    clients.end_risk(client_id, risk_id, on=on, by=by, at=at)
    return renew_relationship_document(client_id, by=by, at=at)


@transaction.atomic
def set_security_ban(client_id: ClientId, *, banned: bool, by: Actor, at: datetime) -> Renewal:
    """Keep the client's contact details from view for personal safety, or no longer."""
    clients.set_security_ban(client_id, banned=banned, by=by, at=at)
    return renew_relationship_document(client_id, by=by, at=at)
