"""What a document is to the access decree: its data class, given by its structure. Plain Python."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from nippu.base.ids import StructureCode
from nippu.base.texts import _


class DataClass(StrEnum):
    """The classes of data that the access decree tells apart."""

    RELATIONSHIP = "relationship"
    CASE = "case"
    INITIATION = "initiation"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    IMPLEMENTATION_PLAN = "implementation_plan"
    PREPARATION = "preparation"
    DECISION = "decision"
    CONTRACT = "contract"
    IMPLEMENTATION = "implementation"
    GENERAL = "general"
    MEDIATION = "mediation"
    SHELTER = "shelter"
    THERAPEUTIC = "therapeutic"
    EXAMINATION = "examination"
    CLOSED = "closed"
    """Nobody sees it: a structure of which nobody has said what it is."""

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _LABELS[self]


_LABELS = {
    DataClass.RELATIONSHIP: _("Asiakkuustiedot"),
    DataClass.CASE: _("Asian tiedot"),
    DataClass.INITIATION: _("Vireilletulo"),
    DataClass.ASSESSMENT: _("Arviot"),
    DataClass.PLAN: _("Asiakassuunnitelmat"),
    DataClass.IMPLEMENTATION_PLAN: _("Toteuttamissuunnitelmat"),
    DataClass.PREPARATION: _("Valmistelu"),
    DataClass.DECISION: _("Päätökset"),
    DataClass.CONTRACT: _("Sopimukset"),
    DataClass.IMPLEMENTATION: _("Palvelun toteuttaminen"),
    DataClass.GENERAL: _("Muut yhteiset asiakirjat"),
    DataClass.MEDIATION: _("Perheasioiden sovittelu"),
    DataClass.SHELTER: _("Turvakotipalvelun toteuttaminen"),
    DataClass.THERAPEUTIC: _("Terapeuttinen työskentely"),
    DataClass.EXAMINATION: _("Asiakkaalle tehdyt tutkimukset"),
    DataClass.CLOSED: _("Suljettu kaikilta"),
}


@cache
def classes_of_structures() -> Mapping[StructureCode, DataClass]:
    """The data class of each structure that has been given one, by the structure's code."""
    table: dict[str, list[str]] = yaml.load(
        Path(__file__).with_name("data_classes.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    pairs = [(StructureCode(code), DataClass(name)) for name, codes in table.items() for code in codes]
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a structure has two data classes")
    return MappingProxyType(found)


def data_class_of(code: str) -> DataClass:
    """What the documents on a structure are to the access decree; closed when nobody has said."""
    return classes_of_structures().get(StructureCode(code), DataClass.CLOSED)
