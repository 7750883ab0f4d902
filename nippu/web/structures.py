"""The guide of national structures: what each is for, its fields, its versions and what has changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nippu.access.types import WorkTask
from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual, translated
from nippu.base.texts import _ as marked
from nippu.catalogue.document_types import DOCUMENT_TYPES, document_type_of
from nippu.catalogue.entries import Entry, Origin, newest_first, version_key
from nippu.catalogue.queries import entries, entry
from nippu.catalogue.queries import structure as tree_of
from nippu.codes.sets import all_code_sets
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.structures.differences import Aspect, Change, Difference, differences
from nippu.structures.tree import Field, Representation, Status, Structure
from nippu.ui.answers import page
from nippu.ui.show import type_name
from nippu.web.lists import Columns
from nippu.web.saving import SavedColumn, saved, wanted_form

LONGEST = 200
KINDS: dict[Representation, str] = {
    Representation.TEXT: marked("Teksti"),
    Representation.NAME: marked("Nimi"),
    Representation.CODE: marked("Koodi"),
    Representation.DATE: marked("Päivä"),
    Representation.MOMENT: marked("Hetki"),
    Representation.IDENTIFIER: marked("Tunnus"),
    Representation.SWITCH: marked("Kyllä tai ei"),
    Representation.HEADING: marked("Otsikko"),
    Representation.QUANTITY: marked("Määrä"),
    Representation.MEASURE: marked("Mitta"),
    Representation.NUMBER: marked("Numero"),
    Representation.COUNT: marked("Lukumäärä"),
    Representation.PERCENTAGE: marked("Prosentti"),
    Representation.PHRASE: marked("Vakioteksti"),
    Representation.SIGNATURE: marked("Allekirjoitus"),
    Representation.GROUP: marked("Ryhmä"),
}
CHANGES: dict[Change, str] = {
    Change.ADDED: marked("Lisätty"),
    Change.REMOVED: marked("Poistettu"),
    Change.MOVED: marked("Siirretty"),
    Change.CHANGED: marked("Muutettu"),
}
ASPECTS: dict[Aspect, str] = {
    Aspect.NAME: marked("nimi"),
    Aspect.TITLE: marked("otsikko"),
    Aspect.REPRESENTATION: marked("esitysmuoto"),
    Aspect.REPEATS: marked("toistuu"),
    Aspect.REQUIRED: marked("pakollinen"),
    Aspect.CONDITIONALLY_REQUIRED: marked("ehdollisesti pakollinen"),
    Aspect.NATIONWIDE: marked("valtakunnallisesti yhtenäinen"),
    Aspect.HIDDEN: marked("piilotettu ryhmä"),
    Aspect.TITLE_HIDDEN: marked("otsikko piilotettu"),
    Aspect.CODE_SET: marked("luokitus"),
    Aspect.CODES: marked("koodit"),
    Aspect.DESCRIPTION: marked("kuvaus"),
    Aspect.NOTE: marked("toteutusohje"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field as a row of the structure's table."""

    field: Field
    depth: int
    kind: str
    code_set: Bilingual | None = None
    """Name of the national code set, when it is known here."""
    own_codes: tuple[str, ...] = ()
    """The structure's own list, or those of a national set that it accepts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A field that differs from another version, in words."""

    what: str
    label: Bilingual
    place: str
    details: tuple[str, ...]


