"""The ways in which keeping persons can fail. No text names the person."""

from nippu.base.errors import Conflict, Invalid
from nippu.base.ids import PersonId
from nippu.base.texts import _


class IdentityCodeWrong(Invalid):
    code = "identity_code_wrong"
    text = _("Henkilötunnus ei ole oikein. Tarkista numerot, välimerkki ja tarkistusmerkki.")


class IdentityCodeTaken(Conflict):
    """The person is already in the register of the controller: `person_id`."""

    code = "identity_code_taken"
    text = _("Henkilö on jo rekisterissä samalla henkilötunnuksella. Valitse hänet hakutuloksista.")

    def __init__(self, person_id: PersonId) -> None:
        super().__init__()
        self.person_id = person_id


class NameMissing(Invalid):
    code = "name_missing"
    text = _("Anna sukunimi ja vähintään yksi etunimi.")


class FamilyNameTooLong(Invalid):
    code = "family_name_too_long"
    text = _("Sukunimi on liian pitkä: enintään {limit} merkkiä.")


class GivenNamesTooLong(Invalid):
    code = "given_names_too_long"
    text = _("Etunimet ovat liian pitkät: enintään {limit} merkkiä.")


class BirthDateWrong(Invalid):
    code = "birth_date_wrong"
    text = _("Syntymäpäivä ei voi olla tulevaisuudessa eikä poiketa henkilötunnuksesta.")


class EmailWrong(Invalid):
    code = "email_wrong"
    text = _("Kirjoita sähköpostiosoite muodossa nimi@esimerkki.fi.")


class ContactDetailTooLong(Invalid):
    """One of the contact details does not fit its place: `field`."""

    code = "contact_detail_too_long"
    text = _("Kirjoita lyhyemmin: enintään {limit} merkkiä.")

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(limit=limit)
        self.field = field
