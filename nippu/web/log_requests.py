"""Clients' requests for the log: taking one in, the extract to print, giving or refusing it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nippu.access.errors import NotThere
from nippu.audit.errors import LogPeriodNeedsReason, LogPeriodWrong, LogRefusalWithoutReason
from nippu.base.days import day_typed
from nippu.base.ids import ClientId
from nippu.base.texts import translated
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.oversight import actions, queries, requests
from nippu.oversight.types import RequestView
from nippu.ui.answers import page
from nippu.ui.show import day
from nippu.web.details import Form, typed_in, words
from nippu.web.log_words import ground_of, task_of, what_of

FIELDS = ("asked_on", "start", "end", "reason")
LANGUAGES = ("fi", "sv")


@require_safe
def log_requests(request: NippuRequest) -> HttpResponse:
    """Requests that wait for an answer, then those that have been answered."""
    rows = requests.list_requests(by=request.actor, at=request.at)
    context = {"rows": rows, "today": localdate(request.at), "in_words": _in_words}
    return page(request, "web/log_requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def log_request_new(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """A form for a client's written request."""
    known, today = ClientId(client_id), localdate(request.at)
    client = queries.client_named(known, by=request.actor)
    if client is None or not queries.may_answer_clients(request.actor):
        raise NotThere
    start = _two_years_before(today)
    form = Form({"asked_on": day(today), "start": day(start), "end": day(today), "reason": ""})
    if request.method == "POST":
        form = Form(typed_in(request, FIELDS))
        made = _asked(request, known, form, today)
        if isinstance(made, UUID):
            messages.success(request, _("Lokipyyntö on kirjattu."))
            return redirect("web:log_request", made)
        form = made
    context = {"client": client, "form": form}
    return page(request, "web/log_request_new.html", context, status=400 if form.errors else 200)


def _two_years_before(today: date) -> date:
    return date(today.year - 2, today.month, min(today.day, 28) if today.month == 2 else today.day)


def _asked(request: NippuRequest, client_id: ClientId, form: Form, today: date) -> UUID | Form:
    """The request that was made, or the form with what is wrong in it."""
    days = {name: day_typed(form.values[name], today=today) for name in ("asked_on", "start", "end")}
    asked_on, start, end = days["asked_on"], days["start"], days["end"]
    if asked_on is None or start is None or end is None:
        text = _("Kirjoita päivä muodossa p.k.vvvv, esimerkiksi 3.12.2026.")
        return Form(form.values, {name: text for name, found in days.items() if found is None})
    reason, by, at = form.values["reason"], request.actor, request.at
    try:
        return actions.ask_for_log(
            client_id, asked_on=asked_on, period=(start, end), reason=reason, by=by, at=at
        )
    except LogPeriodNeedsReason as error:
        return Form(form.values, {"reason": words(error)})
    except LogPeriodWrong as error:
        return Form(form.values, {"start": words(error)})


@require_http_methods(["GET", "HEAD", "POST"])
def log_request(request: NippuRequest, request_id: UUID) -> HttpResponse:
    """A request with its answer, or the two ways to answer it: POST of `answer` and `reason`."""
    form = Form({"reason": ""})
    if request.method == "POST":
        form = Form(typed_in(request, ("reason",)))
        try:
            _answer(request, request_id, form.values["reason"])
        except LogRefusalWithoutReason as error:
            form = Form(form.values, {"reason": words(error)})
        else:
            messages.success(request, _("Vastaus on kirjattu."))
            return redirect("web:log_request", request_id)
    view = requests.open_request(request_id, by=request.actor, at=request.at)
    context = {"view": view, "form": form, "late": view.is_late(localdate(request.at)), "in_words": _in_words}
    return page(request, "web/log_request.html", context, status=400 if form.errors else 200)


def _answer(request: NippuRequest, request_id: UUID, reason: str) -> None:
    answer = request.POST.get("answer")
    if answer == "give":
        actions.give_log(request_id, by=request.actor, at=request.at)
    elif answer == "refuse":
        actions.refuse_log(request_id, reason=reason, by=request.actor, at=request.at)
    else:
        raise NotThere


@require_safe
def log_extract(request: NippuRequest, request_id: UUID) -> HttpResponse:
    """The extract to print, in the client's language: who has used or got the data, when, on what ground."""
    found = requests.extract(request_id, by=request.actor, at=request.at)
    context: dict[str, object] = {
        "extract": found,
        "view": found.request,
        "what_of": what_of,
        "task_of": task_of,
    }
    context["ground_of"] = ground_of
    return _paper(request, "web/log_extract.html", context)


@require_safe
def log_decision(request: NippuRequest, request_id: UUID) -> HttpResponse:
    """The written decision by which the log is refused, to print in the client's language."""
    view: RequestView = requests.open_request(request_id, by=request.actor, at=request.at)
    if view.answer is None or not view.answer.is_refusal:
        raise NotThere
    return _paper(request, "web/log_decision.html", {"view": view})


def _paper(request: NippuRequest, name: str, context: dict[str, object]) -> HttpResponse:
    wanted = request.GET.get("language", "")
    language = wanted if wanted in LANGUAGES else reading_language()
    with translation.override(language):
        told = {
            **context,
            "in_words": _in_words,
            "languages": [(code, f"{request.path}?language={code}") for code in LANGUAGES],
        }
        return page(request, name, told)


def _in_words(text: str) -> str:
    return translated(text, reading_language())
