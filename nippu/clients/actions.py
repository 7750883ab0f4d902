"""Taking persons as clients, and keeping what belongs to the person rather than to a case."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from nippu.access.errors import NotThere
from nippu.access.permissions import Permission
from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.base.ids import ClientId, PersonId, ProfessionalId, RelationshipId, RiskId, UnitId
from nippu.base.oids import Node
from nippu.base.periods import Period
from nippu.clients import access, rules
from nippu.clients.errors import DetailsKeptFromView, NoRelationship, NotAColleague
from nippu.clients.models import Client, ClientRelationship, Risk, ServiceTaskMembership
from nippu.clients.types import ClientChanges
from nippu.organisations.actions import issue_oid
from nippu.organisations.models import Professional, Unit
from nippu.people import actions as people
from nippu.people.models import Person
from nippu.people.types import ContactDetails


def _locked(client_id: ClientId, permission: Permission, by: Actor) -> Client:
    return permission.open(Client.objects.select_for_update(of=("self",)), client_id, by)


@transaction.atomic
def take_as_client(person_id: PersonId, *, by: Actor, at: datetime) -> ClientId:
    """The person as a client of the controller; the same client when the person is one already."""
    if not Person.objects.filter(pk=person_id, controller_id=by.controller_id).exists():
        raise NotThere
    row, is_new = Client.objects.get_or_create(
        person_id=person_id,
        defaults={"controller_id": by.controller_id, "unit_id": by.unit_id, "created_at": at},
    )
    client_id = ClientId(row.id)
    if is_new:
        record("client.take", by=by, clients=[client_id], at=at, subject_id=client_id)
    return client_id


@transaction.atomic
def start_relationship(client_id: ClientId, *, on: date, by: Actor, at: datetime) -> RelationshipId:
    """Start the client's relationship with the controller. A relationship that runs is kept as it is.

    One that had not ended before the day goes on, without its end.
    """
    client = _locked(client_id, access.ENTER, by)
    latest = ClientRelationship.objects.filter(client=client).order_by("-started_on").first()
    if latest is not None and latest.ended_on is None:
        return RelationshipId(latest.id)
    rules.check_not_in_future(on, today=localdate(at))
    if latest is not None and rules.is_continued(Period(latest.started_on, latest.ended_on), on):
        return _continued(latest, by=by, at=at)
    oid = issue_oid(Node.RELATIONSHIP, controller_oid=by.controller_oid, at=at)
    row = ClientRelationship.objects.create(client=client, oid=oid, started_on=on)
    record("relationship.start", by=by, clients=[client_id], at=at, subject_id=row.id)
    return RelationshipId(row.id)


def _continued(row: ClientRelationship, *, by: Actor, at: datetime) -> RelationshipId:
    row.ended_on, row.end_reason = None, ""
    row.save(update_fields=["ended_on", "end_reason"])
    record("relationship.continue", by=by, clients=[ClientId(row.client_id)], at=at, subject_id=row.id)
    return RelationshipId(row.id)


@transaction.atomic
def join_service_task(
    client_id: ClientId, service_task: str, unit_id: UnitId, *, on: date, by: Actor, at: datetime
) -> bool:
    """Let a service task in a unit belong to the running relationship; whether this changed anything."""
    client = _locked(client_id, access.ENTER, by)
    if not Unit.objects.filter(pk=unit_id, controller_id=by.controller_id).exists():
        raise NotThere
    running = ClientRelationship.objects.filter(client=client, ended_on__isnull=True).first()
    if running is None:
        raise NoRelationship
    rules.check_not_in_future(on, today=localdate(at))
    _row, is_new = ServiceTaskMembership.objects.get_or_create(
        relationship=running,
        service_task=service_task,
        unit_id=unit_id,
        ended_on=None,
        defaults={"started_on": max(on, running.started_on)},
    )
    if is_new:
        record("relationship.join_service_task", by=by, clients=[client_id], at=at, subject_id=running.id)
    return is_new


@transaction.atomic
def name_own_worker(
    client_id: ClientId, professional_id: ProfessionalId | None, *, by: Actor, at: datetime
) -> None:
    """Name the client's designated personal worker, or say that there is none."""
    client = _locked(client_id, access.CHANGE, by)
    if professional_id is not None and not _is_colleague(professional_id, by):
        raise NotAColleague
    client.own_worker_id = professional_id
    client.save(update_fields=["own_worker"])
    record("client.name_own_worker", by=by, clients=[client_id], at=at, subject_id=client_id)


def _is_colleague(professional_id: ProfessionalId, by: Actor) -> bool:
    return Professional.objects.filter(pk=professional_id, controller_id=by.controller_id).exists()


@transaction.atomic
def record_risk(
    client_id: ClientId, description: str, *, start: date, end: date | None = None, by: Actor, at: datetime
) -> RiskId:
    """Write down a risk that one who meets the client must know of."""
    client = _locked(client_id, access.CHANGE, by)
    rules.check_risk(description, start=start, end=end)
    row = Risk.objects.create(
        client=client,
        description=description.strip(),
        start=start,
        end=end,
        recorded_by_id=by.professional_id,
    )
    record("client.record_risk", by=by, clients=[client_id], at=at, subject_id=row.id)
    return RiskId(row.id)


@transaction.atomic
def end_risk(client_id: ClientId, risk_id: RiskId, *, on: date, by: Actor, at: datetime) -> None:
    """Let a risk end after a day."""
    client = _locked(client_id, access.CHANGE, by)
    risk = Risk.objects.filter(pk=risk_id, client=client).first()
    if risk is None:
        raise NotThere
    rules.check_risk(risk.description, start=risk.start, end=on)
    risk.end = on
    risk.save(update_fields=["end"])
    record("client.end_risk", by=by, clients=[client_id], at=at, subject_id=risk_id)


@transaction.atomic
def set_security_ban(client_id: ClientId, *, banned: bool, by: Actor, at: datetime) -> None:
    """Keep the client's contact details from view for personal safety, or no longer."""
    client = _locked(client_id, access.CHANGE, by)
    client.security_ban = banned
    client.save(update_fields=["security_ban"])
    record("client.set_security_ban", by=by, clients=[client_id], at=at, subject_id=client_id)


@transaction.atomic
def change_client(client_id: ClientId, changes: ClientChanges, *, by: Actor, at: datetime) -> None:
    """Write down the client's language, interpretation and need of special support."""
    client = _locked(client_id, access.CHANGE, by)
    if changes.service_language is not None:
        rules.check_language(changes.service_language)
        client.service_language = changes.service_language
    if changes.interpreter is not None:
        rules.check_interpreter(changes.interpreter.strip())
        client.interpreter = changes.interpreter.strip()
    if changes.special_support is not None:
        client.special_support = changes.special_support
    client.save(update_fields=["service_language", "interpreter", "special_support"])
    record("client.change", by=by, clients=[client_id], at=at, subject_id=client_id)


@transaction.atomic
def change_contact_details(client_id: ClientId, details: ContactDetails, *, by: Actor, at: datetime) -> None:
    """Write down how the client is reached now. Refused under a security ban: nobody sees the details."""
    client = _locked(client_id, access.CHANGE, by)
    if client.security_ban:
        raise DetailsKeptFromView
    people.change_contact_details(PersonId(client.person_id), details, by=by)
    record("client.change_contact_details", by=by, clients=[client_id], at=at, subject_id=client_id)
