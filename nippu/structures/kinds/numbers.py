"""Numbers: plain ones, counts, and quantities with a unit. People type a comma."""

import re
from decimal import Decimal
from typing import Final

from nippu.base.texts import Language
from nippu.structures.kinds.base import PLAIN, FieldType, Inputs, as_typed, clean, member
from nippu.structures.tree import Field

_SPACES: Final = re.compile("[\\s\u00a0\u202f]")
_THOUSANDS: Final = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_POINTS_ONLY: Final = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
"""1.500 may be fifteen hundred or one and a half: nobody guesses about money."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?")
_SHOWN: Final = re.compile(r"(-?)([0-9]+)(?:,([0-9]+))?")
_UNITS: Final = {"%": "%", "m2": "m²", "EUR": "€", "eur": "€", "euro": "€", "euroa": "€"}


def number_from(typed: str) -> int | float | None:
    """The number 1234.5 from 1 234,5; None when it is unclear or no number that a document can hold exactly.

    A document's numbers have no exponent, so that the same bytes come back from the database.
    """
    digits = _SPACES.sub("", typed).replace("\u2212", "-")
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(".", "")
    if _POINTS_ONLY.fullmatch(digits):
        return None
    digits = digits.replace(",", ".", 1)
    if not _NUMBER.fullmatch(digits):
        return None
    if "." not in digits:
        return int(digits)
    number = float(digits)
    kept = repr(number)
    return number if "e" not in kept and Decimal(kept) == Decimal(digits) else None


def number_shown(value: object) -> str:
    """The number 1234,5 from 1234.5; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return as_typed(value)
    return repr(value).replace(".", ",")


def _with_thousands(value: object) -> str:
    """The number 1 234,5 for reading, with a space that does not break the line."""
    shown = number_shown(value)
    match = _SHOWN.fullmatch(shown)
    if match is None:
        return shown
    sign, whole, decimals = match.groups()
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    return sign + grouped + (f",{decimals}" if decimals and decimals.strip("0") else "")


class NumberType(FieldType):
    """A number without a unit."""

    def parse(self, field: Field, inputs: Inputs) -> object:
        typed = inputs.get(PLAIN, "").strip()
        number = number_from(typed)
        return number if number is not None else typed or None

    def inputs(self, field: Field, value: object) -> dict[str, str]:
        return {PLAIN: number_shown(value)}

    def schema(self, field: Field) -> dict[str, object]:
        return {"type": "number"}

    def show(self, field: Field, value: object, language: Language) -> str:
        # A year, a day of the month or points: no spaces between thousands.
        return number_shown(value)

    def sample(self, field: Field, n: int) -> object:
        return 1 + n


class CountType(NumberType):
    """How many there are: a whole number."""


class QuantityType(FieldType):
    """A number and its unit: money, area, share."""

    unit: str = "EUR"

    def parse(self, field: Field, inputs: Inputs) -> object:
        typed = inputs.get("value", "").strip()
        if not typed:
            return None
        number = number_from(typed)
        unit = clean(inputs.get("code", "")).strip()
        return {"value": typed if number is None else number, "code": unit or self.unit}

    def inputs(self, field: Field, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            return {"value": number_shown(value), "code": ""}
        return {"value": number_shown(value.get("value")), "code": member(value, "code")}

    def schema(self, field: Field) -> dict[str, object]:
        return {
            "type": "object",
            "additionalProperties": False,
            "required": ["value", "code"],
            "properties": {"value": {"type": "number"}, "code": {"type": "string"}},
        }

    def show(self, field: Field, value: object, language: Language) -> str:
        if not isinstance(value, dict):
            return as_typed(value)
        unit = member(value, "code")
        return f"{_with_thousands(value.get('value'))}\u00a0{_UNITS.get(unit, unit)}".strip()

    def sample(self, field: Field, n: int) -> object:
        return {"value": 250 + n * 12.5, "code": self.unit}


class MeasureType(QuantityType):
    """A measured size, such as the area of a home."""

    unit = "m2"

    def sample(self, field: Field, n: int) -> object:
        return {"value": 45.5 + n, "code": self.unit}


class PercentageType(QuantityType):
    """A share in per cent."""

    unit = "%"

    def sample(self, field: Field, n: int) -> object:
        return {"value": 12.5 + n, "code": self.unit}
