"""Reading of clients. What a person reads is recorded in the log of use by the same function."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Case, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from nippu.access.decree import may_handle
from nippu.access.errors import NotAllowed
from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.audit.rules import search_kind_of
from nippu.audit.types import Details
from nippu.base.ids import ClientId, GroundId, PersonId, ProfessionalId, RelationshipId, RiskId, UnitId
from nippu.base.texts import Bilingual
from nippu.clients import access
from nippu.clients.models import Client, ClientRelationship, Risk, ServiceTaskMembership, SpecialGround
from nippu.clients.types import (
    ClientPage,
    ClientStrip,
    PersonHit,
    RelationshipView,
    RiskView,
    ServiceTaskView,
    SpecialAccess,
)
from nippu.codes.sets import SERVICE_TASK, code_set
from nippu.organisations.queries import colleague
from nippu.people import queries as people
from nippu.people.rules import age_on
from nippu.people.types import PersonFacts


def service_task_name(code: str) -> Bilingual:
    """The name of a service task; the code itself when it is not known."""
    found = code_set(SERVICE_TASK).find(code)
    return found.name if found else Bilingual(code)


def _in_force(day: date, prefix: str = "") -> Q:
    ends = Q(**{f"{prefix}end__isnull": True}) | Q(**{f"{prefix}end__gte": day})
    return Q(**{f"{prefix}start__lte": day}) & ends


def open_client(client_id: ClientId, *, by: Actor, at: datetime) -> ClientPage:
    """A client at a glance, for one who may know of the client."""
    rows = _whole(at).annotate(
        may_change=whether(access.CHANGE.condition(by, at=at)),
        may_disclose=whether(access.DISCLOSE.condition(by, at=at)),
    )
    page = _page(access.READ.open(rows, client_id, by, at=at), at)
    record("client.read", by=by, clients=[client_id], at=at, subject_id=client_id)
    return page


def whether(condition: Q) -> Case:
    """Whether a row fulfils a condition, told with the row itself."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def is_known(client_id: ClientId, *, by: Actor, at: datetime) -> bool:
    """Whether one may know of a client."""
    return access.READ.filter(Client.objects.filter(pk=client_id), by, at=at).exists()


def show_identity_code(client_id: ClientId, *, by: Actor, at: datetime) -> str:
    """The whole identity code, for one who asks for it. The asking itself is recorded."""
    row = access.READ.open(Client.objects.select_related("person"), client_id, by, at=at)
    record("client.show_identity_code", by=by, clients=[client_id], at=at, subject_id=client_id)
    return row.person.identity_code or ""


def facts_of(client_ids: Sequence[ClientId], *, at: datetime) -> tuple[ClientPage, ...]:
    """The clients' facts in the order asked, for areas that have asked permission and record the use."""
    rows = {row.id: row for row in _whole(at).filter(pk__in=client_ids)}
    if any(each not in rows for each in client_ids):
        raise NotAllowed  # one may know nothing of some of them
    return tuple(_page(rows[each], at) for each in client_ids)


def _whole(at: datetime) -> QuerySet[Client]:
    risks = (
        Risk.objects.filter(_in_force(localdate(at))).select_related("recorded_by").order_by("start", "id")
    )
    tasks = ServiceTaskMembership.objects.select_related("unit").order_by("started_on", "id")
    relationships = ClientRelationship.objects.order_by("-started_on", "-id").prefetch_related(
        Prefetch("service_tasks", tasks)
    )
    return Client.objects.select_related("person", "own_worker").prefetch_related(
        Prefetch("risks", risks), Prefetch("relationships", relationships)
    )


def _page(row: Client, at: datetime) -> ClientPage:
    person = row.person
    return ClientPage(
        id=ClientId(row.id),
        person_id=PersonId(person.id),
        unit_id=UnitId(row.unit_id),
        family_name=person.family_name,
        given_names=person.given_names,
        identity_code=person.identity_code,
        temporary_code=person.temporary_code,
        birth_date=person.birth_date,
        age=age_on(localdate(at), person.birth_date),
        sex=person.sex,
        service_language=row.service_language,
        interpreter=row.interpreter,
        security_ban=row.security_ban,
        restricted=row.restricted,
        special_support=row.special_support,
        own_worker=colleague(row.own_worker) if row.own_worker else None,
        risks=tuple(_risk(each) for each in row.risks.all()),
        relationships=tuple(_relationship(each) for each in row.relationships.all()),
        contact=None if row.security_ban else people.contact_details(person),
        created_at=row.created_at,
        may_change=getattr(row, "may_change", False),
        may_disclose=getattr(row, "may_disclose", False),
    )


def _risk(row: Risk) -> RiskView:
    return RiskView(
        id=RiskId(row.id),
        description=row.description,
        start=row.start,
        end=row.end,
        recorded_by=str(row.recorded_by),
    )


