"""The ways in which keeping clients can fail."""

from nippu.base.errors import Conflict, Denied, Invalid, NotFound
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


class NoSuchClient(NotFound):
    """Told only to one who has stated a ground; the same whoever is missing."""

    code = "no_such_client"
    text = _("Tällä henkilötunnuksella ei ole asiakasta. Tarkista henkilötunnus.")


class NoSpecialGrounds(Denied):
    code = "no_special_grounds"
    text = _(
        "Erityisestä syystä asiakkaan tiedot avaa vain asiakastyötä tekevä omassa yksikössään. Vaihda"
        " tarvittaessa työtehtävää."
    )


class GroundNotStated(Invalid):
    code = "ground_not_stated"
    text = _("Valitse peruste. Jos mikään ei sovi, valitse Muu säännös ja kirjoita laki ja pykälä.")


class LawNotStated(Invalid):
    code = "law_not_stated"
    text = _("Kirjoita laki ja pykälä, enintään {limit} merkkiä.")


class GroundInTooFewWords(Invalid):
    code = "ground_in_too_few_words"
    text = _("Kirjoita omin sanoin, miksi tarvitset tiedot: vähintään {shortest} merkkiä.")


class GroundEnded(Conflict):
    code = "ground_ended"
    text = _("Pääsy on jo päättynyt.")


class GroundNotThere(NotFound):
    code = "ground_not_there"
    text = _("Erityistä syytä ei löydy.")


class GroundSettled(Conflict):
    code = "ground_settled"
    text = _("Käyttö on jo käsitelty.")


class OwnGround(Denied):
    code = "own_ground"
    text = _("Omaa käyttöäsi ei voi käsitellä. Sen käsittelee toinen esihenkilö.")


class ReviewWithoutWords(Invalid):
    code = "review_without_words"
    text = _("Kirjoita, mitä jää selvitettäväksi tai miksi käytölle ei ollut perustetta.")


class ReviewsClosed(Denied):
    code = "reviews_closed"
    text = _("Erityisestä syystä avattujen tietojen käyttöä seuraavat johto, esihenkilöt ja tietosuoja.")


class NobodyMayLook(Invalid):
    code = "nobody_may_look"
    text = _("Valitse ainakin yksi, joka saa nähdä asiakkaan tiedot.")
