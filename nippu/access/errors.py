"""The answers to one who may not."""

from nippu.base.errors import Conflict, Denied, Invalid, NotFound
from nippu.base.texts import _


class NotThere(NotFound):
    """Also the answer about a thing that the actor may not know of."""

    code = "not_there"
    text = _("Sivua tai tietoa ei löydy. Osoite voi olla väärä, tai tieto ei kuulu työtehtäviisi.")


class NotAllowed(Denied):
    code = "not_allowed"
    text = _("Työtehtäväsi ei oikeuta tähän. Jos tarvitset oikeuden, ota yhteyttä esihenkilöösi.")


class CodeAppThere(Conflict):
    code = "code_app_there"
    text = _("Sinulla on jo koodisovellus. Poista se ensin, jos haluat ottaa käyttöön toisen.")


class SecondStepNeeded(Conflict):
    code = "second_step_needed"
    text = _("Kirjautumisessa tarvitaan toinen vaihe. Lisää ensin toinen tapa, niin voit poistaa tämän.")


class PasswordWrong(Invalid):
    code = "password_wrong"
    text = _("Nykyinen salasana on väärä.")


class PasswordTooWeak(Invalid):
    code = "password_too_weak"
    text = _("Uusi salasana on liian lyhyt tai tavallinen. Keksi vähintään kymmenen merkin salasana.")


class WallCannotStand(Conflict):
    code = "wall_cannot_stand"
    text = _("Tietokannasta puuttuu rooli {role}. Luo se ylläpitäjänä: create role {role} login")
