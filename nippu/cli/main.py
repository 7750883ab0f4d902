"""The `nippu` command. It only knows the names of its subcommands; each lives in its own module."""

import importlib
from collections.abc import Mapping

import click

TOPICS: Mapping[str, tuple[str, str]] = {
    "demo": ("serve", "Start everything with a demonstration county."),
    "serve": ("serve", "Run the web server."),
    "migrate": ("database", "Bring the database up to this version."),
    "makemigrations": ("database", "Write migrations for changed tables."),
    "django": ("database", "Any other management command of Django."),
    "postgres": ("database", "The private PostgreSQL of this checkout."),
    "structures": ("structures_import", "The national document structures."),
    "codes": ("codes", "The national code sets."),
    "organisations": ("organisations", "Units, professionals and their work tasks."),
    "validate": ("validate", "Check documents against a structure. Needs no database."),
    "accounts": ("accounts", "Helping those who cannot log in; identity providers."),
    "audit": ("audit", "The seals of the log of use."),
    "messages": ("messages", "Collect and compile the texts of the interface."),
}
"""Name of a subcommand: the module that has it, and what it is for."""


class Topics(click.Group):
    """Loads a subcommand when it is asked for, so that the plain ones start fast."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(TOPICS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in TOPICS:
            return None
        module = importlib.import_module(f"nippu.cli.{TOPICS[name][0]}")
        command = getattr(module, name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in TOPICS.items()])


@click.command(cls=Topics)
@click.version_option(package_name="nippu")
def main() -> None:
    """Nippu, a client information system for social welfare."""
