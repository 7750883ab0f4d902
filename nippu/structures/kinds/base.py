"""What every kind of field knows."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

import orjson

from nippu.base.texts import Language
from nippu.structures.findings import Finding, Problem
from nippu.structures.format_checks import plain_problem, value_problem, without_hidden
from nippu.structures.schema_errors import escaped
from nippu.structures.tree import Field

Inputs: TypeAlias = "Mapping[str, str]"
"""What a form's inputs hold, by suffix: "" for the plain one, else "code", "display", "system", "value"."""
PLAIN: Final = ""


class FieldType(ABC):
    """One kind of field. A value is always the JSON value as it stands in the document."""

    @abstractmethod
    def parse(self, field: Field, inputs: Inputs) -> object:
        """The value typed into the form's inputs; None when nothing was.

        What cannot be understood is kept as it was typed, so that nothing is lost; the schema refuses it.
        """

    @abstractmethod
    def inputs(self, field: Field, value: object) -> dict[str, str]:
        """What the form's inputs hold for a value: the reverse of `parse`."""

    @abstractmethod
    def schema(self, field: Field) -> dict[str, object]:
        """The plain JSON Schema of one value."""

    @abstractmethod
    def show(self, field: Field, value: object, language: Language) -> str:
        """The value for reading."""

    @abstractmethod
    def sample(self, field: Field, n: int) -> object:
        """A plausible fictitious value, the same one for the same number."""

    def check(self, field: Field, value: object, path: str) -> Iterator[Finding]:
        """What cannot be right although the schema accepts it. The value may be of any shape."""
        parts = {path: value}
        if isinstance(value, dict):
            parts = {f"{path}/{escaped(key)}": part for key, part in value.items()}
        problems = [(at, plain_problem(field, part)) for at, part in parts.items()]
        problems.append((f"{path}/value" if isinstance(value, dict) else path, value_problem(field, value)))
        for at, problem in problems:
            if problem is not None:
                yield Finding(at, Problem.FORMAT, problem)


def as_typed(value: object) -> str:
    """A value of a wrong type as text, so that it can be seen and put right."""
    if isinstance(value, str):
        return value
    return "" if value is None else orjson.dumps(value).decode()


def member(value: object, key: str) -> str:
    """One text of a value made of several, empty when there is none."""
    if not isinstance(value, dict) or value.get(key) is None:
        return ""
    return as_typed(value[key])


def clean(text: str) -> str:
    """A text as it is stored: line ends alike, and no sign that nobody sees but that no archive takes."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return without_hidden(text)
