"""Code sets: which are known whole, in part or not at all, and what is in them."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nippu.access.errors import NotThere
from nippu.base.texts import _ as marked
from nippu.base.texts import translated
from nippu.codes.sets import Code, CodeSet, Coverage, UnknownCodeSetError, all_code_sets, code_set, folded
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.ui.answers import page

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
    text = request.GET.get("q", "").strip()[:LONGEST]
    words = folded(text).split()
    found = [each for each in all_code_sets().values() if all(word in _text(each) for word in words)]
    counts = Counter(each.coverage for each in all_code_sets().values())
    context = {
        "rows": [_row(each) for each in sorted(found, key=_name)],
        "text": text,
        "coverages": [
            (_in_words(COVERAGE[each]), _in_words(MEANING[each]), counts[each]) for each in Coverage
        ],
    }
    return page(request, "web/codes.html#rows" if request.htmx else "web/codes.html", context)


def _in_words(text: str) -> str:
    return translated(text, reading_language())


def _text(row: CodeSet) -> str:
    return folded(f"{row.name.fi} {row.name.sv or ''} {row.oid}")


def _name(row: CodeSet) -> str:
    return folded(row.name.in_language(reading_language()))


def _row(row: CodeSet) -> SetRow:
    return SetRow(row, _in_words(COVERAGE[row.coverage]), sum(each.provisional for each in row.codes))


@require_safe
def code_set_page(request: NippuRequest, oid: str) -> HttpResponse:
    """One code set with its codes, searched by name in either language or by code."""
    try:
        found = code_set(oid)
    except UnknownCodeSetError:
        raise NotThere from None
    text = request.GET.get("q", "").strip()[:LONGEST]
    context = {
        "set": found,
        "coverage": _in_words(COVERAGE[found.coverage]),
        "meaning": _in_words(MEANING[found.coverage]),
        "text": text,
        "rows": _codes(found, text),
    }
    return page(request, "web/code_set.html#rows" if request.htmx else "web/code_set.html", context)


def _codes(found: CodeSet, text: str) -> list[tuple[int, Code]]:
    """Codes with their depth: in tree order, or by how well they match what was searched for."""
    if not text:
        return list(found.tree())
    return [(0, each) for each in found.search(text, reading_language())]
