"""The ways in which an intake can fail."""

from nippu.base.errors import Conflict, Denied, Invalid
from nippu.base.texts import _
from nippu.intake.types import Lack


class BirthDateMissing(Invalid):
    code = "birth_date_missing"
    text = _("Anna henkilötunnus. Jos se ei ole tiedossa, anna syntymäpäivä.")


class EntrantTwice(Conflict):
    code = "entrant_twice"
    text = _("Sama henkilö on jo valittu.")


class EntrantRestricted(Denied):
    code = "entrant_restricted"
    text = _(
        "Henkilön tiedot näkevät vain nimetyt työntekijät, joten et voi avata hänelle asiaa."
        " Pyydä esihenkilöäsi ohjaamaan yhteydenotto heille."
    )


class IntakeIncomplete(Invalid):
    """The case cannot be opened yet; `lacks` say why."""

    code = "intake_incomplete"
    text = _("Asiaa ei voi vielä avata. Korjattavia kohtia: {count}.")

    def __init__(self, lacks: tuple[Lack, ...]) -> None:
        super().__init__(count=len(lacks))
        self.lacks = lacks


class MatterIsNewer(Conflict):
    """The matter has been written elsewhere since the page was opened. Nothing has been saved."""

    code = "matter_is_newer"
    text = _("Tätä yhteydenottoa on muutettu toisessa ikkunassa. Tekstiäsi ei vielä tallennettu.")


class IntakeClosed(Conflict):
    code = "intake_closed"
    text = _("Asia on jo avattu, eikä yhteydenottoa voi enää muuttaa.")
