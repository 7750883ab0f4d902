"""A demonstration of its own that runs while the journeys last, and browsers that people use in it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import VAR
from tests.journeys.desk import Desk
from tests.journeys.starting import told_address

NIPPU = Path(sys.executable).parent / "nippu"


@pytest.fixture(scope="session")
def database(database_server: str) -> Iterator[str]:
    """An empty database that only these journeys use."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = f"nippu_journeys{os.environ.get('NIPPU_TEST_SUFFIX', '')}{worker}"
    address = urlunsplit(urlsplit(database_server)._replace(path=f"/{name}"))
    with psycopg.connect(database_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        yield address
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def installation(database: str) -> Iterator[dict[str, str]]:
    """The environment of an installation with that database and a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="nippu-journeys-"))
    shutil.copytree(VAR / "assets", folder / "assets")
    own = {"DATABASE_URL": database, "NIPPU_VAR": str(folder)}
    without = {"SECRET_KEY", "NIPPU_COLLECTED"}
    try:
        yield {key: value for key, value in os.environ.items() if key not in without} | own
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def demo(installation: dict[str, str]) -> Iterator[str]:
    """The address of a demonstration in that installation."""
    with demonstration(installation, "demo.log") as address:
        yield address


@contextmanager
def demonstration(environment: dict[str, str], log: str) -> Iterator[str]:
    """The address of a demonstration until the end of the block; several may share an installation."""
    command = [NIPPU, "demo", "--port", str(_free_port())]
    with _running(command, environment, Path(environment["NIPPU_VAR"]) / log) as address:
        yield address


@contextmanager
def _running(command: list[str | Path], environment: dict[str, str], log: Path) -> Iterator[str]:
    """A demonstration until the end of the block; its address.

    It writes into a file: a pipe would be held open by any process that outlives it, and hold us too.
    """
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
    try:
        yield told_address(process, log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium, until the end of the module: its event loop would get in the way of Django."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=arguments
        )
        yield started
        started.close()


@pytest.fixture
def sit_down(demo: str, browser: Browser) -> Iterator[Callable[..., Desk]]:
    """A new desk with a browser of its own each time; at the end nothing may have gone wrong at any."""
    desks: list[Desk] = []

    def begin(*, script: bool = True) -> Desk:
        context = browser.new_context(
            base_url=demo,
            java_script_enabled=script,
            viewport={"width": 1280, "height": 900},
            locale="fi-FI",
            timezone_id="Europe/Helsinki",
            reduced_motion="reduce",
        )
        desks.append(Desk(context, script=script))
        return desks[-1]

    yield begin
    troubles = [trouble for desk in desks for trouble in desk.troubles]
    for desk in desks:
        desk.context.close()
    assert not troubles


@pytest.fixture
def forget_sessions(database: str) -> Callable[[], None]:
    """Let every log-in expire at once, as time would."""

    def forget() -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("DELETE FROM django_session")

    return forget
