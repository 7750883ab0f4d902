"""Private providers and the contracts with them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nippu.base.ids import ContractId, ProviderId
from nippu.http.answers import reading_language
from nippu.http.openness import keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.organisations import actions
from nippu.organisations.types import ContractFields, ProviderFields, ProviderView
from nippu.organisations.upkeep import list_providers, open_contract, open_provider
from nippu.ui.answers import page
from nippu.ui.show import day
from nippu.web.details import Form
from nippu.web.lists import Columns, alphabetical
from nippu.web.organisations_forms import (
    Typed,
    days,
    is_wanted,
    kept,
    service_task_names,
    shown,
    standing_name,
    states,
    typed,
)
from nippu.web.saving import SavedColumn, saved, wanted_form

PROVIDER = ("oid", "business_id", "name_fi", "name_sv")
CONTRACT = ("service_tasks", "start", "end")


@require_safe
def providers(request: NippuRequest) -> HttpResponse:
    """The private providers whose contract is in force, those whose contracts have ended, or all."""
    state = request.GET.get("state") or "current"
    columns = Columns(path=request.path, order=request.GET.get("order", "name"), values={"state": state})
    found = list_providers(by=request.actor, at=request.at)
    rows = _ordered([each for each in found if is_wanted(each.standing, state)], columns.order)
    form = wanted_form(request.GET)
    if form:
        return saved(form, "nippu-palveluntuottajat", _saved_columns(), rows)
    context = {
        "rows": rows,
        "columns": columns,
        "states": states(columns, state),
        "any": bool(found),
        "standing_name": standing_name,
    }
    return page(request, "web/providers.html", context)


def _ordered(rows: list[ProviderView], order: str) -> list[ProviderView]:
    keys: dict[str, Callable[[ProviderView], str]] = {
        "name": lambda each: alphabetical(each.fields.name.in_language(reading_language())),
        "business_id": lambda each: each.fields.business_id,
    }
    key = keys.get(order.removeprefix("-"), keys["name"])
    return sorted(rows, key=key, reverse=order.startswith("-"))


def _saved_columns() -> list[SavedColumn[ProviderView]]:
    return [
        SavedColumn(_("Nimi"), lambda row: row.fields.name.fi),
        SavedColumn(_("Nimi ruotsiksi"), lambda row: row.fields.name.sv),
        SavedColumn(_("Y-tunnus"), lambda row: row.fields.business_id),
        SavedColumn(_("OID"), lambda row: row.fields.oid),
        SavedColumn(_("Sopimukset"), _contracts_in_words),
        SavedColumn(_("Yksiköitä"), lambda row: len(row.units)),
    ]


def _contracts_in_words(row: ProviderView) -> str:
    periods = ((each.fields.start, each.fields.end) for each in row.contracts)
    return ", ".join(f"{day(start)}–{day(end) if end else ''}" for start, end in periods)


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def provider_new(request: NippuRequest) -> HttpResponse:
    """A form for a new private provider and its first contract."""
    if request.method != "POST":
        list_providers(by=request.actor, at=request.at)
        return _shown(request, Form(dict.fromkeys(PROVIDER + CONTRACT, "")))
    given = typed(request, PROVIDER + CONTRACT)
    fields, contract = _provider(given), _contract(given)
    form = kept(given, lambda: actions.add_provider(fields, contract, by=request.actor, at=request.at))
    if form.errors:
        return _shown(request, form)
    messages.success(request, _("Palveluntuottaja ja sopimus on lisätty."))
    return redirect("web:providers")


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: NippuRequest, provider_id: UUID) -> HttpResponse:
    """A private provider with its contracts and units, to change its names."""
    known = ProviderId(provider_id)
    view = open_provider(known, by=request.actor, at=request.at)
    if request.method != "POST":
        fields = view.fields
        name = {"name_fi": fields.name.fi, "name_sv": fields.name.sv or ""}
        return _shown(request, Form({"oid": fields.oid, "business_id": fields.business_id, **name}), view)
    given = typed(request, PROVIDER)
    fields = _provider(given)
    form = kept(given, lambda: actions.change_provider(known, fields, by=request.actor, at=request.at))
    if form.errors:
        return _shown(request, form, view)
    messages.success(request, _("Palveluntuottajan tiedot on tallennettu."))
    return redirect("web:provider", provider_id)


def _shown(request: NippuRequest, form: Form, view: ProviderView | None = None) -> HttpResponse:
    context = {
        "provider": view,
        "service_task_names": service_task_names,
        "standing_name": standing_name,
    }
    return shown(request, "web/provider.html", form, context)


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def contract_new(request: NippuRequest, provider_id: UUID) -> HttpResponse:
    """A form for one more contract with a private provider."""
    view = open_provider(ProviderId(provider_id), by=request.actor, at=request.at)
    form = Form(dict.fromkeys(CONTRACT, ""))
    if request.method == "POST":
        given = typed(request, CONTRACT)
        fields = _contract(given)
        form = kept(given, lambda: actions.add_contract(view.id, fields, by=request.actor, at=request.at))
        if not form.errors:
            messages.success(request, _("Sopimus on lisätty."))
            return redirect("web:provider", provider_id)
    return shown(request, "web/contract.html", form, {"provider": view, "contract": None})


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: NippuRequest, contract_id: UUID) -> HttpResponse:
    """A contract, to change what it covers or when it ends."""
    known = open_contract(ContractId(contract_id), by=request.actor, at=request.at)
    form = Form(
        {
            "service_tasks": " ".join(known.fields.service_tasks),
            **days(known.fields.start, known.fields.end),
        }
    )
    if request.method == "POST":
        given = typed(request, CONTRACT)
        fields = _contract(given)
        form = kept(given, lambda: actions.change_contract(known.id, fields, by=request.actor, at=request.at))
        if not form.errors:
            messages.success(request, _("Sopimus on tallennettu."))
            return redirect("web:provider", known.provider_id)
    view = open_provider(known.provider_id, by=request.actor, at=request.at)
    return shown(request, "web/contract.html", form, {"provider": view, "contract": known})


def _provider(given: Typed) -> ProviderFields:
    return ProviderFields(oid=given.values["oid"], business_id=given.values["business_id"], name=given.name())


def _contract(given: Typed) -> ContractFields:
    return ContractFields(
        service_tasks=given.service_tasks(), start=given.needed_day("start"), end=given.day("end")
    )
