"""Two texts of one draft: where they differ, and one made of both by the writer's choice."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from nippu.base.texts import Language
from nippu.structures.field_types import type_of
from nippu.structures.tree import Field, Structure

_BLANK: tuple[object, ...] = (None, "", {}, [])
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A place where the two texts differ, with both."""

    name: str
    """Keys and numbers below the root: `arvio.kuvaus`, `asiakas.0.sukunimi`."""
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class _Pair:
    field: Field
    name: str
    labels: tuple[str, ...]
    mine: object
    theirs: object


def differing(
    structure: Structure, mine: Mapping[str, object], theirs: Mapping[str, object], language: Language
) -> tuple[Differing, ...]:
    """The places where my text and another's differ, in the order of the structure."""
    key = structure.root.key
    top = _Pair(structure.root, "", (), mine.get(key), theirs.get(key))
    return tuple(
        Differing(
            name=each.name,
            label=": ".join(each.labels),
            mine="\n".join(_told(each.field, each.mine, language)),
            theirs="\n".join(_told(each.field, each.theirs, language)),
        )
        for each in _places(top, language)
    )


def _places(pair: _Pair, language: Language) -> Iterator[_Pair]:
    if pair.mine == pair.theirs or (pair.mine in _BLANK and pair.theirs in _BLANK):
        return
    below = _below(pair, language)
    if below is None:
        yield pair
        return
    for each in below:
        yield from _places(each, language)


def _below(pair: _Pair, language: Language) -> list[_Pair] | None:
    """The parts to compare; none when the two are to be compared as a whole."""
    mine, theirs = pair.mine or {}, pair.theirs or {}
    if not pair.field.is_group or not pair.field.fields:
        return None
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        *before, last = pair.labels
        return [
            part
            for number, (one, other) in enumerate(zip(mine, theirs, strict=True))
            for part in _fields(
                pair, f"{pair.name}.{number}", (*before, f"{last} {number + 1}"), (one, other), language
            )
        ]
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return _fields(pair, pair.name, pair.labels, (mine, theirs), language)
    return None


def _fields(
    pair: _Pair, name: str, labels: tuple[str, ...], texts: tuple[object, object], language: Language
) -> list[_Pair]:
    mine, theirs = (each if isinstance(each, dict) else {} for each in texts)
    return [
        _Pair(
            each,
            f"{name}.{each.key}".removeprefix("."),
            (*labels, each.label.in_language(language)),
            mine.get(each.key),
            theirs.get(each.key),
        )
        for each in pair.field.fields
    ]


def _told(field: Field, value: object, language: Language) -> Iterator[str]:
    """What stands at a place, as lines."""
    if value in _BLANK:
        return
    if isinstance(value, list):
        for each in value:
            yield from _told(field, each, language)
    elif field.is_group and isinstance(value, dict):
        for below in field.fields:
            lines = list(_told(below, value.get(below.key), language))
            if lines:
                yield f"{below.label.in_language(language)}: {lines[0]}"
                yield from lines[1:]
    else:
        yield type_of(field).show(field, value, language)


def chosen(
    structure: Structure, mine: dict[str, object], theirs: Mapping[str, object], names: list[str]
) -> dict[str, object]:
    """My text with another's in the places that are named."""
    made = deepcopy(mine)
    for name in names:
        keys = [structure.root.key, *name.split(".")]
        _put(made, keys, _at(theirs, keys))
    return made


def _at(content: object, keys: list[str]) -> object:
    for key in keys:
        if isinstance(content, list):
            content = content[int(key)] if key.isdigit() and int(key) < len(content) else None
        else:
            content = content.get(key) if isinstance(content, dict) else None
    return deepcopy(content)


def _put(content: dict[str, object], keys: list[str], value: object) -> None:
    """Put a value at a place, or take away what is there. Unknown places are passed over."""
    here: object = content
    for key in keys[:-1]:
        if isinstance(here, list):
            if not key.isdigit() or int(key) >= len(here):
                return
            here = here[int(key)]
        elif isinstance(here, dict):
            here = here.setdefault(key, {})
    if isinstance(here, dict):
        if value is None:
            here.pop(keys[-1], None)
        else:
            here[keys[-1]] = value
