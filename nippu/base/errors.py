"""The four ways in which an action can fail. Every failure that a person meets is a class of its own."""

from typing import ClassVar

from nippu.base.texts import Message, Value


class NippuError(Exception):
    """A failure with a stable `code` and a text that says what is wrong and what to do.

    The values of the text are given by name; they hold no personal data.
    """

    code: ClassVar[str]
    text: ClassVar[str]

    def __init__(self, **values: Value) -> None:
        super().__init__(self.code)
        self.message = Message(self.text, values)

    def __str__(self) -> str:
        return self.message.in_language("fi")


class NotFound(NippuError):
    """What was asked for does not exist, or the actor may not know of it."""


class Denied(NippuError):
    """The actor may know of it but not do this."""


class Conflict(NippuError):
    """The state of things has changed or does not allow this."""


class Invalid(NippuError):
    """What was given cannot be right."""
