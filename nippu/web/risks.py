"""Risks that one who meets the client must know of: writing one down, and letting one end."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nippu.access.errors import NotThere
from nippu.base.days import day_typed
from nippu.base.ids import ClientId, RiskId
from nippu.clients.errors import DayInFuture, RiskEndsBeforeStart, RiskWithoutWords
from nippu.clients.types import RiskView
from nippu.documents.actions import relationship
from nippu.documents.types import Renewal
from nippu.http.openness import keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.ui.show import day
from nippu.web.details import Form, Refused, client_to_change, details_page, kept, tell, typed_in, words

FIELDS = ("description", "start", "end")


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def risks(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """The risks in force, and a form to write down one more."""
    known = ClientId(client_id)
    form = Form({"description": "", "start": day(localdate(request.at)), "end": ""})
    if request.method == "POST":
        form = Form(typed_in(request, FIELDS))
        try:
            tell(request, kept(lambda: _recorded(request, known, form.values)))
        except Refused as refused:
            form = replace(form, errors=refused.errors)
        else:
            return redirect("web:client_risks", client_id)
    client = client_to_change(request, known)
    status = 400 if form.errors else 200
    return details_page(request, "web/details_risks.html", client, {"form": form}, status=status)


def _recorded(request: NippuRequest, client_id: ClientId, typed: dict[str, str]) -> Renewal:
    """The new risk written down; else what is wrong with each field."""
    today = localdate(request.at)
    errors: dict[str, str] = {}
    start, end = _day(typed, "start", errors, today), None
    if start is not None and start > today:
        errors["start"] = words(DayInFuture())
    if typed["end"]:
        end = _day(typed, "end", errors, today)
    if end is not None and end < today:
        errors["end"] = _("Päättymispäivä on jo mennyt. Kirjaa vain riski, joka on yhä voimassa.")
    if not typed["description"]:
        errors = {"description": words(RiskWithoutWords())} | errors
    if errors or start is None:
        raise Refused(errors)
    return relationship.record_risk(
        client_id, typed["description"], start=start, end=end, by=request.actor, at=request.at
    )


def _day(typed: dict[str, str], name: str, errors: dict[str, str], today: date) -> date | None:
    found = day_typed(typed[name], today=today, ahead=name != "start")
    if found is None:
        errors[name] = _("Kirjoita päivä muodossa p.k.vvvv, esimerkiksi 3.12.2026.")
    return found


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def risk(request: NippuRequest, client_id: UUID, risk_id: UUID) -> HttpResponse:
    """Let a risk end after a day."""
    known, wanted = ClientId(client_id), RiskId(risk_id)
    form = Form({"on": day(localdate(request.at))})
    if request.method == "POST":
        form = Form(typed_in(request, ("on",)))
        try:
            tell(request, kept(lambda: _ended(request, known, wanted, form.values)))
        except Refused as refused:
            form = replace(form, errors=refused.errors)
        else:
            return redirect("web:client_risks", client_id)
    client = client_to_change(request, known)
    found: RiskView | None = next((each for each in client.risks if each.id == risk_id), None)
    if found is None:
        raise NotThere
    context = {"form": form, "risk": found}
    return details_page(request, "web/details_risk.html", client, context, status=400 if form.errors else 200)


def _ended(request: NippuRequest, client_id: ClientId, risk_id: RiskId, typed: dict[str, str]) -> Renewal:
    errors: dict[str, str] = {}
    on = _day(typed, "on", errors, localdate(request.at))
    if on is None:
        raise Refused(errors)
    try:
        return relationship.end_risk(client_id, risk_id, on=on, by=request.actor, at=request.at)
    except RiskEndsBeforeStart as error:
        raise Refused({"on": words(error)}) from error
