"""What the log of use asks to know, and what it tells."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from nippu.base.ids import AccountId, ControllerId, ProfessionalId, UnitId
from nippu.base.texts import _


class User(Protocol):
    """One who uses client data: a professional in a unit and a work task of a controller."""

    @property
    def account_id(self) -> AccountId:
        """The account with which the professional has logged in."""

    @property
    def controller_id(self) -> ControllerId:
        """The controller whose data are used."""

    @property
    def unit_id(self) -> UnitId:
        """The unit in which the professional acts."""

    @property
    def professional_id(self) -> ProfessionalId:
        """The professional."""

    @property
    def work_task(self) -> str:
        """The work task of the access decree in which the professional acts."""


class Kind(StrEnum):
    """What was done."""

    READ = "read"
    SEARCH = "search"
    PRINT = "print"
    EXPORT = "export"
    CHANGE = "change"
    REFUSAL = "refusal"
    LOG_IN = "log_in"
    DISCLOSURE = "disclosure"
    UPKEEP = "upkeep"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.READ: _("Katselu"),
    Kind.SEARCH: _("Haku"),
    Kind.PRINT: _("Tulostus"),
    Kind.EXPORT: _("Tallennus tiedostoksi"),
    Kind.CHANGE: _("Kirjaus tai muutos"),
    Kind.REFUSAL: _("Evätty pääsy"),
    Kind.LOG_IN: _("Kirjautuminen"),
    Kind.DISCLOSURE: _("Luovutus"),
    Kind.UPKEEP: _("Ylläpito"),
}


class Purpose(StrEnum):
    """Why data were used (703/2023, 10 §)."""

    CLIENT_WORK = "client_work"
    INTAKE = "intake"
    SUPERVISION = "supervision"
    LOG_REQUEST = "log_request"
    DISCLOSURE = "disclosure"
    LOG_IN = "log_in"
    UPKEEP = "upkeep"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _PURPOSE_LABELS[self]


_PURPOSE_LABELS = {
    Purpose.CLIENT_WORK: _("Asiakastyö"),
    Purpose.INTAKE: _("Yhteydenoton vastaanotto"),
    Purpose.SUPERVISION: _("Tietojen käytön valvonta"),
    Purpose.LOG_REQUEST: _("Asiakkaan lokipyyntö"),
    Purpose.DISCLOSURE: _("Tietojen luovutus"),
    Purpose.LOG_IN: _("Kirjautuminen"),
    Purpose.UPKEEP: _("Järjestelmän ylläpito"),
}


class SearchKind(StrEnum):
    """By what was searched; what was typed is never told."""

    IDENTITY_CODE = "identity_code"
    TEMPORARY_CODE = "temporary_code"
    CASE_NUMBER = "case_number"
    NAME = "name"


class Outcome(StrEnum):
    """How a client's request for the log was answered."""

    GIVEN = "given"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _("Annettu") if self is Outcome.GIVEN else _("Evätty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What more is known of a use. What is not told of kind and purpose follows from the action."""

    kind: Kind | None = None
    purpose: Purpose | None = None
    ground: str = ""
    """On which relation or special ground it was done: a short code."""
    ground_id: UUID | None = None
    """The relation or the stated ground itself."""
    data_from: date | None = None
    """The earliest day that the used data tell of."""
    search_kind: SearchKind | None = None
    refused: str = ""
    """The code of the failure with which it was refused."""
    digest: str = ""
    """SHA-256 of a row that the use made and whose content the seals are to hold too."""


PLAIN = Details()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDisclosure:
    """Data that are given out of the register (703/2023, 10 §)."""

    recipient: str
    legal_basis: str
    """Law and section, or the client's permission."""
    data_sets: str
    """What was given."""
    purpose: str
    clients: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLogRequest:
    """A client's wish to know who has used the data (703/2023, 11 §)."""

    client_id: UUID
    asked_on: date
    period_from: date
    period_to: date
    reason: str = ""
    """Why the log is wanted for longer than two years back."""
