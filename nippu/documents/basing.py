"""The text of a new document from an earlier one of its kind, today's facts put over it. Pure functions."""

from collections.abc import Mapping

import jsonschema_rs

from nippu.documents.prefill import Filled, is_of_today, value_at
from nippu.structures.field_types import type_of
from nippu.structures.tree import Field, Representation, Structure

NOTHING = None
NEVER_TAKEN = frozenset({Representation.SIGNATURE, Representation.MOMENT})


def based_on(structure: Structure, earlier: Mapping[str, object], filled: Filled) -> dict[str, object]:
    """What a document on this structure begins with: the earlier text as far as the structure knows it, and
    over it what is filled in today.

    Who the clients and the author are is never taken from the earlier one, nor a signature, nor a moment: it
    tells when something happened that time.
    """
    root = structure.root
    old = earlier.get(root.key, next(iter(earlier.values()), None))
    content: dict[str, object] = {root.key: _group(root, old, top=True) if isinstance(old, dict) else {}}
    for each in filled.sources:
        _put(content, each.path, value_at(filled.content, each.path))
    return content


def _group(group: Field, old: Mapping[str, object], *, top: bool = False) -> dict[str, object]:
    """The parts of a group that the structure still has, in its order."""
    made: dict[str, object] = {}
    for field in group.fields:
        if field.key in old and not is_of_today(field, top=top):
            value = _field(field, old[field.key])
            if value is not NOTHING:
                made[field.key] = value
    return made


def _field(field: Field, old: object) -> object:
    """The value of a field, whether it repeated in the earlier version or not."""
    values = old if isinstance(old, list) else [old]
    kept = [each for each in (_one(field, value) for value in values) if each is not NOTHING]
    if field.repeats:
        return kept or NOTHING
    return kept[0] if len(kept) == 1 and len(values) == 1 else NOTHING


def _one(field: Field, old: object) -> object:
    if field.is_group:
        return (_group(field, old) or NOTHING) if isinstance(old, dict) else NOTHING
    if field.representation in NEVER_TAKEN:
        return NOTHING
    return old if jsonschema_rs.is_valid(type_of(field).schema(field), old) else NOTHING


def _put(content: dict[str, object], path: str, value: object) -> None:
    """Put a value in its place, with the groups on the way to it."""
    *groups, last = path.split("/")[1:]
    here = content
    for key in groups:
        below = here.get(key)
        if not isinstance(below, dict):
            below = here[key] = {}
        here = below
    here[last] = value
