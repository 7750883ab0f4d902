"""Up to where the log may be sealed, and what the seals in the database say."""

import time
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Max

from nippu.audit.models import Seal, UseRecord
from nippu.audit.seals import Statement

WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'audit_userecord'::regclass AND mode = 'RowExclusiveLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND granted AND pid <> pg_backend_pid()
"""
PAUSE = 0.05


def safe_horizon(patience: float) -> int:
    """The newest record before which no other can appear any more; zero when that is not known in time.

    Identifiers are given out in order but transactions end in any order. Who writes in the log holds a lock
    on it from before its identifier is given until the end of its transaction. So, once all who held that
    lock after the newest record was seen have ended, nothing new can come before that record.
    """
    newest = UseRecord.objects.aggregate(newest=Max("id"))["newest"] or 0
    writers, until = _writers(), time.monotonic() + patience
    while writers:
        if time.monotonic() > until:
            return 0
        time.sleep(PAUSE)
        writers &= _writers()
    return int(newest)


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {row[0] for row in cursor.fetchall()}


def statement_of(seal: Seal) -> Statement:
    """What a seal in the database states."""
    return Statement(
        number=seal.number,
        first_id=seal.first_id,
        last_id=seal.last_id,
        record_ids=tuple(seal.record_ids),
        earliest_at=seal.earliest_at,
        latest_at=seal.latest_at,
        root=seal.root,
        previous=seal.previous,
        format=seal.format,
        sealed_at=seal.sealed_at,
        key_id=seal.key_id,
    )


def columns_of(names: Iterable[str], after: int, up_to: int) -> Iterator[dict[str, object]]:
    """The records after one up to another, in order, by their columns."""
    rows = UseRecord.objects.filter(id__gt=after, id__lte=up_to).order_by("id").values(*names)
    yield from rows.iterator(chunk_size=1000)
