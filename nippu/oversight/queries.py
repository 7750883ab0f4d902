"""Investigations of the log of use. Each look into the log is itself recorded in it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.timezone import get_current_timezone

from nippu.access.types import Actor
from nippu.audit import access
from nippu.audit.actions import record
from nippu.audit.models import UseRecord
from nippu.audit.rules import search_kind_of
from nippu.audit.types import Details, Kind, Purpose, SearchKind
from nippu.base.ids import ClientId
from nippu.organisations.models import Professional
from nippu.oversight.names import Names, find_clients, named_worker, names_of
from nippu.oversight.types import Found, LogFilter, LogPage, NamedClient, NamedWorker, Pattern, UseRow
from nippu.people.errors import IdentityCodeWrong
from nippu.people.rules import check_identity_code, search_words

PAGE_ROWS = 50
SAVED_AT_ONCE = 1000
MOST_FOUND = 20
SHORTEST_SEARCH = 2
_ORDERS = {"at": ("at", "id"), "-at": ("-at", "-id")}


def may_investigate(by: Actor) -> bool:
    """Whether one may look into the log."""
    return access.may_investigate(by)


def may_answer_clients(by: Actor) -> bool:
    """Whether one may answer clients' requests for the log."""
    return access.may_answer_clients(by)


def save_log(wanted: LogFilter, *, by: Actor, at: datetime, order: str = "-at") -> Iterator[UseRow]:
    """All that is asked of the log, for a file; as it is at one moment, a part of the names at a time."""
    access.check_may_investigate(by)
    rows = list(_ordered(_filtered(wanted, by), order))
    _record_look(wanted, by=by, at=at, saving=True)
    for start in range(0, len(rows), SAVED_AT_ONCE):
        yield from rows_of(rows[start : start + SAVED_AT_ONCE], by)


def _ordered(rows: QuerySet[UseRecord], order: str) -> QuerySet[UseRecord]:
    return rows.order_by(*_ORDERS.get(order, _ORDERS["-at"]))


def read_log(wanted: LogFilter, *, by: Actor, at: datetime, order: str = "-at", page: int = 1) -> LogPage:
    """A page of the log of the own controller, the newest first."""
    access.check_may_investigate(by)
    rows = _ordered(_filtered(wanted, by), order)
    count = rows.count()
    pages = max(1, -(-count // PAGE_ROWS))
    page = min(max(1, page), pages)
    found = list(rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS])
    _record_look(wanted, by=by, at=at, saving=False)
    return LogPage(rows=tuple(rows_of(found, by)), count=count, page=page, pages=pages)


def _record_look(wanted: LogFilter, *, by: Actor, at: datetime, saving: bool) -> None:
    record(
        "log.export" if saving else "log.read",
        by=by,
        clients=[wanted.client_id] if wanted.client_id else [],
        at=at,
        subject_id=wanted.client_id or wanted.professional_id,
        details=Details(data_from=wanted.start),
    )


def _filtered(wanted: LogFilter, by: Actor) -> QuerySet[UseRecord]:
    start, end = between(wanted.start, wanted.end)
    rows = UseRecord.objects.filter(controller_id=by.controller_id, at__gte=start, at__lt=end)
    if wanted.client_id:
        rows = rows.filter(Q(clients__contains=[wanted.client_id]) | Q(subject_id=wanted.client_id))
    if wanted.professional_id:
        rows = rows.filter(professional_id=wanted.professional_id)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind.value)
    if wanted.pattern:
        rows = rows.filter(pk__in=_unusual(wanted.pattern, start, end, by))
    return rows


def _unusual(pattern: Pattern, start: datetime, end: datetime, by: Actor) -> RawSQL:
    """The identifiers of the unusual records, asked once: a page asks for its rows and for their number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM oversight_unusual(%s, %s, %s, %s, %s)",
            [by.controller_id, pattern.value, start, end, settings.MANY_CLIENTS_IN_HOUR],
        )
        found = [row[0] for row in cursor.fetchall()]
    return RawSQL("SELECT unnest(%s::bigint[])", [found])


def between(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments between which two days lie, both days included."""
    here = get_current_timezone()
    return (
        datetime.combine(first, time.min, tzinfo=here),
        datetime.combine(last + timedelta(days=1), time.min, tzinfo=here),
    )


def rows_of(rows: Iterable[UseRecord], by: Actor) -> Iterator[UseRow]:
    """Records with the names of those whom they tell of. Three statements, however many the records."""
    listed = list(rows)
    names = names_of(
        by.controller_id,
        clients={client for each in listed for client in each.clients},
        workers={each.professional_id for each in listed if each.professional_id},
        units={each.unit_id for each in listed if each.unit_id},
    )
    return (_row(each, names) for each in listed)


def _row(row: UseRecord, names: Names) -> UseRow:
    return UseRow(
        id=row.id,
        at=row.at,
        action=row.action,
        kind=Kind(row.kind),
        purpose=Purpose(row.purpose),
        worker=names.worker(row.professional_id),
        unit_name=names.unit(row.unit_id),
        work_task=row.work_task,
        clients=tuple(names.client(each) for each in row.clients),
        ground=row.ground,
        data_from=row.data_from,
        search_kind=row.search_kind,
        refused=row.refused,
    )


def find(text: str, *, by: Actor, at: datetime) -> Found:
    """Clients and professionals of the own controller, to investigate the use of or by one of them."""
    access.check_may_investigate(by)
    code, words = _code(text), search_words(text)
    if sum(map(len, words)) < SHORTEST_SEARCH and not code:
        return Found(clients=(), workers=())
    raw = "" if code else " & ".join(f"{word}:*" for word in words)
    clients = find_clients(by.controller_id, code=code, words=raw)
    details = Details(search_kind=search_kind_of(text))
    record("log.search", by=by, clients=[each.id for each in clients], at=at, details=details)
    return Found(clients=clients, workers=() if code else _workers(text, by))


def _code(text: str) -> str:
    if search_kind_of(text) is SearchKind.TEMPORARY_CODE:
        return text.strip().upper()
    try:
        return check_identity_code(text)
    except IdentityCodeWrong:
        return ""


def _workers(text: str, by: Actor) -> tuple[NamedWorker, ...]:
    rows = Professional.objects.filter(controller_id=by.controller_id)
    for word in text.split():
        rows = rows.filter(Q(given_names__icontains=word) | Q(family_name__icontains=word))
    return tuple(
        named_worker(each) for each in rows.order_by("family_name", "given_names", "id")[:MOST_FOUND]
    )


def client_named(client_id: ClientId, *, by: Actor) -> NamedClient | None:
    """The name of a client whose use is investigated; none when the controller has no such client."""
    access.check_may_investigate(by)
    return names_of(by.controller_id, clients=[client_id]).clients.get(client_id)


def worker_named(professional_id: UUID, *, by: Actor) -> NamedWorker | None:
    """The name of a professional whose use is investigated; none when the controller has no such one."""
    access.check_may_investigate(by)
    row = Professional.objects.filter(pk=professional_id, controller_id=by.controller_id).first()
    return named_worker(row) if row else None
