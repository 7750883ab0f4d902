"""What an investigation of the use of data asks and shows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from nippu.audit.types import Kind, Outcome, Purpose
from nippu.base.ids import ClientId, ProfessionalId
from nippu.base.texts import Bilingual, _


class Pattern(StrEnum):
    """A way in which a use is unusual. It is a reason to ask, never a proof."""

    NO_CASE = "no_case"
    FAMILY = "family"
    ADDRESS = "address"
    COLLEAGUE = "colleague"
    MANY = "many"
    SPECIAL = "special"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _PATTERN_LABELS[self]

    @property
    def meaning(self) -> str:
        """What such a use is, to be translated where it is shown."""
        return _PATTERN_MEANINGS[self]


_PATTERN_LABELS = {
    Pattern.NO_CASE: _("Ilman avointa asiaa"),
    Pattern.FAMILY: _("Sama sukunimi"),
    Pattern.ADDRESS: _("Sama osoite"),
    Pattern.COLLEAGUE: _("Työtoveri asiakkaana"),
    Pattern.MANY: _("Monta asiakasta tunnissa"),
    Pattern.SPECIAL: _("Erityinen peruste"),
}
_PATTERN_MEANINGS = {
    Pattern.NO_CASE: _(
        "Katsottu, tulostettu tai tallennettu asiakkaan tietoja, vaikka yksiköllä ei silloin ollut asiakkaan"
        " avointa asiaa eikä tekijä ollut omatyöntekijä."
    ),
    Pattern.FAMILY: _("Asiakkaalla ja tietojen käyttäjällä on sama sukunimi: he voivat olla sukulaisia."),
    Pattern.ADDRESS: _("Asiakas asuu samassa osoitteessa kuin rekisterissä oleva käyttäjän kaima."),
    Pattern.COLLEAGUE: _("Asiakkaalla on sama nimi kuin rekisterinpitäjän työntekijällä."),
    Pattern.MANY: _("Sama työntekijä on käyttänyt saman kellotunnin aikana poikkeuksellisen monen tietoja."),
    Pattern.SPECIAL: _("Tietoja on käytetty erityisellä perusteella ilman asiayhteyttä."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which records are looked for: of whose data, by whom, on which days, of which kind."""

    start: date
    end: date
    client_id: ClientId | None = None
    professional_id: ProfessionalId | None = None
    kind: Kind | None = None
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedClient:
    """A client as the log names them."""

    id: ClientId
    name: str
    birth_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWorker:
    """A professional as the log names them."""

    id: ProfessionalId
    name: str
    title: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRow:
    """A record of use with the names of those whom it tells of."""

    id: int
    at: datetime
    action: str
    kind: Kind
    purpose: Purpose
    worker: NamedWorker | None
    unit_name: Bilingual
    work_task: str
    clients: tuple[NamedClient, ...]
    ground: str
    data_from: date | None
    search_kind: str
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """A page of the log."""

    rows: tuple[UseRow, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom a search for an investigation found."""

    clients: tuple[NamedClient, ...]
    workers: tuple[NamedWorker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRow:
    """Data given out of the register."""

    id: UUID
    at: datetime
    recipient: str
    legal_basis: str
    data_sets: str
    purpose: str
    discloser: str
    unit_name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """How a request was answered."""

    at: datetime
    outcome: Outcome
    reason: str
    by: str

    @property
    def is_refusal(self) -> bool:
        """Whether the log was not given."""
        return self.outcome is Outcome.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A client's request for the log."""

    id: UUID
    client: NamedClient
    asked_on: date
    due_on: date
    period_from: date
    period_to: date
    reason: str
    answer: AnswerView | None

    def is_late(self, today: date) -> bool:
        """Whether it should have been answered already."""
        return self.answer is None and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """On what ground data were used: an open case by number, a special ground by section, and so on."""

    kind: str = ""
    detail: str = ""

    @property
    def label(self) -> str:
        """The Finnish text, to be translated where it is shown."""
        return _GROUND_LABELS.get(self.kind, _("Ei kirjattua asiayhteyttä"))


_GROUND_LABELS = {
    "case": _("Avoin asia yksikössä"),
    "handling": _("Avoin asia yksikössä"),
    "implementing": _("Palvelun toteuttaminen"),
    "own_worker": _("Omatyöntekijä"),
    "taken": _("Yhteydenoton käsittely"),
    "special": _("Erityinen peruste"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What a client is told: every use with its ground, and every disclosure of the period."""

    request: RequestView
    controller_name: Bilingual
    uses: tuple[tuple[UseRow, Ground], ...]
    disclosures: tuple[DisclosureRow, ...]
