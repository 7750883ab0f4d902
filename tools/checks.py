"""Runs the checks, the tests and the measurements, in the order in which they fail fastest."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
BIN = CHECKOUT / ".venv" / "bin"
COVERED = 95
"""Least share of lines and branches of nippu/ that the tests must run, in per cent."""

CHECKS: Sequence[tuple[str, Sequence[str]]] = (
    ("style", ["ruff", "check", "--quiet", "."]),
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("types", ["mypy"]),
    ("layers", ["lint-imports", "--no-logo"]),
    ("conventions", ["pytest", "-q", "tests/conventions"]),
)
TIERS = ("unit", "spec", "areas", "oracle", "pages", "docs", "journeys")
"""Folders of tests, fastest first."""


def main() -> int:
    """The exit status of the task named on the command line."""
    task = TASKS[sys.argv[1]]
    os.chdir(CHECKOUT)
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return task()


def check() -> int:
    """Every check runs, also after one has failed, so that one round tells all."""
    bad = [name for name, command in CHECKS if run(name, command)]
    if bad:
        print(f"make check: FAILED: {', '.join(bad)}")
    return int(bool(bad))


def fix() -> int:
    """Mend style and format where the tools can."""
    return run("style", ["ruff", "check", "--quiet", "--fix", "."]) | run("format", ["ruff", "format", "."])


def test() -> int:
    """Checks, then all tests in one run, so that the summary of pytest is the last that is printed."""
    browser()
    if check():
        return 1
    with database():
        return run("tests", ["pytest", *tiers(), *workers(), *coverage()])


def bench() -> int:
    """Measure; the figures go to var/bench/results.json."""
    with database():
        return run("bench", ["python", "-m", "bench"])


def kill() -> int:
    """Kill the server hard fifty times in the middle of work, and look whether all is there."""
    with database():
        return run("kill", ["python", "-m", "bench.kill"])


def oracle() -> int:
    """Compare the program with the model of the access decree in 100,000 random accesses of each kind."""
    os.environ.setdefault("NIPPU_ORACLE", "100000")
    with database():
        return run("oracle", ["pytest", "-q", "tests/oracle/test_product.py", "-n", "2", "--dist", "load"])


def docs() -> int:
    """Write the generated pages of docs/ anew."""
    with database():
        return run("docs", ["python", "tools/docs.py"])


def tiers() -> list[str]:
    return [f"tests/{name}" for name in TIERS if any((CHECKOUT / "tests" / name).rglob("test_*.py"))]


def workers() -> list[str]:
    """As many as there are cores, whole files together: files share costly fixtures."""
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]


def coverage() -> list[str]:
    return ["--cov", "--cov-report=term:skip-covered", f"--cov-fail-under={COVERED}"]


def browser() -> None:
    """The journeys need Debian's Chromium; root gets it when it is missing."""
    if shutil.which("chromium") or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("Installing chromium ...", flush=True)
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(install, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
        subprocess.run(["apt-get", "update", "-q"], stdout=subprocess.DEVNULL, check=False)
        subprocess.run(install, env=quiet, stdout=subprocess.DEVNULL, check=False)


@contextmanager
def database() -> Iterator[None]:
    """One server for all the workers, instead of each in turn."""
    from nippu.cli import postgres

    with postgres.running(Path(os.environ.get("NIPPU_VAR", CHECKOUT / "var"))):
        yield


def run(name: str, command: Sequence[str]) -> int:
    """Run one step, say how it went, and return its exit status."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    status = subprocess.call(command)
    took = time.monotonic() - began
    if name != "tests":  # the last line is the summary of pytest
        print(f"== {name}: {'FAILED' if status else 'ok'} ({took:.1f} s)", flush=True)
    return status


TASKS = {
    "check": check,
    "fix": fix,
    "test": test,
    "bench": bench,
    "kill": kill,
    "oracle": oracle,
    "docs": docs,
}

if __name__ == "__main__":
    sys.exit(main())
