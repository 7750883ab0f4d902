"""nippu accounts: helping those who cannot log in, and linking accounts to an identity provider."""

from typing import TYPE_CHECKING

import click

from nippu.cli.database import django_ready

if TYPE_CHECKING:
    from nippu.base.ids import AccountId


@click.group()
def accounts() -> None:
    """Logging in: second steps and identity providers."""


@accounts.command()
@click.argument("username")
def reset(username: str) -> None:
    """Remove the second steps of one who has lost them, and end the sessions.

    Make sure first that it is really they who ask.
    """
    with django_ready():
        from nippu.access.actions import end_all_sessions, remove_all_second_steps

        account_id = _account(username)
        remove_all_second_steps(account_id)
        ended = len(end_all_sessions(account_id))
    click.echo(f"The next log-in of {username} sets up a new second step. Sessions ended: {ended}.")


@accounts.command()
@click.argument("username")
@click.argument("provider")
@click.argument("external_id")
def link(username: str, provider: str, external_id: str) -> None:
    """Let USERNAME log in through PROVIDER, which knows them as EXTERNAL_ID."""
    with django_ready():
        from django.conf import settings

        from nippu.access.actions import link_to_provider
        from nippu.access.queries import account_known_as

        if provider not in settings.PROVIDERS:
            raise click.ClickException(f"NIPPU_PROVIDERS does not name {provider}.")
        account_id, known = _account(username), account_known_as(provider, external_id)
        if known not in (None, account_id):
            raise click.ClickException("Another account is linked to that already.")
        link_to_provider(account_id, provider=provider, external_id=external_id)
    click.echo(f"{username} may now log in through {provider}.")


@accounts.command()
@click.argument("username")
def unlink(username: str) -> None:
    """Let USERNAME no longer log in through an identity provider."""
    with django_ready():
        from nippu.access.actions import link_to_provider

        link_to_provider(_account(username), provider="", external_id="")
    click.echo(f"{username} is not linked to any provider.")


def _account(username: str) -> "AccountId":
    from nippu.access.queries import account_named

    found = account_named(username)
    if found is None:
        raise click.ClickException(f"There is no account {username}.")
    return found
