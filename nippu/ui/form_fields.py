"""How each kind of field is filled in: its inputs with what they hold now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from nippu.base.texts import Language
from nippu.structures.choices import choices_of
from nippu.structures.field_types import type_of
from nippu.structures.form_data import PRESENT
from nippu.structures.kinds.dates import AT
from nippu.structures.kinds.texts import CHOSEN
from nippu.structures.tree import Coding, Field, Representation
from nippu.ui import form_choices as codes
from nippu.ui import form_pieces as pieces
from nippu.ui.form_views import Control, Kind

_SHORT: Final = (
    "lahiosoite postinumero postitoimipaikka tehtavanimike puhelinnumero sahkopostiosoite paikka maaraaika"
    " ajankohta tulkkausmenetelma sijoituspaikan_nimi ammatti tutkimusvuosi_oli huoneluku ika rooli nimi"
    " yhteyshenkilo edunvalvojan_tunniste tutkintonimike valmisteen_nimi toimiala rekisteriviranomainen"
    " aiempi_tyoala organisaatio yksikko"
)
SHORT_TEXTS: Final = frozenset(_SHORT.split())
"""Fields that the publication calls text although a few words are meant."""
NARROW: Final = frozenset({"postinumero", "puhelinnumero", "huoneluku", "ika", "tutkimusvuosi_oli"})
_UNITS: Final = {
    Representation.QUANTITY: "EUR",
    Representation.MEASURE: "m2",
    Representation.PERCENTAGE: "%",
}
_BLANK: Final[tuple[object, ...]] = (None, "", {})
WAS: Final = "was"
"""Suffix of the code that was chosen when the form was shown: its stored name is not that of another code."""
PICK: Final = "pick"
"""Suffix of an input where a code is found by typing its name."""
OTHER_CODE: Final = "muu"
OTHER_NAME: Final = "muunimi"
NO_CODING: Final = Coding()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the form a field stands and what is known of it there."""

    name: str
    value: object
    language: Language
    errors: tuple[str, ...] = ()
    prefilled: str = ""
    focus: bool = False
    remove: str = ""
    number: int = 0
    """Which repetition it is, from 1; 0 when the field does not repeat."""


def element_id(name: str) -> str:
    """The id of a field's element, by which a link goes to it."""
    return "k-" + name.replace(".", "-").replace("~", "-")


def control(field: Field, place: Place) -> Control:
    """The field as it is to be filled in."""
    if field.is_group:
        special = _presence(field, place)
    else:
        inputs = {} if place.value in _BLANK else type_of(field).inputs(field, place.value)
        special = _MAKERS.get(field.representation, _line)(field, place, inputs)
    made: dict[str, object] = {
        "id": element_id(place.name),
        "name": place.name,
        "input": place.name,
        "label": codes.label_of(field.label, place.language),
        "title": pieces.title(field, place.language),
        "help": pieces.instructions(field, place.language),
        "number": place.number,
        "required": field.required,
        "conditional": field.conditionally_required and not field.required,
        "filled": place.value not in _BLANK,
        "errors": place.errors,
        "prefilled": place.prefilled,
        "focus": place.focus,
        "remove": place.remove,
    }
    return Control(**(made | special))  # type: ignore[arg-type]


def _presence(field: Field, place: Place) -> dict[str, object]:
    """A heading without fields: it is in the document or it is not."""
    there = place.value is not None
    return {
        "kind": Kind.PHRASE,
        "input": f"{place.name}~{PRESENT}",
        "value": CHOSEN if there else "",
        "phrase": codes.label_of(field.label, place.language),
        "filled": there,
    }


