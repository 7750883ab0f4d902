"""The ways in which the catalogue can fail."""

from nippu.base.errors import Conflict, NotFound
from nippu.base.texts import _


class UnknownStructure(NotFound):
    code = "unknown_structure"
    text = _("Asiakirjarakennetta {oid} ei ole ladattu tähän järjestelmään.")


class ImportIsRunning(Conflict):
    code = "import_is_running"
    text = _("Rakenteiden tuonti on jo käynnissä. Uuden voi aloittaa, kun se on päättynyt.")
