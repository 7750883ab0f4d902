"""The ways in which keeping the organisation can fail."""

from nippu.base.errors import Conflict, Invalid
from nippu.base.texts import _


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