def _relationship(row: ClientRelationship) -> RelationshipView:
    return RelationshipView(
        id=RelationshipId(row.id),
        oid=row.oid,
        started_on=row.started_on,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        service_tasks=tuple(_service_task(each) for each in row.service_tasks.all()),
    )


def _service_task(row: ServiceTaskMembership) -> ServiceTaskView:
    return ServiceTaskView(
        service_task=row.service_task,
        name=service_task_name(row.service_task),
        unit_id=UnitId(row.unit_id),
        unit_oid=row.unit.oid,
        unit_name=Bilingual(row.unit.name_fi, row.unit.name_sv),
        started_on=row.started_on,
        ended_on=row.ended_on,
    )


def strip_of(
    client_ids: Sequence[ClientId], *, at: datetime, by: Actor | None = None
) -> tuple[ClientStrip, ...]:
    """The clients as the strip shows them, in the order asked. One statement.

    With the special ground on which one looks at them. For pages that have asked permission and record the
    use.
    """
    day = localdate(at)
    in_force = Count("risks", filter=_in_force(day, "risks__"))
    found = Client.objects.filter(pk__in=client_ids).select_related("person", "own_worker")
    taken = _own_grounds(by, at) if by else SpecialGround.objects.none()
    first = taken.filter(client=OuterRef("pk")).order_by("-ends_at")[:1]
    ground = Subquery(first.values(json=JSONObject(id="id", until="ends_at")))
    rows = {row.id: (row, row.n, row.ground) for row in found.annotate(n=in_force, ground=ground)}
    return tuple(
        _strip(*rows[each], place, day) if each in rows else _hidden(each, place)
        for place, each in enumerate(client_ids, start=1)
    )


def _hidden(client_id: ClientId, position: int) -> ClientStrip:
    """One of the same case of whom the reader may know nothing more."""
    return ClientStrip(
        id=client_id,
        name="",
        initials="",
        age=None,
        identity_code=None,
        temporary_code=None,
        service_language="",
        interpreter="",
        own_worker="",
        own_worker_id=None,
        risks=0,
        security_ban=False,
        position=position,
    )


def _own_grounds(by: Actor, at: datetime) -> QuerySet[SpecialGround]:
    return SpecialGround.objects.filter(
        professional_id=by.professional_id, unit_id=by.unit_id, begins_at__lte=at, ends_at__gt=at
    )


def _strip(row: Client, risks: int, ground: dict[str, str] | None, position: int, day: date) -> ClientStrip:
    person = row.person
    return ClientStrip(
        id=ClientId(row.id),
        name=f"{person.given_names} {person.family_name}",
        initials=f"{person.given_names[:1]}{person.family_name[:1]}".upper(),
        age=age_on(day, person.birth_date),
        identity_code=person.identity_code,
        temporary_code=person.temporary_code,
        service_language=row.service_language,
        interpreter=row.interpreter,
        own_worker=str(row.own_worker) if row.own_worker else "",
        own_worker_id=ProfessionalId(row.own_worker_id) if row.own_worker_id else None,
        risks=risks,
        security_ban=row.security_ban,
        position=position,
        special=_special(ground) if ground else None,
    )


def _special(ground: dict[str, str]) -> SpecialAccess:
    return SpecialAccess(GroundId(UUID(ground["id"])), datetime.fromisoformat(ground["until"]))


def find_persons(text: str, *, by: Actor, at: datetime, limit: int = 10) -> tuple[PersonHit, ...]:
    """Persons of the whole register while a client is being chosen or added, so that none is added twice."""
    if not may_handle(by):
        return ()
    found = people.find_persons(text, by=by, limit=limit)
    rows = Client.objects.filter(person__in=[each.id for each in found]).values_list("person_id", "id")
    clients = {person_id: ClientId(client_id) for person_id, client_id in rows}
    if text.strip():
        details = Details(search_kind=search_kind_of(text))
        record("person.search", by=by, clients=clients.values(), at=at, details=details)
    return tuple(PersonHit(person=each, client_id=clients.get(each.id)) for each in found)


def matching_clients(
    text: str, *, by: Actor, at: datetime, limit: int
) -> tuple[tuple[ClientId, PersonFacts], ...]:
    """Clients of whom one may know, by name, identity code or temporary code.

    For the search over clients and cases, which records the use.
    """
    condition = people.search_condition(text, prefix="person__")
    if condition is None:
        return ()
    rows = access.READ.filter(Client.objects.select_related("person"), by, at=at).filter(condition)
    ordered = rows.order_by("person__family_name", "person__given_names", "id")[:limit]
    return tuple((ClientId(row.id), people.person_facts(row.person)) for row in ordered)
