"""What a record of use tells, in words for people."""

from django.utils.translation import gettext as _

from nippu.access.types import WorkTask
from nippu.audit.types import SearchKind
from nippu.base.texts import _ as marked
from nippu.base.texts import translated
from nippu.clients.grounds import grounds
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


REFUSALS = {
    "not_there": marked("Tietoa ei ole tai siihen ei ole oikeutta"),
    "not_allowed": marked("Työtehtävä ei oikeuta tähän"),
    "log_closed": marked("Työtehtävä ei oikeuta käyttölokiin"),
    "log_request_not_there": marked("Lokipyyntöä ei ole"),
    "no_such_client": marked("Henkilötunnuksella ei löytynyt asiakasta"),
    "no_special_grounds": marked("Työtehtävässä ei käytetä erityistä syytä"),
    "ground_not_there": marked("Erityistä syytä ei ole"),
    "own_ground": marked("Omaa erityistä syytä ei voi käsitellä itse"),
    "reviews_closed": marked("Työtehtävä ei oikeuta erityisten syiden käsittelyyn"),
    "entrant_restricted": marked("Tiedot näkevät vain nimetyt työntekijät"),
    "power_needed": marked("Allekirjoittamiseen tarvittava valtuus puuttuu"),
    "own_access": marked("Omia oikeuksia ei voi muuttaa itse"),
    "no_such_version": marked("Asiakirjan versiota ei ole"),
    "unknown_structure": marked("Asiakirjarakennetta ei ole"),
    "waiting": marked("Liian monta yritystä"),
    "wrong": marked("Väärä salasana"),
    "wrong_second_step": marked("Väärä koodi tai pääsyavain"),
    "of_another": marked("Istunto oli toisen henkilön"),
    "unknown_to_us": marked("Tunnistautumispalvelun henkilöä ei tunneta"),
}


def refusal_of(row: UseRow) -> str:
    """Why a use was refused; a reason without a name as it stands."""
    return translated(REFUSALS.get(row.refused, row.refused), reading_language())


def ground_of(stated: str) -> str:
    """A special ground by its name; the ground of a disclosure and a section of law as they stand."""
    return grounds().name_of(stated, reading_language()) or stated


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
