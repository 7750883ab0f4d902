"""Log-ins that fail: how many may, from which address they come, what the log tells."""

from datetime import UTC, datetime, timedelta

import pytest
import structlog
from django.test import Client
from django.utils import timezone

from nippu.access.models import FailedLogIn
from nippu.access.throttle import MOST_FAILED, MOST_FROM_ADDRESS, WITHIN
from nippu.http import acting
from nippu.http.request import address_of
from tests import cast

pytestmark = [pytest.mark.urls("tests.areas.http_addresses"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.ALLOWED_HOSTS, settings.LOGIN_URL = ["testserver"], "/kirjaudu/"
    acting.forget_all()
    yield
    acting.forget_all()


def _log_in(client, password=cast.PASSWORD, **more):
    return client.post("/kirjaudu/", {"username": "eero", "password": password} | more)


def test_guessing_a_password_is_stopped_for_a_while(eero, monkeypatch):
    client = Client()
    for _ in range(MOST_FAILED):
        assert _log_in(client, "arvaus").status_code == 200
    assert _log_in(client).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert _log_in(elsewhere).status_code == 302
    later = datetime.now(tz=UTC) + WITHIN + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert _log_in(client).status_code == 302


def test_guessing_with_many_names_is_stopped_by_the_address(eero, settings):
    settings.PROXY_HOPS = 1
    guesser = Client(HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.5")
    for n in range(MOST_FROM_ADDRESS):
        assert _log_in(guesser, "arvaus", username=f"nimi{n}").status_code == 200
    assert _log_in(guesser).status_code == 429
    # What the guesser itself has put in the header does not count.
    assert _log_in(Client(HTTP_X_FORWARDED_FOR="198.51.100.99, 203.0.113.5")).status_code == 429
    assert _log_in(Client(HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.6")).status_code == 302


@pytest.mark.parametrize(
    ("hops", "told", "address"),
    [
        (0, "203.0.113.5", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5", "198.51.100.1"),
        (2, "203.0.113.5", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_is_what_the_trusted_proxies_say(rf, settings, hops, told, address):
    settings.PROXY_HOPS = hops
    assert address_of(rf.get("/", HTTP_X_FORWARDED_FOR=told)) == address


def test_log_ins_and_log_outs_are_logged_by_account_without_names(eero):
    client, account = Client(), str(eero.account_id)
    with structlog.testing.capture_logs() as told:
        _log_in(client, "arvaus")
        _log_in(client, "arvaus", username="salasana kentässä")
        _log_in(client)
        client.post("/kirjaudu-ulos/")
    assert [(each["event"], each["account"]) for each in told] == [
        ("log_in_refused", account),
        ("log_in_refused", None),
        ("log_in", account),
        ("log_out", account),
    ]
    assert "eero" not in str(told)
    assert "salasana" not in str(told)


def test_a_log_in_that_succeeds_forgets_the_failed_ones(eero):
    client = Client()
    for _ in range(MOST_FAILED - 1):
        _log_in(client, "arvaus")
    assert _log_in(client).status_code == 302
    assert not FailedLogIn.objects.exists()


def test_what_was_typed_in_a_failed_log_in_is_not_kept(eero):
    _log_in(Client(), "arvaus")
    (failed,) = FailedLogIn.objects.all()
    assert "eero" not in failed.who
    assert len(failed.who) == 64
