"""Loading of structures into the installation."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

from django.db import IntegrityError, transaction

from nippu.access.types import Actor
from nippu.base.ids import ImportId, StructureOid
from nippu.base.texts import _
from nippu.catalogue import loading
from nippu.catalogue.access import check_may_import
from nippu.catalogue.document_types import document_type_of
from nippu.catalogue.entries import Entry, FileReport, ImportReport, Origin, Outcome, entry_of, version_key
from nippu.catalogue.errors import ImportIsRunning
from nippu.catalogue.imports import NO_SIGN_OF_LIFE, ImportState, kept
from nippu.catalogue.models import KeptStarter, Release, Revision, StructureImport
from nippu.structures import publication, starter
from nippu.structures.errors import StructureError
from nippu.structures.tree import Status, Structure

Progress = Callable[[int, int, str], None]
"""Told after each file: how many are done, of how many, and the file's name."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What is known while files go in."""

    known: dict[StructureOid, Entry]
    digests: dict[str, str]
    """SHA-256 of each release's bytes, by OID."""


def import_structures(
    sources: Iterable[Path], *, at: datetime, progress: Progress | None = None
) -> ImportReport:
    """Load structures from zips, folders or single files; a broken file is reported and the rest goes in.

    Importing the same again changes nothing.
    """
    files = _all_files(sources)
    with transaction.atomic():
        revision = _locked_revision()
        loaded = _loaded()
        reports = []
        for done, (name, raw) in enumerate(files, 1):
            reports.append(_import_one(name, raw, loaded=loaded, at=at))
            if progress is not None:
                progress(done, len(files), name)
        report = ImportReport(tuple(reports))
        if any(map(_changes, reports)):
            _raise_revision(revision)
    loading.forget()
    return report


