"""The list of cases: my own, or those of my unit."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nippu.base.texts import translated
from nippu.cases.queries import my_cases, unit_cases
from nippu.cases.types import CaseFilter, CaseList, CaseRow, CaseState
from nippu.catalogue.stages import NAMES
from nippu.catalogue.types import Stage
from nippu.http.answers import reading_language
from nippu.http.openness import keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.http.words import keep_words, kept_words
from nippu.ui.answers import page
from nippu.ui.show import join_names
from nippu.web.lists import Columns
from nippu.web.saving import Form, SavedColumn, saved, wanted_form

WANTED = "wanted_cases"
LONGEST = 200
STATES = {"open": CaseState.OPEN, "closed": CaseState.CLOSED, "all": None}
JOINTS = {"joint": True, "own": False, "all": None}
NEWEST_FIRST = "-changed"


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: NippuRequest) -> HttpResponse:
    """A page of the list. The words that narrow it wait in the session: they may be a person's name."""
    if request.method == "POST":
        keep_words(request, WANTED, request.POST.get("q", "").strip()[:LONGEST])
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    found = _found(request, _page_number(request))
    columns = Columns(
        path=request.path,
        order=request.GET.get("order", NEWEST_FIRST),
        values={key: request.GET.get(key, "") for key in ("whose", "state", "joint")},
        save_path=reverse("web:cases_save"),
    )
    context = {"found": found, "columns": columns, "text": _text(request), **_filters(request, columns)}
    return page(request, "web/cases.html", context)


@require_safe
def cases_save(request: NippuRequest) -> HttpResponse:
    """The whole list as it is narrowed and ordered, for a spreadsheet."""
    form = wanted_form(request.GET) or Form.CSV
    return saved(form, "nippu-asiat", _saved_columns(), _all_rows(request))


def _saved_columns() -> list[SavedColumn[CaseRow]]:
    language = reading_language()
    return [
        SavedColumn(_("Asianumero"), lambda row: row.number),
        SavedColumn(_("Asiakas"), lambda row: join_names(each.name for each in row.members)),
        SavedColumn(_("Asia"), lambda row: row.name.in_language(language)),
        SavedColumn(_("Palvelutehtävä"), lambda row: row.service_task_name.in_language(language)),
        SavedColumn(_("Vaihe"), lambda row: translated(NAMES[Stage(row.stage)], language)),
        SavedColumn(_("Tila"), lambda row: _("Avoin") if row.state is CaseState.OPEN else _("Päätetty")),
        SavedColumn(_("Avattu"), lambda row: row.opened_on),
        SavedColumn(_("Muuttunut"), lambda row: row.changed_at),
        SavedColumn(_("Vastuutyöntekijä"), lambda row: row.responsible),
    ]


def _all_rows(request: NippuRequest) -> Iterator[CaseRow]:
    found = _found(request, 1, saving=True)
    yield from found.rows
    for number in range(2, found.pages + 1):
        yield from _found(request, number, saving=True).rows


def _text(request: NippuRequest) -> str:
    return kept_words(request, WANTED)


def _page_number(request: NippuRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def _found(request: NippuRequest, number: int, *, saving: bool = False) -> CaseList:
    wanted = CaseFilter(
        text=_text(request),
        state=STATES.get(request.GET.get("state", "open"), CaseState.OPEN),
        joint=JOINTS.get(request.GET.get("joint", "all")),
    )
    listed = unit_cases if request.GET.get("whose") == "unit" else my_cases
    order = request.GET.get("order", NEWEST_FIRST)
    return listed(by=request.actor, at=request.at, wanted=wanted, order=order, page=number, saving=saving)


def _filters(request: NippuRequest, columns: Columns) -> dict[str, object]:
    whose = {"mine": _("Omat"), "unit": _("Yksikön")}
    states = {"open": _("Avoimet"), "closed": _("Päätetyt"), "all": _("Kaikki")}
    joints = {"all": _("Kaikki"), "joint": _("Yhteiset"), "own": _("Yhden henkilön")}
    chosen = {key: value for key, value in columns.values.items() if value}
    return {
        "of_unit": request.GET.get("whose") == "unit",
        "whose": _links(columns, "whose", whose, chosen.get("whose", "mine")),
        "states": _links(columns, "state", states, chosen.get("state", "open")),
        "joints": _links(columns, "joint", joints, chosen.get("joint", "all")),
    }


def _links(columns: Columns, name: str, names: dict[str, str], present: str) -> list[tuple[str, str, bool]]:
    return [(text, columns.with_value(name, key), key == present) for key, text in names.items()]
