"""What an import of units or professionals did or would do, row by row. It is done wholly or not at all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from nippu.access.types import Actor
from nippu.base.errors import NippuError
from nippu.base.texts import _
from nippu.organisations.errors import FieldsRefused
from nippu.organisations.types import Flaw


class FileKind(StrEnum):
    """What a file to import or export holds."""

    UNITS = "units"
    PROFESSIONALS = "professionals"


class RowOutcome(StrEnum):
    """What an import did with a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _LABELS[self]


_LABELS = {
    RowOutcome.ADDED: _("Lisätään"),
    RowOutcome.CHANGED: _("Muuttuu"),
    RowOutcome.UNCHANGED: _("Ennallaan"),
    RowOutcome.REFUSED: _("Korjattava"),
}


@dataclass(slots=True)
class Row:
    """A row of the file, what is in it in short, and what became of it."""

    number: int
    subject: str
    outcome: RowOutcome = RowOutcome.UNCHANGED
    flaws: list[Flaw] = field(default_factory=list)
    columns: Mapping[str, str] = field(default_factory=dict)
    """The headings of the file, where they are other than the names of the fields."""

    def refuse(self, *flaws: Flaw) -> None:
        """Note what is wrong with the row."""
        self.outcome = RowOutcome.REFUSED
        self.flaws.extend(replace(each, field=self.columns.get(each.field, each.field)) for each in flaws)

    def keep(self, outcome: RowOutcome, done: Callable[[], object]) -> bool:
        """Do what the row asks for. Whether it was done; what is wrong is noted."""
        try:
            done()
        except FieldsRefused as refused:
            self.refuse(*refused.flaws)
            return False
        except NippuError as error:
            self.refuse(Flaw("", error.message))
            return False
        if self.outcome is RowOutcome.UNCHANGED:
            self.outcome = outcome
        return True


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each row. When one is refused, or when it was only a trial, nothing was kept."""

    rows: tuple[Row, ...]
    others: int = 0
    """Rows that tell of other organisations."""
    content: bytes = b""
    """The rows that were read, as a file that can be imported."""

    def count(self, outcome: RowOutcome) -> int:
        """How many rows ended so."""
        return sum(each.outcome is outcome for each in self.rows)

    @property
    def is_clean(self) -> bool:
        """Whether no row was refused."""
        return not self.count(RowOutcome.REFUSED)

    @property
    def changes(self) -> int:
        """How many rows add or change something."""
        return self.count(RowOutcome.ADDED) + self.count(RowOutcome.CHANGED)


Importer = Callable[[bytes, Actor, datetime], ImportReport]
Exporter = Callable[[Actor, datetime], bytes]


def joined(codes: Iterable[str]) -> str:
    """Codes in one cell."""
    return " ".join(codes)


def parted(cell: str) -> tuple[str, ...]:
    """The codes of one cell, with spaces or commas between."""
    return tuple(dict.fromkeys(cell.replace(",", " ").split()))
