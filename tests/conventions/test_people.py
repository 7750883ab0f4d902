"""Nobody real stands in our files: identity codes that look right have an individual number from 900 up."""

import re
from collections.abc import Iterator
from datetime import date

from tests.conventions.our_files import listed, text_files

IDENTITY_CODE = re.compile(r"(?<![\w-])(\d{6})[-+A-FU-Y](\d{3})([0-9A-Y])(?!\w)")
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
FIRST_MADE_UP = 900
"""The population register gives no individual number from this up."""


def _is_day(day: str) -> bool:
    """Whether six digits are a day of some century; 2000 had the leap day that 1900 had not."""
    try:
        date(2000 + int(day[4:]), int(day[2:4]), int(day[:2]))
    except ValueError:
        return False
    return True


def _real_looking(text: str) -> Iterator[str]:
    for found in IDENTITY_CODE.finditer(text):
        day, individual, check = found.groups()
        is_right = CHECK_CHARACTERS[int(day + individual) % 31] == check and _is_day(day)
        if is_right and 2 <= int(individual) < FIRST_MADE_UP:
            yield found[0]


def test_no_identity_code_in_our_files_could_be_a_real_persons():
    faults = [f"{name}: {code}" for name, text in text_files() for code in _real_looking(text)]
    assert not faults, listed(faults)


def test_a_code_that_could_be_real_is_found_and_a_made_up_one_is_not():
    real = f"010150-123{CHECK_CHARACTERS[int('010150123') % 31]}"
    made_up = f"010150-901{CHECK_CHARACTERS[int('010150901') % 31]}"
    assert list(_real_looking(f"Henkilötunnus {real}.")) == [real]
    assert not list(_real_looking(f"Henkilötunnus {made_up}."))
