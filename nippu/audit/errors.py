"""The ways in which work with the log can fail."""

from nippu.base.errors import Conflict, Denied, Invalid, NotFound
from nippu.base.texts import _


class LogClosed(Denied):
    code = "log_closed"
    text = _("Käyttölokia lukevat vain tietosuojan ja johdon työtehtävissä toimivat.")


class LogRequestNotThere(NotFound):
    code = "log_request_not_there"
    text = _("Lokipyyntöä ei löydy.")


class LogRequestAnswered(Conflict):
    code = "log_request_answered"
    text = _("Lokipyyntöön on jo vastattu.")


class LogRefusalWithoutReason(Invalid):
    code = "log_refusal_without_reason"
    text = _("Kirjoita, miksi lokitietoja ei anneta. Peruste tulee asiakkaan saamaan päätökseen.")


class LogPeriodNeedsReason(Invalid):
    code = "log_period_needs_reason"
    text = _("Yli {years} vuotta vanhoja lokitietoja annetaan vain erityisestä syystä. Kirjoita syy.")


class LogPeriodWrong(Invalid):
    code = "log_period_wrong"
    text = _(
        "Tarkista päivät: ajanjakson alun on oltava ennen loppua, eikä mikään päivä saa olla tulevaisuudessa."
    )


class DisclosureNotTold(Invalid):
    code = "disclosure_not_told"
    text = _("Kirjoita saaja, säännös tai lupa, luovutetut tiedot ja käyttötarkoitus.")


class LogKeyMissing(Conflict):
    code = "log_key_missing"
    text = _(
        "Lokin sinetöintiavain puuttuu: {path}. Tee avain komennolla nippu audit new-key tai kerro avaimen"
        " paikka asetuksessa NIPPU_LOG_KEY_FILE."
    )


class LogKeyWrong(Conflict):
    code = "log_key_wrong"
    text = _("Lokin sinetöintiavain ei ole kelvollinen, tai muutkin kuin omistaja voivat lukea sen: {path}.")
