"""Coded fields: a class of a national code set or of the structure's own list."""

from typing import Final

from nippu.base.texts import Language
from nippu.structures.choices import choices, name_in_language
from nippu.structures.kinds.base import FieldType, Inputs, as_typed, clean, member
from nippu.structures.tree import Coding, Field

CODE: Final = "code"
DISPLAY: Final = "display"
SYSTEM: Final = "system"
_NO_CODING: Final = Coding()


class CodeType(FieldType):
    """A code, the name it had when it was chosen, and the code set."""

    def parse(self, field: Field, inputs: Inputs) -> object:
        code = clean(inputs.get(CODE, "")).strip()
        display = clean(inputs.get(DISPLAY, ""))
        coding = field.coding or _NO_CODING
        system = clean(inputs.get(SYSTEM, "")) or coding.default_system
        if not code:
            # Where the codes are not known both are typed: the name waits for its code.
            waits = CODE in inputs and display.strip() and not choices(field)
            return {SYSTEM: system, DISPLAY: display} if waits else None
        return {SYSTEM: system, CODE: code, DISPLAY: _display(field, code, display)}

    def inputs(self, field: Field, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            return {CODE: as_typed(value)}
        return {CODE: member(value, CODE), DISPLAY: member(value, DISPLAY), SYSTEM: member(value, SYSTEM)}

    def schema(self, field: Field) -> dict[str, object]:
        coding = field.coding or _NO_CODING
        code: dict[str, object] = {"type": "string"}
        if coding.accepted:
            code["enum"] = list(coding.accepted)
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [SYSTEM, CODE, DISPLAY],
            "properties": {SYSTEM: _system_schema(coding), CODE: code, DISPLAY: {"type": "string"}},
        }

    def show(self, field: Field, value: object, language: Language) -> str:
        """The name as it stands in the document, in Swedish where the code set knows it."""
        if not isinstance(value, dict):
            return as_typed(value)
        display, code = member(value, DISPLAY), member(value, CODE)
        if language == "sv":
            return name_in_language(field, code, language) or display or code
        return display or name_in_language(field, code, language) or code

    def sample(self, field: Field, n: int) -> object:
        coding = field.coding or _NO_CODING
        known = choices(field)
        system = coding.default_system or "urn:oid:1.2.246.537.6"
        if known:
            chosen = known[n % len(known)]
            return {SYSTEM: system, CODE: chosen.code, DISPLAY: chosen.name.fi}
        return {SYSTEM: system, CODE: str(n + 1), DISPLAY: f"{field.label.fi} {n + 1}"}


def _display(field: Field, code: str, display: str) -> str:
    """The name beside a code: the typed one, unless it is missing or that of another code of the list."""
    known = choices(field)
    own = next((each.name for each in known if each.code == code), None)
    if own is None:
        return display
    if not display.strip():
        return own.fi
    if display in {own.fi, own.sv}:
        return display
    stale = any(display in {each.name.fi, each.name.sv} for each in known)
    return own.fi if stale else display


def _system_schema(coding: Coding) -> dict[str, object]:
    if coding.system is not None:
        return {"type": "string", "enum": [coding.system]}
    if coding.oid is None or coding.system_free:
        return {"type": "string"}
    return {"type": "string", "pattern": "^urn:oid:" + coding.oid.replace(".", r"\.") + r"(\.\d+)*$"}
