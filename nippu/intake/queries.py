"""Reading of unfinished intakes. What is read of clients is recorded by the same function."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.base.ids import CaseId, ClientId, PersonId, StructureCode
from nippu.base.texts import Bilingual
from nippu.cases.queries import case_name, open_cases_of
from nippu.cases.types import CaseRow, CaseState
from nippu.catalogue.queries import newest, newest_or_none
from nippu.catalogue.roles import evaluation_of, has_role, structures_with
from nippu.catalogue.rules import service_tasks_of
from nippu.catalogue.types import Role
from nippu.clients.models import Client
from nippu.clients.queries import service_task_name
from nippu.clients.types import PersonHit
from nippu.codes.sets import CASE_NAME, code_set
from nippu.documents import access as documents
from nippu.documents.models import Document
from nippu.documents.rows import rows_of
from nippu.intake import access, content, rules
from nippu.intake.models import Intake
from nippu.intake.types import (
    Beginning,
    Choice,
    Choices,
    Entrant,
    IntakeId,
    IntakePage,
    IntakeRow,
    Kept,
    Lack,
    PersonCases,
    Waiting,
)
from nippu.people.models import Person
from nippu.people.queries import person_facts
from nippu.people.types import PersonFacts

MOST_LISTED = 20


def open_intake(intake_id: IntakeId, *, by: Actor, at: datetime) -> IntakePage:
    """An intake of one's own, with what still keeps the case from being opened."""
    row = access.READ.open(Intake.objects.all(), intake_id, by, at=at)
    kept = content.read(row.content)
    entrants = with_names(kept.entrants, by)
    clients = _clients_of(entrants)
    open_cases = _open_cases(entrants, clients, by=by, at=at)
    if clients:
        used = {*clients.values(), *_members(open_cases)}
        record("intake.read", by=by, clients=used, at=at, subject_id=intake_id)
    return IntakePage(
        id=intake_id,
        entrants=entrants,
        matter=kept.matter,
        choices=choices_of(by),
        lacks=lacks_of(kept, by=by, at=at),
        open_cases=open_cases,
        was_joint=kept.was_joint,
        version=row.version,
        changed_at=row.changed_at,
        case_id=CaseId(row.case_id) if row.case_id else None,
    )


def with_names(entrants: tuple[Entrant, ...], by: Actor) -> tuple[Entrant, ...]:
    """The entrants in order, those of the register with what the register says of them now.

    The second wall hides a person of another unit outside the pages of taking in: then the name is left out.
    """
    known = [each.person_id for each in entrants if each.person_id]
    rows = Person.objects.filter(pk__in=known, controller_id=by.controller_id) if known else ()
    people = {row.id: person_facts(row) for row in rows}
    return tuple(
        _named(each, people[each.person_id]) if each.person_id in people else each for each in entrants
    )


def _named(entrant: Entrant, person: PersonFacts) -> Entrant:
    return replace(
        entrant,
        family_name=person.family_name,
        given_names=person.given_names,
        identity_code=person.identity_code,
        temporary_code=person.temporary_code,
        birth_date=person.birth_date,
    )


def _clients_of(entrants: Iterable[Entrant]) -> dict[PersonId, ClientId]:
    known: list[PersonId] = [each.person_id for each in entrants if each.person_id]
    if not known:
        return {}
    rows = Client.objects.filter(person__in=known).values_list("person_id", "id")
    return {PersonId(person_id): ClientId(client_id) for person_id, client_id in rows}


def open_cases_of_found(
    found: Iterable[PersonHit], *, by: Actor, at: datetime
) -> dict[PersonId, tuple[CaseRow, ...]]:
    """The open cases in the unit of persons who were found in the register, before one of them is chosen."""
    clients = {each.person.id: each.client_id for each in found if each.client_id}
    cases = open_cases_of(clients.values(), by=by, at=at)
    if cases:
        used = {one.client_id for rows in cases.values() for row in rows for one in row.members}
        record("case.list", by=by, clients=used, at=at)
    return {person_id: cases[client_id] for person_id, client_id in clients.items() if client_id in cases}


def _open_cases(
    entrants: Iterable[Entrant], clients: Mapping[PersonId, ClientId], *, by: Actor, at: datetime
) -> tuple[PersonCases, ...]:
    cases = open_cases_of(clients.values(), by=by, at=at)
    known = [(each.person_id, each.name) for each in entrants if each.person_id in clients]
    return tuple(
        PersonCases(person_id=person_id, name=name, cases=cases[clients[person_id]])
        for person_id, name in known
        if person_id and clients[person_id] in cases
    )


