"""The units of the own controller: a list, and a page for each where it is changed and ended."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nippu.base.ids import ProviderId, UnitId
from nippu.base.texts import Bilingual
from nippu.http.answers import reading_language
from nippu.http.openness import keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.organisations import actions
from nippu.organisations.types import AssignmentView, UnitFields, UnitView
from nippu.organisations.upkeep import list_providers, list_units, open_unit
from nippu.ui.answers import page
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

FIELDS = (
    "oid",
    "name_fi",
    "name_sv",
    "service_tasks",
    "provider",
    "parent",
    "shelter",
    "mediation",
    "start",
    "end",
)


@require_safe
def units(request: NippuRequest) -> HttpResponse:
    """The units in force, those that have ended, or all."""
    state = request.GET.get("state") or "current"
    columns = Columns(path=request.path, order=request.GET.get("order", "name"), values={"state": state})
    found = list_units(by=request.actor, at=request.at)
    rows = _ordered([each for each in found if is_wanted(each.standing, state)], columns.order)
    form = wanted_form(request.GET)
    if form:
        return saved(form, "nippu-yksikot", _saved_columns(), rows)
    context = {
        "rows": rows,
        "columns": columns,
        "states": states(columns, state),
        "any": bool(found),
        "service_task_names": service_task_names,
        "standing_name": standing_name,
    }
    return page(request, "web/units.html", context)


def _ordered(rows: list[UnitView], order: str) -> list[UnitView]:
    keys: dict[str, Callable[[UnitView], str | int]] = {
        "oid": lambda each: each.fields.oid,
        "provider": lambda each: alphabetical(_in_words(each.provider_name)),
        "workers": lambda each: each.workers,
    }
    backward = order.startswith("-")
    rows.sort(key=lambda each: alphabetical(_in_words(each.fields.name)), reverse=order == "-name")
    if order.removeprefix("-") in keys:
        rows.sort(key=keys[order.removeprefix("-")], reverse=backward)
    return rows


def _saved_columns() -> list[SavedColumn[UnitView]]:
    return [
        SavedColumn(_("Nimi"), lambda row: row.fields.name.fi),
        SavedColumn(_("Nimi ruotsiksi"), lambda row: row.fields.name.sv),
        SavedColumn(_("OID"), lambda row: row.fields.oid),
        SavedColumn(_("Palvelutehtävät"), lambda row: service_task_names(row.fields.service_tasks)),
        SavedColumn(_("Yksityinen palveluntuottaja"), lambda row: _in_words(row.provider_name)),
        SavedColumn(_("Alkaa"), lambda row: row.fields.start),
        SavedColumn(_("Päättyy"), lambda row: row.fields.end),
        SavedColumn(_("Työntekijöitä"), lambda row: row.workers),
    ]


def _in_words(name: Bilingual | None) -> str:
    return name.in_language(reading_language()) if name else ""


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: NippuRequest) -> HttpResponse:
    """A form for a new unit."""
    if request.method != "POST":
        list_units(by=request.actor, at=request.at)
        return _shown(request, Form(dict.fromkeys(FIELDS, "")))
    given = typed(request, FIELDS)
    fields = _fields(given, request)
    form = kept(given, lambda: actions.add_unit(fields, by=request.actor, at=request.at))
    if form.errors:
        return _shown(request, form)
    messages.success(request, _("Yksikkö on lisätty."))
    return redirect("web:units")


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: NippuRequest, unit_id: UUID) -> HttpResponse:
    """A unit with those who work in it, to change what is told of it."""
    known = UnitId(unit_id)
    view, workers = open_unit(known, by=request.actor, at=request.at)
    if request.method != "POST":
        return _shown(request, Form(_values(view.fields)), view, workers)
    given = typed(request, FIELDS)
    fields = _fields(given, request)
    form = kept(given, lambda: actions.change_unit(known, fields, by=request.actor, at=request.at))
    if form.errors:
        return _shown(request, form, view, workers)
    messages.success(request, _("Yksikön tiedot on tallennettu."))
    return redirect("web:unit", unit_id)


def _values(fields: UnitFields) -> dict[str, str]:
    return {
        "oid": fields.oid,
        "name_fi": fields.name.fi,
        "name_sv": fields.name.sv or "",
        "service_tasks": " ".join(fields.service_tasks),
        "provider": str(fields.provider_id or ""),
        "parent": str(fields.parent_id or ""),
        "shelter": "1" if fields.shelter else "",
        "mediation": "1" if fields.mediation else "",
        **days(fields.start, fields.end),
    }


def _fields(given: Typed, request: NippuRequest) -> UnitFields:
    provider, parent = (_chosen(given, name, dict(options)) for name, options in _choices(request).items())
    return UnitFields(
        oid=given.values["oid"],
        name=given.name(),
        service_tasks=given.service_tasks(),
        provider_id=ProviderId(provider) if provider else None,
        parent_id=UnitId(parent) if parent else None,
        shelter=given.is_ticked("shelter"),
        mediation=given.is_ticked("mediation"),
        start=given.day("start"),
        end=given.day("end"),
    )


def _chosen(given: Typed, name: str, options: dict[str, str]) -> UUID | None:
    """What was chosen from a list; an error when it is not in it."""
    chosen = given.values[name]
    if chosen and chosen not in options:
        given.errors[name] = _("Valitse luettelosta.")
        return None
    return UUID(chosen) if chosen else None


def _choices(request: NippuRequest) -> dict[str, list[tuple[str, str]]]:
    """The private providers and the units to choose from."""
    providers = list_providers(by=request.actor, at=request.at)
    own = list_units(by=request.actor, at=request.at)
    return {
        "provider": [(str(each.id), _in_words(each.fields.name)) for each in providers],
        "parent": [(str(each.id), _in_words(each.fields.name)) for each in own],
    }


def _shown(
    request: NippuRequest,
    form: Form,
    view: UnitView | None = None,
    workers: tuple[AssignmentView, ...] = (),
) -> HttpResponse:
    choices = _choices(request)
    own = str(view.id) if view else ""
    context = {
        "unit": view,
        "workers": sorted(workers, key=lambda each: alphabetical(each.professional_name)),
        "standing_name": standing_name,
        "providers": [("", _("Oma yksikkö")), *choices["provider"]],
        "parents": [("", _("Ei mihinkään")), *(each for each in choices["parent"] if each[0] != own)],
    }
    return shown(request, "web/unit.html", form, context)
