"""nippu organisations: beginning a controller; units and professionals from a file and to a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nippu.base.texts import Language, _, translated
from nippu.cli.database import django_ready
from nippu.cli.structures import language_option

if TYPE_CHECKING:
    from nippu.access.types import Actor
    from nippu.organisations.imports import ImportReport, Row

KINDS = ("units", "professionals")
kind_option = click.option("--kind", type=click.Choice(KINDS), default="units", help="What the file holds.")
by_option = click.option("--by", required=True, help="User name of the administrator who does it.")


@click.group()
def organisations() -> None:
    """Units, professionals and their work tasks."""


@organisations.command()
@click.option("--oid", required=True, help="OID of the controller.")
@click.option("--name", required=True, help="Name of the controller in Finnish.")
@click.option("--private", is_flag=True, help="The controller is a private provider for its own customers.")
@click.option("--unit-oid", required=True, help="OID of the first unit.")
@click.option("--unit-name", required=True, help="Name of the first unit in Finnish.")
@click.option("--username", required=True, help="User name of the first administrator.")
@click.option("--given-names", required=True, help="Given names of the administrator.")
@click.option("--family-name", required=True, help="Family name of the administrator.")
@click.password_option(help="Password of the administrator; asked for when not given.")
def begin(private: bool, **told: str) -> None:
    """Add a controller with its first unit and administrator, who keeps all else in the pages."""
    with django_ready():
        from nippu.base.texts import Bilingual
        from nippu.organisations.beginning import begin_controller
        from nippu.organisations.errors import FieldsRefused
        from nippu.organisations.types import ControllerKind, NewProfessional, UnitFields

        administrator = NewProfessional(
            given_names=told["given_names"],
            family_name=told["family_name"],
            title=Bilingual("pääkäyttäjä", "huvudanvändare"),
            username=told["username"],
            password=told["password"],
        )
        unit = UnitFields(oid=told["unit_oid"], name=Bilingual(told["unit_name"]))
        kind = ControllerKind.PRIVATE if private else ControllerKind.PUBLIC
        try:
            begin_controller(
                told["oid"], Bilingual(told["name"]), unit, administrator, kind=kind, at=datetime.now(UTC)
            )
        except FieldsRefused as refused:
            wrong = (f"{each.field}: {each.text.in_language('fi')}" for each in refused.flaws)
            raise click.ClickException("\n".join(wrong)) from refused


@organisations.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@kind_option
@by_option
@click.option("--trial", is_flag=True, help="Only tell what would be done.")
@language_option
def import_command(path: Path, kind: str, by: str, trial: bool, language: Language) -> None:
    """Add and change units or professionals as a file tells: wholly, or not at all when a row is wrong.

    Units come in the form of the national register of organisations, professionals as a row for each work
    task. The exit code is 1 when nothing was kept because a row is wrong.
    """
    with django_ready():
        from nippu.organisations.exchange import import_file
        from nippu.organisations.imports import FileKind

        at = datetime.now(UTC)
        actor = _actor(by, at, language)
        report = import_file(FileKind(kind), path.read_bytes(), by=actor, at=at, trial=trial)
        _show(report, language)
    raise SystemExit(0 if report.is_clean else 1)


@organisations.command("export")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@kind_option
@by_option
@language_option
def export_command(path: Path, kind: str, by: str, language: Language) -> None:
    """Write units or professionals into a file that can be imported again. There are no passwords in it."""
    with django_ready():
        from nippu.organisations.exchange import export_file
        from nippu.organisations.imports import FileKind

        at = datetime.now(UTC)
        path.write_bytes(export_file(FileKind(kind), by=_actor(by, at, language), at=at))


def _actor(username: str, at: datetime, language: Language) -> "Actor":
    """Who acts under the user name, in the work task of an administrator."""
    from nippu.access.types import WorkTask
    from nippu.organisations.queries import actor_named, actor_of, assignments_of

    actor = actor_named(username, at=at)
    if actor is None:
        text = translated(_("Tunnuksella {name} ei voi toimia nyt."), language)
        raise click.ClickException(text.format(name=username))
    for each in assignments_of(actor.account_id, at):
        if each.work_task is WorkTask.SYSTEM_ADMINISTRATION:
            return actor_of(actor.account_id, at=at, assignment_id=each.id) or actor
    return actor


def _show(report: "ImportReport", language: Language) -> None:
    from nippu.organisations.imports import RowOutcome

    for row in report.rows:
        if row.outcome is not RowOutcome.UNCHANGED:
            _show_row(row, language)
    for outcome in RowOutcome:
        if count := report.count(outcome):
            click.echo(f"{translated(outcome.label, language)}: {count}")
    if report.others:
        click.echo(translated(_("Muiden organisaatioiden rivejä: {n}"), language).format(n=report.others))


def _show_row(row: "Row", language: Language) -> None:
    click.echo(f"{row.number:>6}  {translated(row.outcome.label, language):<12} {row.subject}")
    for flaw in row.flaws:
        click.echo(f"        {flaw.field}: {flaw.text.in_language(language)}")
