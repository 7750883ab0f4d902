"""A form of any national structure as plain values, ready to be rendered by `ui/form.html`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from markupsafe import Markup

NOTHING: Final = Markup()


class Kind(StrEnum):
    """How a field is filled in."""

    NARRATIVE = "narrative"
    """A large area of text."""
    LINE = "line"
    """One line of text: names, days, numbers, identifiers."""
    QUANTITY = "quantity"
    """A number and its unit."""
    SWITCH = "switch"
    """Yes or no, or left unanswered."""
    RADIOS = "radios"
    """One of a few codes."""
    SELECT = "select"
    """One of several codes."""
    PICK = "pick"
    """One of hundreds of codes, found by typing."""
    CODE = "code"
    """A code and its name by hand: the code set is not known here."""
    CHECKS = "checks"
    """Any number of a few codes."""
    PHRASE = "phrase"
    """A fixed text that the document holds or does not."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the national material in the reader's language, or marked when only Finnish is there."""

    text: str
    lang: str = ""
    """The language of the text when it is not the reader's."""
    fallback: bool = False
    """Whether a Swedish reader is to be told that the text is in Finnish."""


@dataclass(frozen=True, slots=True)
class Option:
    """One code to choose, with the names of its inputs when each has its own."""

    value: str
    label: Label
    checked: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One field and its inputs."""

    kind: Kind
    id: str
    name: str
    """The name of the field in the form: `asiakas.0.sukunimi`."""
    input: str
    """The name of its first input: `asiakas.0.sukunimi`, `palvelutehtava~code`."""
    label: Label
    title: Markup
    """The label as it is written, with its mark of language."""
    number: int = 0
    """Which repetition it is, from 1; 0 when the field does not repeat."""
    value: str = ""
    other: str = ""
    """The value of the second input: a unit, the name of a code."""
    placeholder: str = ""
    options: tuple[Option, ...] = ()
    choices: Markup = NOTHING
    """The buttons or options of a choice as they are sent."""
    datalist: str = ""
    open: bool = False
    """Whether codes outside the list can be given too."""
    hidden: tuple[tuple[str, str], ...] = ()
    help: Markup = NOTHING
    """The publication's instructions and example, folded."""
    phrase: Label | None = None
    required: bool = False
    conditional: bool = False
    filled: bool = False
    narrow: bool = False
    numeric: bool = False
    errors: tuple[str, ...] = ()
    prefilled: str = ""
    focus: bool = False
    remove: str = ""
    """What a button says that takes this repetition away: its place, such as `nimi.1`."""

    shape: str = "control"

    @property
    def settled(self) -> bool:
        """Whether it is a long choice made for the writer from what is known: one line says which."""
        asks = bool(self.errors) or self.focus
        return self.kind is Kind.RADIOS and bool(self.prefilled) and self.filled and not asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields under a heading inside a section."""

    id: str
    name: str
    label: Label
    level: int
    titled: bool
    nodes: "tuple[Node, ...]"
    rest: "tuple[Node, ...]" = ()
    """Rarely needed fields, behind one line."""
    rest_open: bool = False
    folded: bool = False
    """Behind one line as a whole: nothing is written in it and nothing asks for it."""
    help: Markup = NOTHING
    errors: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()

    shape: str = "group"

    @property
    def rest_names(self) -> str:
        return names_of(self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One repetition of a group."""

    name: str
    title: str
    body: Group
    remove: str
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A group or field that can be given many times."""

    id: str
    name: str
    label: Label
    level: int
    add: str
    """What the button says."""
    titled: bool = True
    items: tuple[Item, ...] = ()
    controls: tuple[Control, ...] = ()
    required: bool = False
    help: Markup = NOTHING
    errors: tuple[str, ...] = ()

    shape: str = "repeat"


Node: TypeAlias = Control | Group | Repeat


class State(StrEnum):
    """How far a section is. The values are the classes of the style sheet."""

    EMPTY = "none"
    BEGUN = "part"
    MISSING = "miss"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the document: a line in the list at the side, a fold in the form."""

    id: str
    label: Label
    body: Group
    state: State
    missing: int
    filled: int
    total: int
    open: bool
    alone: bool = False
    """Whether its only field has the section's own name."""
    summary: str
    """What the folded line tells: the state in words and what is in it."""


@dataclass(frozen=True, slots=True)
class Point:
    """One finding, where to go to put it right."""

    id: str
    text: str

    @property
    def pair(self) -> tuple[str, str]:
        """As lists of links take it."""
        return self.id, self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A whole form."""

    title: Label
    sections: tuple[Section, ...]
    points: tuple[Point, ...]
    datalists: Mapping[str, Markup]
    hidden: tuple[tuple[str, str], ...] = ()
    errors: tuple[str, ...] = ()
    """What is wrong with the document as a whole."""
    controls: Mapping[str, Control] = field(default_factory=dict)
    """Every field by its name, to answer for one of them."""


def names_of(nodes: "tuple[Node, ...]", most: int = 3) -> str:
    """The names of the first few fields, to say what a fold holds."""
    names = [each.label.text for each in nodes[:most]]
    return ", ".join(names) + ("…" if len(nodes) > most else "")


def controls_of(node: Node) -> Iterator[Control]:
    """Every field of a node, in the order of the form."""
    if isinstance(node, Control):
        yield node
    elif isinstance(node, Group):
        for each in (*node.nodes, *node.rest):
            yield from controls_of(each)
    else:
        yield from node.controls
        for item in node.items:
            yield from controls_of(item.body)
