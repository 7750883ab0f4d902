"""What may be written of a client: pure functions."""

from datetime import date

from nippu.base.periods import Period
from nippu.clients.errors import (
    DayInFuture,
    GroundInTooFewWords,
    GroundNotStated,
    InterpreterTooLong,
    LanguageUnknown,
    LawNotStated,
    ReviewWithoutWords,
    RiskEndsBeforeStart,
    RiskWithoutWords,
)
from nippu.clients.types import NewGround, Review
from nippu.codes.sets import SPECIAL_GROUND, code_set

LONGEST_INTERPRETER = 100
LONGEST_LAW = 200
SHORTEST_WORDS = 20
"""Of a special ground in one's own words: a sentence, not a mark."""


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


def check_ground(new: NewGround) -> None:
    """Raise unless a ground is stated by a code or by law, and in one's own words."""
    if new.ground and new.ground not in code_set(SPECIAL_GROUND):
        raise GroundNotStated
    if not new.ground and not 0 < len(new.law.strip()) <= LONGEST_LAW:
        raise LawNotStated(limit=LONGEST_LAW)
    if len("".join(new.words.split())) < SHORTEST_WORDS:
        raise GroundInTooFewWords(shortest=SHORTEST_WORDS)


def check_review(review: Review, words: str) -> None:
    """Raise unless it is told why a ground was not simply approved."""
    if review is not Review.APPROVED and not words.strip():
        raise ReviewWithoutWords
