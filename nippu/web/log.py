"""The log of use for those who watch over it: found by client, worker, time and kind, and what is unusual."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nippu.access.errors import NotThere
from nippu.audit.types import Kind
from nippu.base.days import day_typed
from nippu.base.ids import ClientId, ProfessionalId
from nippu.base.texts import translated
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.oversight import queries
from nippu.oversight.requests import list_disclosures
from nippu.oversight.types import LogFilter, NamedClient, NamedWorker, Pattern, UseRow
from nippu.ui.answers import page
from nippu.ui.show import clock, day, join_names
from nippu.web.lists import Columns
from nippu.web.log_words import ground_of, refusal_of, task_of, what_of
from nippu.web.saving import SavedColumn, saved, wanted_form

FILTERS = ("client", "worker", "kind", "pattern", "start", "end")
NEWEST_FIRST = "-at"
DAYS_AT_FIRST = 30
LONGEST = 200

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an address asks of the log, with the names of those whom it names."""

    filter: LogFilter
    client: NamedClient | None
    worker: NamedWorker | None
    errors: dict[str, str]


@require_safe
def log(request: NippuRequest) -> HttpResponse:
    """A page of the log, or the whole of what is asked for as a file."""
    wanted = _wanted(request)
    order = request.GET.get("order", NEWEST_FIRST)
    form = wanted_form(request.GET)
    if form:
        rows = queries.save_log(wanted.filter, by=request.actor, at=request.at, order=order)
        return saved(form, "nippu-kayttoloki", _saved_columns(), rows)
    number = _page_number(request)
    found = queries.read_log(wanted.filter, by=request.actor, at=request.at, order=order, page=number)
    values = {name: request.GET.get(name, "") for name in FILTERS}
    columns = Columns(path=request.path, order=order, values=values)
    context = {"found": found, "columns": columns, "wanted": wanted, **_choices(wanted), **_words()}
    return page(request, "web/log.html", context)


def _words() -> dict[str, object]:
    return {
        "what_of": what_of,
        "task_of": task_of,
        "refusal_of": refusal_of,
        "ground_of": ground_of,
        "in_words": _in_words,
    }


def _in_words(text: str) -> str:
    return translated(text, reading_language())


def _choices(wanted: Wanted) -> dict[str, object]:
    kinds = [("", _("Kaikki")), *((each.value, _in_words(each.label)) for each in Kind)]
    patterns = [("", _("Ei rajausta")), *((each.value, _in_words(each.label)) for each in Pattern)]
    asked = wanted.filter
    return {
        "kinds": kinds,
        "patterns": patterns,
        "meaning": _in_words(asked.pattern.meaning) if asked.pattern else "",
        "values": {
            "start": day(asked.start),
            "end": day(asked.end),
            "kind": asked.kind.value if asked.kind else "",
            "pattern": asked.pattern.value if asked.pattern else "",
        },
    }


def _wanted(request: NippuRequest) -> Wanted:
    by, query, today = request.actor, request.GET, localdate(request.at)
    client_id, worker_id = _identifier(query.get("client", "")), _identifier(query.get("worker", ""))
    client = queries.client_named(ClientId(client_id), by=by) if client_id else None
    worker = queries.worker_named(worker_id, by=by) if worker_id else None
    if (client_id and client is None) or (worker_id and worker is None):
        raise NotThere
    errors: dict[str, str] = {}
    end = _day(query.get("end", ""), "end", today, errors) or today
    start = _day(query.get("start", ""), "start", today, errors) or end - timedelta(days=DAYS_AT_FIRST)
    asked = LogFilter(
        start=start,
        end=end,
        client_id=client.id if client else None,
        professional_id=ProfessionalId(worker.id) if worker else None,
        kind=_one_of(Kind, query.get("kind", "")),
        pattern=_one_of(Pattern, query.get("pattern", "")),
    )
    return Wanted(filter=asked, client=client, worker=worker, errors=errors)


def _day(typed: str, name: str, today: date, errors: dict[str, str]) -> date | None:
    found = day_typed(typed, today=today) if typed else None
    if typed and found is None:
        errors[name] = _("Kirjoita päivä muodossa p.k.vvvv, esimerkiksi 3.12.2026.")
    return found


def _one_of(choices: type[Choice], value: str) -> Choice | None:
    return next((each for each in choices if each.value == value), None)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotThere from None


def _page_number(request: NippuRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def _saved_columns() -> list[SavedColumn[UseRow]]:
    language = reading_language()
    return [
        SavedColumn(_("Aika"), lambda row: f"{day(row.at)} {clock(row.at)}"),
        SavedColumn(_("Tapahtuma"), lambda row: _in_words(row.kind.label)),
        SavedColumn(_("Kohde"), lambda row: what_of(row)),
        SavedColumn(_("Asiakas"), lambda row: join_names(_in_words(each.name) for each in row.clients)),
        SavedColumn(_("Työntekijä"), lambda row: row.worker.name if row.worker else ""),
        SavedColumn(_("Yksikkö"), lambda row: row.unit_name.in_language(language)),
        SavedColumn(_("Työtehtävä"), lambda row: task_of(row)),
        SavedColumn(_("Käyttötarkoitus"), lambda row: _in_words(row.purpose.label)),
        SavedColumn(_("Peruste"), lambda row: ground_of(row.ground)),
        SavedColumn(_("Tiedot alkaen"), lambda row: row.data_from),
        SavedColumn(_("Eväämisen syy"), lambda row: refusal_of(row)),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: NippuRequest) -> HttpResponse:
    """Clients and workers by name or code, to choose whose data or whose doings are investigated.

    What was searched for is in no address: whoever comes back to this one is led to the log.
    """
    if request.method != "POST":
        return redirect("web:log")
    text = request.POST.get("q", "").strip()[:LONGEST]
    found = queries.find(text, by=request.actor, at=request.at)
    context = {"found": found, "text": text, "may_answer": queries.may_answer_clients(request.actor)}
    return page(request, "web/log_found.html", context)


@require_safe
def disclosures(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """To whom a client's data have been given out."""
    known = ClientId(client_id)
    client = queries.client_named(known, by=request.actor)
    if client is None:
        raise NotThere
    rows = list_disclosures(known, by=request.actor, at=request.at)
    return page(request, "web/log_disclosures.html", {"client": client, "rows": rows})
