"""What interfaces and other areas ask of the structures that are loaded."""

from datetime import datetime

from nippu.access.types import Actor
from nippu.base.ids import ImportId, StructureCode, StructureOid
from nippu.catalogue import loading
from nippu.catalogue.access import check_may_import
from nippu.catalogue.entries import Entry
from nippu.catalogue.errors import UnknownStructure
from nippu.catalogue.imports import ImportRun, ImportState, report_of, state_now
from nippu.catalogue.models import StructureImport
from nippu.codes.sets import folded
from nippu.structures.compiled import Compiled
from nippu.structures.tree import Structure


def structure(oid: StructureOid) -> Structure:
    """A structure's tree of fields. Raises UnknownStructure."""
    return loading.structure(oid)


def compiled(oid: StructureOid) -> Compiled:
    """A structure with its checks, ready for checking documents. Raises UnknownStructure."""
    return loading.compiled(oid)


def entry(oid: StructureOid) -> Entry:
    """What is known of one version of a structure. Raises UnknownStructure."""
    found = loading.index().entries.get(oid)
    if found is None:
        raise UnknownStructure(oid=oid)
    return found


def newest(code: StructureCode) -> Entry:
    """The version on which documents are made, such as that of 1506.1019. Raises UnknownStructure."""
    found = loading.index().newest.get(code)
    if found is None:
        raise UnknownStructure(oid=code)
    return found


def newest_or_none(code: StructureCode) -> Entry | None:
    """The version on which documents are made, or none when the structure is not loaded."""
    return loading.index().newest.get(code)


def newest_entries() -> tuple[Entry, ...]:
    """The version of each structure on which documents are made; if there is none, the newest retired one."""
    return tuple(loading.index().newest.values())


def entries(text: str = "", *, document_type: str = "", retired: bool = True) -> tuple[Entry, ...]:
    """Versions of structures by Finnish name, narrowed by words of a name in either language or the OID."""
    words = folded(text).split()
    found = (
        each
        for each in loading.index().entries.values()
        if (retired or each.creatable)
        and (not document_type or each.document_type == document_type)
        and matches(each, words)
    )
    return tuple(sorted(found, key=lambda each: (folded(each.name.fi), each.oid)))


def matches(row: Entry, words: list[str]) -> bool:
    """Whether each word (folded) stands in a name of the structure, in its type or in its OID."""
    if not words:
        return True
    text = folded(f"{row.name.fi} {row.name.sv or ''} {row.document_type} {row.oid}")
    return all(word in text for word in words)


def latest_import(*, by: Actor, at: datetime) -> ImportRun | None:
    """The import that is running or else the latest one, whoever began it; none when there has been none."""
    check_may_import(by)
    row = StructureImport.objects.order_by("-began_at", "-id").first()
    if row is None:
        return None
    return ImportRun(
        id=ImportId(row.id),
        state=state_now(ImportState(row.state), seen_at=row.seen_at, at=at),
        began_at=row.began_at,
        total=row.total,
        cancelling=row.cancel_asked_at is not None,
        report=report_of(row.report),
    )


def interrupted_imports() -> tuple[ImportId, ...]:
    """The imports whose process ended before them."""
    rows = StructureImport.objects.filter(state=ImportState.INTERRUPTED)
    return tuple(ImportId(each) for each in rows.values_list("id", flat=True))