@require_safe
def structures(request: NippuRequest) -> HttpResponse:
    """National structures by name, type and status."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    kind, state = request.GET.get("type", ""), request.GET.get("state", "current")
    rows = [each for each in entries(text) if _is_wanted(each, kind, state)]
    columns = Columns(
        path=request.path,
        order=request.GET.get("order", "name"),
        values={"q": text, "type": kind, "state": state},
    )
    rows = _ordered(rows, columns.order)
    form = wanted_form(request.GET)
    if form:
        return saved(form, "nippu-rakenteet", _saved_columns(), rows)
    context = {
        "rows": rows,
        "columns": columns,
        "text": text,
        "kind": kind,
        "kinds": [(each.value, _(info.text)) for each, info in DOCUMENT_TYPES.items()],
        "states": _states(columns, state),
        "may_import": request.actor.work_task is WorkTask.SYSTEM_ADMINISTRATION,
    }
    return page(request, "web/structures.html#rows" if request.htmx else "web/structures.html", context)


def _is_wanted(row: Entry, kind: str, state: str) -> bool:
    if kind and document_type_of(row.code).value != kind:
        return False
    return state == "all" or row.creatable is (state != "retired")


def _ordered(rows: list[Entry], order: str) -> list[Entry]:
    name = order.removeprefix("-")
    if name == "type":
        rows.sort(key=lambda each: each.document_type)
    elif name == "version":
        rows.sort(key=lambda each: version_key(each.oid)[-3:])
    return rows[::-1] if order.startswith("-") else rows


def _saved_columns() -> list[SavedColumn[Entry]]:
    return [
        SavedColumn(_("Nimi"), lambda row: row.name.fi),
        SavedColumn(_("Nimi ruotsiksi"), lambda row: row.name.sv),
        SavedColumn(_("Tyyppi"), lambda row: type_name(row.document_type)),
        SavedColumn(_("OID"), lambda row: row.oid),
        SavedColumn(_("Tila"), lambda row: _("Voimassa") if row.creatable else _("Vanhentunut")),
    ]


def _states(columns: Columns, present: str) -> list[tuple[str, str, bool]]:
    names = {"current": _("Voimassa"), "retired": _("Vanhentuneet"), "all": _("Kaikki")}
    return [(text, columns.with_value("state", key), key == present) for key, text in names.items()]


@require_safe
def structure(request: NippuRequest, oid: str) -> HttpResponse:
    """One structure as a readable page; only its sections for the page where a new document is begun."""
    known = entry(StructureOid(oid))
    tree = tree_of(known.oid)
    if request.GET.get("part") == "sections":
        return page(request, "web/structure.html#sections", {"sections": tree.root.fields})
    versions = newest_first(each for each in entries() if each.code == known.code)
    other = next((each for each in versions if each.oid == request.GET.get("compare")), None)
    context = {
        "entry": known,
        "structure": tree,
        "sections": tree.root.fields,
        "is_starter": known.origin is Origin.STARTER,
        "is_retired": known.status is Status.RETIRED,
        "rows": list(_rows(tree)),
        "versions": versions,
        "other": other,
        "changes": [_changed(each) for each in differences(tree_of(other.oid), tree)] if other else (),
    }
    return page(request, "web/structure.html", context)


def _rows(tree: Structure) -> Iterator[FieldRow]:
    sets = all_code_sets()
    for each in tree.walk():
        if each is tree.root:
            continue
        coding = each.coding
        known = sets.get(coding.oid) if coding and coding.oid else None
        names = dict(coding.names) if coding else {}
        codes = (coding.accepted or tuple(names)) if coding else ()
        yield FieldRow(
            field=each,
            depth=min(each.path.count("/"), 6),
            kind=translated(KINDS[each.representation], reading_language()),
            code_set=known.name if known else None,
            own_codes=tuple(_code_text(code, names) for code in codes),
        )


def _code_text(code: str, names: dict[str, Bilingual]) -> str:
    return f"{code} {names[code].in_language(reading_language())}" if code in names else code


def _changed(found: Difference) -> Changed:
    language = reading_language()
    details = [
        _("%(what)s: %(old)s → %(new)s")
        % {"what": translated(ASPECTS[each.aspect], language), "old": each.old or "–", "new": each.new or "–"}
        for each in found.aspects
    ]
    if found.moved_from:
        details.insert(0, _("Aikaisempi paikka: %(place)s") % {"place": found.moved_from})
    return Changed(
        what=translated(CHANGES[found.change], language),
        label=found.field.label,
        place=found.path,
        details=tuple(details),
    )
