"""The plain JSON Schema of a structure: the publication's own, without its metadata."""

from typing import TypeAlias

from nippu.structures.field_types import type_of
from nippu.structures.tree import Field, Structure

Schema: TypeAlias = "dict[str, object]"
DIALECT = "http://json-schema.org/draft-07/schema#"


def to_schema(structure: Structure) -> Schema:
    """The schema that a document must meet, equal to the publication's without its `sosmeta` parts."""
    return {
        "$schema": DIALECT,
        "title": f"'{structure.name.fi}' JSON schema",
        **_object((structure.root,)),
    }


def _object(fields: tuple[Field, ...]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [each.key for each in fields if each.required],
        "properties": {each.key: schema_of(each) for each in fields},
    }


def schema_of(field: Field) -> Schema:
    """The schema of one field or group, as an array when it repeats."""
    one = _object(field.fields) if field.is_group else type_of(field).schema(field)
    if not field.repeats:
        return one
    return {"type": "array", "minItems": 1 if field.required else 0, "items": one}
