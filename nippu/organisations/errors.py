"""The ways in which keeping the organisation can fail."""

from collections.abc import Iterable

from nippu.base.errors import Conflict, Denied, Invalid
from nippu.base.texts import _
from nippu.organisations.types import Flaw


class UsernameTaken(Conflict):
    code = "username_taken"
    text = _("Käyttäjätunnus on jo käytössä. Valitse toinen.")


class PasswordWeak(Invalid):
    code = "password_weak"
    text = _("Salasana on liian lyhyt tai tavallinen. Keksi vähintään kymmenen merkin salasana.")


class UnitOfAnother(Invalid):
    code = "unit_of_another"
    text = _("Yksikkö ei ole ammattihenkilön oman rekisterinpitäjän yksikkö.")


class AssignmentEndsBeforeStart(Invalid):
    code = "assignment_ends_before_start"
    text = _("Työtehtävä päättyy ennen kuin se alkaa.")


class FieldsRefused(Invalid):
    """What was given of a unit, a provider, a professional or a work task cannot be right."""

    code = "fields_refused"
    text = _("Tiedoissa on korjattavaa. Mitään ei tallennettu.")

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        super().__init__()
        self.flaws = tuple(flaws)


class OwnAccess(Denied):
    """Nobody gives access to oneself, nor locks oneself out."""

    code = "own_access"
    text = _("Omaa tunnusta ja omia työtehtäviä ei voi muuttaa itse. Pyydä toista pääkäyttäjää.")


class ProviderOfOthersToo(Conflict):
    code = "provider_of_others_too"
    text = _(
        "Palveluntuottajalla on sopimus myös toisen rekisterinpitäjän kanssa, joten sen tietoja ei muuteta."
    )


class AssignmentHasBegun(Conflict):
    code = "assignment_has_begun"
    text = _("Työtehtävä on jo alkanut, joten sitä ei poisteta. Anna sille päättymispäivä.")


class TableUnreadable(Invalid):
    code = "table_unreadable"
    text = _("Tiedostoa ei voi lukea taulukkona. Ensimmäiseltä riviltä puuttuu: {missing}.")
