"""The ways in which work with documents can fail."""

from nippu.access.types import Power
from nippu.base.errors import Conflict, Denied, Invalid, NotFound
from nippu.base.texts import Message, _
from nippu.documents.types import DraftSaved, NewerDraft
from nippu.structures.findings import Finding

SAVED_BY_ONESELF = Message(
    _("Olet itse tallentanut tätä toisessa ikkunassa. Tekstiäsi ei tallennettu sen päälle.")
)


class DraftChanged(Conflict):
    """Another has saved after the text that is being saved was opened; both texts are kept at hand."""

    code = "draft_changed"
    text = _("{saved_by} on tallentanut luonnoksen sinun jälkeesi. Tekstiäsi ei tallennettu sen päälle.")

    def __init__(self, newer: NewerDraft) -> None:
        super().__init__(saved_by=newer.saved_by)
        self.newer = newer
        if newer.by_oneself:
            self.message = SAVED_BY_ONESELF


class DraftGone(Conflict):
    """The draft was signed or deleted meanwhile."""

    code = "draft_gone"
    text = _("Luonnosta ei enää ole: se on allekirjoitettu tai poistettu.")


class DocumentHasFindings(Invalid):
    """A document with findings is not signed."""

    code = "document_has_findings"
    text = _("Asiakirjaa ei voi vielä allekirjoittaa. Korjattavia kohtia: {count}.")

    def __init__(self, findings: tuple[Finding, ...], saved: DraftSaved | None = None) -> None:
        super().__init__(count=len(findings))
        self.findings = findings
        self.saved = saved
        """The draft as it was saved, when the text to be signed was given with the request to sign."""


_POWER_NEEDED = {
    Power.CARE_DECISIONS: Message(
        _(
            "Huostaanottoa tai sijoitusta koskevan asiakirjan allekirjoittaa siitä päättävä viranhaltija."
            " Luonnos säilyy. Pyydä häntä allekirjoittamaan."
        )
    ),
    Power.RESTRICTION_DECISIONS: Message(
        _(
            "Rajoituspäätöksen allekirjoittaa siihen määrätty johtaja tai viranhaltija."
            " Luonnos säilyy. Pyydä häntä allekirjoittamaan."
        )
    ),
    Power.SPECIAL_SUPPORT_ASSESSMENT: Message(
        _(
            "Asiakas tarvitsee erityistä tukea. Arvion allekirjoittaa virassa oleva sosiaalityöntekijä."
            " Luonnos säilyy. Pyydä häntä allekirjoittamaan."
        )
    ),
}


class PowerNeeded(Denied):
    """The law lets only the holder of an office sign the document. The draft is kept."""

    code = "power_needed"
    text = _("Tämän asiakirjan allekirjoittaa vain viranhaltija, jolla on siihen lain mukainen oikeus.")

    def __init__(self, power: Power) -> None:
        super().__init__()
        self.power = power
        self.message = _POWER_NEEDED[power]


class StructureDoesNotSuit(Conflict):
    """No document is begun on this structure in this case; `reason` says why."""

    code = "structure_does_not_suit"
    text = _("Tätä asiakirjaa ei voi tehdä tähän asiaan.")

    def __init__(self, reason: Message) -> None:
        super().__init__()
        self.reason = reason
        self.message = reason


class StructureIsRetired(Conflict):
    """A retired structure is only read."""

    code = "structure_is_retired"
    text = _("Asiakirjarakenne on vanhentunut, joten sillä ei voi enää tehdä tai allekirjoittaa asiakirjaa.")


class CaseIsClosed(Conflict):
    """A closed case takes no new documents, and none is signed in it."""

    code = "case_is_closed"
    text = _("Asia on päätetty. Siihen ei voi lisätä asiakirjoja.")


class ContentUnreadable(Invalid):
    """Content that cannot be kept as JSON."""

    code = "content_unreadable"
    text = _("Asiakirjan sisältöä ei voi tallentaa: siinä on arvo, jota JSON ei tunne.")


class NotTheSameClients(Conflict):
    """A text is copied only between documents of the same clients, both joint or both own."""

    code = "not_the_same_clients"
    text = _("Aikaisempaa asiakirjaa ei voi käyttää pohjana: se ei koske täsmälleen samoja asiakkaita.")


class NotOfTheSameKind(Conflict):
    """A text is copied only between documents of the same kind."""

    code = "not_of_the_same_kind"
    text = _("Aikaisempaa asiakirjaa ei voi käyttää pohjana: se on eri asiakirja kuin tämä.")


class NoSuchVersion(NotFound):
    """The document has no signed version with this number."""

    code = "no_such_version"
    text = _("Asiakirjasta ei ole tätä versiota.")
