"""What a record of use tells, in words for people."""

from django.utils.translation import gettext as _

from nippu.access.types import WorkTask
from nippu.audit.types import SearchKind
from nippu.base.texts import _ as marked
from nippu.base.texts import translated
from nippu.http.answers import reading_language
from nippu.oversight.types import UseRow

AREAS = {
    "case": marked("Asian tiedot"),
    "client": marked("Asiakkaan tiedot"),
    "document": marked("Asiakirja"),
    "intake": marked("Yhteydenotto"),
    "person": marked("Henkilöhaku"),
    "relationship": marked("Asiakkuuden tiedot"),
    "search": marked("Asiakas- ja asiahaku"),
    "log": marked("Käyttöloki"),
    "log_request": marked("Lokipyyntö"),
    "disclosure": marked("Tietojen luovutus"),
    "page": marked("Sivu"),
    "upkeep": marked("Lokin ylläpito"),
    "organisations": marked("Organisaatio ja työtehtävät"),
}
LOG_INS = {
    "log_in.in": marked("Kirjautui sisään"),
    "log_in.out": marked("Kirjautui ulos"),
    "log_in.failed": marked("Kirjautuminen epäonnistui"),
}
SEARCHES = {
    SearchKind.IDENTITY_CODE.value: marked("henkilötunnuksella"),
    SearchKind.TEMPORARY_CODE.value: marked("tilapäisellä tunnuksella"),
    SearchKind.CASE_NUMBER.value: marked("asianumerolla"),
    SearchKind.NAME.value: marked("nimellä"),
}


def what_of(row: UseRow) -> str:
    """What was used: the kind of data, and by what it was searched."""
    language, area = reading_language(), row.action.partition(".")[0]
    text = LOG_INS.get(row.action) or AREAS.get(area, row.action)
    told = translated(text, language)
    searched = SEARCHES.get(row.search_kind)
    if searched is None:
        return told
    return _("%(what)s %(how)s") % {"what": told, "how": translated(searched, language)}


def task_of(row: UseRow) -> str:
    """The work task in which it was done."""
    known = next((each for each in WorkTask if each.value == row.work_task), None)
    return translated(known.label, reading_language()) if known else ""
