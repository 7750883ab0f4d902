"""Reading of cases. What a person reads is recorded in the log of use by the same function."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.audit.rules import search_kind_of
from nippu.audit.types import Details
from nippu.base.ids import CaseId, ClientId, ControllerId, ProfessionalId, UnitId
from nippu.base.texts import Bilingual
from nippu.cases import access, rules
from nippu.cases.models import Case, CaseMember
from nippu.cases.relations import carried_out_by
from nippu.cases.types import (
    CaseFacts,
    CaseFilter,
    CaseList,
    CaseOrder,
    CaseRow,
    CaseState,
    ClientHit,
    Member,
    MemberName,
    SearchHits,
)
from nippu.clients.queries import matching_clients, service_task_name, strip_of, whether
from nippu.codes.sets import CASE_NAME, code_set
from nippu.organisations.queries import colleague
from nippu.people.queries import search_condition

PAGE_ROWS = 25
OPEN_CASES = CaseFilter()
NUMBER = re.compile(r"\d{4}-\d{1,9}")
_ORDERS = {
    CaseOrder.CHANGED: ("changed_at", "id"),
    CaseOrder.OPENED: ("opened_on", "id"),
    CaseOrder.NUMBER: ("opened_at", "id"),  # numbers are given in the order of opening
    CaseOrder.CLIENT: ("first_client", "id"),
}


def case_name(code: str, text: str) -> Bilingual:
    """The name of a case: that of its code, or the words when the code is 99, other."""
    if code == rules.OTHER_NAME:
        return Bilingual(text)
    found = code_set(CASE_NAME).find(code)
    return found.name if found else Bilingual(code)


def open_case(case_id: CaseId, *, by: Actor, at: datetime) -> CaseFacts:
    """The facts of a case of which the actor may know."""
    rows = _whole().annotate(may_write=whether(access.CHANGE.condition(by, at=at)))
    facts = _facts(access.READ.open(rows, case_id, by, at=at), at, by)
    clients = [each.client.id for each in facts.members]
    details = Details(data_from=facts.opened_on)
    record("case.read", by=by, clients=clients, at=at, subject_id=case_id, details=details)
    return facts


def facts_of(case_id: CaseId, *, at: datetime) -> CaseFacts:
    """The facts of a case, for areas that have asked permission and record the use."""
    return _facts(_whole().get(pk=case_id), at)


def _whole() -> QuerySet[Case]:
    members = CaseMember.objects.order_by("position", "joined_at")
    return Case.objects.select_related("unit", "responsible").prefetch_related(Prefetch("members", members))


def _facts(row: Case, at: datetime, by: Actor | None = None) -> CaseFacts:
    return CaseFacts(
        id=CaseId(row.id),
        number=row.number,
        oid=row.oid,
        name_code=row.name_code,
        name_text=row.name_text,
        name=case_name(row.name_code, row.name_text),
        service_task=row.service_task,
        service_task_name=service_task_name(row.service_task),
        state=CaseState(row.state),
        joint=row.joint,
        urgent=row.urgent,
        stage=row.stage,
        controller_id=ControllerId(row.controller_id),
        unit_id=UnitId(row.unit_id),
        unit_oid=row.unit.oid,
        unit_name=Bilingual(row.unit.name_fi, row.unit.name_sv),
        responsible=colleague(row.responsible),
        opened_at=row.opened_at,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        changed_at=row.changed_at,
        members=_members(list(row.members.all()), at, by),
        may_write=getattr(row, "may_write", False),
    )


def _members(rows: list[CaseMember], at: datetime, by: Actor | None) -> tuple[Member, ...]:
    strips = strip_of([ClientId(each.client_id) for each in rows], at=at, by=by)
    return tuple(
        Member(client=replace(strip, position=each.position), joined_at=each.joined_at, left_at=each.left_at)
        for each, strip in zip(rows, strips, strict=True)
    )


def my_cases(
    *,
    by: Actor,
    at: datetime,
    wanted: CaseFilter = OPEN_CASES,
    order: str = "-changed",
    page: int = 1,
    saving: bool = False,
) -> CaseList:
    """The cases that the actor is responsible for in the own unit, a page at a time; `saving` as a file."""
    mine = access.READ.filter(_of_unit(by, at), by, at=at).filter(responsible_id=by.professional_id)
    return _listed(mine, wanted=wanted, order=order, page=page, by=by, at=at, saving=saving)


def unit_cases(
    *,
    by: Actor,
    at: datetime,
    wanted: CaseFilter = OPEN_CASES,
    order: str = "-changed",
    page: int = 1,
    saving: bool = False,
) -> CaseList:
    """The cases that the own unit handles or carries out, a page at a time; `saving` as a file."""
    rows = access.READ.filter(_of_unit(by, at), by, at=at)
    return _listed(rows, wanted=wanted, order=order, page=page, by=by, at=at, saving=saving)


def _rows() -> QuerySet[Case]:
    members = CaseMember.objects.filter(left_at__isnull=True).select_related("client__person")
    return Case.objects.select_related("unit", "responsible").prefetch_related(
        Prefetch("members", members.order_by("position"))
    )


def _of_unit(by: Actor, at: datetime) -> QuerySet[Case]:
    """The cases that the actor's unit handles, and those in which it carries out a service today."""
    handled = Case.objects.filter(unit_id=by.unit_id).values("pk")
    return _rows().filter(pk__in=handled.union(carried_out_by(by, at).values("case"), all=True))


