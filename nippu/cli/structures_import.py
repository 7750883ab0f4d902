"""nippu structures import: load structures into the database."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nippu.base.texts import Language, _, translated
from nippu.cli.database import django_ready
from nippu.cli.structures import language_option, structures

if TYPE_CHECKING:
    from nippu.catalogue.entries import FileReport, ImportReport

__all__ = ["structures"]


@structures.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@language_option
def import_structures(paths: tuple[Path, ...], as_json: bool, language: Language) -> None:
    """Load structures from zips, folders or single files. Loading the same again changes nothing.

    A broken file is reported and the rest goes in; the exit code is then 1.
    """
    with django_ready():
        report = _import(paths, quiet=as_json)
    if as_json:
        click.echo(json.dumps(report.as_data(language), ensure_ascii=False, indent=1))
    else:
        _show(report, language)
    raise SystemExit(1 if report.refused else 0)


def _import(paths: tuple[Path, ...], *, quiet: bool) -> "ImportReport":
    from nippu.catalogue import actions

    with click.progressbar(length=1, hidden=quiet, file=sys.stderr) as bar:

        def progress(done: int, of: int, _file: str) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        return actions.import_structures(paths, at=datetime.now(UTC), progress=progress)


def _show(report: "ImportReport", language: Language) -> None:
    from nippu.catalogue.entries import Outcome

    for each in report.files:
        if each.outcome is not Outcome.UNCHANGED:
            click.echo(_line(each, language))
    for outcome in Outcome:
        if count := report.count(outcome):
            click.echo(f"{translated(outcome.label, language)}: {count}")
    if not report.files:
        click.echo(translated(_("Tietorakenteita ei löytynyt."), language))


def _line(report: "FileReport", language: Language) -> str:
    label = translated(report.outcome.label, language)
    if report.reason is not None:
        return f"{label:<16} {report.file}  {report.place} {report.reason.in_language(language)}"
    name = report.name.in_language(language) if report.name else ""
    return f"{label:<16} {report.oid}  {name}"
