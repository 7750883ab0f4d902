"""The ways in which the catalogue can fail."""

from nippu.base.errors import NotFound
from nippu.base.texts import _


class UnknownStructure(NotFound):
    code = "unknown_structure"
    text = _("Asiakirjarakennetta {oid} ei ole ladattu tähän järjestelmään.")
