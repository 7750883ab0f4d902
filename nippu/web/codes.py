"""Code sets: which are known whole, in part or not at all, and what is in them."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nippu.access.errors import NotThere
from nippu.base.texts import _ as marked
from nippu.base.texts import translated
from nippu.codes.sets import Code, CodeSet, Coverage, UnknownCodeSetError, all_code_sets, code_set, folded
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.ui.answers import page
from nippu.web.lists import Columns, alphabetical
from nippu.web.saving import SavedColumn, saved, wanted_form

LONGEST = 200
COVERAGE: dict[Coverage, str] = {
    Coverage.COMPLETE: marked("Täydellinen"),
    Coverage.PARTIAL: marked("Osittainen"),
    Coverage.PROVISIONAL: marked("Väliaikainen"),
    Coverage.UNKNOWN: marked("Ei saatavilla"),
}
MEANING: dict[Coverage, str] = {
    Coverage.COMPLETE: marked("Kaikki koodit ovat täällä. Muu koodi on virhe."),
    Coverage.PARTIAL: marked("Osa valtakunnallisista koodeista on täällä. Muunkin koodin voi kirjoittaa."),
    Coverage.PROVISIONAL: marked(
        "Osa koodeista tai nimistä on omia ja väliaikaisia. Ne on tarkoitettu esittelyyn ja koulutukseen."
    ),
    Coverage.UNKNOWN: marked(
        "Yhtään koodia ei ole täällä. Luokitus haetaan kansalliselta koodistopalvelimelta."
    ),
}


@dataclass(frozen=True, slots=True)
class SetRow:
    """A code set in the list."""

    set: CodeSet
    coverage: str
    provisional: int


@require_safe
def code_sets(request: NippuRequest) -> HttpResponse:
    """Every code set with how much of it is known."""
    columns = _columns(request, "name")
    words = folded(columns.values["q"]).split()
    found = [each for each in all_code_sets().values() if all(word in _text(each) for word in words)]
    rows = _ordered_sets([_row(each) for each in found], columns.order)
    form = wanted_form(request.GET)
    if form:
        return saved(form, "nippu-luokitukset", _saved_sets(), rows)
    counts = Counter(each.coverage for each in all_code_sets().values())
    context = {
        "rows": rows,
        "columns": columns,
        "text": columns.values["q"],
        "coverages": [
            (_in_words(COVERAGE[each]), _in_words(MEANING[each]), counts[each]) for each in Coverage
        ],
    }
    return page(request, "web/codes.html#rows" if request.htmx else "web/codes.html", context)


def _columns(request: NippuRequest, own_order: str) -> Columns:
    text = request.GET.get("q", "").strip()[:LONGEST]
    return Columns(path=request.path, order=request.GET.get("order", own_order), values={"q": text})


def _ordered_sets(rows: list[SetRow], order: str) -> list[SetRow]:
    kinds = list(Coverage)
    keys: dict[str, Callable[[SetRow], int]] = {
        "coverage": lambda each: kinds.index(each.set.coverage),
        "codes": lambda each: len(each.set.codes),
    }
    rows.sort(key=lambda each: _name(each.set), reverse=order == "-name")
    if order.removeprefix("-") in keys:
        rows.sort(key=keys[order.removeprefix("-")], reverse=order.startswith("-"))
    return rows


def _saved_sets() -> list[SavedColumn[SetRow]]:
    return [
        SavedColumn(_("Nimi"), lambda row: row.set.name.fi),
        SavedColumn(_("Nimi ruotsiksi"), lambda row: row.set.name.sv),
        SavedColumn(_("OID"), lambda row: row.set.oid),
        SavedColumn(_("Versio"), lambda row: row.set.version),
        SavedColumn(_("Kattavuus"), lambda row: row.coverage),
        SavedColumn(_("Koodeja"), lambda row: len(row.set.codes)),
        SavedColumn(_("Väliaikaisia"), lambda row: row.provisional),
    ]


def _in_words(text: str) -> str:
    return translated(text, reading_language())


def _text(row: CodeSet) -> str:
    return folded(f"{row.name.fi} {row.name.sv or ''} {row.oid}")


def _name(row: CodeSet) -> str:
    return alphabetical(row.name.in_language(reading_language()))


def _row(row: CodeSet) -> SetRow:
    return SetRow(row, _in_words(COVERAGE[row.coverage]), sum(each.provisional for each in row.codes))


@require_safe
def code_set_page(request: NippuRequest, oid: str) -> HttpResponse:
    """One code set with its codes, searched by name in either language or by code."""
    try:
        found = code_set(oid)
    except UnknownCodeSetError:
        raise NotThere from None
    columns = _columns(request, "")
    rows = _codes(found, columns.values["q"], columns.order)
    form = wanted_form(request.GET)
    if form:
        return saved(form, f"nippu-luokitus-{found.oid}", _saved_codes(), [code for __, code in rows])
    context = {
        "set": found,
        "coverage": _in_words(COVERAGE[found.coverage]),
        "meaning": _in_words(MEANING[found.coverage]),
        "columns": columns,
        "text": columns.values["q"],
        "rows": rows,
    }
    return page(request, "web/code_set.html#rows" if request.htmx else "web/code_set.html", context)


def _codes(found: CodeSet, text: str, order: str) -> list[tuple[int, Code]]:
    """Codes with their depth: in tree order, by how well they match what was searched for, or by a column."""
    keys: dict[str, Callable[[Code], tuple[object, ...]]] = {
        "code": lambda each: _numbers_apart(each.code),
        "name": lambda each: (alphabetical(each.name.fi),),
        "swedish": lambda each: (alphabetical(each.name.sv or ""),),
    }
    key = keys.get(order.removeprefix("-"))
    if key is None and not text:
        return list(found.tree())
    codes = found.search(text, reading_language())
    if key is not None:
        codes = tuple(sorted(codes, key=key, reverse=order.startswith("-")))
    if order.removeprefix("-") == "swedish":
        codes = tuple(sorted(codes, key=lambda each: not each.name.sv))
    return [(0, each) for each in codes]


def _numbers_apart(code: str) -> tuple[object, ...]:
    """The code for sorting: 9 comes before 10, and numbers before letters."""
    parts = re.findall(r"[0-9]+|[^0-9]+", code.casefold())
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def _saved_codes() -> list[SavedColumn[Code]]:
    return [
        SavedColumn(_("Koodi"), lambda row: row.code),
        SavedColumn(_("Nimi"), lambda row: row.name.fi),
        SavedColumn(_("Nimi ruotsiksi"), lambda row: row.name.sv),
        SavedColumn(_("Yläkoodi"), lambda row: row.parent),
        SavedColumn(_("Väliaikainen"), lambda row: _("Kyllä") if row.provisional else _("Ei")),
    ]