@transaction.atomic
def begin_import(*, by: Actor, at: datetime) -> ImportId:
    """Open an import that is run behind the pages. Raises ImportIsRunning while another goes on."""
    check_may_import(by)
    running = StructureImport.objects.filter(state=ImportState.RUNNING)
    running.filter(seen_at__lt=at - NO_SIGN_OF_LIFE).update(state=ImportState.INTERRUPTED, ended_at=at)
    row = StructureImport(
        professional_id=by.professional_id, state=ImportState.RUNNING, began_at=at, seen_at=at
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ImportIsRunning from None
    return ImportId(row.id)


def run_import(import_id: ImportId, sources: Iterable[Path], *, clock: Callable[[], datetime]) -> None:
    """Load files one at a time, each for good as soon as it is in, until all are or somebody asks to stop."""
    files = _all_files(sources)
    running = StructureImport.objects.filter(id=import_id, state=ImportState.RUNNING)
    running.update(total=len(files), seen_at=clock())
    loaded = _loaded()
    reports: list[FileReport] = []
    for file in files:
        if not _load_next(import_id, file, loaded=loaded, reports=reports, at=clock()):
            break
    running.update(state=ImportState.DONE, ended_at=clock())
    loading.forget()


def cancel_import(import_id: ImportId, *, by: Actor, at: datetime) -> None:
    """Ask an import to end before its next file. What is in stays in. One that has ended is left as it is."""
    check_may_import(by)
    running = StructureImport.objects.filter(id=import_id, state=ImportState.RUNNING)
    running.filter(cancel_asked_at=None).update(cancel_asked_at=at)


def interrupt_import(import_id: ImportId, *, at: datetime) -> None:
    """Note that an import no longer goes on, unless it has come to an end of its own."""
    running = StructureImport.objects.filter(id=import_id, state=ImportState.RUNNING)
    running.update(state=ImportState.INTERRUPTED, ended_at=at)


def keep_starter(oid: StructureOid, *, at: datetime) -> None:
    """Keep our own structure with the documents made on it: a later Nippu may lack the file."""
    if oid in starter.all_starters() and loading.index().entries[oid].origin is Origin.STARTER:
        row = KeptStarter(oid=oid, raw=starter.raw(oid), kept_at=at)
        KeptStarter.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def _load_next(
    import_id: ImportId,
    file: tuple[str, bytes | StructureError],
    *,
    loaded: _Loaded,
    reports: list[FileReport],
    at: datetime,
) -> bool:
    """Load one more file and tell of it, unless the import is to end. Whether it goes on."""
    revision = _locked_revision()
    row = StructureImport.objects.select_for_update().defer("report").get(id=import_id)
    if row.state != ImportState.RUNNING:
        return False
    if row.cancel_asked_at is not None:
        row.state, row.ended_at = ImportState.CANCELLED, at
        row.save(update_fields=["state", "ended_at"])
        return False
    report = _import_one(*file, loaded=loaded, at=at)
    reports.append(report)
    row.report, row.seen_at = kept(reports), at
    row.save(update_fields=["report", "seen_at"])
    if _changes(report):
        _raise_revision(revision)
    return True


def _loaded() -> _Loaded:
    loading.forget()
    return _Loaded(dict(loading.index().entries), dict(Release.objects.values_list("oid", "sha256")))


def _locked_revision() -> Revision:
    """The number of the releases; whoever else imports waits until this one has let go of it."""
    revision, _made = Revision.objects.select_for_update().get_or_create(id=1)
    return revision


def _raise_revision(revision: Revision) -> None:
    revision.number += 1
    revision.save(update_fields=["number"])


def _changes(report: FileReport) -> bool:
    return report.outcome not in (Outcome.UNCHANGED, Outcome.REFUSED)


def _all_files(sources: Iterable[Path]) -> list[tuple[str, bytes | StructureError]]:
    return [file for source in sources for file in _files(source)]


def _files(source: Path) -> Iterator[tuple[str, bytes | StructureError]]:
    """Files of a source; what cannot be opened at all is a file with its error."""
    try:
        yield from publication.read(source)
    except StructureError as error:
        yield error.file, error
    except (OSError, BadZipFile) as error:
        yield (
            source.name,
            StructureError(source.name, "", _("Tiedostoa ei voi avata: {error}"), error=str(error)),
        )


def _import_one(
    name: str,
    raw: bytes | StructureError,
    *,
    loaded: _Loaded,
    at: datetime,
) -> FileReport:
    if isinstance(raw, StructureError):
        return _refused(name, raw)
    try:
        structure = publication.parse(raw, name)
        _check_family(structure, name)
    except StructureError as error:
        return _refused(name, error)
    digest = sha256(raw).hexdigest()
    before = loaded.digests.get(structure.oid)
    if before == digest:
        return FileReport(file=name, outcome=Outcome.UNCHANGED, oid=structure.oid, name=structure.name)
    retired, outcome = _older(structure, loaded.known), Outcome.ADDED
    if before:
        outcome = Outcome.CHANGED
    elif retired:
        outcome = Outcome.UPDATED
    elif _is_older(structure, loaded.known):
        outcome = Outcome.OLDER
    _store(structure, raw, digest, at)
    loaded.digests[structure.oid] = digest
    loaded.known[structure.oid] = entry_of(structure, Origin.PUBLICATION)
    return FileReport(file=name, outcome=outcome, oid=structure.oid, name=structure.name, retired=retired)


def _check_family(structure: Structure, name: str) -> None:
    """Raise unless the number of the structure tells its general type: every list of structures asks it."""
    try:
        document_type_of(structure.code)
    except KeyError:
        unknown = _("Yksilöintitunnus {oid} ei ole tietorakenteen.")
        raise StructureError(name, "/sosmeta/oid", unknown, oid=structure.oid) from None


def _refused(name: str, error: StructureError) -> FileReport:
    return FileReport(file=name, outcome=Outcome.REFUSED, reason=error.message, place=error.path)


def _older(structure: Structure, known: dict[StructureOid, Entry]) -> tuple[StructureOid, ...]:
    """The current versions of the same structure that this one retires."""
    if structure.status is not Status.CURRENT:
        return ()
    return tuple(
        each.oid
        for each in known.values()
        if each.code == structure.code
        and each.creatable
        and version_key(each.oid) < version_key(structure.oid)
    )


def _is_older(structure: Structure, known: dict[StructureOid, Entry]) -> bool:
    """Whether a newer version of the same structure is loaded."""
    return any(
        each.code == structure.code and version_key(each.oid) > version_key(structure.oid)
        for each in known.values()
    )


def _store(structure: Structure, raw: bytes, digest: str, at: datetime) -> None:
    Release.objects.update_or_create(
        oid=structure.oid,
        defaults={
            "code": structure.code,
            "status": structure.status.value,
            "name_fi": structure.name.fi,
            "name_sv": structure.name.sv or "",
            "document_type": structure.document_type,
            "subject": structure.subject or "",
            "author": structure.author or "",
            "client_repeats": structure.client_repeats,
            "raw": raw,
            "sha256": digest,
            "imported_at": at,
        },
    )
