"""Identifiers: personal identity codes and others."""

import re
from typing import Final

from nippu.base.texts import Language
from nippu.structures.format_checks import IDENTITY_CODE
from nippu.structures.kinds.base import FieldType, Inputs, as_typed, clean, member
from nippu.structures.tree import Field

_CHECK_CHARACTERS: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SPACES: Final = re.compile(r"\s")
VALUE: Final = "value"
SYSTEM: Final = "system"


class IdentifierType(FieldType):
    """An identifier and, where the structure names it, the system that it belongs to."""

    def parse(self, field: Field, inputs: Inputs) -> object:
        typed = clean(inputs.get(VALUE, "")).strip()
        if not typed:
            return None
        # A form without the input takes the structure's system; an empty input means that there is none.
        system = inputs.get(SYSTEM, field.system_uri or "")
        if system == IDENTITY_CODE:
            typed = _SPACES.sub("", typed).upper()
        return {SYSTEM: clean(system), VALUE: typed} if system else {VALUE: typed}

    def inputs(self, field: Field, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            return {VALUE: as_typed(value)}
        return {SYSTEM: member(value, SYSTEM), VALUE: member(value, VALUE)}

    def schema(self, field: Field) -> dict[str, object]:
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [VALUE],
            "properties": {SYSTEM: {"type": "string"}, VALUE: {"type": "string"}},
        }

    def show(self, field: Field, value: object, language: Language) -> str:
        return member(value, VALUE) or ("" if isinstance(value, dict) else as_typed(value))

    def sample(self, field: Field, n: int) -> object:
        if field.system_uri == IDENTITY_CODE:
            return {SYSTEM: IDENTITY_CODE, VALUE: fictitious_identity_code(n)}
        return {VALUE: f"ESIM-{n + 1:05}"}


def fictitious_identity_code(n: int) -> str:
    """A valid code that no real person has: its individual number is 900 or greater."""
    day = f"{1 + n % 28:02}{1 + n % 12:02}{70 + n % 29:02}"
    number = f"{900 + n % 100:03}"
    return f"{day}-{number}{_CHECK_CHARACTERS[int(day + number) % 31]}"
