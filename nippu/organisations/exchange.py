"""Importing and exporting of units and professionals as files."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.organisations.access import check_keeps
from nippu.organisations.errors import FieldsRefused
from nippu.organisations.imports import Exporter, FileKind, Importer, ImportReport
from nippu.organisations.staff_file import export_professionals, import_professionals
from nippu.organisations.types import Flaw
from nippu.organisations.unit_file import export_units, import_units

IMPORTERS: Mapping[FileKind, Importer] = {
    FileKind.UNITS: import_units,
    FileKind.PROFESSIONALS: import_professionals,
}
EXPORTERS: Mapping[FileKind, Exporter] = {
    FileKind.UNITS: export_units,
    FileKind.PROFESSIONALS: export_professionals,
}


def import_file(kind: FileKind, raw: bytes, *, by: Actor, at: datetime, trial: bool) -> ImportReport:
    """Import a file wholly, or only try it. Nothing is kept when a row is refused or it was a trial."""
    check_keeps(by)
    with transaction.atomic():
        report = IMPORTERS[kind](raw, by, at)
        record(f"organisations.{kind.value}.import", by=by, clients=(), at=at)
        if trial or not report.is_clean:
            transaction.set_rollback(True)
    return report


def tried(keep: Callable[[], object]) -> tuple[Flaw, ...]:
    """What would be wrong with a change. It is not kept even when nothing is."""
    with transaction.atomic():
        try:
            keep()
        except FieldsRefused as refused:
            return refused.flaws
        transaction.set_rollback(True)
    return ()


def export_file(kind: FileKind, *, by: Actor, at: datetime) -> bytes:
    """The units or professionals of the own controller as a file that can be imported again."""
    check_keeps(by)
    made = EXPORTERS[kind](by, at)
    record(f"organisations.{kind.value}.export", by=by, clients=(), at=at)
    return made
