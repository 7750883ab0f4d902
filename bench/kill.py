"""Hard kills in the middle of work: `python -m bench.kill 50`. Each third time PostgreSQL is killed as well.

Four workers save and sign over HTTP when all processes of the web server get SIGKILL. After that, every
saving and signing that was acknowledged must be there, whole.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psycopg

from bench import database, killing
from bench.server import Server, Session
from nippu.cli import postgres

CLIENTS = 4
DOCUMENTS = 80
"""For each client in a round: more than it has time to write."""
EACH_WITH_POSTGRES = 3


def main(rounds: int) -> int:
    """So many rounds; the exit status tells whether nothing was lost."""
    folder = Path(tempfile.mkdtemp(prefix="nippu-kill-"))
    folder.chmod(0o755)
    os.environ.pop("DATABASE_URL", None)
    try:
        with postgres.running(folder) as url:
            return _rounds(rounds, url, postgres.place(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _rounds(rounds: int, url: str, place: postgres.Place) -> int:
    database.use(url)
    faults: list[str] = []
    counts: Counter[str] = Counter()
    kills = _Kills(url, place)
    for number in range(1, rounds + 1):
        began = time.monotonic()
        found, done = kills.round(with_postgres=number % EACH_WITH_POSTGRES == 0)
        faults += found
        counts += done
        told = ", ".join(f"{name} {count}" for name, count in sorted(done.items()))
        print(f"round {number}: {told}; {len(found)} faults; {time.monotonic() - began:.1f} s", flush=True)
        for fault in found:
            print(f"  {fault}", flush=True)
    told = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    print(f"{rounds} kills: {told}; {len(faults)} faults", flush=True)
    return int(bool(faults) or not counts["savings"] or not counts["signings"])


class _Kills:
    """The workers, and what they have to write; the web server is new in each round."""

    def __init__(self, url: str, place: postgres.Place) -> None:
        from bench import world
        from nippu.catalogue.queries import structure
        from nippu.structures.samples import full_document

        self._url, self._place, self._world = url, place, world
        self._made = world.make(workers=CLIENTS, cases=3)
        self._structure = structure(self._made.structure_oid)
        self._content = full_document(self._structure)
        self._sessions: list[Session] = []

    def round(self, *, with_postgres: bool) -> tuple[list[str], Counter[str]]:
        """Start, let work, kill, and look: the faults, and how much was acknowledged."""
        clients = self._working(Server())
        time.sleep(random.uniform(0.3, 1.2))
        for client in clients:
            client.ending = True
        self._kill(with_postgres=with_postgres)
        for client in clients:
            client.join(30)
        counts: Counter[str] = Counter()
        faults = [fault for client in clients for fault in client.faults]
        for client in clients:
            counts += client.counts
            stored = killing.stored(self._url, client.told)
            faults += killing.faults_of(client.told, stored)
            counts["cut off"] += sum(_was_cut_off(each) for each in client.told.values())
        return faults, counts

    def _working(self, server: Server) -> list[killing.Client]:
        """The workers, at work. Their log-ins outlive the server."""
        from tests.cast import PASSWORD

        self._server = server
        if not self._sessions:
            self._sessions = [server.log_in(worker.username, PASSWORD) for worker in self._made.workers]
        clients = []
        for worker, session in zip(self._made.workers, self._sessions, strict=True):
            documents = self._world.drafts_for(self._made, worker, DOCUMENTS)
            work = killing.Work(self._structure, self._content, documents)
            clients.append(killing.Client(server, session, work))
        for client in clients:
            client.start()
        until = time.monotonic() + 30
        while not all(client.counts["savings"] for client in clients) and time.monotonic() < until:
            time.sleep(0.01)
        return clients

    def _kill(self, *, with_postgres: bool) -> None:
        from django.db import connections

        connections.close_all()
        if with_postgres:
            _kill_all_of(self._place.data)
        self._server.kill()
        if with_postgres:
            postgres.start(self._place)
        self._wait_for_silence()

    def _wait_for_silence(self) -> None:
        """What the killed server had asked of PostgreSQL may still come to its end there."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            while connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchone():
                time.sleep(0.01)


def _kill_all_of(data: Path) -> None:
    """Kill every process of the PostgreSQL of this folder, so that nothing left in its memory is written."""
    first = int((data / "postmaster.pid").read_text().split()[0])
    others = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink() == data and int(process.name) != first:
                others.append(int(process.name))
    for number in (first, *others):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def _was_cut_off(told: killing.Told) -> bool:
    """Whether the kill came between a request and its answer."""
    return (told.signing_sent and not told.signed) or (bool(told.sent) and told.version - 1 < len(told.sent))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
