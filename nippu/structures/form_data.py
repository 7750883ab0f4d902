"""Between a document's content and the inputs of its form.

The name of an input is the keys below the root joined with ".", a repeat's number among them:
`asiakas.0.sukunimi`. A value of several parts has an input for each, named after "~": `palvelutehtava~code`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from nippu.structures.field_types import type_of
from nippu.structures.sizes import MOST_DEPTH
from nippu.structures.tree import Field, Representation, Structure

PRESENT: Final = "present"
"""Suffix of an input that says that a group is there although nothing in it is filled in."""
_YES: Final = "kyllä"
_LONGEST_NUMBER: Final = 9
_IN_PARTS: Final = frozenset(
    {Representation.CODE, Representation.IDENTIFIER}
    | {Representation.QUANTITY, Representation.MEASURE, Representation.PERCENTAGE}
)
Content: TypeAlias = "dict[str, object]"


@dataclass(slots=True)
class _Inputs:
    """The inputs of one field by suffix, and those below it by key or number."""

    here: dict[str, str] = field(default_factory=dict)
    below: dict[str, "_Inputs"] = field(default_factory=dict)


_NOTHING: Final = _Inputs()


def from_form(structure: Structure, data: Mapping[str, str], *, keep_blank: bool = False) -> Content:
    """The document's content that a form's inputs hold.

    Empty optional parts are left out. A required group stays even when empty, so that findings name what is
    missing in it. Unknown names are passed over. With `keep_blank` blank instances of repeats stay too, to
    show the form again with room for one more.
    """
    content, _filled = _group_from(structure.root, _by_place(data), keep_blank=keep_blank)
    return {structure.root.key: content}


def _by_place(data: Mapping[str, str]) -> _Inputs:
    top = _Inputs()
    for name, value in data.items():
        place, _mark, suffix = name.partition("~")
        keys = place.split(".")
        if len(keys) > MOST_DEPTH:
            continue
        here = top
        for key in keys:
            following = here.below.get(key)
            if following is None:
                following = here.below[key] = _Inputs()
            here = following
        here.here[suffix] = value
    return top


def _group_from(group: Field, inputs: _Inputs, *, keep_blank: bool) -> tuple[Content, bool]:
    """A group's content, and whether anything in it is filled in."""
    content: Content = {}
    filled = PRESENT in inputs.here
    for each in group.fields:
        below = inputs.below.get(each.key, _NOTHING)
        value, is_filled = _value_from(each, below, keep_blank=keep_blank)
        if is_filled or (each.required and each.is_group):
            content[each.key] = value
            filled = filled or is_filled
    return content, filled


def _value_from(each: Field, inputs: _Inputs, *, keep_blank: bool) -> tuple[object, bool]:
    if not each.repeats:
        return _one_from(each, inputs, keep_blank=keep_blank)
    instances = []
    for place in _numbered(inputs):
        value, is_filled = _one_from(each, place, keep_blank=keep_blank)
        if is_filled or keep_blank:
            instances.append(value)
    if instances:
        return instances, True
    return [_one_from(each, _NOTHING, keep_blank=keep_blank)[0]], False


def _one_from(each: Field, inputs: _Inputs, *, keep_blank: bool) -> tuple[object, bool]:
    if each.is_group:
        return _group_from(each, inputs, keep_blank=keep_blank)
    value = type_of(each).parse(each, inputs.here) if inputs.here else None
    if value is None:
        return ({} if each.representation in _IN_PARTS else ""), False
    return value, True


def _numbered(inputs: _Inputs) -> list[_Inputs]:
    """The instances of a repeat in the order of their numbers, however far apart these are.

    All of them, also when they are too many to sign: a finding says so, and nothing that was typed is lost.
    """
    numbers = [key for key in inputs.below if len(key) <= _LONGEST_NUMBER and key.isascii() and key.isdigit()]
    return [inputs.below[key] for key in sorted(numbers, key=int)]


def to_form(structure: Structure, content: object) -> dict[str, str]:
    """What the inputs of a form hold for a document's content: the reverse of `from_form`."""
    data: dict[str, str] = {}
    root = content.get(structure.root.key) if isinstance(content, dict) else None
    if isinstance(root, dict):
        _group_to(structure.root, root, "", data)
    return data


def _group_to(group: Field, content: Content, place: str, data: dict[str, str]) -> None:
    before = len(data)
    for each in group.fields:
        value = content.get(each.key)
        if value is None:
            continue
        name = f"{place}.{each.key}" if place else each.key
        if not each.repeats:
            _one_to(each, value, name, data)
        elif isinstance(value, list):
            for number, instance in enumerate(value):
                _one_to(each, instance, f"{name}.{number}", data)
    if len(data) == before and place:
        data[f"{place}~{PRESENT}"] = _YES


def _one_to(each: Field, value: object, name: str, data: dict[str, str]) -> None:
    if each.is_group:
        if isinstance(value, dict):
            _group_to(each, value, name, data)
        return
    for suffix, held in type_of(each).inputs(each, value).items():
        data[f"{name}~{suffix}" if suffix else name] = held
