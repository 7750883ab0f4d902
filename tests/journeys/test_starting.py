"""`nippu demo` as a person starts it: one line when it is ready, nothing left when it has stopped."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from nippu.cli import postgres
from tests.journeys.starting import told_address

CHECKOUT = Path(__file__).resolve().parents[2]
NIPPU = Path(sys.executable).parent / "nippu"


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """An installation of its own, with the assets that are there."""
    folder = Path(tempfile.mkdtemp(prefix="nippu-demo-"))
    folder.chmod(0o755)
    shutil.copytree(CHECKOUT / "var" / "assets", folder / "assets")
    yield folder
    if postgres.place(folder).data.exists():
        postgres.stop(postgres.place(folder))
    shutil.rmtree(folder)


@pytest.fixture
def environment(var: Path) -> dict[str, str]:
    without = {"DATABASE_URL", "SECRET_KEY", "NIPPU_COLLECTED"}
    return {key: value for key, value in os.environ.items() if key not in without} | {"NIPPU_VAR": str(var)}


@contextmanager
def started(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The running command and the address that it told; killed at the end if it still runs."""
    with tempfile.NamedTemporaryFile("r") as log:
        with Path(log.name).open("wb") as said:
            process = subprocess.Popen(
                [NIPPU, "demo"], env=environment, stdout=said, stderr=subprocess.STDOUT
            )
        try:
            yield process, told_address(process, Path(log.name))
        finally:
            process.kill()
            process.wait()


def status_of(address: str) -> int:
    """The answer of the page, or an OSError when there is nobody."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status


def _ends(address: str) -> bool:
    """Whether nobody answers at the address, within some seconds."""
    for _ in range(100):
        try:
            status_of(address)
        except OSError as error:
            if "refused" in str(error):
                return True
        time.sleep(0.1)
    return False


def test_it_answers_when_it_says_so_and_leaves_nothing_running(var, environment):
    with started(environment) as (process, address):
        assert status_of(address) == 200
        assert postgres.answers(postgres.place(var))
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert _ends(address)
    assert not postgres.answers(postgres.place(var))


def test_a_second_one_takes_the_next_port_and_the_same_database(var, environment):
    with started(environment) as (first, address), started(environment) as (second, other):
        assert other != address
        first.terminate()
        assert first.wait(20) == 0
        assert status_of(other) == 200
        second.terminate()
        assert second.wait(20) == 0
    assert not postgres.answers(postgres.place(var))


def test_after_a_hard_kill_the_next_one_starts_and_stops_the_database_too(var, environment):
    with started(environment) as (first, address):
        first.kill()
        assert _ends(address)
    assert postgres.answers(postgres.place(var))
    with started(environment) as (second, address):
        assert status_of(address) == 200
        second.terminate()
        assert second.wait(20) == 0
    assert not postgres.answers(postgres.place(var))


def test_a_database_in_other_use_is_left_alone(var, environment, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with postgres.running(var) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create database other")
        elsewhere = url.replace("/nippu?", "/other?")
        with psycopg.connect(elsewhere, autocommit=True) as other:
            other.execute("create table payroll (id int)")
            done = subprocess.run(
                [NIPPU, "demo"],
                env=environment | {"DATABASE_URL": elsewhere},
                capture_output=True,
                text=True,
                check=False,
            )
            tables = other.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    assert done.returncode == 1
    assert "left alone" in done.stderr
    assert tables == [("payroll",)]


def test_the_server_does_not_begin_on_a_database_that_is_older_than_itself(var, environment, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with postgres.running(var) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create database empty")
        done = subprocess.run(
            [NIPPU, "serve"],
            env=environment | {"DATABASE_URL": url.replace("/nippu?", "/empty?"), "SECRET_KEY": "s" * 50},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Run: nippu migrate" in done.stderr


def test_a_database_that_does_not_answer_is_told_of_plainly(environment):
    done = subprocess.run(
        [NIPPU, "demo"],
        env=environment | {"DATABASE_URL": "postgresql://nobody@/none?host=/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "The database refused" in done.stderr
