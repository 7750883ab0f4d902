"""Signing over HTTP by logged-in professionals, beside the bare insert and commit of the same row."""

from collections.abc import Iterator
from statistics import median
from urllib.parse import urlencode

import psycopg
from django.urls import reverse

from bench import baseline, database, load, world
from bench.baseline import Row
from bench.figures import Figure, percentile
from bench.server import HOST, Server, Session, running
from bench.world import World
from nippu.base.ids import DocumentId
from nippu.structures.canonical import digest
from tests.cast import PASSWORD

TARGET = 0.30
"""Share of the bare commits' speed at 8 clients, with session, permission, check, storing and log."""
COUNTS = {1: 500, 4: 1600, 8: 3200}
"""How many documents are signed in a round by so many clients."""
ROUNDS = 3
MOST_FOR_POLICIES = 0.15


def measure(url: str, made: World) -> Iterator[Figure]:
    """Speed and ratio at 1, 4 and 8 clients, in rounds in which the two take turns.

    Of the speeds the best round counts, of the ratios the median.
    """
    baseline.make_table(url)
    with running() as server:
        sessions = [server.log_in(worker.username, PASSWORD) for worker in made.workers]
        _round(url, made, server, sessions[:1], 100, version=1)  # warm up
        for clients, count in COUNTS.items():
            rounds = [
                _round(url, made, server, sessions[:clients], count, version=2 + number)
                for number in range(ROUNDS)
            ]
            yield from _figures(clients, [run for run, _ in rounds], [bare for _, bare in rounds])
        count = COUNTS[max(COUNTS)]
        whole = [_round(url, made, server, sessions, count, version=20 + each)[0] for each in range(ROUNDS)]
        with database.without_policies():
            bare = [
                _round(url, made, server, sessions, count, version=30 + each)[0] for each in range(ROUNDS)
            ]
        yield Figure(
            name="signing, 8 clients: cost of the policies",
            value=bare / whole - 1,
            unit="x",
            target=MOST_FOR_POLICIES,
        )


def _figures(clients: int, runs: list[load.Run], bare: list[float]) -> Iterator[Figure]:
    best = max(runs, key=lambda run: run.per_second)
    at = f"{clients} client{'s' if clients > 1 else ''}"
    yield Figure(name=f"sign over HTTP, {at}", value=best.per_second, unit="per s")
    yield Figure(name=f"sign over HTTP, {at}, p50", value=percentile(best.milliseconds, 0.50), unit="ms")
    yield Figure(name=f"sign over HTTP, {at}, p95", value=percentile(best.milliseconds, 0.95), unit="ms")
    yield Figure(name=f"bare insert and commit, {at}", value=max(bare), unit="per s")
    yield Figure(
        name=f"signing: share of the bare commits, {at}",
        value=median(run.per_second / per_second for run, per_second in zip(runs, bare, strict=True)),
        unit="x",
        target=TARGET if clients == 8 else None,
        at_least=True,
    )


def _round(
    url: str, made: World, server: Server, sessions: list[Session], count: int, *, version: int
) -> tuple[load.Run, float]:
    """One load of signing, and the bare commits of rows for the same documents."""
    piles = [
        world.drafts_for(made, worker, count // len(sessions)) for worker in made.workers[: len(sessions)]
    ]
    _settle(url)
    clients = [
        load.Client(session.headers, [_signing(session, each) for each in pile])
        for session, pile in zip(sessions, piles, strict=True)
    ]
    run = load.send(HOST, server.port, clients)
    assert run.statuses == {302: len(run.milliseconds)}, run.statuses
    _check_signed(url, [each for pile in piles for each in pile], made)
    author = made.workers[0].actor
    row = Row(
        structure_oid=made.structure_oid,
        language="fi",
        content=made.body,
        sha256=digest(made.body),
        author_id=author.professional_id,
        unit_id=author.unit_id,
    )
    return run, baseline.commits_per_second(url, row, piles, version)


def _signing(session: Session, document: DocumentId) -> load.Request:
    form = {"csrfmiddlewaretoken": session.seal, "_version": "1"}
    return reverse("web:sign", args=[document]), urlencode(form)


def _settle(url: str) -> None:
    """Let the planner know of the new rows, outside the measured time."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE documents_document, documents_draft, documents_documentclient")


def _check_signed(url: str, documents: list[DocumentId], made: World) -> None:
    """Each document has been signed with the very bytes of the draft, and its signing recorded."""
    with psycopg.connect(url) as connection:
        (signed,) = connection.execute(
            "SELECT count(*) FROM documents_signedversion WHERE document_id = ANY(%s) AND content = %s",
            [documents, made.body],
        ).fetchone() or (0,)
        (recorded,) = connection.execute(
            "SELECT count(*) FROM audit_userecord WHERE action = 'document.sign' AND subject_id = ANY(%s)",
            [documents],
        ).fetchone() or (0,)
    assert signed == recorded == len(documents), (signed, recorded, len(documents))
