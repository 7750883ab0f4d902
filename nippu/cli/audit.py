"""nippu audit: seal the log of use, verify it, print its root, remove what has been kept long enough."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from nippu.cli.database import django_ready

WITHOUT_SEAL = "Nothing has been sealed yet."


@click.group()
def audit() -> None:
    """The seals of the log of use."""


@audit.command()
@click.option("--every", type=click.IntRange(min=1), help="Go on, sealing every so many minutes.")
def seal(every: int | None) -> None:
    """Seal what has come into the log since the last seal. Run it often, for example from cron."""
    with django_ready():
        while True:
            click.echo(seal_now())
            if every is None:
                return
            time.sleep(every * 60)


def seal_now() -> str:
    """Seal what has come since the last seal; what to tell of it. Django is set up."""
    from django.conf import settings

    from nippu.audit import actions, keys

    signer = keys.signer(settings.LOG_KEY_FILE, may_make=settings.PRIVATE)
    count = actions.seal(signer, at=datetime.now(UTC))
    if count is None:
        return "Somebody has been writing for long; nothing was sealed. The next run seals it."
    return f"Records sealed: {count}."


@audit.command()
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A root written earlier with: nippu audit root --json. The log must hold that very seal.",
)
def verify(against: Path | None) -> None:
    """Look through the whole log and name the first batch and record that is not as it was sealed."""
    with django_ready():
        from django.conf import settings

        from nippu.audit.verifying import KnownRoot, verify

        told = json.loads(against.read_text(encoding="utf-8")) if against else None
        known = KnownRoot(number=int(told["number"]), digest=str(told["digest"])) if told else None
        verdict = verify(settings.LOG_KEY_FILE, known=known)
        if verdict.fault is not None:
            fault = verdict.fault
            places = {"batch": fault.batch, "record": fault.record, "row": fault.row}
            where = ", ".join(f"{name} {place}" for name, place in places.items() if place is not None)
            raise click.ClickException(f"Broken: {fault.what.value} ({where}).")
        click.echo(
            f"The log is whole. Batches: {verdict.batches}. Records sealed: {verdict.records}."
            f" Not yet sealed: {verdict.unsealed}."
        )


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="For keeping elsewhere and for verify --against.")
def root(as_json: bool) -> None:
    """Print the latest root: it stands for the whole log up to now. Keep it where Nippu cannot write."""
    with django_ready():
        from django.conf import settings

        from nippu.audit import queries

        found = queries.latest_root(settings.LOG_KEY_FILE)
        if found is None:
            raise click.ClickException(WITHOUT_SEAL)
        if as_json:
            click.echo(json.dumps(found.told(), indent=2))
            return
        for name, value in found.told().items():
            click.echo(f"{name.replace('_', ' '):<12} {value}")


@audit.command("new-key")
def new_key() -> None:
    """Make the key that seals from now on. Public keys of earlier ones stay, so that old seals hold."""
    with django_ready():
        from django.conf import settings

        from nippu.audit import keys

        click.echo(f"Key {keys.new_key(settings.LOG_KEY_FILE)} in {settings.LOG_KEY_FILE}")


@audit.command()
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), required=True, help="A day: 2014-01-01.")
def remove(before: datetime) -> None:
    """Remove sealed records older than a day, never those younger than twelve years. Their seals stay."""
    with django_ready():
        from nippu.audit import actions

        count = actions.remove_expired(before.date(), at=datetime.now(UTC))
        click.echo(f"Records removed: {count}.")
