"""What a schema accepts but cannot be right: days of no calendar, wrong check characters, hidden characters.

Each `*_problem` takes one value and answers with a sentence about it, or None when it is right.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from stdnum.fi import hetu

from nippu.base.texts import Message, _
from nippu.structures.sizes import GREATEST_NUMBER, MOST_CHARACTERS
from nippu.structures.tree import Field, Representation

IDENTITY_CODE: Final = "urn:oid:1.2.246.21"
"""The `system` of a personal identity code."""

_DAY: Final = re.compile(r"-?[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.*)?)?)?")
_PART_OF_DAY: Final = re.compile(r"(?!0000)[0-9]{4}(-(0[1-9]|1[0-2]))?")
_CENTURIES: Final = {"+": "18", **dict.fromkeys("-UVWXY", "19"), **dict.fromkeys("ABCDEF", "20")}
_CHECK_CHARACTERS: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_NUMBERS: Final = {f"{number:03}": number for number in range(2, 1000)}
# What the national archive's XML cannot carry, and the controls of screens and printers.
_HIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LINES: Final = {0x0B: "\n", 0x0C: "\n", 0x85: "\n"}
"""Line and page breaks of word processors."""
_ESCAPED: Final = re.compile(rb"\\(?:[bf]|u(?:00[01789]|[fF]{3}))")
_U0080_U009F: Final = re.compile(rb"\xc2[\x80-\x9f]")
_UFFFE_UFFFF: Final = re.compile(rb"\xef\xbf[\xbe\xbf]")


def is_day(value: str) -> bool:
    """Whether a text is a date of the schema's form and in the calendar. A month or a year will do, too."""
    if len(value) != 10 or value[4:8:3] != "--":
        return _PART_OF_DAY.fullmatch(value) is not None
    try:
        return date.fromisoformat(value) is not None
    except ValueError:
        return False


def is_moment(value: str) -> bool:
    """Whether a moment of the schema's form, also without its time, is on a day of the calendar."""
    return is_day(value[:10])


def is_identity_code(value: str) -> bool:
    """Whether a text is exactly a personal identity code, its check character right; made-up ones, too."""
    return _is_plainly_right(value) or (
        value.isascii() and hetu.is_valid(value, allow_temporary=True) and hetu.compact(value) == value
    )


def _is_plainly_right(value: str) -> bool:
    # The library's own judgement takes several times longer. This never says yes when it would say no.
    birthday, number = _birthday(value[:7]), _NUMBERS.get(value[7:10])
    if birthday is None or number is None:
        return False
    return value[10:] == _CHECK_CHARACTERS[(birthday * 1000 + number) % 31]


@lru_cache(maxsize=20_000)
def _birthday(beginning: str) -> int | None:
    """The number 131052 of the day and the separator that begin an identity code, such as 131052-."""
    day, month, year, century = beginning[:2], beginning[2:4], beginning[4:6], _CENTURIES.get(beginning[6:])
    is_right = century is not None and is_day(f"{century}{year}-{month}-{day}")
    return int(day + month + year) if is_right else None


def has_hidden(text: str) -> bool:
    """Whether a text has control characters other than tabulator and line break."""
    return _HIDDEN.search(text) is not None


def without_hidden(text: str) -> str:
    """A text without such characters, as they come along when one copies from elsewhere. Lines stay lines."""
    if not has_hidden(text):
        return text
    return _HIDDEN.sub("", text.translate(_LINES))


def may_have_hidden(body: bytes) -> bool:
    """Whether JSON might have such characters. Quick; never says no when there are some."""
    # Each is a search for one byte, which takes next to no time. That is why they are so many.
    return (
        b"\x7f" in body
        or (b"\\" in body and _ESCAPED.search(body) is not None)
        or (b"\xc2" in body and _U0080_U009F.search(body) is not None)
        or (b"\xef" in body and _UFFFE_UFFFF.search(body) is not None)
    )


def date_problem(field: Field, value: str) -> Message | None:
    """Of a date or a moment, also a partial one: 2024, 2024-05."""
    if not _DAY.fullmatch(value) or is_moment(value):
        return None
    return Message(_("{field}: tällaista päivää ei ole kalenterissa."), {"field": field.label})


def identifier_problem(field: Field, value: Mapping[str, object]) -> Message | None:
    """Of a personal identity code. Other systems' identifiers, such as temporary ones, are let be."""
    code = value.get("value")
    if not isinstance(code, str) or value.get("system", field.system_uri) != IDENTITY_CODE:
        return None
    if is_identity_code(code):
        return None
    return Message(
        _("{field}: henkilötunnus ei ole oikea. Tarkista numerot, välimerkki ja viimeinen merkki."),
        {"field": field.label},
    )


def text_problem(field: Field, value: str) -> Message | None:
    """Of any text: its length and hidden characters."""
    if len(value) > MOST_CHARACTERS:
        return Message(
            _("{field}: teksti on liian pitkä. Siinä saa olla enintään {most} merkkiä."),
            {"field": field.label, "most": MOST_CHARACTERS},
        )
    if has_hidden(value):
        return Message(
            _("{field}: tekstissä on näkymätön merkki, jota ei voi tallentaa. Kirjoita kohta uudelleen."),
            {"field": field.label},
        )
    return None


def number_problem(field: Field, value: float) -> Message | None:
    """Of a number: its size."""
    if abs(value) < GREATEST_NUMBER:
        return None
    return Message(_("{field}: luku on liian suuri."), {"field": field.label})


def plain_problem(field: Field, value: object) -> Message | None:
    """Of a text or a number by itself, also as a part of a coded value, an identifier or a quantity."""
    if isinstance(value, str):
        return text_problem(field, value)
    return number_problem(field, value) if isinstance(value, int | float) else None


def value_problem(field: Field, value: object) -> Message | None:
    """Of one value of a field as a whole, whatever its kind."""
    if isinstance(value, dict) and field.representation is Representation.IDENTIFIER:
        return identifier_problem(field, value)
    if isinstance(value, str) and field.representation in {Representation.DATE, Representation.MOMENT}:
        return date_problem(field, value)
    return None
