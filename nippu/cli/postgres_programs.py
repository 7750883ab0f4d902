"""The programs of PostgreSQL: found on the machine, installed, or unpacked into the checkout."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")


class PostgresError(Exception):
    """The private PostgreSQL cannot be had; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Programs:
    """One version of PostgreSQL: the folder of its programs, and of its libraries when they are our own."""

    version: int
    folder: Path
    libraries: Path | None = None

    def path(self, name: str) -> str:
        """The program of this name, as an argument."""
        return str(self.folder / name)

    def environment(self) -> dict[str, str]:
        """What the programs need to know; nothing of the caller's own PostgreSQL settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        kept |= {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
        if self.libraries is not None:
            kept["LD_LIBRARY_PATH"] = str(self.libraries)
        return kept


def programs(unpacked: Path, version: int | None = None) -> Programs:
    """The newest programs that will do, or exactly this version's; gets them when there are none.

    `unpacked` is the folder for a copy of our own.
    """
    found = find(unpacked, version)
    if found is None and os.geteuid() == 0:
        _install(version)
        found = find(unpacked, version)
    if found is None:
        _unpack(unpacked, version)
        found = find(unpacked, version)
    if found is None:
        wanted = f"PostgreSQL {version}" if version else f"PostgreSQL {OLDEST} or newer"
        raise PostgresError(
            f"{wanted} was not found and could not be installed. Install the package postgresql, "
            "or point DATABASE_URL at a server."
        )
    return found


def find(unpacked: Path, version: int | None = None) -> Programs | None:
    """The newest programs on this machine that will do, if any."""
    fit = [
        one
        for one in _candidates(unpacked)
        if one.version >= OLDEST and version in (None, one.version) and (one.folder / "initdb").exists()
    ]
    return max(fit, key=lambda one: one.version, default=None)


def _candidates(unpacked: Path) -> Iterator[Programs]:
    own = unpacked / "usr/lib"
    for folder in own.glob("postgresql/*/bin"):
        libraries = next((path.parent for path in own.glob("**/libpq.so.5")), None)
        yield from _versioned(folder, libraries)
    for folder in DEBIAN.glob("*/bin"):
        yield from _versioned(folder)
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        real = Path(on_path).resolve()
        said = subprocess.run([real, "--version"], capture_output=True, text=True, check=False).stdout
        number = said.split()[-1].split(".")[0] if said.split() else ""
        if number.isdigit():
            yield Programs(version=int(number), folder=real.parent)


def _versioned(folder: Path, libraries: Path | None = None) -> Iterator[Programs]:
    if folder.parent.name.isdigit():
        yield Programs(version=int(folder.parent.name), folder=folder, libraries=libraries)


def _package(version: int | None) -> str | None:
    """The server package that this Debian offers."""
    if shutil.which("apt-cache") is None:
        return None
    said = subprocess.run(
        ["apt-cache", "pkgnames", "postgresql-"], capture_output=True, text=True, check=False, env=_plain()
    ).stdout
    numbers = [int(number) for number in re.findall(r"^postgresql-(\d+)$", said, re.MULTILINE)]
    fit = [number for number in numbers if number >= OLDEST and version in (None, number)]
    return f"postgresql-{max(fit)}" if fit else None


def _plain() -> dict[str, str]:
    return os.environ | {"LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}


def _install(version: int | None) -> None:
    """As root, let apt install the server, without the cluster that Debian would start by itself."""
    if shutil.which("apt-get") is None:
        return
    if _package(version) is None:
        _run(["apt-get", "update", "-q"])
    name = _package(version)
    if name is None:
        return
    say(f"Installing {name} ...")
    quiet = Path("/etc/postgresql-common/createcluster.d/nippu.conf")
    quiet.parent.mkdir(parents=True, exist_ok=True)
    quiet.write_text("create_main_cluster = false\n")
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", name]
    try:
        if not _run(install):  # what apt knows of may be old
            _run(["apt-get", "update", "-q"])
            _run(install)
    finally:
        quiet.unlink()


def _unpack(unpacked: Path, version: int | None) -> None:
    """Without root, fetch Debian's packages and unpack them beside the data."""
    name = _package(version)
    if name is None or shutil.which("dpkg") is None:
        return
    say(f"Unpacking {name} into {unpacked} ...")
    number = name.removeprefix("postgresql-")
    fetched = unpacked.parent / "packages"
    fetched.mkdir(parents=True, exist_ok=True)
    wanted = [name, f"postgresql-client-{number}", "libpq5"]
    if not _run(["apt-get", "download", "-q", *wanted], folder=fetched):
        return
    for package in sorted(fetched.glob("*.deb")):
        _run(["dpkg", "-x", str(package), str(unpacked)])
    shutil.rmtree(fetched)


def _run(command: list[str], folder: Path | None = None) -> bool:
    done = subprocess.run(command, cwd=folder, env=_plain(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        say(f"{' '.join(command[:2])} failed: {' '.join(last)}")
    return done.returncode == 0


def say(text: str) -> None:
    """Tell the person at the terminal what goes on, at once."""
    print(text, flush=True)
