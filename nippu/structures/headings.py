"""Headings are transparent: a title over fields does not make the required ones optional.

The publication lets a document leave a whole heading out, and with it what the heading's fields require. The
archive accepts that; a professional who writes under the heading is asked for them all the same.
"""

from typing import TypeAlias

from nippu.structures.tree import Field, Representation

Ways: TypeAlias = tuple[tuple[str, bool, bool, "Ways"], ...]
"""Of each field on the way to such a heading: key, whether it is one, whether it repeats, what is below."""


def ways_to_headings(fields: tuple[Field, ...]) -> Ways:
    """Where in a structure the transparent headings are. Ask once: it goes through the whole structure."""
    ways = (
        (field.key, is_transparent(field), field.repeats, ways_to_headings(field.fields)) for field in fields
    )
    return tuple(way for way in ways if way[1] or way[3])


def with_headings(ways: Ways, group: dict[str, object]) -> dict[str, object]:
    """The content with an empty group for each heading left out that has required fields.

    The content itself, the same object, when none is left out.
    """
    changed: dict[str, object] = {}
    for key, is_heading, repeats, below in ways:
        value = group.get(key, {} if is_heading else None)
        if repeats and isinstance(value, list):
            each = [with_headings(below, one) if isinstance(one, dict) else one for one in value]
            if any(new is not old for new, old in zip(each, value, strict=True)):
                changed[key] = each
        elif isinstance(value, dict):
            new = with_headings(below, value)
            if new is not group.get(key):
                changed[key] = new
    return group | changed if changed else group


def is_transparent(field: Field) -> bool:
    """Whether a field is a heading that may be left out, though fields below it are required."""
    return (
        field.representation is Representation.HEADING
        and not (field.required or field.repeats)
        and any(each.required for each in field.fields)
    )
