"""nippu accounts: one who cannot log in is helped; accounts are linked to identity providers."""

from contextlib import nullcontext
from datetime import timedelta

import pyotp
import pytest
from click.testing import CliRunner
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from nippu.access import actions
from nippu.access.queries import account_known_as, open_sessions, second_steps_of
from nippu.cli import accounts as command
from nippu.config.secret import second_step_required
from tests import cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def run(monkeypatch):
    """Runs the command in the database of the tests."""
    monkeypatch.setattr(command, "django_ready", nullcontext)
    return lambda *words: CliRunner().invoke(command.accounts, words)


def test_one_who_has_lost_everything_begins_anew_and_open_sessions_end(run, eero, now):
    browser = Client()
    browser.post("/login/", {"username": "eero", "password": cast.PASSWORD})
    code = pyotp.TOTP(SECRET).at(int(now.timestamp()))
    actions.add_code_app(eero.account_id, SECRET, code, at=now)
    actions.make_recovery_codes(eero.account_id)
    assert len(open_sessions(eero.account_id, at=now)) == 1
    told = run("reset", "eero")
    assert (told.exit_code, "Sessions ended: 1." in told.output) == (0, True)
    steps = second_steps_of(eero.account_id)
    assert (steps.has_any, steps.codes_left) == (False, 0)
    assert not open_sessions(eero.account_id, at=now + timedelta(seconds=1))


def test_an_account_is_linked_to_a_provider_and_unlinked(run, eero, veera, settings):
    settings.PROVIDERS = {"alue": None}
    assert run("link", "eero", "alue", "12345").exit_code == 0
    assert account_known_as("alue", "12345") == eero.account_id
    refused = run("link", "veera", "alue", "12345")
    assert (refused.exit_code, "linked to that already" in refused.output) == (1, True)
    assert run("link", "eero", "alue", "12345").exit_code == 0
    assert run("unlink", "eero").exit_code == 0
    assert account_known_as("alue", "12345") is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("reset", "nobody"), "no account nobody"),
        (("unlink", "nobody"), "no account nobody"),
        (("link", "eero", "muu", "1"), "does not name muu"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, eero, words, said):
    told = run(*words)
    assert (told.exit_code, said in told.output) == (1, True)


@pytest.mark.parametrize(
    ("told", "is_private", "required"),
    [
        (None, False, True),
        ("", False, True),
        (None, True, False),
        ("optional", False, False),
        ("required", True, True),
    ],
)
def test_everyone_needs_a_second_step_but_in_private_installations(told, is_private, required):
    assert second_step_required(told, is_private=is_private) is required


def test_a_misspelt_setting_stops_the_start():
    with pytest.raises(ImproperlyConfigured):
        second_step_required("off", is_private=False)