def _line(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    value = inputs.get("", "")
    if "\n" in value:  # a line of text cannot hold it
        return {"kind": Kind.NARRATIVE, "value": value}
    return {"kind": Kind.LINE, "value": value, "narrow": field.key in NARROW}


def _text(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    if field.key in SHORT_TEXTS:
        return _line(field, place, inputs)
    return {"kind": Kind.NARRATIVE, "value": inputs.get("", "")}


def _day(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    return _line(field, place, inputs) | {"narrow": True, "placeholder": _("p.k.vvvv")}


def _moment(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    typed = inputs.get("", "").replace(f" {AT['fi']} ", f" {AT[place.language]} ")
    return _line(field, place, {"": typed}) | {"narrow": True, "placeholder": _("p.k.vvvv klo h.mm")}


def _number(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    return _line(field, place, inputs) | {"narrow": True, "numeric": True}


def _quantity(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    return {
        "kind": Kind.QUANTITY,
        "input": f"{place.name}~value",
        "value": inputs.get("value", ""),
        "other": inputs.get("code", ""),
        "placeholder": _UNITS[field.representation],
    }


def _identifier(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    hidden = [(f"{place.name}~system", inputs["system"])] if "system" in inputs else []
    return {
        "kind": Kind.LINE,
        "input": f"{place.name}~value",
        "value": inputs.get("value", ""),
        "hidden": tuple(hidden),
        "narrow": True,
    }


def _switch(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    value = inputs.get("", "").strip().lower()
    buttons = pieces.yes_no(place.name, element_id(place.name), value, place.language)
    return {"kind": Kind.SWITCH, "value": value, "choices": buttons}


def _phrase(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    value = inputs.get("", "")
    if field.phrase is None or value not in ("", field.phrase.fi):
        return {"kind": Kind.NARRATIVE, "value": value}
    return {"kind": Kind.PHRASE, "value": value, "phrase": codes.label_of(field.phrase, place.language)}


def _code(field: Field, place: Place, inputs: Mapping[str, str]) -> dict[str, object]:
    coding = field.coding or NO_CODING
    code, display = inputs.get("code", ""), inputs.get("display", "")
    kind = codes.kind_of(coding)
    stored = [(f"{place.name}~{key}", inputs[key]) for key in ("display", "system") if inputs.get(key)]
    if code and kind is not Kind.CODE:
        stored.append((f"{place.name}~{WAS}", code))
    made: dict[str, object] = {
        "kind": kind,
        "input": f"{place.name}~code",
        "value": code,
        "filled": bool(code),
        "open": codes.is_open(coding) and kind is not Kind.CODE,
        "hidden": tuple(stored),
    }
    if kind is Kind.RADIOS:
        element = element_id(place.name)
        made["choices"] = pieces.radios(field, f"{place.name}~code", element, code, place.language, display)
        made["other"] = codes.name_of(coding, code, place.language) or display
    elif kind is Kind.SELECT:
        made["choices"] = codes.select_options(coding, place.language, code, display)
    elif kind is Kind.PICK:
        made |= _pick(coding, place, code, display)
    else:
        made |= {
            "other": display,
            "filled": bool(code or display),
            "hidden": tuple(pair for pair in stored if pair[0].endswith("~system")),
        }
    return made


def _pick(coding: Coding, place: Place, code: str, display: str) -> dict[str, object]:
    known = next((one for one in choices_of(coding) if one.code == code), None)
    shown = codes.typed(known, place.language) if known else (f"{display} ({code})" if display else code)
    return {
        "input": f"{place.name}~{PICK}",
        "value": shown,
        "datalist": f"l-{coding.oid or ''}-{len(coding.accepted)}".replace(".", "-"),
    }


_MAKERS: Final[Mapping[Representation, Callable[[Field, Place, Mapping[str, str]], dict[str, object]]]] = {
    Representation.TEXT: _text,
    Representation.CODE: _code,
    Representation.DATE: _day,
    Representation.MOMENT: _moment,
    Representation.IDENTIFIER: _identifier,
    Representation.SWITCH: _switch,
    Representation.QUANTITY: _quantity,
    Representation.MEASURE: _quantity,
    Representation.PERCENTAGE: _quantity,
    Representation.NUMBER: _number,
    Representation.COUNT: _number,
    Representation.PHRASE: _phrase,
}
