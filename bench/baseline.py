"""The yardstick of signing: the same row added and committed with nothing around it, by psycopg."""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

TABLE = "bench_signedversion"
LIKE = "documents_signedversion"
_ADD = f"""
    INSERT INTO {TABLE} (
        document_id, version, structure_oid, language, content, sha256, author_id, unit_id, signed_at
    ) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The values that all rows share."""

    structure_oid: str
    language: str
    content: bytes
    sha256: str
    author_id: UUID
    unit_id: UUID


def make_table(url: str) -> None:
    """A table of the same shape as the signed versions: columns, indexes, checks and references."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE {TABLE} (LIKE {LIKE} INCLUDING ALL)")
        references = connection.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f'",
            [LIKE],
        ).fetchall()
        assert len(references) == 3, references
        for (definition,) in references:
            connection.execute(f"ALTER TABLE {TABLE} ADD {definition}")


def commits_per_second(url: str, row: Row, piles: Sequence[Sequence[UUID]], version: int) -> float:
    """Rows added and committed a second by one process for each pile of documents, all at once."""
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(len(piles)), context.Queue()
    processes = [
        context.Process(target=_add, args=(url, row, list(pile), version, ready, answers)) for pile in piles
    ]
    for process in processes:
        process.start()
    times = [answers.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    seconds = max(ended for _, ended in times) - min(began for began, _ in times)
    return sum(len(pile) for pile in piles) / seconds


def _add(url: str, row: Row, documents: Sequence[UUID], version: int, ready: Any, answers: Any) -> None:
    at = datetime.now(UTC)
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        values = (row.structure_oid, row.language, row.content, row.sha256, row.author_id, row.unit_id, at)
        cursor.execute("SELECT 1")
        ready.wait()
        began = time.time()
        for document in documents:
            cursor.execute(_ADD, (document, version, *values))
        answers.put((began, time.time()))
