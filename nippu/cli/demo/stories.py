"""The stories of the demonstration: cases with the papers that they have gathered, read from files beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec

from nippu.base.texts import Language
from nippu.catalogue.types import Stage

STORIES = ("east.yaml", "elders.yaml", "west.yaml", "scenarios.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document and what is written in it."""

    code: str
    """The structure's, without its family: 1019."""
    day: int = 0
    """How many working days after the opening of the case."""
    clock: str = "9.15"
    by: str = ""
    """User name of the writer; the case's worker when not told."""
    stage: Stage | None = None
    """Where in the case it belongs, when that is not told by the structure and the stage of the case."""
    draft: bool = False
    section: str = ""
    """Key of the section where the writer of a draft left off."""
    written: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A case as it usually goes."""

    service_task: str
    name: str
    """Code of the case's name."""
    workers: list[str]
    """User names of those who have such cases; they take turns."""
    language: Language = "fi"
    urgent: bool = False
    told: str = ""
    begins: Paper
    papers: list[Paper] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    """What differs from one case to another: the first case takes the first of each, and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A case of the county: a story, those whom it is about, and how many working days ago it was opened."""

    story: str
    opened: int
    people: list[object]
    """Names of those known already, or rows of new residents."""


@cache
def stories() -> Mapping[str, Story]:
    """Every story by its key."""
    found: dict[str, Story] = {}
    for name in STORIES:
        found |= msgspec.yaml.decode(_read(name), type=dict[str, Story])
    return found


@cache
def county() -> tuple[Told, ...]:
    """The cases of the county, the oldest first."""
    told = msgspec.yaml.decode(_read("county.yaml"), type=list[Told])
    return tuple(sorted(told, key=lambda each: -each.opened))


def _read(name: str) -> bytes:
    return Path(__file__).with_name(name).read_bytes()
