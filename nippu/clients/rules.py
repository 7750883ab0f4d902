"""What may be written of a client: pure functions."""

from datetime import date

from nippu.base.periods import Period
from nippu.clients.errors import (
    DayInFuture,
    InterpreterTooLong,
    LanguageUnknown,
    RiskEndsBeforeStart,
    RiskWithoutWords,
)

LONGEST_INTERPRETER = 100


def check_not_in_future(day: date, *, today: date) -> None:
    """Raise unless a thing that has happened can have happened on this day."""
    if day > today:
        raise DayInFuture


def is_continued(earlier: Period, day: date) -> bool:
    """Whether a relationship goes on, rather than a new one starts, on a day."""
    return earlier.end is None or day <= earlier.end


def check_risk(description: str, *, start: date, end: date | None) -> None:
    """Raise unless a risk is described and ends after it starts."""
    if not description.strip():
        raise RiskWithoutWords
    if end is not None and end < start:
        raise RiskEndsBeforeStart


def check_language(code: str) -> None:
    """Raise unless this looks like a code of a language: two small letters."""
    if not (len(code) == 2 and code.isascii() and code.isalpha() and code.islower()):
        raise LanguageUnknown


def check_interpreter(words: str) -> None:
    """Raise unless the language of interpretation fits its place."""
    if len(words) > LONGEST_INTERPRETER:
        raise InterpreterTooLong(limit=LONGEST_INTERPRETER)