def _listed(
    rows: QuerySet[Case], *, wanted: CaseFilter, order: str, page: int, by: Actor, at: datetime, saving: bool
) -> CaseList:
    rows = _filtered(rows, wanted)
    if order.removeprefix("-") == CaseOrder.CLIENT.value:
        rows = rows.annotate(first_client=_first_client())
    rows = rows.order_by(*_ordering(order))
    count = rows.count()
    pages = max(1, -(-count // PAGE_ROWS))
    page = min(max(1, page), pages)
    found = tuple(_row(each) for each in rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS])
    if found:
        record("case.export" if saving else "case.list", by=by, clients=_clients(found), at=at)
    return CaseList(rows=found, count=count, page=page, pages=pages)


def _filtered(rows: QuerySet[Case], wanted: CaseFilter) -> QuerySet[Case]:
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state.value)
    if wanted.joint is not None:
        rows = rows.filter(joint=wanted.joint)
    text = wanted.text.strip()
    if NUMBER.fullmatch(text):
        return rows.filter(number=text)
    if not text:
        return rows
    condition = search_condition(text, prefix="client__person__")
    if condition is None:
        return rows.none()
    members = CaseMember.objects.filter(condition, case=OuterRef("pk"), left_at__isnull=True)
    return rows.filter(Exists(members))


def _first_client() -> Subquery:
    """The name, family name first, of the member who joined first."""
    members = CaseMember.objects.filter(case=OuterRef("pk"), left_at__isnull=True).order_by("position")
    return Subquery(members.values("client__person__search_name")[:1])


def _ordering(order: str) -> tuple[str, ...]:
    turned, name = ("-" if order.startswith("-") else ""), order.removeprefix("-")
    known = next((each for each in CaseOrder if each.value == name), CaseOrder.CHANGED)
    return tuple(turned + field for field in _ORDERS[known])


def _row(row: Case) -> CaseRow:
    return CaseRow(
        id=CaseId(row.id),
        number=row.number,
        name=case_name(row.name_code, row.name_text),
        service_task_name=service_task_name(row.service_task),
        unit_name=Bilingual(row.unit.name_fi, row.unit.name_sv),
        state=CaseState(row.state),
        joint=row.joint,
        urgent=row.urgent,
        stage=row.stage,
        responsible_id=ProfessionalId(row.responsible_id),
        responsible=str(row.responsible),
        members=tuple(_member_name(each) for each in row.members.all()),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        changed_at=row.changed_at,
        may_write=getattr(row, "may_write", False),
    )


def _member_name(row: CaseMember) -> MemberName:
    person = row.client.person
    return MemberName(
        client_id=ClientId(row.client_id),
        name=f"{person.given_names} {person.family_name}",
        initials=f"{person.given_names[:1]}{person.family_name[:1]}".upper(),
        position=row.position,
    )


def _clients(rows: Iterable[CaseRow]) -> list[ClientId]:
    return list(dict.fromkeys(each.client_id for row in rows for each in row.members))


def cases_of_client(client_id: ClientId, *, by: Actor, at: datetime) -> tuple[CaseRow, ...]:
    """The client's cases of which the actor may know, the open ones first and the newest first in each.

    For the client's own page. No page of a joint case asks for this. The others in the joint cases are named
    too: the use is recorded as one of their data as well.
    """
    told = _rows().annotate(may_write=whether(access.CHANGE.condition(by, at=at)))
    rows = _cases_of((client_id,), told, by=by, at=at)
    if rows:
        about = dict.fromkeys([client_id, *_clients(rows)])
        record("case.list_of_client", by=by, clients=about, at=at, subject_id=client_id)
    return rows


def open_cases_of(
    client_ids: Iterable[ClientId], *, by: Actor, at: datetime
) -> dict[ClientId, tuple[CaseRow, ...]]:
    """Each client's open cases in which the actor works, the latest changed first; only of who has any.

    For taking in a contact, which records the use of all members.
    """
    wanted = list(client_ids)
    if not wanted:
        return {}
    theirs = CaseMember.objects.filter(case=OuterRef("pk"), client__in=wanted, left_at__isnull=True)
    rows = access.CHANGE.filter(_rows(), by, at=at).filter(Exists(theirs))
    found = tuple(_row(each) for each in rows.order_by("-changed_at", "-id"))
    of_each = {one: tuple(row for row in found if row.has_member(one)) for one in wanted}
    return {one: cases for one, cases in of_each.items() if cases}


def _cases_of(
    client_ids: Iterable[UUID], cases: QuerySet[Case], *, by: Actor, at: datetime, limit: int | None = None
) -> tuple[CaseRow, ...]:
    theirs = CaseMember.objects.filter(case=OuterRef("pk"), client__in=list(client_ids), left_at__isnull=True)
    rows = access.READ.filter(cases, by, at=at).filter(Exists(theirs))
    return tuple(_row(each) for each in rows.order_by("-state", "-changed_at", "-id")[:limit])


def search(text: str, *, by: Actor, at: datetime, limit: int = 20) -> SearchHits:
    """Clients and cases of which one may know, by name, identity code, temporary code or case number."""
    if NUMBER.fullmatch(text.strip()):
        clients: tuple[ClientHit, ...] = ()
        rows = access.READ.filter(_rows(), by, at=at).filter(Q(number=text.strip()))
        cases = tuple(_row(each) for each in rows)
    else:
        found = matching_clients(text, by=by, at=at, limit=limit)
        clients = tuple(ClientHit(id=client_id, person=person) for client_id, person in found)
        known = [each.id for each in clients]
        cases = _cases_of(known, _rows(), by=by, at=at, limit=limit) if clients else ()
    hits = list(dict.fromkeys([*(each.id for each in clients), *_clients(cases)]))
    if text.strip():
        record("search", by=by, clients=hits, at=at, details=Details(search_kind=search_kind_of(text)))
    return SearchHits(clients=clients, cases=cases)
