"""Where the text of a draft begins that came from an earlier document."""

from collections.abc import Mapping

from nippu.structures.tree import Field, Representation, Structure
from nippu.ui.form_fields import SHORT_TEXTS

_GIVEN = frozenset({"asiakas", "laatija"})


def first_text(structure: Structure, content: Mapping[str, object]) -> str:
    """The name of the first field of the form where text stands; empty when there is none."""
    document = content.get(structure.root.key)
    values = document if isinstance(document, dict) else {}
    places = (
        _text_in(each, each.key, values.get(each.key))
        for each in structure.root.fields
        if each.key not in _GIVEN
    )
    return next((found for found in places if found), "")


def _text_in(field: Field, name: str, value: object) -> str:
    if isinstance(value, list):
        places = (_text_in(field, f"{name}.{number}", each) for number, each in enumerate(value))
    elif isinstance(value, dict) and field.is_group:
        places = (_text_in(each, f"{name}.{each.key}", value.get(each.key)) for each in field.fields)
    else:
        narrative = field.representation is Representation.TEXT and field.key not in SHORT_TEXTS
        return name if narrative and isinstance(value, str) and value else ""
    return next((found for found in places if found), "")
