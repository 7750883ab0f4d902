"""Days as people type them: 3.11.2026, 3.11.26, 3/11/2026, and 3.11. where the year is plain."""

import re
from datetime import date

_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?", re.ASCII)
_SHORT = re.compile(r"(\d{1,2}\.\s?\d{1,2}\.\s?)(\d\d)", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
FIRST_OF_LAST_CENTURY = 50
"""A year of two numbers is of this century below this."""


def with_whole_year(typed: str) -> str:
    """The day 3.11.2026 from 3.11.26 and 3/11/2026; anything else as it is."""
    slashed = _SLASHED.fullmatch(typed)
    if slashed is not None:
        return ".".join(slashed.groups())
    short = _SHORT.fullmatch(typed)
    if short is None:
        return typed
    century = 20 if int(short[2]) < FIRST_OF_LAST_CENTURY else 19
    return f"{short[1]}{century}{short[2]}"


def day_typed(typed: str, *, today: date, ahead: bool = False) -> date | None:
    """The day that was typed; none when it is no day of the calendar.

    Without a year it is the last such day; with `ahead` that of this year, even when it is still to come.
    """
    found = _DAY.fullmatch(with_whole_year(typed.strip()))
    if found is None:
        return None
    day, month = int(found[1]), int(found[2])
    year = int(found[3] or today.year)
    try:
        known = date(year, month, day)
        return known if found[3] or ahead or known <= today else date(year - 1, month, day)
    except ValueError:
        return None
