"""Professionals: a list, what is told of each, and whether they may log in."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nippu.base.ids import ProfessionalId
from nippu.base.texts import LANGUAGES, translated
from nippu.codes.sets import folded
from nippu.http.answers import reading_language
from nippu.http.openness import asks_again, keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.organisations import actions
from nippu.organisations.errors import OwnAccess, PasswordWeak
from nippu.organisations.types import (
    AssignmentView,
    NewProfessional,
    ProfessionalFields,
    ProfessionalView,
    Standing,
)
from nippu.organisations.upkeep import list_professionals, open_professional
from nippu.ui.answers import page
from nippu.web.details import Form, words
from nippu.web.lists import Columns, alphabetical
from nippu.web.organisations_forms import Typed, kept, service_task_names, shown, standing_name, typed
from nippu.web.saving import Form as SavedForm
from nippu.web.saving import SavedColumn, saved, wanted_form

PERSON = (
    "given_names",
    "family_name",
    "title_fi",
    "title_sv",
    "registration_number",
    "employee_id",
    "phone",
)
NEW = (*PERSON, "username", "language")
WANTED = "wanted_professionals"
LONGEST = 200
PAGE_ROWS = 50


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def professionals(request: NippuRequest) -> HttpResponse:
    """A page of the list. The words that narrow it wait in the session: they may be a person's name."""
    if request.method == "POST":
        request.session[WANTED] = request.POST.get("q", "").strip()[:LONGEST]
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    state = request.GET.get("state") or "open"
    columns = Columns(
        path=request.path,
        order=request.GET.get("order", "name"),
        values={"state": state},
        save_path=reverse("web:professionals_save"),
    )
    rows = _rows(request, state, columns.order)
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    number = min(_page_number(request), pages)
    context = {
        "rows": rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS],
        "count": len(rows),
        "page": number,
        "pages": pages,
        "columns": columns,
        "text": _text(request),
        "states": _states(columns, state),
        "now": _now,
    }
    return page(request, "web/professionals.html", context)


@require_safe
def professionals_save(request: NippuRequest) -> HttpResponse:
    """The whole list as it is narrowed and ordered, for a spreadsheet."""
    form = wanted_form(request.GET) or SavedForm.CSV
    rows = _rows(request, request.GET.get("state") or "open", request.GET.get("order", "name"))
    return saved(form, "nippu-ammattihenkilot", _saved_columns(), rows)


def _text(request: NippuRequest) -> str:
    return str(request.session.get(WANTED, ""))


def _page_number(request: NippuRequest) -> int:
    number = request.GET.get("page", "1")
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def _states(columns: Columns, present: str) -> list[tuple[str, str, bool]]:
    names = {
        "open": _("Voi kirjautua"),
        "without": _("Ei työtehtävää"),
        "closed": _("Tunnus suljettu"),
        "all": _("Kaikki"),
    }
    return [(text, columns.with_value("state", key), key == present) for key, text in names.items()]


def _rows(request: NippuRequest, state: str, order: str) -> list[ProfessionalView]:
    wanted = folded(_text(request)).split()
    rows = [
        each
        for each in list_professionals(by=request.actor, at=request.at)
        if _is_wanted(each, state) and all(word in _searched(each) for word in wanted)
    ]
    keys: dict[str, Callable[[ProfessionalView], str]] = {
        "name": lambda each: alphabetical(each.name),
        "title": lambda each: alphabetical(each.fields.title.in_language(reading_language())),
        "username": lambda each: each.username.casefold(),
    }
    return sorted(rows, key=keys.get(order.removeprefix("-"), keys["name"]), reverse=order.startswith("-"))


def _is_wanted(row: ProfessionalView, state: str) -> bool:
    wanted = {
        "open": row.is_open,
        "closed": not row.is_open,
        "without": row.is_open and not _now(row),
    }
    return wanted.get(state, True)


def _searched(row: ProfessionalView) -> str:
    fields = row.fields
    return folded(f"{row.name} {row.username} {fields.employee_id} {fields.registration_number}")


def _now(row: ProfessionalView) -> list[AssignmentView]:
    """The work tasks that a professional has today."""
    return [each for each in row.assignments if each.standing is Standing.NOW]


def _saved_columns() -> list[SavedColumn[ProfessionalView]]:
    return [
        SavedColumn(_("Sukunimi"), lambda row: row.fields.family_name),
        SavedColumn(_("Etunimet"), lambda row: row.fields.given_names),
        SavedColumn(_("Nimike"), lambda row: row.fields.title.fi),
        SavedColumn(_("Käyttäjätunnus"), lambda row: row.username),
        SavedColumn(_("Rekisteröintinumero"), lambda row: row.fields.registration_number),
        SavedColumn(_("Henkilöstönumero"), lambda row: row.fields.employee_id),
        SavedColumn(_("Puhelin"), lambda row: row.fields.phone),
        SavedColumn(_("Voi kirjautua"), lambda row: _("Kyllä") if row.is_open else _("Ei")),
        SavedColumn(_("Työtehtävät nyt"), _tasks_in_words),
    ]


