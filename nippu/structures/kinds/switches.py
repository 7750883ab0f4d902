"""Questions that are answered yes or no, or left unanswered."""

from typing import Final

from nippu.base.texts import Language, _, translated
from nippu.structures.kinds.base import PLAIN, FieldType, Inputs, as_typed
from nippu.structures.tree import Field

YES: Final = "kyllä"
NO: Final = "ei"
_SHOWN: Final = {True: _("Kyllä"), False: _("Ei")}


class SwitchType(FieldType):
    """A yes or no."""

    def parse(self, field: Field, inputs: Inputs) -> object:
        typed = inputs.get(PLAIN, "").strip()
        return {YES: True, NO: False}.get(typed.lower(), typed or None)

    def inputs(self, field: Field, value: object) -> dict[str, str]:
        if isinstance(value, bool):
            return {PLAIN: YES if value else NO}
        return {PLAIN: as_typed(value)}

    def schema(self, field: Field) -> dict[str, object]:
        return {"type": "boolean"}

    def show(self, field: Field, value: object, language: Language) -> str:
        return translated(_SHOWN[value], language) if isinstance(value, bool) else as_typed(value)

    def sample(self, field: Field, n: int) -> object:
        return n % 2 == 0
