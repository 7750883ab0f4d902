"""Which views are open to one who has not logged in. Every other answers as if it were not there."""

from collections.abc import Callable
from enum import Enum
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
_MARK = "openness"
_TAKES_IN = "takes_in"


class Openness(Enum):
    """What a view is to a stranger."""

    CLOSED = "closed"
    """Not there."""
    OPEN = "open"
    """Answers anyone."""
    LEADS_TO_LOG_IN = "leads to log-in"
    """Sends a stranger to log in."""
    KEEPS_WHAT_WAS_SENT = "keeps what was sent"
    """Not there for one who asks; what is sent to it waits in the log-in page and is sent again after it."""
    ASKS_AGAIN = "asks again"
    """Not there for one who asks; what is sent to it leads through the log-in back to its page."""


def _marked(openness: Openness, view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    setattr(view, _MARK, openness)
    return view


def open_to_strangers(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """A view that answers also one who has not logged in."""
    return _marked(Openness.OPEN, view)


def leads_to_log_in(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """A view that sends one who has not logged in to do so."""
    return _marked(Openness.LEADS_TO_LOG_IN, view)


def keeps_what_was_sent(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """A view for what people write: nothing sent to it is lost when the log-in has expired meanwhile."""
    return _marked(Openness.KEEPS_WHAT_WAS_SENT, view)


def asks_again(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """A view for what cannot be undone: whoever logs in now reads the page and presses the button again.

    The one who pressed it before the log-in expired may have been another.
    """
    return _marked(Openness.ASKS_AGAIN, view)


def openness_of(view: Callable[..., object]) -> Openness:
    """What a view is to a stranger."""
    found = getattr(view, _MARK, Openness.CLOSED)
    assert isinstance(found, Openness)
    return found


def takes_in(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """A view in which one may meet a person of the register who is no client of the unit's yet."""
    setattr(view, _TAKES_IN, True)
    return view


def is_taking_in(view: Callable[..., object]) -> bool:
    """Whether the second wall is to let the view meet such persons."""
    return bool(getattr(view, _TAKES_IN, False))
