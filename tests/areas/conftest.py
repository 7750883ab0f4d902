"""Tests of the areas hash no passwords for real."""

import pytest


@pytest.fixture(autouse=True)
def _quick(quick_passwords):
    """Also where the cast is not asked for."""
