"""Findings: the only way in which anything is said to be wrong with a document."""

from dataclasses import dataclass
from enum import StrEnum

from nippu.base.texts import LANGUAGES, Message


class Problem(StrEnum):
    """The kinds of finding. The values are part of the contract with other systems."""

    SCHEMA = "schema"
    """The plain JSON Schema refuses: type, pattern, enum, required, unknown key."""
    REQUIRED = "required"
    """A conditional requirement is not met; the path is the missing field's."""
    ONE_OF = "one_of"
    HIDDEN = "hidden"
    NOT_ALLOWED = "not_allowed"
    REPEAT = "repeat"
    MISMATCH = "mismatch"
    FORMAT = "format"
    """Accepted by the schema but cannot be right: an impossible date, a wrong check character, too long."""
    CODE = "code"
    """A code is not in its code set."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, in a sentence that says what to do."""

    path: str
    """JSON pointer into the document, `/arvio/asiakas/0/sukunimi`; an array as a whole without an index."""
    problem: Problem
    message: Message
    members: tuple[str, ...] = ()
    """The alternatives of a one_of, as paths."""
    structure: str | None = None
    """Code of the structure whose row asks this, such as 1506.1019."""
    row: int | None = None

    def as_data(self, language: str = "fi") -> dict[str, object]:
        """The finding as JSON data for other systems; texts in all three languages under `messages`."""
        texts = {each: self.message.in_language(each) for each in LANGUAGES}
        data: dict[str, object] = {
            "path": self.path,
            "problem": self.problem.value,
            "message": texts.get(language, texts["fi"]),  # type: ignore[call-overload]
            "messages": texts,
        }
        if self.members:
            data["members"] = list(self.members)
        if self.structure:
            data["source"] = {"structure": self.structure, "row": self.row}
        return data
