"""The cast as fixtures."""

import pytest

from tests import cast


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Passwords that cost nothing: the real ones are slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
def otso(organisation, now):
    return cast.make_professional("otso", organisation, now)


@pytest.fixture
def yrsa(organisation, now):
    return cast.make_professional("yrsa", organisation, now)


@pytest.fixture
def aino(eero, now):
    return cast.make_client(cast.AINO, by=eero, at=now)


@pytest.fixture
def pekka(eero, now):
    return cast.make_client(cast.PEKKA, by=eero, at=now)
