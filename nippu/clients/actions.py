"""Taking persons as clients, and keeping what belongs to the person rather than to a case."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from nippu.access.decree import may_handle
from nippu.access.errors import NotAllowed, NotThere
from nippu.access.permissions import Permission
from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.audit.types import Details, Purpose
from nippu.base.ids import ClientId, GroundId, PersonId, ProfessionalId, RelationshipId, RiskId, UnitId
from nippu.base.oids import Node
from nippu.base.periods import Period
from nippu.clients import access, rules
from nippu.clients.errors import (
    DetailsKeptFromView,
    GroundEnded,
    GroundNotThere,
    GroundSettled,
    NobodyMayLook,
    NoRelationship,
    NoSuchClient,
    NotAColleague,
    OwnGround,
)
from nippu.clients.models import (
    Client,
    ClientGate,
    ClientRelationship,
    Risk,
    ServiceTaskMembership,
    SpecialGround,
)
from nippu.clients.types import ClientChanges, NewGround, Review, TakenGround
from nippu.organisations.actions import issue_oid
from nippu.organisations.models import Professional, Unit
from nippu.people import actions as people
from nippu.people.models import Person
from nippu.people.rules import check_identity_code
from nippu.people.types import ContactDetails


def _locked(client_id: ClientId, permission: Permission, by: Actor, at: datetime) -> Client:
    return permission.open(Client.objects.select_for_update(of=("self",)), client_id, by, at=at)


@transaction.atomic
def take_as_client(person_id: PersonId, *, by: Actor, at: datetime) -> ClientId:
    """The person as a client of the controller; the same client when the person is one already."""
    if not may_handle(by):
        raise NotAllowed
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
    client = _locked(client_id, access.ENTER, by, at)
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
    client = _locked(client_id, access.ENTER, by, at)
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
    client = _locked(client_id, access.CHANGE, by, at)
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
    client = _locked(client_id, access.CHANGE, by, at)
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
    client = _locked(client_id, access.CHANGE, by, at)
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
    client = _locked(client_id, access.CHANGE, by, at)
    client.security_ban = banned
    client.save(update_fields=["security_ban"])
    record("client.set_security_ban", by=by, clients=[client_id], at=at, subject_id=client_id)


@transaction.atomic
def change_client(client_id: ClientId, changes: ClientChanges, *, by: Actor, at: datetime) -> None:
    """Write down the client's language, interpretation and need of special support."""
    client = _locked(client_id, access.CHANGE, by, at)
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
    client = _locked(client_id, access.CHANGE, by, at)
    if client.security_ban:
        raise DetailsKeptFromView
    people.change_contact_details(PersonId(client.person_id), details, by=by)
    record("client.change_contact_details", by=by, clients=[client_id], at=at, subject_id=client_id)


@transaction.atomic
def set_restricted(
    client_id: ClientId, *, restricted: bool, gates: Collection[ProfessionalId] = (), by: Actor, at: datetime
) -> None:
    """Let only the named ones and those in charge look at a client, or again all whose work it is."""
    client = _locked(client_id, access.CHANGE, by, at)
    wanted = set(gates) if restricted else set()
    if restricted and not wanted and client.own_worker_id is None:
        raise NobodyMayLook
    if not all(_is_colleague(each, by) for each in wanted):
        raise NotAColleague
    # In this order whoever shuts oneself out still may, until all is written.
    if client.restricted and not restricted:
        _write_restricted(client, restricted=False)
    present = set(ClientGate.objects.filter(client=client).values_list("professional_id", flat=True))
    ClientGate.objects.bulk_create(
        ClientGate(client=client, professional_id=each) for each in sorted(wanted - present)
    )
    ClientGate.objects.filter(client=client, professional_id__in=present - wanted).delete()
    if restricted and not client.restricted:
        _write_restricted(client, restricted=True)
    action = "client.restrict" if restricted else "client.end_restriction"
    record(action, by=by, clients=[client_id], at=at, subject_id=client_id)


def _write_restricted(client: Client, *, restricted: bool) -> None:
    client.restricted = restricted
    client.save(update_fields=["restricted"])


@transaction.atomic
def take_special_ground(identity_code: str, new: NewGround, *, by: Actor, at: datetime) -> TakenGround:
    """Open a client for a short time on a stated ground.

    Raises NoSuchClient when nobody has the identity code. One who may look anyway takes no ground.
    """
    access.check_may_take_ground(by)
    rules.check_ground(new)
    known = Client.objects.filter(
        person__identity_code=check_identity_code(identity_code), controller_id=by.controller_id
    ).first()
    if known is None:
        raise NoSuchClient
    client_id = ClientId(known.id)
    if access.READ.filter(Client.objects.filter(pk=known.pk), by, at=at).exists():
        return TakenGround(client_id, None)
    row = SpecialGround.objects.create(
        client=known,
        professional_id=by.professional_id,
        unit_id=by.unit_id,
        ground=new.ground,
        law="" if new.ground else new.law.strip(),
        words=new.words.strip(),
        begins_at=at,
        ends_at=at + timedelta(hours=settings.SPECIAL_ACCESS_HOURS),
    )
    details = Details(ground=new.ground or "law", ground_id=row.id)
    record(
        "client.take_special_ground", by=by, clients=[client_id], at=at, subject_id=row.id, details=details
    )
    return TakenGround(client_id, row.ends_at)


@transaction.atomic
def end_special_ground(ground_id: GroundId, *, by: Actor, at: datetime) -> None:
    """End one's own special ground before its time."""
    rows = SpecialGround.objects.select_for_update(of=("self",))
    row = rows.filter(pk=ground_id, professional_id=by.professional_id, unit_id=by.unit_id).first()
    if row is None:
        raise GroundNotThere
    if row.ends_at <= at:
        raise GroundEnded
    row.ends_at = max(at, row.begins_at + timedelta(microseconds=1))
    row.save(update_fields=["ends_at"])
    details = Details(ground=row.ground or "law", ground_id=row.id)
    clients = [ClientId(row.client_id)]
    record("client.end_special_ground", by=by, clients=clients, at=at, subject_id=row.id, details=details)


@transaction.atomic
def settle_special_ground(
    ground_id: GroundId, review: Review, words: str, *, by: Actor, at: datetime
) -> None:
    """Write down what the supervisor found of a special ground. This is done once, and not for oneself."""
    access.check_may_settle_grounds(by)
    rules.check_review(review, words)
    rows = SpecialGround.objects.select_for_update(of=("self",))
    row = rows.filter(pk=ground_id, unit__controller_id=by.controller_id).first()
    if row is None:
        raise GroundNotThere
    if row.professional_id == by.professional_id:
        raise OwnGround
    if row.review:
        raise GroundSettled
    row.review, row.review_words = review.value, words.strip()
    row.reviewed_at, row.reviewed_by_id = at, by.professional_id
    row.save(update_fields=["review", "review_words", "reviewed_at", "reviewed_by"])
    details = Details(purpose=Purpose.SUPERVISION, ground=row.ground or "law", ground_id=row.id)
    clients = [ClientId(row.client_id)]
    record("client.settle_special_ground", by=by, clients=clients, at=at, subject_id=row.id, details=details)