def _tasks_in_words(row: ProfessionalView) -> str:
    language = reading_language()
    return ", ".join(
        f"{translated(each.fields.work_task.label, language)}: {each.unit_name.in_language(language)}"
        for each in _now(row)
    )


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def professional_new(request: NippuRequest) -> HttpResponse:
    """A form for a new professional. The password and the work tasks come after it."""
    if request.method != "POST":
        list_professionals(by=request.actor, at=request.at)
        return _shown(request, Form(dict.fromkeys(NEW, "") | {"language": "fi"}))
    given = typed(request, NEW)
    new = NewProfessional(
        given_names=given.values["given_names"],
        family_name=given.values["family_name"],
        title=given.name("title"),
        username=given.values["username"],
        registration_number=given.values["registration_number"],
        employee_id=given.values["employee_id"],
        phone=given.values["phone"],
        language=next((each for each in LANGUAGES if each == given.values["language"]), "fi"),
    )
    added: list[ProfessionalId] = []
    form = kept(given, lambda: added.append(actions.add_professional(new, by=request.actor, at=request.at)))
    if form.errors:
        return _shown(request, form)
    messages.success(request, _("Ammattihenkilö on lisätty. Anna seuraavaksi salasana ja työtehtävä."))
    return redirect("web:professional", added[0])


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def professional(request: NippuRequest, professional_id: UUID) -> HttpResponse:
    """A professional's work tasks, log-in and facts, to change them."""
    known = ProfessionalId(professional_id)
    view = open_professional(known, by=request.actor, at=request.at)
    if request.method != "POST":
        return _shown(request, Form(_values(view.fields)), view)
    given = typed(request, PERSON)
    fields = _fields(given)
    form = kept(given, lambda: actions.change_professional(known, fields, by=request.actor, at=request.at))
    if form.errors:
        return _shown(request, form, view)
    messages.success(request, _("Ammattihenkilön tiedot on tallennettu."))
    return redirect("web:professional", professional_id)


def _values(fields: ProfessionalFields) -> dict[str, str]:
    return {
        "given_names": fields.given_names,
        "family_name": fields.family_name,
        "title_fi": fields.title.fi,
        "title_sv": fields.title.sv or "",
        "registration_number": fields.registration_number,
        "employee_id": fields.employee_id,
        "phone": fields.phone,
    }


def _fields(given: Typed) -> ProfessionalFields:
    return ProfessionalFields(
        given_names=given.values["given_names"],
        family_name=given.values["family_name"],
        title=given.name("title"),
        registration_number=given.values["registration_number"],
        employee_id=given.values["employee_id"],
        phone=given.values["phone"],
    )


def _shown(request: NippuRequest, form: Form, view: ProfessionalView | None = None) -> HttpResponse:
    context = {
        "professional": view,
        "is_own": view is not None and view.id == request.actor.professional_id,
        "standing_name": standing_name,
        "service_task_names": service_task_names,
        "languages": [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")],
    }
    return shown(request, "web/professional.html", form, context)


@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def professional_password(request: NippuRequest, professional_id: UUID) -> HttpResponse:
    """A form for a new password, which ends the sessions that are open with the old one."""
    view = open_professional(ProfessionalId(professional_id), by=request.actor, at=request.at)
    form = Form({"password": ""})
    if request.method == "POST" and "password" in request.POST:
        try:
            actions.set_password(view.id, request.POST["password"], by=request.actor, at=request.at)
        except PasswordWeak as weak:
            form = replace(form, errors={"password": words(weak)})
        except OwnAccess as own:
            form = replace(form, errors={"": words(own)})
        else:
            messages.success(request, _("Salasana on vaihdettu. Kerro se henkilölle turvallisesti."))
            return redirect("web:professional", professional_id)
    return shown(request, "web/professional_password.html", form, {"professional": view})


@require_POST
def professional_account(request: NippuRequest, professional_id: UUID) -> HttpResponse:
    """Close an account, or open it again."""
    may = request.POST.get("may") == "yes"
    actions.let_log_in(ProfessionalId(professional_id), may=may, by=request.actor, at=request.at)
    done = _("Tunnus on avattu.") if may else _("Tunnus on suljettu. Avaa se samalla sivulla, jos erehdyit.")
    messages.success(request, done)
    return redirect("web:professional", professional_id)
