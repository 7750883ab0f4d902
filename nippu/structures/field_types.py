"""Which kind each field is of."""

from collections.abc import Mapping
from typing import Final

from nippu.structures.kinds.base import FieldType
from nippu.structures.kinds.codes import CodeType
from nippu.structures.kinds.dates import DateType, MomentType
from nippu.structures.kinds.identifiers import IdentifierType
from nippu.structures.kinds.numbers import (
    CountType,
    MeasureType,
    NumberType,
    PercentageType,
    QuantityType,
)
from nippu.structures.kinds.switches import SwitchType
from nippu.structures.kinds.texts import NameType, PhraseType, SignatureType, TextType
from nippu.structures.tree import Field, Representation

__all__ = ["FieldType", "type_of"]

_TYPES: Final[Mapping[Representation, FieldType]] = {
    Representation.TEXT: TextType(),
    Representation.NAME: NameType(),
    Representation.CODE: CodeType(),
    Representation.DATE: DateType(),
    Representation.MOMENT: MomentType(),
    Representation.IDENTIFIER: IdentifierType(),
    Representation.SWITCH: SwitchType(),
    Representation.QUANTITY: QuantityType(),
    Representation.MEASURE: MeasureType(),
    Representation.NUMBER: NumberType(),
    Representation.COUNT: CountType(),
    Representation.PERCENTAGE: PercentageType(),
    Representation.PHRASE: PhraseType(),
    Representation.SIGNATURE: SignatureType(),
}


def type_of(field: Field) -> FieldType:
    """What knows how a field is typed, checked and shown. A group has none: KeyError."""
    return _TYPES[field.representation]
