"""Opening a case and keeping its facts."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate, localtime

from nippu.access.decree import may_handle_in
from nippu.access.errors import NotAllowed, NotThere
from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.base.ids import CaseId, ClientId
from nippu.base.oids import Node, oid_of
from nippu.cases import rules
from nippu.cases.models import Case, CaseMember
from nippu.cases.relations import past_the_gate
from nippu.cases.types import NewCase
from nippu.clients.actions import join_service_task, start_relationship
from nippu.clients.models import Client
from nippu.codes.sets import CASE_NAME, code_set


@transaction.atomic
def register_case(new: NewCase, *, by: Actor, at: datetime) -> CaseId:
    """Open a case in the actor's unit: its number, its members, their relationships and service task.

    The documents of the opening are made by the area above.
    """
    names = {each.code for each in code_set(CASE_NAME).codes}
    rules.check_new_case(new, service_tasks=by.service_tasks, names=names)
    if not may_handle_in(by, new.service_task):
        raise NotAllowed
    _check_known(new.clients, by, at)
    case = _insert(new, by=by, at=at)
    _add_members(case, new.clients, at)
    # A relationship begins with the application; otherwise when the matter is taken up (1301/2014, 34 § 2).
    day = new.applied_on or localdate(at)
    # Two cases opened at once for the same clients lock them in the same order.
    for client_id in sorted(new.clients):
        start_relationship(client_id, on=day, by=by, at=at)
        join_service_task(client_id, new.service_task, by.unit_id, on=day, by=by, at=at)
    record("case.open", by=by, clients=new.clients, at=at, subject_id=case.id)
    return CaseId(case.id)


def _check_known(clients: tuple[ClientId, ...], by: Actor, at: datetime) -> None:
    rows = Client.objects.filter(pk__in=clients, controller_id=by.controller_id)
    if rows.count() != len(clients):
        raise NotThere
    # Else whoever opens a case would be in charge of it, and so pass the gate of a restricted client.
    if rows.filter(past_the_gate(by, at)).count() != len(clients):
        raise NotAllowed


def _insert(new: NewCase, *, by: Actor, at: datetime) -> Case:
    year = localtime(at).year
    number = _next_number(by.controller_id, year)
    return Case.objects.create(
        controller_id=by.controller_id,
        unit_id=by.unit_id,
        number=f"{year}-{number}",
        oid=oid_of(by.controller_oid, Node.CASE, year=year, number=number),
        name_code=new.name_code,
        name_text=new.name_text.strip() if new.name_code == rules.OTHER_NAME else "",
        service_task=new.service_task,
        joint=new.joint,
        urgent=new.urgent,
        responsible_id=by.professional_id,
        opened_at=at,
        opened_on=localdate(at),
        changed_at=at,
    )


def _next_number(controller_id: UUID, year: int) -> int:
    """The next running number of the controller in the year. The row stays locked until the case is in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_casenumbers AS numbers (controller_id, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (controller_id, year) DO UPDATE SET last = numbers.last + 1 RETURNING last",
            [controller_id, year],
        )
        (number,) = cursor.fetchone()
    assert isinstance(number, int)
    return number


def _add_members(case: Case, clients: tuple[ClientId, ...], at: datetime) -> None:
    CaseMember.objects.bulk_create(
        CaseMember(case=case, client_id=client_id, position=place, joined_at=at)
        for place, client_id in enumerate(clients, start=1)
    )


def touch(case_id: CaseId, *, stage: str, at: datetime) -> None:
    """Say that something has happened in a case, and in which stage. Called by what happened."""
    Case.objects.filter(pk=case_id).update(stage=stage, changed_at=at)
