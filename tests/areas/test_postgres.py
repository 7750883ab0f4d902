"""The private PostgreSQL: made, shared, stopped by the last, whole after a crash."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from nippu.cli import postgres, postgres_programs

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shared_var() -> Iterator[Path]:
    """A var folder which also other accounts may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="nippu-test-"))
    folder.chmod(0o755)
    (folder / "var").mkdir()
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def var(shared_var: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same for each test, with no server running before or after it."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield shared_var
    here = postgres.place(shared_var)
    if (here.data / "PG_VERSION").exists():
        postgres.stop(here)


@pytest.fixture
def own_var() -> Iterator[Path]:
    """An empty var folder for one test that needs to have it made by itself."""
    folder = Path(tempfile.mkdtemp(prefix="nippu-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def ask(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(statement)
        return row.fetchone() if row.description else None


def test_it_is_made_answers_and_stops_with_its_only_user(var: Path) -> None:
    with postgres.running(var) as url:
        assert ask(url, "select 1 + 1") == (2,)
        assert ask(url, "show fsync") == ("on",)
    assert not postgres.answers(postgres.place(var))


def test_it_listens_at_a_socket_of_its_own_user_only(var: Path) -> None:
    with postgres.running(var) as url:
        assert ask(url, "show listen_addresses") == ("",)
        assert stat.S_IMODE(postgres.place(var).sockets.stat().st_mode) == 0o700


def test_the_owner_of_the_database_is_no_superuser_but_may_use_the_extensions(var: Path) -> None:
    with postgres.running(var) as url:
        assert ask(url, "select rolsuper from pg_roles where rolname = current_user") == (False,)
        ask(url, "create extension btree_gist")


def test_a_second_user_shares_it_and_the_last_one_out_stops_it(var: Path) -> None:
    here = postgres.place(var)
    with postgres.running(var):
        first = (here.data / "postmaster.pid").read_text()
        with postgres.running(var) as url:
            assert (here.data / "postmaster.pid").read_text() == first
        assert ask(url, "select 1") == (1,)
    assert not postgres.answers(here)


def test_it_stays_up_when_told_to(var: Path) -> None:
    with postgres.running(var):
        postgres.keep(var, on=True)
    assert postgres.answers(postgres.place(var))
    postgres.keep(var, on=False)
    with postgres.running(var):
        pass
    assert not postgres.answers(postgres.place(var))


def test_what_was_committed_is_there_after_a_hard_kill(var: Path) -> None:
    here = postgres.place(var)
    with postgres.running(var) as url:
        ask(url, "create table kept (id int)")
        ask(url, "insert into kept values (1)")
        os.kill(int((here.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        with postgres.running(var) as again:
            assert ask(again, "select id from kept") == (1,)


def test_the_mark_of_a_dead_server_does_not_block_when_another_program_has_its_number(var: Path) -> None:
    here = postgres.place(var)
    with postgres.running(var):
        mark = (here.data / "postmaster.pid").read_text().split("\n")
    for path in (here.data / "postmaster.pid", here.sockets / ".s.PGSQL.5432.lock"):
        path.write_text("\n".join([str(os.getppid()), *mark[1:]]))
    with postgres.running(var) as url:
        assert ask(url, "select 1") == (1,)


def test_it_is_not_destroyed_while_in_use(var: Path) -> None:
    with postgres.running(var) as url:
        with pytest.raises(postgres_programs.PostgresError, match="in use"):
            postgres.destroy(var)
        assert ask(url, "select 1") == (1,)
    postgres.destroy(var)
    assert not postgres.place(var).data.exists()


def test_the_given_address_overrides_and_starts_nothing(
    own_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/nippu")
    with postgres.running(own_var) as url:
        assert url == "postgresql://elsewhere/nippu"
    assert list(own_var.iterdir()) == []


def test_a_long_path_moves_only_the_socket(tmp_path: Path) -> None:
    here = postgres.place(tmp_path / ("long" * 20) / ("longer" * 20))
    assert len(os.fsencode(here.sockets / ".s.PGSQL.5432")) <= postgres.LONGEST_SOCKET


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it under another account")
def test_root_keeps_the_data_elsewhere_when_the_checkout_is_closed_to_the_account(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert postgres.place(closed / "var").home.parent == Path("/var/lib")


def test_programs_that_are_too_old_do_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_programs, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in (13, 14):
        programs = tmp_path / str(version) / "bin"
        programs.mkdir(parents=True)
        (programs / "initdb").touch()
    assert postgres_programs.find(tmp_path / "none") is None


def _python_for_all() -> str | None:
    """A Python that an ordinary account may run."""
    for name in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        test = [name, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        try:
            if subprocess.run(test, check=False, user="nobody", extra_groups=[], cwd="/").returncode == 0:
                return name
        except OSError:
            continue
    return None


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests are run by an ordinary account already")
def test_an_ordinary_account_has_it_too(own_var: Path) -> None:
    python = _python_for_all()
    assert python is not None, "no Python 3.11 that the account nobody may run"
    shutil.chown(own_var, "nobody")
    program = """
        import socket, sys
        from pathlib import Path
        from nippu.cli import postgres
        with postgres.running(Path(sys.argv[1])) as url:
            print(postgres.answers(postgres.place(Path(sys.argv[1]))), url)
    """
    done = subprocess.run(
        [python, "-c", textwrap.dedent(program), str(own_var)],
        cwd=CHECKOUT,
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        user="nobody",
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "True postgresql://" in done.stdout, done.stderr
