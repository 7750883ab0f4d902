"""Loading of structures into the installation."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

from django.db import transaction

from nippu.base.ids import StructureOid
from nippu.base.texts import _
from nippu.catalogue import loading
from nippu.catalogue.document_types import document_type_of
from nippu.catalogue.entries import Entry, FileReport, ImportReport, Origin, Outcome, entry_of, version_key
from nippu.catalogue.models import KeptStarter, Release, Revision
from nippu.structures import publication, starter
from nippu.structures.errors import StructureError
from nippu.structures.tree import Status, Structure

Progress = Callable[[int, int, str], None]
"""Told after each file: how many are done, of how many, and the file's name."""


def import_structures(
    sources: Iterable[Path], *, at: datetime, progress: Progress | None = None
) -> ImportReport:
    """Load structures from zips, folders or single files; a broken file is reported and the rest goes in.

    Importing the same again changes nothing.
    """
    files = [file for source in sources for file in _files(source)]
    with transaction.atomic():
        revision, _made = Revision.objects.select_for_update().get_or_create(id=1)
        loading.forget()
        known = dict(loading.index().entries)
        digests = dict(Release.objects.values_list("oid", "sha256"))
        reports = []
        for done, (name, raw) in enumerate(files, 1):
            reports.append(_import_one(name, raw, known=known, digests=digests, at=at))
            if progress is not None:
                progress(done, len(files), name)
        report = ImportReport(tuple(reports))
        if len(files) > report.count(Outcome.UNCHANGED) + report.count(Outcome.REFUSED):
            revision.number += 1
            revision.save(update_fields=["number"])
    loading.forget()
    return report


def keep_starter(oid: StructureOid, *, at: datetime) -> None:
    """Keep our own structure with the documents made on it: a later Nippu may lack the file."""
    if oid in starter.all_starters() and loading.index().entries[oid].origin is Origin.STARTER:
        row = KeptStarter(oid=oid, raw=starter.raw(oid), kept_at=at)
        KeptStarter.objects.bulk_create([row], ignore_conflicts=True)


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
    known: dict[StructureOid, Entry],
    digests: dict[str, str],
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
    before = digests.get(structure.oid)
    if before == digest:
        return FileReport(file=name, outcome=Outcome.UNCHANGED, oid=structure.oid, name=structure.name)
    retired, outcome = _older(structure, known), Outcome.ADDED
    if before:
        outcome = Outcome.CHANGED
    elif retired:
        outcome = Outcome.UPDATED
    elif _is_older(structure, known):
        outcome = Outcome.OLDER
    _store(structure, raw, digest, at)
    digests[structure.oid] = digest
    known[structure.oid] = entry_of(structure, Origin.PUBLICATION)
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
