"""Where structures are found by OID when there is no database: the starter set, or files of a publication."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from nippu.base.errors import NotFound
from nippu.base.ids import StructureOid
from nippu.base.texts import _
from nippu.structures import starter
from nippu.structures.errors import StructureError
from nippu.structures.publication import parse, read
from nippu.structures.tree import OID_ROOT, Status, Structure

Find: TypeAlias = Callable[[str], Structure]
"""Gives the structure with an OID, whole or short (1506.1019, the version in force). Raises StructureUnknown,
or StructureError when its file is broken."""

_VERSION: Final = re.compile(r"\.[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}")


class StructureUnknown(NotFound):
    """No structure with this OID is at hand."""

    code = "structure_unknown"
    text = _("Tietorakennetta {oid} ei löydy.")

    def __init__(self, oid: str) -> None:
        super().__init__(oid=oid[:80])


def from_starter(oid: str) -> Structure:
    """A structure of the starter set."""
    return _newest(oid, [starter.starter(each) for each in _matching(oid, starter.starter_oids())])


def from_files(path: Path) -> Find:
    """What finds structures in a publication's zip, a folder or one file. Each is parsed when asked for."""
    return _Files(path).find


def _matching(oid: str, known: Iterable[StructureOid]) -> list[StructureOid]:
    whole = OID_ROOT + oid.removeprefix(OID_ROOT)
    return [each for each in known if each == whole or _VERSION.fullmatch(each.removeprefix(whole))]


def _newest(oid: str, found: list[Structure]) -> Structure:
    if not found:
        raise StructureUnknown(oid)
    return max(found, key=lambda each: (each.status is Status.CURRENT, each.version))


@dataclass(slots=True)
class _Files:
    path: Path
    named: dict[StructureOid, tuple[str, bytes]] = field(default_factory=dict)
    """Files whose name is their OID, as in the publication."""
    parsed: dict[StructureOid, Structure] = field(default_factory=dict)
    broken: StructureError | None = None
    """What is wrong with a file whose OID is therefore not known."""
    is_read: bool = False

    def find(self, oid: str) -> Structure:
        if not self.is_read:
            self._read()
        found = {each: self._parsed(each) for each in _matching(oid, (*self.named, *self.parsed))}
        if not found and self.broken is not None:
            raise self.broken
        return _newest(oid, list(found.values()))

    def _read(self) -> None:
        self.is_read = True
        for name, raw in read(self.path):
            oid = StructureOid(PurePosixPath(name).name.removesuffix(".json"))
            if oid.startswith(OID_ROOT):
                self.named[oid] = (name, raw)
            else:
                self._parse_other(name, raw)

    def _parse_other(self, name: str, raw: bytes) -> None:
        try:
            structure = parse(raw, name)
        except StructureError as error:
            self.broken = error
        else:
            self.parsed[structure.oid] = structure

    def _parsed(self, oid: StructureOid) -> Structure:
        if oid not in self.parsed:
            name, raw = self.named[oid]
            self.parsed[oid] = parse(raw, name)
        return self.parsed[oid]
