"""The ways in which keeping clients can fail."""

from nippu.base.errors import Conflict, Invalid
from nippu.base.texts import _


class DayInFuture(Invalid):
    code = "day_in_future"
    text = _("Päivä on tulevaisuudessa. Anna tämä päivä tai aiempi päivä.")


class NoRelationship(Conflict):
    code = "no_relationship"
    text = _("Asiakkuus ei ole voimassa. Aloita asiakkuus ennen kuin liität siihen palvelutehtävän.")


class NotAColleague(Invalid):
    code = "not_a_colleague"
    text = _("Omatyöntekijän tulee olla saman rekisterinpitäjän ammattihenkilö.")


class RiskWithoutWords(Invalid):
    code = "risk_without_words"
    text = _("Kuvaa riski lyhyesti, niin että asiakkaan tapaava osaa varautua siihen.")


class RiskEndsBeforeStart(Invalid):
    code = "risk_ends_before_start"
    text = _("Riskitieto päättyy ennen kuin se alkaa.")


class LanguageUnknown(Invalid):
    code = "language_unknown"
    text = _("Asiointikielen tulee olla kaksikirjaiminen kielikoodi.")


class DetailsKeptFromView(Conflict):
    """Under a security ban nobody sees the contact details, and so nobody writes over them."""

    code = "details_kept_from_view"
    text = _(
        "Asiakkaalla on turvakielto, joten yhteystietoja ei näytetä eikä niitä voi muuttaa. Yhteystietoja ei"
        " tallennettu."
    )


class InterpreterTooLong(Invalid):
    code = "interpreter_too_long"
    text = _("Kirjoita tulkkauksen kieli lyhyemmin: enintään {limit} merkkiä.")
