"""A private PostgreSQL for one checkout: made when missing, shared by all that use it, stopped by the last.

It listens on a local socket only. Plain standard library: usable before Django and from the tests.
Everyone who uses the server holds a shared lock on one file, which the kernel frees also when a process is
killed; so the last one out is known, and stops it.
"""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from nippu.cli.postgres_programs import PostgresError, Programs, programs, say

LONGEST_SOCKET = 107  # bytes, the limit of Linux for the name of a socket
PORT = 5432
OWNER, APPLICATION = "nippu", "nippu_app"
"""The role that owns the tables, and the one as which the server acts."""
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
fsync = on
synchronous_commit = on
default_toast_compression = '{compression}'
timezone = 'UTC'
log_timezone = 'UTC'
log_statement = none
log_min_error_statement = panic
log_error_verbosity = terse
"""
"""The log holds no statements and no details: they would tell of clients."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the private server of a checkout lives. `account` runs it when we are root."""

    home: Path
    sockets: Path
    unpacked: Path
    account: tuple[int, int] | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def url(self) -> str:
        """The address of the database, for DATABASE_URL."""
        return f"postgresql://nippu@/nippu?host={quote(str(self.sockets), safe='')}&port={PORT}"


def place(var: Path) -> Place:
    """Where the server of the checkout with this `var` folder lives; nothing is made yet."""
    var = var.resolve()
    home, account = var / "postgres", None
    if os.geteuid() == 0:
        account = _account(home / "data")
        if not _reachable(var, account):
            home = Path("/var/lib") / f"nippu-{_mark(var)}"
    sockets = home / "run"
    if len(os.fsencode(sockets / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
        sockets = Path(tempfile.gettempdir()) / f"nippu-{os.geteuid()}-{_mark(var)}"
    return Place(home=home, sockets=sockets, unpacked=home / "debian", account=account)


def _mark(var: Path) -> str:
    return hashlib.sha256(os.fsencode(var)).hexdigest()[:12]


def _account(data: Path) -> tuple[int, int]:
    """The account that owns the data already, else postgres, else nobody."""
    if data.exists():
        owner = data.stat()
        if owner.st_uid != 0:
            return owner.st_uid, owner.st_gid
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise PostgresError("PostgreSQL refuses to run as root and this machine has no user postgres or nobody.")


def _reachable(folder: Path, account: tuple[int, int]) -> bool:
    """Whether the account may pass through every folder above."""
    for parent in (one for one in folder.parents if one.exists()):
        known = parent.stat()
        if not known.st_mode & 0o001 and known.st_uid != account[0]:
            return False
    return True


def application_url(url: str) -> str:
    """The address with which the server connects: the owner's, with the role of the server in its place."""
    return re.sub(rf"(?<=://){OWNER}(?=[:@])", APPLICATION, url, count=1)


@contextmanager
def running(var: Path) -> Iterator[str]:
    """The DATABASE_URL of a server that answers, for as long as the block lasts.

    DATABASE_URL of the environment overrides: then nothing is started.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    here = place(var)
    _make_folders(here)
    users = (here.home / "users.lock").open("a")
    try:
        with _alone(here):
            fcntl.flock(users, fcntl.LOCK_SH)
            start(here)
        yield here.url
    finally:
        with _alone(here):
            fcntl.flock(users, fcntl.LOCK_UN)
            if _nobody_else(users) and not _kept(here).exists():
                stop(here)
        users.close()


def keep(var: Path, *, on: bool) -> None:
    """Whether the server stays up when the last that uses it has gone."""
    mark = _kept(place(var))
    if on:
        mark.touch()
    else:
        mark.unlink(missing_ok=True)


def _ready(here: Place) -> Path:
    """The mark that the roles and the database have been made."""
    return here.home / "roles-ready"


def _kept(here: Place) -> Path:
    return here.home / "keep"


def destroy(var: Path) -> None:
    """Remove the server with all its data, unless somebody uses it."""
    here = place(var)
    if not here.home.exists():
        return
    with _alone(here), (here.home / "users.lock").open("a") as users:
        if not _nobody_else(users):
            raise PostgresError("The private PostgreSQL is in use. Stop the demo or the tests first.")
        stop(here)
        for mark in (_ready(here).name, "keep", "demo"):
            (here.home / mark).unlink(missing_ok=True)
        shutil.rmtree(here.data, ignore_errors=True)


def psql(var: Path, url: str, *arguments: str) -> int:
    """Talk SQL to the database; the exit status of psql."""
    tools = programs(place(var).unpacked)
    return subprocess.call([tools.path("psql"), *arguments, url], env=tools.environment())


@contextmanager
def _alone(here: Place) -> Iterator[None]:
    """One process at a time starts or stops the server."""
    with (here.home / "change.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _nobody_else(users: IO[str]) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def start(here: Place) -> None:
    """Make the server answer: make its data when missing, start it unless it runs."""
    if answers(here) and _ready(here).exists():
        return
    made = (here.data / "PG_VERSION").exists()
    version = int((here.data / "PG_VERSION").read_text()) if made else None
    tools = programs(here.unpacked, version)
    if not made:
        _make_data(here, tools)
    _settle(here)
    settings = here.data / "nippu.conf"
    settings.write_text(SETTINGS.format(sockets=here.sockets, compression=_compression(tools)))
    _own(here, settings)
    if not answers(here):
        begin = ("start", "-w", "-t", "60", "-s", "-D", here.data, "-l", here.log)
        _call(here, tools, "pg_ctl", *begin)
    if not _ready(here).exists():
        _make_database(here, tools)
        _ready(here).touch()


def stop(here: Place) -> None:
    """Stop the server if it runs, in good order."""
    if not (here.data / "postmaster.pid").exists():
        return
    tools = programs(here.unpacked, int((here.data / "PG_VERSION").read_text()))
    _call(here, tools, "pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", here.data, check=False)


def answers(here: Place) -> bool:
    """Whether a living server takes connections: asked whether it speaks TLS, it must say something.

    To connect is not enough: after a hard kill the children keep the socket open for a moment.
    """
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        try:
            probe.connect(str(here.sockets / f".s.PGSQL.{PORT}"))
            probe.sendall(struct.pack("!ii", 8, 80877103))
            return probe.recv(1) in (b"N", b"S")
        except OSError:
            return False


def _make_folders(here: Place) -> None:
    for folder in (here.home, here.sockets):
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
            if here.account is not None and folder == here.home:
                folder.chmod(0o711)
        _own(here, folder)
    if here.sockets.stat().st_uid != (here.account or (os.geteuid(),))[0]:
        raise PostgresError(f"The folder {here.sockets} belongs to another user. Remove it.")


def _own(here: Place, path: Path) -> None:
    if here.account is not None:
        os.chown(path, *here.account)


def _make_data(here: Place, tools: Programs) -> None:
    say(f"Making a private PostgreSQL {tools.version} in {here.home} ...")
    if here.data.exists():
        shutil.rmtree(here.data)  # left by an interrupted initdb: it has no PG_VERSION
    making = here.home / "data.new"
    if making.exists():
        shutil.rmtree(making)
    access = ("--auth-local=trust", "--auth-host=reject", "-U", "postgres")
    _call(here, tools, "initdb", "-D", making, "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", *access)
    with (making / "postgresql.conf").open("a") as settings:
        settings.write("\ninclude 'nippu.conf'\n")
    making.rename(here.data)


def _compression(tools: Programs) -> str:
    said = subprocess.run(
        [tools.path("pg_config"), "--configure"],
        capture_output=True,
        text=True,
        check=False,
        env=tools.environment(),
    ).stdout
    return "lz4" if "--with-lz4" in said else "pglz"


def _settle(here: Place) -> None:
    """Wait while a server comes up, or the children of a killed one go; then remove the marks of a dead one.

    PostgreSQL itself would take a mark for a living server's when the number has passed to another program.
    """
    marks = (here.data / "postmaster.pid", here.sockets / f".s.PGSQL.{PORT}.lock")
    for _ in range(240):
        if not any(mark.exists() for mark in marks) or not Path("/proc/self").exists() or answers(here):
            return
        if not _processes(here.data):
            for mark in marks:
                mark.unlink(missing_ok=True)
            return
        time.sleep(0.25)


def _processes(data: Path) -> list[str]:
    """The living processes of the server of this data: they all work in its folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink() == data:
                found.append(process.name)
    return found


def _make_database(here: Place, tools: Programs) -> None:
    """A database whose owner is no superuser, as in production; it may make databases for the tests.

    The server acts as a role of its own that owns nothing. The owner may take that role: the tests do.
    """
    if _sql(here, tools, "select 1 from pg_roles where rolname = 'nippu'") != "1":
        _sql(here, tools, "create role nippu login createdb")
    if _sql(here, tools, "select 1 from pg_roles where rolname = 'nippu_app'") != "1":
        _sql(here, tools, "create role nippu_app login")
    _sql(here, tools, "grant nippu_app to nippu")
    if _sql(here, tools, "select 1 from pg_database where datname = 'nippu'") != "1":
        _sql(here, tools, "create database nippu owner nippu")


def _sql(here: Place, tools: Programs, statement: str) -> str:
    where = ("-h", here.sockets, "-p", str(PORT), "-U", "postgres", "-d", "postgres")
    return _call(here, tools, "psql", "-X", "-q", "-A", "-t", *where, "-c", statement).strip()


def _call(here: Place, tools: Programs, program: str, *arguments: str | Path, check: bool = True) -> str:
    """What the program said; a PostgresError with its own words when it failed."""
    with tempfile.TemporaryFile("w+") as said:  # not a pipe: the server would hold it open
        done = subprocess.run(
            [tools.path(program), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env=tools.environment(),
            cwd="/",
            check=False,
            start_new_session=True,
            user=here.account[0] if here.account else None,
            group=here.account[1] if here.account else None,
            extra_groups=[] if here.account else None,
        )
        said.seek(0)
        text = said.read()
    if check and done.returncode != 0:
        raise PostgresError(f"{program} failed. {_last_words(here, text)}")
    return text


def _last_words(here: Place, text: str) -> str:
    log = here.log.read_text(errors="replace").splitlines()[-5:] if here.log.exists() else []
    return "\n".join([text.strip(), *log]).strip()
