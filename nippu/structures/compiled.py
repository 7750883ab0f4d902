"""A structure made ready for checking: what says yes fast, and what lists every error of a refusal."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final, TypeAlias

import jsonschema_rs
import msgspec
from msgspec import UNSET

from nippu.base.ids import StructureOid
from nippu.structures.format_checks import IDENTITY_CODE, is_day, is_identity_code, is_moment
from nippu.structures.headings import Ways, ways_to_headings
from nippu.structures.schema import to_schema
from nippu.structures.schema_types import attribute_of, complete_codes, decoder_of, quick_decoder_of
from nippu.structures.sizes import GREATEST_NUMBER
from nippu.structures.tree import Field, Representation, Structure

NUMBERS: Final = frozenset({Representation.NUMBER, Representation.COUNT})
QUANTITIES: Final = frozenset({Representation.QUANTITY, Representation.MEASURE, Representation.PERCENTAGE})

_REFUSALS: Final = (msgspec.DecodeError, UnicodeDecodeError)
"""How a decoder refuses: bytes that are not UTF-8 are an error of another kind."""

Test: TypeAlias = Callable[[Any], bool]
Step: TypeAlias = tuple[str, bool, Test]
"""The attribute of a decoded group, whether it repeats, and the test of each value."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """A structure and all that checks documents made on it. Each part is made when first asked for."""

    structure: Structure

    @cached_property
    def schema(self) -> dict[str, object]:
        return to_schema(self.structure)

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[Any]:
        """Reads a document that meets the schema, refuses any other."""
        return decoder_of(self.schema)

    @cached_property
    def _quick_decoder(self) -> msgspec.json.Decoder[Any]:
        return quick_decoder_of(self.schema, code_lists=False)

    @cached_property
    def _quick_decoder_with_codes(self) -> msgspec.json.Decoder[Any]:
        return quick_decoder_of(self.schema, code_lists=True)

    @cached_property
    def validator(self) -> jsonschema_rs.Draft7Validator:
        """Lists every error of a document that the schema refuses."""
        return jsonschema_rs.Draft7Validator(self.schema)

    @cached_property
    def headings(self) -> Ways:
        """Where the transparent headings are."""
        return ways_to_headings((self.structure.root,))

    @cached_property
    def _is_quick_right(self) -> Test:
        return _group_test((self.structure.root,), _quick_test) or _anything

    @cached_property
    def _is_right(self) -> Test:
        return _group_test((self.structure.root,), _test) or _anything

    @cached_property
    def _is_right_with_codes(self) -> Test:
        return _group_test((self.structure.root,), _test_with_codes) or _anything

    def accepts(self, body: bytes) -> bool:
        """Whether a document meets the plain schema, with at most MOST_REPEATS repeats."""
        return _read(self._quick_decoder, body) is not None or _read(self.decoder, body) is not None

    def is_right(self, body: bytes, *, code_lists: bool) -> bool:
        """Whether a document meets the schema and each of its values is right beyond that."""
        document = _read(self._quick_decoder_with_codes if code_lists else self._quick_decoder, body)
        if document is not None:
            return self._is_quick_right(document)
        document = _read(self.decoder, body)
        is_right = self._is_right_with_codes if code_lists else self._is_right
        return document is not None and is_right(document)


def _read(decoder: msgspec.json.Decoder[Any], body: bytes) -> object:
    try:
        return decoder.decode(body)
    except _REFUSALS:
        return None


_compiled: dict[StructureOid, Compiled] = {}


def compile_structure(structure: Structure) -> Compiled:
    """The structure made ready; the same one again for the same structure."""
    known = _compiled.get(structure.oid)
    if known is None or known.structure is not structure:
        known = _compiled[structure.oid] = Compiled(structure)
    return known


def codes_of(field: Field) -> frozenset[str] | None:
    """All the codes that a coded field may have, when its national set is wholly known; else none.

    What the structure itself lists is the schema's matter.
    """
    coding = field.coding
    return None if coding is None or coding.oid is None or coding.accepted else complete_codes(coding.oid)


def is_phrase(field: Field, text: str) -> bool:
    """Whether a text is the fixed one of a phrase field that is known by its checksum only."""
    return field.phrase_hash is None or hashlib.sha256(text.encode()).hexdigest() == field.phrase_hash


def _group_test(fields: tuple[Field, ...], test_of: Callable[[Field], Test | None]) -> Test | None:
    """The test of every value in a group that the schema alone does not settle. None when there is none."""
    steps: list[Step] = []
    for field in fields:
        test = _group_test(field.fields, test_of) if field.is_group else test_of(field)
        if test is not None:
            steps.append((attribute_of(field.key), field.repeats, test))
    return _all_of(tuple(steps)) if steps else None


def _all_of(steps: tuple[Step, ...]) -> Test:
    def is_right(group: Any) -> bool:
        for attribute, repeats, test in steps:
            value = getattr(group, attribute)
            if value is UNSET:
                continue
            if not repeats:
                if not test(value):
                    return False
            else:
                for each in value:
                    if not test(each):
                        return False
        return True

    return is_right


def _anything(value: Any) -> bool:
    return True


def _quick_test(field: Field) -> Test | None:
    """What the quick decoder leaves untold of a field."""
    return None if field.representation in {Representation.DATE, *NUMBERS, *QUANTITIES} else _test(field)


def _test(field: Field) -> Test | None:
    """What the schema leaves untold of a field, code lists apart."""
    kind = field.representation
    if kind is Representation.IDENTIFIER:
        return _identifier_test(field.system_uri)
    if kind is Representation.PHRASE:
        return partial(is_phrase, field) if field.phrase is None and field.phrase_hash else None
    return _TESTS.get(kind)


def _test_with_codes(field: Field) -> Test | None:
    codes = codes_of(field)
    return _test(field) if codes is None else _code_test(codes)


def _identifier_test(usual: str | None) -> Test:
    def is_right(identifier: Any) -> bool:
        system = usual if identifier.system is UNSET else identifier.system
        return system != IDENTITY_CODE or is_identity_code(identifier.value)

    return is_right


def _is_sound(number: float) -> bool:
    return abs(number) < GREATEST_NUMBER


def _is_sound_quantity(quantity: Any) -> bool:
    return _is_sound(quantity.value)


def _code_test(codes: frozenset[str]) -> Test:
    def is_right(value: Any) -> bool:
        return value.code in codes

    return is_right


_TESTS: Final[Mapping[Representation, Test]] = {
    Representation.DATE: is_day,
    Representation.MOMENT: is_moment,
    **dict.fromkeys(NUMBERS, _is_sound),
    **dict.fromkeys(QUANTITIES, _is_sound_quantity),
}
