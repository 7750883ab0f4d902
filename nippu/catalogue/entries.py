"""What an installation knows of each version of a structure. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nippu.base.ids import StructureCode, StructureOid
from nippu.base.texts import Bilingual, Language, Message, _
from nippu.catalogue.types import StructureFacts
from nippu.structures.tree import Status, Structure


class Origin(StrEnum):
    """Where a structure's definition comes from."""

    STARTER = "starter"
    """Our own starter set: facts only, without the publication's help texts."""
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version of a structure as a row of the catalogue."""

    oid: StructureOid
    code: StructureCode
    name: Bilingual
    document_type: str
    """The general type in Finnish: Arvio, Päätös…"""
    subject: str | None
    author: str | None
    client_repeats: bool
    status: Status
    """Retired also when the publication still says current but a newer version of the same code is loaded."""
    origin: Origin

    @property
    def creatable(self) -> bool:
        """Whether documents may be made on it."""
        return self.status is Status.CURRENT

    @property
    def facts(self) -> StructureFacts:
        """What must be known of it to say whether it fits a case."""
        return StructureFacts(
            code=self.code,
            subject=self.subject,
            client_repeats=self.client_repeats,
            retired=not self.creatable,
        )


def entry_of(structure: Structure, origin: Origin) -> Entry:
    """A structure's row with the status that its own file gives."""
    return Entry(
        oid=structure.oid,
        code=structure.code,
        name=structure.name,
        document_type=structure.document_type,
        subject=structure.subject,
        author=structure.author,
        client_repeats=structure.client_repeats,
        status=structure.status,
        origin=origin,
    )


class Outcome(StrEnum):
    """What came of one file of an import."""

    ADDED = "added"
    UPDATED = "updated"
    """A newer version of a structure that was known: the older one retires."""
    CHANGED = "changed"
    """The same version with other bytes: the earlier bytes were replaced."""
    OLDER = "retired-older"
    """An older version than one that is loaded: readable, never used for new documents."""
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The outcome in Finnish, to be translated where it is shown."""
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    Outcome.ADDED: _("lisätty"),
    Outcome.UPDATED: _("uusi versio"),
    Outcome.CHANGED: _("korvattu"),
    Outcome.OLDER: _("vanhempi versio"),
    Outcome.UNCHANGED: _("ennallaan"),
    Outcome.REFUSED: _("hylätty"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What came of one file, and why."""

    file: str
    outcome: Outcome
    oid: StructureOid | None = None
    name: Bilingual | None = None
    reason: Message | None = None
    """Why the file was refused."""
    place: str = ""
    """Where in the file the reason stands: a path in its JSON."""
    retired: tuple[StructureOid, ...] = ()
    """Older versions that gave way."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, file by file."""

    files: tuple[FileReport, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.files)

    @property
    def refused(self) -> tuple[FileReport, ...]:
        return tuple(each for each in self.files if each.outcome is Outcome.REFUSED)

    def as_data(self, language: Language = "fi") -> dict[str, object]:
        """The report as JSON data."""
        return {
            "counts": {each.value: self.count(each) for each in Outcome},
            "files": [
                {
                    "file": each.file,
                    "outcome": each.outcome.value,
                    "oid": each.oid,
                    "name": each.name.in_language(language) if each.name else None,
                    "reason": each.reason.in_language(language) if each.reason else None,
                    "place": each.place,
                    "retired": list(each.retired),
                }
                for each in self.files
            ],
        }


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Versions of structures, the newest first."""
    return sorted(entries, key=lambda each: version_key(each.oid), reverse=True)


def version_key(oid: str) -> tuple[int, ...]:
    """What orders the versions of one structure: the OID's numbers."""
    return tuple(int(part) for part in oid.split("."))
