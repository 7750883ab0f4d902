"""Fictitious documents made from a structure, for tests, demonstrations and measuring. Always the same."""

from typing import Final

from nippu.structures.field_types import type_of
from nippu.structures.tree import Field, Structure

_TWICE: Final = 2
"""Repeats within fewer repeats than this have two instances, deeper ones have one."""


def full_document(structure: Structure) -> dict[str, object]:
    """A document with every field filled in."""
    return {structure.root.key: _full(structure.root, n=0, within=0)}


def minimal_document(structure: Structure) -> dict[str, object]:
    """A document with only the fields that the schema asks for."""
    return {structure.root.key: _minimal(structure.root)}


def _full(each: Field, *, n: int, within: int) -> object:
    """One instance of a field or group; `n` tells instances apart, `within` counts the repeats around it."""
    if not each.is_group:
        return type_of(each).sample(each, n)
    return {below.key: _full_value(below, n=n, within=within) for below in each.fields}


def _full_value(each: Field, *, n: int, within: int) -> object:
    if not each.repeats:
        return _full(each, n=n, within=within)
    count = 2 if within < _TWICE else 1
    return [_full(each, n=2 * n + number, within=within + 1) for number in range(count)]


def _minimal(each: Field) -> object:
    if not each.is_group:
        return type_of(each).sample(each, 0)
    return {
        below.key: [_minimal(below)] if below.repeats else _minimal(below)
        for below in each.fields
        if below.required
    }
