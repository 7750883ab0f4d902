"""Commands on the database: migrations, Django's own commands, the private PostgreSQL."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from nippu.base.errors import NippuError
from nippu.cli import postgres as server
from nippu.cli.postgres_programs import PostgresError

PLAIN = {"ignore_unknown_options": True, "help_option_names": []}


def var_folder() -> Path:
    """Where the installation keeps what is not in the database."""
    return Path(os.environ.get("NIPPU_VAR", Path(__file__).resolve().parents[2] / "var"))


@contextmanager
def django_ready() -> Iterator[None]:
    """Django set up, its database answering, for as long as the block lasts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nippu.config.settings")
    with answering(), _told_plainly():
        import django

        django.setup()
        yield


@contextmanager
def answering() -> Iterator[str]:
    """The address of a database that answers; a failure is told in one line."""
    try:
        with server.running(var_folder()) as url:
            yield url
    except PostgresError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _told_plainly() -> Iterator[None]:
    """What cannot be done is said in one line; NIPPU_DEBUG=1 shows where it happened."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        yield
    except (ImproperlyConfigured, DatabaseError, NippuError) as error:
        if os.environ.get("NIPPU_DEBUG") == "1":
            raise
        told = "The database refused: " if isinstance(error, DatabaseError) else ""
        raise click.ClickException(f"{told}{error}") from error


def _manage(*arguments: str) -> None:
    with django_ready():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["nippu", *arguments])


def _passed_on(name: str, text: str, *before: str) -> click.Command:
    @click.command(name, help=text, context_settings=PLAIN)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def command(arguments: tuple[str, ...]) -> None:
        _manage(*before, *arguments)

    return command


migrate = _passed_on("migrate", "Bring the database up to this version.", "migrate")
makemigrations = _passed_on("makemigrations", "Write migrations for changed tables.", "makemigrations")
django = _passed_on("django", "Any management command of Django, for example: nippu django shell.")


@click.group()
def postgres() -> None:
    """The private PostgreSQL of this checkout."""


@postgres.command()
def start() -> None:
    """Start it and leave it running until `nippu postgres stop`."""
    with answering() as url:
        server.keep(var_folder(), on=True)
        click.echo(url)


@postgres.command()
def stop() -> None:
    """Stop it as soon as nobody uses it."""
    server.keep(var_folder(), on=False)
    with answering():
        pass


@postgres.command()
@click.confirmation_option(prompt="Remove the private database with all that is in it?")
def destroy() -> None:
    """Remove it with all its data."""
    try:
        server.destroy(var_folder())
    except PostgresError as error:
        raise click.ClickException(str(error)) from error


@postgres.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(arguments: tuple[str, ...]) -> None:
    """Open a prompt of SQL in the database."""
    with answering() as url:
        sys.exit(server.psql(var_folder(), url, *arguments))
