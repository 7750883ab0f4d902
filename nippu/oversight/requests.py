"""Reading of disclosures and of clients' requests for the log."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nippu.access.types import Actor
from nippu.audit import access
from nippu.audit.actions import record
from nippu.audit.errors import LogRequestNotThere
from nippu.audit.models import Disclosure, LogAnswer, LogRequest, UseRecord
from nippu.audit.types import Details, Kind, Outcome
from nippu.base.ids import ClientId
from nippu.oversight.names import Names, grounds_of, names_of
from nippu.oversight.queries import between, rows_of
from nippu.oversight.types import AnswerView, DisclosureRow, Extract, Ground, RequestView

MOST_REQUESTS = 200


def list_requests(*, by: Actor, at: datetime) -> tuple[RequestView, ...]:
    """Clients' requests for the log, those that wait for an answer first, the earliest due first."""
    access.check_may_answer_clients(by)
    rows = LogRequest.objects.filter(controller_id=by.controller_id).select_related("answer")
    waiting = list(rows.filter(answer__isnull=True).order_by("due_on", "id"))
    answered = list(rows.filter(answer__isnull=False).order_by("-answer__at", "-id")[:MOST_REQUESTS])
    found = _views([*waiting, *answered], by)
    if found:
        clients = dict.fromkeys(each.client.id for each in found)
        record("log_request.list", by=by, clients=clients, at=at)
    return found


def count_waiting(*, by: Actor) -> int:
    """How many clients' requests wait for an answer from those who answer them."""
    if not access.may_answer_clients(by):
        return 0
    return LogRequest.objects.filter(controller_id=by.controller_id, answer__isnull=True).count()


def open_request(request_id: UUID, *, by: Actor, at: datetime) -> RequestView:
    """A client's request for the log with its answer."""
    access.check_may_answer_clients(by)
    rows = LogRequest.objects.select_related("answer")
    row = rows.filter(pk=request_id, controller_id=by.controller_id).first()
    if row is None:
        raise LogRequestNotThere
    (view,) = _views([row], by)
    record("log_request.read", by=by, clients=[view.client.id], at=at, subject_id=request_id)
    return view


def extract(request_id: UUID, *, by: Actor, at: datetime) -> Extract:
    """What the client is told: who has used the data or been given them, when and on what ground.

    Refusals are left out: nothing was used. Others in the same records are not named.
    """
    view = open_request(request_id, by=by, at=at)
    start, end = between(view.period_from, view.period_to)
    theirs = {"controller_id": by.controller_id, "at__gte": start, "at__lt": end}
    uses = UseRecord.objects.filter(clients__contains=[view.client.id], **theirs)
    uses = uses.exclude(kind=Kind.REFUSAL.value).order_by("at", "id")
    disclosures = Disclosure.objects.filter(clients__contains=[view.client.id], **theirs)
    details = Details(kind=Kind.PRINT, data_from=view.period_from)
    record(
        "log_request.print", by=by, clients=[view.client.id], at=at, subject_id=request_id, details=details
    )
    rows = tuple(rows_of(uses, by))
    grounds = grounds_of(by.controller_id, view.client.id, [row.id for row in rows])
    return Extract(
        request=view,
        controller_name=by.controller_name,
        uses=tuple((row, grounds.get(row.id, Ground())) for row in rows),
        disclosures=_disclosures(disclosures.order_by("at", "id"), by),
    )


def list_disclosures(client_id: ClientId, *, by: Actor, at: datetime) -> tuple[DisclosureRow, ...]:
    """To whom a client's data have been given out, for those who watch over the use of data."""
    access.check_may_investigate(by)
    rows = Disclosure.objects.filter(controller_id=by.controller_id, clients__contains=[client_id])
    record("log.read", by=by, clients=[client_id], at=at, subject_id=client_id)
    return _disclosures(rows.order_by("-at", "-id"), by)


def _disclosures(rows: Iterable[Disclosure], by: Actor) -> tuple[DisclosureRow, ...]:
    listed = list(rows)
    names = names_of(
        by.controller_id,
        workers={each.professional_id for each in listed},
        units={each.unit_id for each in listed},
    )
    return tuple(
        DisclosureRow(
            id=each.id,
            at=each.at,
            recipient=each.recipient,
            legal_basis=each.legal_basis,
            data_sets=each.data_sets,
            purpose=each.purpose,
            discloser=_worker_name(names, each.professional_id),
            unit_name=names.unit(each.unit_id),
        )
        for each in listed
    )


def _views(rows: list[LogRequest], by: Actor) -> tuple[RequestView, ...]:
    answers = {each.pk: answer for each in rows if (answer := _answer(each)) is not None}
    names = names_of(
        by.controller_id,
        clients={each.client_id for each in rows},
        workers={each.professional_id for each in answers.values()},
    )
    return tuple(
        RequestView(
            id=each.id,
            client=names.client(each.client_id),
            asked_on=each.asked_on,
            due_on=each.due_on,
            period_from=each.period_from,
            period_to=each.period_to,
            reason=each.reason,
            answer=_answer_view(answers.get(each.pk), names),
        )
        for each in rows
    )


def _answer(row: LogRequest) -> LogAnswer | None:
    return row.answer if hasattr(row, "answer") else None


def _answer_view(row: LogAnswer | None, names: Names) -> AnswerView | None:
    if row is None:
        return None
    by = _worker_name(names, row.professional_id)
    return AnswerView(at=row.at, outcome=Outcome(row.outcome), reason=row.reason, by=by)


def _worker_name(names: Names, key: UUID) -> str:
    worker = names.worker(key)
    return worker.name if worker else ""
