"""Tests of the areas hash no passwords for real."""

from dataclasses import replace

import pytest

from nippu.organisations import actions
from tests.areas.organising import CONTRACT, NEW, PROVIDER, UNIT


@pytest.fixture(autouse=True)
def _quick(quick_passwords):
    """Also where the cast is not asked for."""


@pytest.fixture
def uuno(yrsa, now):
    """A professional whom the administrator has added, without password and work tasks."""
    return actions.add_professional(NEW, by=yrsa, at=now)


@pytest.fixture
def provider_unit(yrsa, now):
    """A unit of a private provider that has a contract."""
    provider = actions.add_provider(PROVIDER, CONTRACT, by=yrsa, at=now)
    fields = replace(UNIT, provider_id=provider, service_tasks=("20", "15"))
    return actions.add_unit(fields, by=yrsa, at=now)
