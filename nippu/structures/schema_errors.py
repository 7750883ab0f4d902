"""Errors of the plain schema as findings: where, and a sentence that tells what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import jsonschema_rs
from jsonschema_rs import ValidationErrorKind as Kind

from nippu.base.texts import Message, _
from nippu.structures.findings import Finding, Problem
from nippu.structures.sizes import MOST_FINDINGS
from nippu.structures.tree import Field, Representation, Structure

_WAYS: Final = {
    Representation.TEXT: _("{field}: kirjoita tieto tekstinä."),
    Representation.NAME: _("{field}: kirjoita tieto tekstinä."),
    Representation.SIGNATURE: _("{field}: kirjoita allekirjoittajan nimi."),
    Representation.CODE: _("{field}: valitse jokin luettelon vaihtoehdoista."),
    Representation.DATE: _("{field}: kirjoita päivämäärä muodossa 24.11.2026."),
    Representation.MOMENT: _("{field}: kirjoita päivä ja kellonaika muodossa 24.11.2026 klo 9.30."),
    Representation.IDENTIFIER: _("{field}: kirjoita tunnus."),
    Representation.SWITCH: _("{field}: vastaa kyllä tai ei."),
    Representation.NUMBER: _("{field}: kirjoita luku, esimerkiksi 12 tai 12,5."),
    Representation.COUNT: _("{field}: kirjoita lukumäärä numeroin."),
    Representation.QUANTITY: _("{field}: kirjoita määrä numeroin ja valitse yksikkö."),
    Representation.MEASURE: _("{field}: kirjoita mitta numeroin ja valitse yksikkö."),
    Representation.PERCENTAGE: _("{field}: kirjoita prosenttiluku numeroin."),
    Representation.PHRASE: _("{field}: tekstin on oltava sanasta sanaan asiakirjan rakenteessa annettu."),
    Representation.HEADING: _("{field}: tämän tiedon on oltava ryhmä kenttiä."),
    Representation.GROUP: _("{field}: tämän tiedon on oltava ryhmä kenttiä."),
}
_MISSING_PARTS: Final = {
    "code": _("{field}: valitse jokin luettelon vaihtoehdoista."),
    "display": _("{field}: koodin nimi puuttuu."),
    "system": _("{field}: koodiston tunnus puuttuu."),
    "value": _("{field}: tieto puuttuu."),
}
_WRONG_PARTS: Final = {
    "code": _("{field}: valitse jokin luettelon vaihtoehdoista."),
    "display": _("{field}: koodin nimen on oltava tekstiä."),
    "system": _("{field}: koodiston tunnus ei ole se, jota asiakirjan rakenne edellyttää."),
}
_UNIT_MISSING: Final = _("{field}: valitse yksikkö.")
_MISSING: Final = _("{field}: tieto puuttuu.")
_NONE_GIVEN: Final = _("{field}: lisää ainakin yksi.")
_NOT_A_LIST: Final = _("{field}: tieto voi toistua, joten se annetaan luettelona.")
_UNKNOWN: Final = _("{name}: asiakirjan rakenteessa ei ole tällaista tietoa.")
_UNFIT: Final = _("{field}: tarkista tieto.")
_QUANTITIES: Final = {Representation.QUANTITY, Representation.MEASURE, Representation.PERCENTAGE}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document: the innermost field there, and a part of its value if that has parts."""

    pointer: str
    field: Field | None
    part: str | None = None
    one: bool = True
    """Of a repeating field, whether this is one of its values instead of them all."""

    def below(self, structure: Structure, key: str) -> "Place":
        """The place of a key right below this one; an unknown key is a part of the same field."""
        pointer = f"{self.pointer}/{escaped(key)}"
        fields = (structure.root,) if self.field is None else self.field.fields
        for each in fields:
            if each.key == key:
                return Place(pointer, each, one=not each.repeats)
        return Place(pointer, self.field, part=key)

    def at(self, index: int) -> "Place":
        """One of the values of a repeating field."""
        return Place(f"{self.pointer}/{index}", self.field)


def escaped(key: str) -> str:
    """A key as a part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def place_of(structure: Structure, path: Sequence[str | int]) -> Place:
    """The place at the end of keys and indexes."""
    place = Place("", None)
    for each in path:
        place = place.at(each) if isinstance(each, int) else place.below(structure, each)
    return place


def schema_findings(
    structure: Structure, validator: jsonschema_rs.Draft7Validator, content: object
) -> Iterator[Finding]:
    """Every error of the schema, in the schema's order. Not more than MOST_FINDINGS."""
    found = (finding for error in validator.iter_errors(content) for finding in _findings(structure, error))
    return islice(found, MOST_FINDINGS)


def _findings(structure: Structure, error: jsonschema_rs.ValidationError) -> Iterator[Finding]:
    place, kind = place_of(structure, error.instance_path), error.kind
    if isinstance(kind, Kind.Required):
        missing = place.below(structure, kind.property)
        yield finding_at(structure, missing, _missing_text(missing))
    elif isinstance(kind, Kind.AdditionalProperties):
        for key in kind.unexpected:
            message = Message(_UNKNOWN, {"name": key[:80]})
            yield Finding(f"{place.pointer}/{escaped(key)}", Problem.SCHEMA, message)
    elif isinstance(kind, Kind.MinItems):
        yield finding_at(structure, place, _NONE_GIVEN)
    elif isinstance(kind, Kind.MinLength):
        yield finding_at(structure, place, _MISSING)
    else:
        yield finding_at(structure, place, wrong_text(place))


def finding_at(structure: Structure, place: Place, text: str, problem: Problem = Problem.SCHEMA) -> Finding:
    """A finding about the field at a place, named by the field's own label."""
    label = structure.name if place.field is None else place.field.label
    message = Message(text, {"field": label} if "{field}" in text else {})
    row = place.field.row if place.field else None
    return Finding(place.pointer, problem, message, structure=structure.code, row=row)


def wrong_text(place: Place) -> str:
    """What to say of a value of a wrong type or form."""
    if place.field is None:
        return _("{field}: asiakirjan on oltava JSON-olio.")
    if not place.one and place.part is None:
        return _NOT_A_LIST
    if place.field.representation in _QUANTITIES and place.part == "code":
        return _UNIT_MISSING
    part = _WRONG_PARTS.get(place.part or "") if place.field.representation is Representation.CODE else None
    return part or _WAYS.get(place.field.representation, _UNFIT)


def _missing_text(place: Place) -> str:
    if place.field is None or place.part is None:
        return _MISSING
    if place.field.representation in _QUANTITIES and place.part == "code":
        return _UNIT_MISSING
    return _MISSING_PARTS.get(place.part, _MISSING)
