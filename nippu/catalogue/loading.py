"""The structures that this installation knows, kept in the memory of each process.

They come from our own starter set and from the releases in the database; a release stands before a starter of
the same version. The number of `Revision` tells when the releases have changed: it is looked at every other
second at most, so that a page costs no statement for it.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from time import monotonic
from typing import Final

from nippu.base.ids import StructureCode, StructureOid
from nippu.base.texts import Bilingual
from nippu.catalogue.entries import Entry, Origin, entry_of, newest_first
from nippu.catalogue.errors import UnknownStructure
from nippu.catalogue.models import KeptStarter, Release, Revision
from nippu.structures import publication, starter
from nippu.structures.compiled import Compiled, compile_structure
from nippu.structures.tree import Status, Structure

SECONDS_BETWEEN_LOOKS: Final = 2.0
_IN_LIST: Final = (
    "oid",
    "status",
    "name_fi",
    "name_sv",
    "document_type",
    "subject",
    "author",
    "client_repeats",
    "code",
    "sha256",
)


@dataclass(frozen=True, slots=True)
class Index:
    """All entries at one revision."""

    number: int
    entries: Mapping[StructureOid, Entry]
    """By OID, the newest version of each structure first."""
    newest: Mapping[StructureCode, Entry]
    """The version of each structure on which documents are made; if there is none, the newest retired one."""
    digests: Mapping[StructureOid, str]
    """SHA-256 of each release's bytes; a starter has none."""


class _Kept:
    index: Index | None = None
    looked_at: float = 0.0


_lock = threading.Lock()


def index() -> Index:
    """What is known now, at most two seconds old."""
    kept = _Kept.index
    if kept is not None and monotonic() - _Kept.looked_at < SECONDS_BETWEEN_LOOKS:
        return kept
    with _lock:
        number = Revision.objects.values_list("number", flat=True).first() or 0
        if _Kept.index is None or _Kept.index.number != number:
            _Kept.index = _build(number)
        _Kept.looked_at = monotonic()
        return _Kept.index


def forget() -> None:
    """Look at the releases anew at the next question."""
    with _lock:
        _Kept.index = None


def structure(oid: StructureOid) -> Structure:
    """A structure's tree of fields. Raises UnknownStructure."""
    return _structure(oid, _digest(oid))


def compiled(oid: StructureOid) -> Compiled:
    """A structure with its checks, compiled once in a process. Raises UnknownStructure."""
    return _compiled(oid, _digest(oid))


def _digest(oid: StructureOid) -> str:
    known = index()
    if oid not in known.entries:
        raise UnknownStructure(oid=oid)
    return known.digests.get(oid, "")


@lru_cache(maxsize=1000)
def _structure(oid: StructureOid, digest: str) -> Structure:
    if not digest:
        return starter.all_starters().get(oid) or _kept_starter(oid)
    raw = Release.objects.values_list("raw", flat=True).get(oid=oid)
    return publication.parse(bytes(raw), f"{oid}.json")


def _kept_starter(oid: StructureOid) -> Structure:
    """A structure of an earlier Nippu's starter set, kept because documents have been made on it."""
    raw = KeptStarter.objects.values_list("raw", flat=True).get(oid=oid)
    return starter.load(bytes(raw), f"{oid}.yaml")


@lru_cache(maxsize=1000)
def _compiled(oid: StructureOid, digest: str) -> Compiled:
    return compile_structure(_structure(oid, digest))


def _build(number: int) -> Index:
    rows = list(Release.objects.values(*_IN_LIST))
    released = {row["oid"]: _entry_of_row(row) for row in rows}
    starters = [entry_of(each, Origin.STARTER) for each in _starters()]
    entries = _with_retired(chain(released.values(), (each for each in starters if each.oid not in released)))
    newest: dict[StructureCode, Entry] = {}
    for entry in entries:
        if entry.code not in newest or (entry.creatable and not newest[entry.code].creatable):
            newest[entry.code] = entry
    digests = {StructureOid(row["oid"]): row["sha256"] for row in rows}
    return Index(number, {each.oid: each for each in entries}, newest, digests)


def _starters() -> Iterator[Structure]:
    """Our own structures: those of this Nippu, and earlier ones on which documents have been made."""
    known = starter.all_starters()
    yield from known.values()
    for oid in KeptStarter.objects.exclude(oid__in=known).values_list("oid", flat=True):
        yield _kept_starter(StructureOid(oid))


def _entry_of_row(row: dict[str, object]) -> Entry:
    return Entry(
        oid=StructureOid(str(row["oid"])),
        code=StructureCode(str(row["code"])),
        name=Bilingual(str(row["name_fi"]), str(row["name_sv"]) or None),
        document_type=str(row["document_type"]),
        subject=str(row["subject"]) or None,
        author=str(row["author"]) or None,
        client_repeats=bool(row["client_repeats"]),
        status=Status(str(row["status"])),
        origin=Origin.PUBLICATION,
    )


def _with_retired(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, newest first, where only the newest current version of each structure is current."""
    by_code: dict[StructureCode, list[Entry]] = defaultdict(list)
    for entry in newest_first(entries):
        by_code[entry.code].append(entry)
    found = []
    for versions in by_code.values():
        current = next((each for each in versions if each.creatable), None)
        found += [each if each is current else replace(each, status=Status.RETIRED) for each in versions]
    return found
