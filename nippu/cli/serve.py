"""Commands that run the web server, alone or with a demonstration county."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import click

from nippu.cli import messages, postgres
from nippu.cli.database import answering, django_ready, var_folder

CODE = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds that the server has for its first answer."""


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, help="Port to listen at.")
@click.option("--workers", default=1, show_default=True, help="Processes. One serves two cores well.")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Run the web server until Ctrl-C or SIGTERM. The database must be migrated."""
    with _stoppable(), answering():
        _prepare()
        _check_migrated()
        _collect_files()
        with _server(host, port, workers=workers, threads=threads) as process:
            _wait_for_answer(process, host, port)
            click.echo(f"Nippu answers at http://{host}:{port}")
            _wait_for_end(process)


@click.command()
@click.option("--port", type=int, help="Port to listen at; else the first free one from 8000 up.")
def demo(port: int | None) -> None:
    """Start everything with a demonstration county, and stop it all at Ctrl-C.

    The database is the private one of this checkout, or that of DATABASE_URL. One that holds anything else
    than a demonstration is not touched.
    """
    with _stoppable(), answering():
        os.environ["NIPPU_PRIVATE"] = "1"
        _prepare()
        chosen = port or _free_port(8000)
        with ExitStack() as stack:
            begin = partial(stack.enter_context, _server(HOST, chosen, workers=1, threads=4))
            early = begin() if _is_known_demo() and _is_collected() else None
            _collect_files()
            logins = _county()
            process = early or begin()
            _wait_for_answer(process, HOST, chosen)
            if "DATABASE_URL" not in os.environ:
                _known_demo().touch()
            click.echo(f"Nippu is ready: http://{HOST}:{chosen}")
            for line in logins:
                click.echo(line)
            _wait_for_end(process)


def _prepare() -> None:
    os.environ["NIPPU_COLLECTED"] = "1"
    if not (var_folder() / "assets" / ".ready").exists():
        raise click.ClickException("The style sheets are missing. Run: make environment")
    messages.compile_stale()


def _is_known_demo() -> bool:
    """Whether the private database has served a demonstration before: then its server may start at once."""
    return "DATABASE_URL" not in os.environ and _known_demo().exists()


def _known_demo() -> Path:
    return postgres.place(var_folder()).home / "demo"


def _is_collected() -> bool:
    """Whether the files have been gathered since any of them changed."""
    manifest = var_folder() / "static" / "staticfiles.json"
    changing = [*CODE.glob("*/static/**/*"), var_folder() / "assets" / ".ready", Path(sys.prefix) / ".ready"]
    when = [path.stat().st_mtime for path in changing if path.exists()]
    return manifest.exists() and max(when, default=0) < manifest.stat().st_mtime


def _collect_files() -> None:
    """Gather style sheets, scripts and fonts under the names that browsers may keep for good."""
    if _is_collected():
        return
    with django_ready():
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)


def _check_migrated() -> None:
    """Fail when the tables are older than the program."""
    with django_ready():
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise click.ClickException("The database is older than this version. Run: nippu migrate")


def _county() -> list[str]:
    """Bring the database up to date with a demonstration county in it; the lines that tell the logins."""
    with django_ready():
        from django.core.management import call_command

        from nippu.cli import audit, demo_county

        _refuse_real_data()
        call_command("migrate", interactive=False, verbosity=0)
        demo_county.make_if_missing()
        audit.seal_now()
        return list(demo_county.logins())


def _refuse_real_data() -> None:
    """Fail when the database has been taken into use for anything else than a demonstration."""
    from django.db import connection

    from nippu.organisations import queries

    tables = set(connection.introspection.table_names())
    begun = {"organisations_installation", "organisations_controller"} <= tables
    ours = queries.is_empty_or_demo() if begun else not tables or "django_migrations" in tables
    if not ours:
        raise click.ClickException(
            "This database is in use and holds no demonstration, so it is left alone. "
            "Give the demonstration an empty database."
        )


@contextmanager
def _server(host: str, port: int, *, workers: int, threads: int) -> Iterator[subprocess.Popen[bytes]]:
    """The web server as a process of its own, stopped at the end of the block."""
    command = server_command(host, port, workers=workers, threads=threads)
    process = subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def server_command(host: str, port: int, *, workers: int, threads: int) -> list[str]:
    """The command line of the web server."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", str(threads), "--log-level", "warning"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "5s", "nippu.config.wsgi:application"]
    return command


def end_with_parent() -> None:
    """Let the kernel stop the server also when we are killed hard; only Linux knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _wait_for_answer(process: subprocess.Popen[bytes], host: str, port: int) -> None:
    near = HOST if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise click.ClickException(f"The web server could not start at {host}:{port}; it said why above.")
        status = _first_page(near, port)
        if status is not None and status < 500:
            return
        if status is not None:
            raise click.ClickException(f"The first page failed ({status}); the log above tells why.")
        time.sleep(0.05)
    raise click.ClickException(f"The web server did not answer in {PATIENCE:.0f} seconds.")


def _first_page(host: str, port: int) -> int | None:
    """The status of the first page, not followed anywhere; nothing while no server is there."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def _wait_for_end(process: subprocess.Popen[bytes]) -> None:
    status = process.wait()
    raise click.ClickException(f"The web server ended by itself (status {status}).")


def _free_port(first: int) -> int:
    """The first port from this one up that nobody listens at."""
    for port in range(first, first + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise click.ClickException(f"No free port between {first} and {first + 199}.")


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the block in good order, with exit status 0."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # once is enough: let what runs be stopped in peace
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Nippu has stopped.")