def _members(found: Iterable[PersonCases]) -> set[ClientId]:
    return {one.client_id for each in found for row in each.cases for one in row.members}


def lacks_of(kept: Kept, *, by: Actor, at: datetime) -> tuple[Lack, ...]:
    """What must still be put right before the case can be opened in the actor's unit."""
    how = kept.matter.how
    known = next((each for each in beginnings_of(by) if each.code == how), None)
    return rules.lacks(
        kept,
        service_tasks=by.service_tasks,
        beginning=newest(known.code).facts if known else None,
        is_oral=known is not None and known.is_oral,
        today=localdate(at),
    )


def beginnings_of(by: Actor) -> tuple[Beginning, ...]:
    """The documents with which a case may begin in the service tasks of the actor's unit, a talk first."""
    codes = (*structures_with(Role.INITIATING_ENTRY), *structures_with(Role.INITIATING))
    found = (newest_or_none(code) for code in codes)
    return tuple(
        Beginning(
            structure_oid=entry.oid,
            code=entry.code,
            name=entry.name,
            document_type=entry.document_type,
            is_oral=has_role(entry.code, Role.INITIATING_ENTRY),
        )
        for entry in found
        if entry is not None and entry.creatable and _is_of_unit(entry.code, entry.subject, by)
    )


def _is_of_unit(code: StructureCode, subject: str | None, by: Actor) -> bool:
    tasks = service_tasks_of(code, subject)
    return tasks is None or not set(tasks).isdisjoint(by.service_tasks)


def choices_of(by: Actor) -> Choices:
    """What may be chosen of a matter in the actor's unit."""
    usual = [code for task in by.service_tasks for code in rules.USUAL_NAMES.get(task, ())]
    names = {each.code: Choice(code=each.code, name=each.name) for each in code_set(CASE_NAME).codes}
    return Choices(
        beginnings=beginnings_of(by),
        service_tasks=tuple(Choice(code=code, name=service_task_name(code)) for code in by.service_tasks),
        usual_names=tuple(names[code] for code in dict.fromkeys(usual) if code in names),
        other_names=tuple(each for code, each in names.items() if code not in usual),
    )


def my_intakes(*, by: Actor, at: datetime) -> tuple[IntakeRow, ...]:
    """The actor's unfinished intakes, the latest first; empty ones are left out."""
    rows = access.READ.filter(Intake.objects.filter(case__isnull=True).exclude(content=""), by, at=at)
    read = [(row, content.read(row.content)) for row in rows.order_by("-changed_at", "-id")[:MOST_LISTED]]
    kept = [(row, one) for row, one in read if not one.is_blank]
    named = with_names(tuple(each for _row, one in kept for each in one.entrants), by)
    clients = _clients_of(named)
    if clients:
        record("intake.list", by=by, clients=clients.values(), at=at)
    names = {each.key: each.name for each in named}
    return tuple(
        IntakeRow(
            id=IntakeId(row.id),
            names=tuple(names[each.key] for each in one.entrants),
            case_name=_case_name(one),
            changed_at=row.changed_at,
        )
        for row, one in kept
    )


def _case_name(kept: Kept) -> Bilingual | None:
    code = kept.matter.name_code
    name = case_name(code, kept.matter.name_text.strip()) if code else None
    return name if name and name.fi else None


def waiting_in_unit(*, by: Actor, at: datetime, most: int = 5) -> Waiting:
    """What has begun a case in the unit and has not been evaluated yet, the newest first."""
    unevaluated = reduce(or_, (_unevaluated(code) for code in structures_with(Role.INITIATING)))
    waiting = Document.objects.filter(unevaluated, case__state=CaseState.OPEN.value, case__unit=by.unit_id)
    found = documents.READ.filter(waiting, by, at=at)
    rows = rows_of(found.order_by("-created_at", "-id")[: most + 1])
    if rows:
        record("intake.list_waiting", by=by, clients={one for each in rows for one in each.clients}, at=at)
    count = len(rows) if len(rows) <= most else found.count()
    return Waiting(rows=rows[:most], count=count)


def _unevaluated(code: StructureCode) -> Q:
    evaluation = evaluation_of(code)
    if evaluation is None:
        return Q(pk__in=())
    made = Document.objects.filter(case=OuterRef("case"), structure_code=evaluation)
    return Q(structure_code=code) & ~Q(Exists(made))
