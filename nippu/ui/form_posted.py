"""What a sent form holds, and what its buttons for more and fewer repetitions do to it."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from nippu.structures.tree import Coding, Field, Structure
from nippu.ui import form_choices as codes
from nippu.ui.form_fields import OTHER_CODE, OTHER_NAME, PICK, WAS

ADD: Final = "_add"
REMOVE: Final = "_remove"
AT: Final = "at"
"""Suffix of an input that says that a repetition is there, however empty it is."""
_NAME_AND_CODE: Final = re.compile(r"(.*) \((.+)\)", re.DOTALL)
_NUMBER: Final = re.compile(r"[0-9]{1,6}")


def posted(structure: Structure, sent: Mapping[str, str]) -> dict[str, str]:
    """The inputs as `from_form` knows them: codes typed by name or by hand are put in their place."""
    data = {name: value for name, value in sent.items() if not name.startswith("_")}
    data.pop("csrfmiddlewaretoken", None)
    for name in list(data):
        place, mark, suffix = name.partition("~")
        if not mark or suffix not in {PICK, OTHER_CODE}:
            continue
        field = field_of(structure, place)
        if field is not None and field.coding is not None:
            _put_code(data, place, suffix, field.coding)
    for name in [name for name in data if name.endswith(f"~{WAS}")]:
        place = name.partition("~")[0]
        if data.get(f"{place}~code", "") != data[name]:
            data.pop(f"{place}~display", None)
    return data


def _put_code(data: dict[str, str], place: str, suffix: str, coding: Coding) -> None:
    text = data[f"{place}~{suffix}"].strip()
    if suffix == OTHER_CODE:
        name = data.get(f"{place}~{OTHER_NAME}", "").strip()
        if text or name:
            data[f"{place}~code"], data[f"{place}~display"] = text or name, name or text
            data.pop(f"{place}~{WAS}", None)
        return
    known = codes.code_typed(coding, text)
    parts = _NAME_AND_CODE.fullmatch(text)
    if known is not None or not text:
        data[f"{place}~code"] = known or ""
    elif parts is not None:
        data[f"{place}~display"], data[f"{place}~code"] = parts.groups()
        data.pop(f"{place}~{WAS}", None)
    elif text != data.get(f"{place}~{WAS}"):
        data[f"{place}~code"] = data[f"{place}~display"] = text
        data.pop(f"{place}~{WAS}", None)
    else:
        data[f"{place}~code"] = text


def field_of(structure: Structure, name: str) -> Field | None:
    """The field of an input's name, whatever the numbers in it; none when there is no such field."""
    field = structure.root
    for key in name.partition("~")[0].split("."):
        if _NUMBER.fullmatch(key) and field.repeats:
            continue
        below = next((each for each in field.fields if each.key == key), None)
        if below is None:
            return None
        field = below
    return field


def pressed(structure: Structure, sent: Mapping[str, str]) -> tuple[dict[str, str], str] | None:
    """The form after a button for one more or one fewer was pressed, and the field to begin at.

    None when no such button was pressed. The data go to `from_form` with `keep_blank`.
    """
    add, remove = sent.get(ADD), sent.get(REMOVE)
    if add is None and remove is None:
        return None
    data = posted(structure, sent)
    if remove is not None:
        return {name: value for name, value in data.items() if not _is_below(name, remove)}, ""
    assert add is not None
    field = field_of(structure, add)
    if field is None or not field.repeats:
        return data, ""
    place = f"{add}.{_next_number(data, add)}"
    return data | {f"{place}~{AT}": ""}, _first_below(field, place)


def _is_below(name: str, place: str) -> bool:
    return name.startswith((f"{place}.", f"{place}~")) or name == place


def _next_number(names: Iterable[str], place: str) -> int:
    start = len(place) + 1
    numbers = [
        match[0] for name in names if name.startswith(f"{place}.") and (match := _NUMBER.match(name, start))
    ]
    return max((int(number) for number in numbers), default=-1) + 1


def _first_below(field: Field, place: str) -> str:
    """The first field of a repetition, where one begins to write."""
    while field.fields:
        field = field.fields[0]
        place = f"{place}.{field.key}" + (".0" if field.repeats else "")
    return place
