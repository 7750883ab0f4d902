"""Whether the log is as it was sealed: the first thing in it that is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Model

from nippu.audit import keys, rules
from nippu.audit.canonical import FORMATS, digest_of
from nippu.audit.models import Disclosure, LogAnswer, LogRequest, Removal, Seal, UseRecord
from nippu.audit.sealing import columns_of, statement_of
from nippu.audit.seals import NOTHING_BEFORE, Statement, leaf_of, root_of, split


class Wrong(StrEnum):
    """What is wrong with the log."""

    SEAL_MISSING = "a seal is missing"
    SEAL_CHANGED = "the seal has been changed"
    KEY_UNKNOWN = "the seal is signed with a key that is not ours"
    CHAIN_BROKEN = "the seal does not follow from the one before"
    LEAVES_CHANGED = "the hashes of the records have been changed"
    RECORD_CHANGED = "a record has been changed"
    RECORD_REMOVED = "a record has been removed"
    RECORD_INSERTED = "a record has been inserted"
    REMOVED_EARLY = "the records were removed before their time"
    ROW_CHANGED = "a disclosure or a log request is not as it was recorded"
    NOT_THE_KNOWN_ROOT = "the seal is not the one that was exported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first broken place."""

    what: Wrong
    batch: int | None = None
    record: int | None = None
    row: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How far the log was looked at, and what was found."""

    batches: int
    records: int
    unsealed: int
    fault: Fault | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRoot:
    """A root that was exported or printed earlier."""

    number: int
    digest: str


def verify(key_file: Path, *, known: KnownRoot | None = None) -> Verdict:
    """Look through the whole log from its first batch on, and stop at the first fault."""
    publics = keys.known_keys(key_file) if Seal.objects.exists() else {}
    previous: Statement | None = None
    batches = records = 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=100):
        fault = next(_faults_of_seal(seal, previous, publics, known), None)
        fault = fault or next(_faults_of_records(seal, previous), None)
        if fault is not None:
            return Verdict(batches=batches, records=records, unsealed=0, fault=fault)
        previous = statement_of(seal)
        batches, records = batches + 1, records + len(seal.record_ids)
    unsealed = UseRecord.objects.filter(id__gt=previous.last_id if previous else 0).count()
    fault = next(_faults_at_end(batches, known), None)
    return Verdict(batches=batches, records=records, unsealed=unsealed, fault=fault)


def _faults_of_seal(
    seal: Seal, previous: Statement | None, publics: Mapping[str, Ed25519PublicKey], known: KnownRoot | None
) -> Iterator[Fault]:
    stated, expected = statement_of(seal), previous.number + 1 if previous else 1
    if seal.number != expected:
        yield Fault(what=Wrong.SEAL_MISSING, batch=expected)
    elif seal.format not in FORMATS:
        yield Fault(what=Wrong.SEAL_CHANGED, batch=seal.number)
    elif seal.key_id not in publics:
        yield Fault(what=Wrong.KEY_UNKNOWN, batch=seal.number)
    elif not keys.is_signed(publics[seal.key_id], seal.signature, stated.to_bytes()):
        yield Fault(what=Wrong.SEAL_CHANGED, batch=seal.number)
    if seal.previous != (previous.digest if previous else NOTHING_BEFORE):
        yield Fault(what=Wrong.CHAIN_BROKEN, batch=seal.number)
    leaves = split(bytes(seal.leaves))
    if len(leaves) != len(seal.record_ids) or root_of(leaves).hex() != seal.root:
        yield Fault(what=Wrong.LEAVES_CHANGED, batch=seal.number)
    if known is not None and known.number == seal.number and known.digest != stated.digest:
        yield Fault(what=Wrong.NOT_THE_KNOWN_ROOT, batch=seal.number)


def _faults_of_records(seal: Seal, previous: Statement | None) -> Iterator[Fault]:
    sealed = dict(zip(seal.record_ids, split(bytes(seal.leaves)), strict=True))
    found: dict[int, Mapping[str, object]] = {}
    after = previous.last_id if previous else 0
    for each in columns_of(FORMATS[seal.format], after, seal.last_id):
        key = each["id"]
        assert isinstance(key, int)
        found[key] = each
    removal = Removal.objects.filter(seal_id=seal.number).first()
    if removal is not None and not _is_expired(seal.latest_at, removal.at):
        yield Fault(what=Wrong.REMOVED_EARLY, batch=seal.number)
    for key in sorted(sealed.keys() | found.keys()):
        fault = _fault_of_record(key, sealed.get(key), found.get(key), seal, is_removed=removal is not None)
        if fault is not None:
            yield Fault(what=fault, batch=seal.number, record=key)


def _fault_of_record(
    key: int, leaf: bytes | None, row: Mapping[str, object] | None, seal: Seal, *, is_removed: bool
) -> Wrong | None:
    if leaf is None:
        return Wrong.RECORD_INSERTED
    if row is None:
        return None if is_removed else Wrong.RECORD_REMOVED
    return None if leaf_of(row, seal.format) == leaf else Wrong.RECORD_CHANGED


def _is_expired(latest_at: datetime, removed_at: datetime) -> bool:
    return _day(latest_at) <= rules.years_before(_day(removed_at), rules.RETENTION_YEARS)


def _day(moment: datetime) -> date:
    return moment.date()


def _faults_at_end(batches: int, known: KnownRoot | None) -> Iterator[Fault]:
    if known is not None and known.number > batches:
        yield Fault(what=Wrong.SEAL_MISSING, batch=batches + 1)
    for removal in Removal.objects.filter(seal_id__gt=batches):
        yield Fault(what=Wrong.SEAL_MISSING, batch=removal.seal_id)
    yield from _faults_of_rows()


def _faults_of_rows() -> Iterator[Fault]:
    """Disclosures and requests whose content is not what the records' digests say, or that are gone."""
    recorded = dict(UseRecord.objects.exclude(digest="").values_list("digest", "id"))
    for row in _rows_of_log():
        if recorded.pop(digest_of(row), None) is None and not _is_forgotten(row):
            yield Fault(what=Wrong.ROW_CHANGED, row=row.pk)
    for key in sorted(recorded.values()):
        yield Fault(what=Wrong.ROW_CHANGED, record=key)


def _rows_of_log() -> Iterator[Model]:
    yield from Disclosure.objects.order_by("id").iterator(chunk_size=1000)
    yield from LogRequest.objects.order_by("id").iterator(chunk_size=1000)
    yield from LogAnswer.objects.order_by("id").iterator(chunk_size=1000)


def _is_forgotten(row: Model) -> bool:
    """Whether the record of a row has been removed after its time of keeping."""
    latest = Removal.objects.order_by("-seal__latest_at").values_list("seal__latest_at", flat=True).first()
    at = getattr(row, "at", None)
    return latest is not None and isinstance(at, datetime) and at <= latest
