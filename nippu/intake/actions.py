"""Writing down what is told when a matter is taken in, and opening the case."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from nippu.access.decree import may_handle
from nippu.access.errors import NotAllowed, NotThere
from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.base.days import day_typed
from nippu.base.ids import CaseId, ClientId, DocumentId, PersonId, StructureCode, StructureOid, new_id
from nippu.base.texts import Language
from nippu.cases.models import CaseMember
from nippu.cases.relations import past_the_gate
from nippu.cases.types import NewCase
from nippu.catalogue.document_types import document_type_of
from nippu.catalogue.types import DocumentType
from nippu.clients.actions import take_as_client
from nippu.clients.models import Client
from nippu.documents.actions.drafting import start_document
from nippu.documents.actions.opening import open_case
from nippu.documents.surroundings import Told
from nippu.intake import access, content
from nippu.intake.errors import (
    BirthDateMissing,
    EntrantRestricted,
    EntrantTwice,
    IntakeClosed,
    IntakeIncomplete,
    MatterIsNewer,
)
from nippu.intake.models import Intake
from nippu.intake.queries import MOST_LISTED, beginnings_of, lacks_of
from nippu.intake.types import NOT_CHOSEN, Beginning, Entrant, IntakeId, Kept, Matter, TakenIn
from nippu.people.actions import add_person
from nippu.people.errors import IdentityCodeTaken
from nippu.people.models import Person
from nippu.people.rules import check_contact_details, check_identity_code, check_new_person
from nippu.people.types import ContactDetails, NewPerson

LEFT_BLANK = timedelta(hours=1)
"""After this an intake in which nothing has been written is not open in another window any more."""


@transaction.atomic
def begin_intake(
    *, by: Actor, at: datetime, how: StructureCode | None = None, client_id: ClientId | None = None
) -> IntakeId:
    """A new intake, with a client chosen already when one is given.

    One left blank is used again, and so is one in which nothing but the same client has been chosen.
    """
    if not may_handle(by):
        raise NotAllowed
    kept = Kept(
        entrants=(_client(client_id, by, at),) if client_id else (),
        matter=Matter(
            how=how or NOT_CHOSEN,
            service_task=by.service_tasks[0] if len(by.service_tasks) == 1 else "",
        ),
    )
    row = _left_blank(by, at) or (_same(kept, by, at) if client_id else None) or _insert(by, at)
    if client_id or how:
        row.content = content.written(kept)
    row.changed_at = at
    row.save(update_fields=["content", "changed_at"])
    return IntakeId(row.id)


def _unfinished(by: Actor, at: datetime) -> QuerySet[Intake]:
    rows = Intake.objects.filter(case__isnull=True)
    return access.CHANGE.filter(rows, by, at=at).select_for_update(of=("self",))


def _left_blank(by: Actor, at: datetime) -> Intake | None:
    old = _unfinished(by, at).filter(changed_at__lte=at - LEFT_BLANK).order_by("-changed_at")[:MOST_LISTED]
    return next((row for row in old if content.read(row.content).is_blank), None)


def _same(new: Kept, by: Actor, at: datetime) -> Intake | None:
    """The one in which only the same client has been chosen, in whichever window it is open."""
    wanted = [each.person_id for each in new.entrants]
    for row in _unfinished(by, at).order_by("-changed_at")[:MOST_LISTED]:
        kept = content.read(row.content)
        if [each.person_id for each in kept.entrants] == wanted and kept.matter.is_blank:
            return row
    return None


def _client(client_id: ClientId, by: Actor, at: datetime) -> Entrant:
    person = (
        Client.objects.filter(pk=client_id, controller_id=by.controller_id).values_list("person_id").first()
    )
    if person is None:
        raise NotThere
    _check_gate(PersonId(person[0]), by, at)
    return Entrant(key=new_id(), person_id=PersonId(person[0]))


def _check_gate(person_id: PersonId, by: Actor, at: datetime) -> None:
    """Refuse a restricted client at once: one who does not pass the gate could not open the case either."""
    theirs = Client.objects.filter(person=person_id, controller_id=by.controller_id)
    if theirs.exclude(pk__in=theirs.filter(past_the_gate(by, at)).values("pk")).exists():
        raise EntrantRestricted


def _insert(by: Actor, at: datetime) -> Intake:
    return Intake.objects.create(
        controller_id=by.controller_id,
        unit_id=by.unit_id,
        author_id=by.professional_id,
        created_at=at,
        changed_at=at,
    )


def _locked(intake_id: IntakeId, by: Actor, at: datetime) -> tuple[Intake, Kept]:
    row = access.CHANGE.open(Intake.objects.select_for_update(of=("self",)), intake_id, by, at=at)
    if row.case_id is not None:
        raise IntakeClosed
    return row, content.read(row.content)


def _keep(row: Intake, kept: Kept, at: datetime) -> None:
    row.content, row.changed_at = content.written(kept), at
    row.save(update_fields=["content", "changed_at"])


@transaction.atomic
def choose_person(intake_id: IntakeId, person_id: PersonId, *, by: Actor, at: datetime) -> None:
    """Say that the matter concerns a person of the register. Choosing twice changes nothing."""
    row, kept = _locked(intake_id, by, at)
    if not Person.objects.filter(pk=person_id, controller_id=by.controller_id).exists():
        raise NotThere
    if person_id in {each.person_id for each in kept.entrants}:
        return
    _check_gate(person_id, by, at)
    entrant = Entrant(key=new_id(), person_id=person_id)
    _keep(row, replace(kept, entrants=(*kept.entrants, entrant)), at)


@transaction.atomic
def add_new_person(intake_id: IntakeId, new: NewPerson, *, by: Actor, at: datetime) -> None:
    """Say that the matter concerns a person who is not in the register yet, and is put there with the case.

    A known identity code raises IdentityCodeTaken, which tells who it is.
    """
    row, kept = _locked(intake_id, by, at)
    check_new_person(new, today=localdate(at))
    check_contact_details(new.contact)
    code = check_identity_code(new.identity_code) if new.identity_code.strip() else None
    if code is None and new.birth_date is None:
        raise BirthDateMissing
    if code is not None:
        _check_unknown(code, kept, by)
    entrant = Entrant(
        key=new_id(),
        family_name=new.family_name.strip(),
        given_names=new.given_names.strip(),
        identity_code=code,
        birth_date=new.birth_date,
        phone=new.contact.phone.strip(),
    )
    _keep(row, replace(kept, entrants=(*kept.entrants, entrant)), at)


def _check_unknown(code: str, kept: Kept, by: Actor) -> None:
    if code in {each.identity_code for each in kept.entrants}:
        raise EntrantTwice
    known = (
        Person.objects.filter(controller_id=by.controller_id, identity_code=code).values_list("id").first()
    )
    if known is not None:
        raise IdentityCodeTaken(PersonId(known[0]))


@transaction.atomic
def remove_entrant(intake_id: IntakeId, key: UUID, *, by: Actor, at: datetime) -> None:
    """Say that the matter does not concern a person after all."""
    row, kept = _locked(intake_id, by, at)
    left = tuple(each for each in kept.entrants if each.key != key)
    fell = len(kept.entrants) > 1 >= len(left) and kept.matter.joint is True
    _keep(row, replace(kept, entrants=left, was_joint=kept.was_joint or fell), at)


@transaction.atomic
def write_matter(intake_id: IntakeId, matter: Matter, *, version: int, by: Actor, at: datetime) -> int:
    """Keep what has been told so far, whatever is wrong with it or missing; the matter's new version.

    What another window has written since `version` is not written over: MatterIsNewer.
    """
    row, kept = _locked(intake_id, by, at)
    if kept.matter == matter:
        return row.version
    if row.version != version:
        raise MatterIsNewer
    row.version += 1
    row.save(update_fields=["version"])
    _keep(row, replace(kept, matter=matter), at)
    return row.version


@transaction.atomic
def write_in_case(
    intake_id: IntakeId,
    case_id: CaseId,
    structure_oid: StructureOid,
    *,
    by: Actor,
    at: datetime,
    language: Language = "fi",
) -> DocumentId:
    """Begin an entry in an open case with what has been told, instead of opening a new case.

    The intake ends with this, unless somebody has been chosen who is not in the case: then it stays.
    """
    row, kept = _locked(intake_id, by, at)
    matter = kept.matter
    told = Told(text=matter.told, urgent=matter.urgent, on=day_typed(matter.on, today=localdate(at)))
    made = start_document(case_id, structure_oid, by=by, at=at, language=language, told=told)
    members = CaseMember.objects.filter(case=case_id, left_at__isnull=True)
    persons = set(members.values_list("client__person", flat=True))
    if all(each.person_id in persons for each in kept.entrants):
        row.case_id, row.content, row.changed_at = case_id, "", at
        row.save(update_fields=["case", "content", "changed_at"])
    return made


@transaction.atomic
def discard_intake(intake_id: IntakeId, *, by: Actor, at: datetime) -> None:
    """Throw away an intake that leads to no case. Only the record that this was done is kept."""
    row, kept = _locked(intake_id, by, at)
    known = [each.person_id for each in kept.entrants if each.person_id]
    clients = Client.objects.filter(person__in=known).values_list("id", flat=True)
    record("intake.discard", by=by, clients=map(ClientId, clients), at=at, subject_id=intake_id)
    row.delete()


@transaction.atomic
def open_case_of(
    intake_id: IntakeId, *, by: Actor, at: datetime, language: Language = "fi", sign: bool = False
) -> TakenIn:
    """Open the case: new persons become clients, and the case gets its number and its documents.

    The entry of what was told is signed at once when that is wanted and nothing is missing from it.
    A case that this intake has opened already is given as it is, so that a button pressed twice does no harm.
    """
    row = access.CHANGE.open(Intake.objects.select_for_update(of=("self",)), intake_id, by, at=at)
    if row.case_id is not None:
        return TakenIn(case_id=CaseId(row.case_id))
    kept = content.read(row.content)
    lacks = lacks_of(kept, by=by, at=at)
    if lacks:
        raise IntakeIncomplete(lacks)
    matter = kept.matter
    beginning = next(each for each in beginnings_of(by) if each.code == matter.how)
    clients = tuple(_as_client(each, by, at) for each in kept.entrants)
    opened = open_case(
        _new_case(clients, matter, beginning, at),
        by=by,
        at=at,
        begun_with=beginning.code,
        told=Told(text=matter.told, urgent=matter.urgent, on=day_typed(matter.on, today=localdate(at))),
        sign_at_once=sign and beginning.is_oral,
        language=language,
    )
    row.case_id, row.content, row.changed_at = opened.case_id, "", at
    row.save(update_fields=["case", "content", "changed_at"])
    return TakenIn(
        case_id=opened.case_id,
        clients=clients,
        beginning=beginning,
        signed=opened.signed,
        findings=len(opened.findings),
    )


def _as_client(entrant: Entrant, by: Actor, at: datetime) -> ClientId:
    person_id = entrant.person_id
    if person_id is None:
        new = NewPerson(
            family_name=entrant.family_name,
            given_names=entrant.given_names,
            identity_code=entrant.identity_code or "",
            birth_date=entrant.birth_date,
            contact=ContactDetails(phone=entrant.phone),
        )
        person_id = add_person(new, by=by, at=at)
    return take_as_client(person_id, by=by, at=at)


def _new_case(clients: tuple[ClientId, ...], matter: Matter, beginning: Beginning, at: datetime) -> NewCase:
    is_application = document_type_of(beginning.code) is DocumentType.APPLICATION
    return NewCase(
        clients=clients,
        service_task=matter.service_task,
        name_code=matter.name_code,
        name_text=matter.name_text,
        joint=len(clients) > 1,
        urgent=bool(matter.urgent),
        applied_on=day_typed(matter.on, today=localdate(at)) if is_application else None,
    )
