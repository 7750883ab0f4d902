"""Browsers in which the cast has logged in."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from nippu.base.texts import Bilingual
from nippu.http import acting
from nippu.organisations import actions
from nippu.organisations.types import ContractFields, NewProfessional, ProviderFields
from nippu.web import frame
from tests import cast
from tests.pages.organising import PROVIDER


@pytest.fixture(autouse=True)
def _quick(quick_passwords):
    """Logging in costs nothing."""


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


@pytest.fixture
def admin(yrsa):
    """The administrator's browser."""
    return log_in("yrsa")


@pytest.fixture
def provider(yrsa, now):
    """A private provider that has a contract."""
    fields = ProviderFields(oid=PROVIDER["oid"], business_id="2888888-1", name=Bilingual("Hoiva Oy"))
    return actions.add_provider(fields, ContractFields(start=date(2026, 1, 1)), by=yrsa, at=now)


@pytest.fixture
def uuno(yrsa, now):
    """A professional without password and work tasks."""
    new = NewProfessional(
        given_names="Uuno", family_name="Åkerman", title=Bilingual("sosiaaliohjaaja"), username="uuno"
    )
    return actions.add_professional(new, by=yrsa, at=now)
