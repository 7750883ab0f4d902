"""The cast, and browsers in which they have logged in."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from nippu.http import acting
from nippu.web import frame
from tests import cast


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Passwords that cost nothing: the real ones are slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _of_this_database():
    """Nothing is remembered of another test's database."""
    acting.forget_all()
    frame.forget()
    yield
    acting.forget_all()
    frame.forget()


@pytest.fixture
def now():
    """Now: the pages have the clock of the middleware."""
    return datetime.now(UTC)


@pytest.fixture
def organisation(db, quick_passwords):
    return cast.make_organisation()


@pytest.fixture
def eero(organisation, now):
    return cast.make_professional("eero", organisation, now)


@pytest.fixture
def veera(organisation, now):
    return cast.make_professional("veera", organisation, now)


@pytest.fixture
def yrsa(organisation, now):
    return cast.make_professional("yrsa", organisation, now)


@pytest.fixture
def aino(eero, now):
    return cast.make_client(cast.AINO, by=eero, at=now)


@pytest.fixture
def pekka(eero, now):
    return cast.make_client(cast.PEKKA, by=eero, at=now)


def log_in(name: str) -> Client:
    """A browser in which one of the cast has logged in."""
    browser = Client()
    answer = browser.post("/login/", {"username": name, "password": cast.PASSWORD})
    assert answer.status_code == 302
    return browser


@pytest.fixture
def browser(eero):
    """Eero's browser."""
    return log_in("eero")


@pytest.fixture
def other_browser(veera):
    """The browser of Veera, who works in another unit."""
    return log_in("veera")


@pytest.fixture
def stranger(db):
    """The browser of one who has not logged in."""
    return Client()
