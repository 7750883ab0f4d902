"""Types made from a plain schema, whose decoder says within microseconds whether a document meets it."""

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec
import orjson

from nippu.codes.sets import UnknownCodeSetError, code_set, code_set_of
from nippu.structures.kinds.dates import DATE_PATTERN
from nippu.structures.sizes import GREATEST_NUMBER, MOST_REPEATS

Schema = Mapping[str, Any]

_KNOWN: Final = {
    "object": {"type", "properties", "required", "additionalProperties"},
    "array": {"type", "items", "minItems"},
    "string": {"type", "minLength", "pattern", "enum"},
    "number": {"type"},
    "boolean": {"type"},
}
_SIZE: Final = msgspec.Meta(gt=-GREATEST_NUMBER, lt=GREATEST_NUMBER)
_NATIONAL_SYSTEM: Final = re.compile(r"\^(urn:oid:(?:[0-9]|\\\.)+)\(\\\.\\d\+\)\*\$")


class UnknownSchemaError(ValueError):
    """A schema says something that this compiler does not know, so that it cannot promise to check it."""


def decoder_of(schema: Schema) -> msgspec.json.Decoder[Any]:
    """A decoder that reads from bytes exactly what the schema accepts, with at most MOST_REPEATS repeats."""
    return _exact.decoder(schema)


def quick_decoder_of(schema: Schema, *, code_lists: bool) -> msgspec.json.Decoder[Any]:
    """A decoder much faster than the exact one, which also refuses unknown codes and too great numbers.

    It knows only whole dates of the calendar and the usual `system` of each code set: what it refuses may
    still be right.
    """
    return (_quick_with_codes if code_lists else _quick).decoder(schema)


def attribute_of(key: str) -> str:
    """The attribute of a decoded group that holds a key's value."""
    usable = key.isidentifier() and not keyword.iskeyword(key) and not key.startswith("_")
    return key if usable else f"key_{key.encode().hex()}"


def complete_codes(oid: str) -> frozenset[str] | None:
    """All the codes of a national set that is wholly known; else none."""
    try:
        codes = code_set(oid)
    except UnknownCodeSetError:
        return None
    return frozenset(each.code for each in codes.codes) if codes.is_complete else None


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes types from schemas. Equal groups of all structures share one type: an address, a name, a code."""

    quick: bool = False
    code_lists: bool = False
    made: dict[bytes, Any] = field(default_factory=dict)

    def decoder(self, schema: Schema) -> msgspec.json.Decoder[Any]:
        plain = {name: value for name, value in schema.items() if name not in {"$schema", "title"}}
        return msgspec.json.Decoder(self.type_of(plain))

    def type_of(self, schema: Schema) -> Any:
        name = orjson.dumps(schema)
        if name not in self.made:
            self.made[name] = self._new(schema)
        return self.made[name]

    def _new(self, schema: Schema) -> Any:
        kind = schema.get("type")
        if not isinstance(kind, str) or kind not in _KNOWN or not schema.keys() <= _KNOWN[kind]:
            raise UnknownSchemaError(f"type {kind!r} with {sorted(schema)}")
        if kind == "object":
            return self._struct(schema)
        if kind == "array":
            length = msgspec.Meta(min_length=schema.get("minItems", 0), max_length=MOST_REPEATS)
            return Annotated[list[self.type_of(schema["items"])], length]  # type: ignore[misc]
        if kind == "string":
            return self._string(schema)
        if kind == "boolean":
            return bool
        return Annotated[int, _SIZE] | Annotated[float, _SIZE] if self.quick else int | float

    def _string(self, schema: Schema) -> Any:
        if "enum" in schema:
            if len(schema) > 2:
                raise UnknownSchemaError(f"enum with {sorted(schema)}")
            return Literal[tuple(dict.fromkeys(schema["enum"]))]
        if self.quick and schema.keys() == {"type", "pattern"}:
            return _quick_pattern(schema["pattern"])
        limits: dict[str, Any] = {}
        if "minLength" in schema:
            limits["min_length"] = schema["minLength"]
        if "pattern" in schema:
            limits["pattern"] = _pattern(schema["pattern"])
        return Annotated[str, msgspec.Meta(**limits)] if limits else str

    def _struct(self, schema: Schema) -> Any:
        if schema.get("additionalProperties") is not False:
            raise UnknownSchemaError("additionalProperties")
        required = set(schema.get("required", ()))
        if not required <= schema["properties"].keys():
            raise UnknownSchemaError("required without a property")
        fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
        renamed: dict[str, str] = {}
        for key, below in schema["properties"].items():
            name, kind = attribute_of(key), self.type_of(below)
            if self.code_lists and key == "code":
                kind = _codes(schema) or kind
            renamed[name] = key
            optional = (name, kind | msgspec.UnsetType, msgspec.UNSET)
            fields.append((name, kind) if key in required else optional)
        return msgspec.defstruct(
            "Group",
            fields,
            rename=renamed,
            forbid_unknown_fields=True,
            kw_only=True,
            frozen=True,
            eq=False,
            gc=False,
        )


_exact: Final = _Maker()
_quick: Final = _Maker(quick=True)
_quick_with_codes: Final = _Maker(quick=True, code_lists=True)


def _quick_pattern(pattern: str) -> Any:
    if pattern == DATE_PATTERN:
        return date
    system = _national_system(pattern)
    if system is None:
        return Annotated[str, msgspec.Meta(pattern=_pattern(pattern))]
    known = code_set_of(system)
    return Literal[tuple({system, known.system if known else system})]


def _national_system(pattern: str) -> str | None:
    match = _NATIONAL_SYSTEM.fullmatch(pattern)
    return match[1].replace("\\", "") if match else None


def _codes(coded: Schema) -> Any:
    """The type of a coded value's code, when its set is wholly known and the schema lists no codes."""
    system = _national_system(coded["properties"].get("system", {}).get("pattern", ""))
    if system is None or "enum" in coded["properties"]["code"]:
        return None
    codes = complete_codes(system.removeprefix("urn:oid:"))
    return Literal[tuple(codes)] if codes else None


def _pattern(pattern: str) -> str:
    # In JSON Schema $ is only the very end and \d only 0-9; in Python $ also stands before a last line break,
    # and \d means the digits of every script.
    if re.search(r"\\[^d.\-/+*?()\[\]{}|^$\\]", pattern) or "[^" in pattern:
        raise UnknownSchemaError(f"pattern {pattern}")
    return re.sub(r"(?<!\\)\$$", r"\\Z", pattern.replace(r"\d", "[0-9]"))
