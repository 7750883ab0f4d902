"""What has changed between two structures, most often two versions of the same one."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nippu.base.texts import Bilingual, _
from nippu.structures.tree import Coding, Field, Structure

YES = _("kyllä")
NO = _("ei")


class Change(StrEnum):
    """What has happened to a field."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class Aspect(StrEnum):
    """What of a field has changed."""

    NAME = "name"
    TITLE = "title"
    REPRESENTATION = "representation"
    REPEATS = "repeats"
    REQUIRED = "required"
    CONDITIONALLY_REQUIRED = "conditionally_required"
    NATIONWIDE = "nationwide"
    HIDDEN = "hidden"
    TITLE_HIDDEN = "title_hidden"
    CODE_SET = "code_set"
    CODES = "codes"
    DESCRIPTION = "description"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class AspectChange:
    """One aspect before and after, as text; empty where there was none."""

    aspect: Aspect
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that differs. `field` is the new one, of a removed field the old one."""

    change: Change
    path: str
    """Below the root, so that structures of different names can be compared."""
    field: Field
    moved_from: str | None = None
    aspects: tuple[AspectChange, ...] = ()


def differences(old: Structure, new: Structure) -> list[Difference]:
    """The fields that differ, in the order of the new structure, those that are gone last."""
    before, after = _by_place(old), _by_place(new)
    gone = {place: each for place, each in before.items() if place not in after}
    moved = _moved(gone, {place: each for place, each in after.items() if place not in before})
    found: list[Difference] = []
    for place, each in after.items():
        origin = moved.get(place, place)
        if origin not in before:
            found.append(Difference(change=Change.ADDED, path=place, field=each))
            continue
        aspects = tuple(_aspects(before[origin], each))
        if origin != place:
            found.append(
                Difference(change=Change.MOVED, path=place, field=each, moved_from=origin, aspects=aspects)
            )
        elif aspects:
            found.append(Difference(change=Change.CHANGED, path=place, field=each, aspects=aspects))
    left = set(moved.values())
    found += [
        Difference(change=Change.REMOVED, path=place, field=each)
        for place, each in gone.items()
        if place not in left
    ]
    return found


def _by_place(structure: Structure) -> dict[str, Field]:
    """Fields by their keys below the root. Whether they repeat is an aspect, not a part of the place."""
    return {
        each.path.partition("/")[2].replace("[]", ""): each for each in structure.walk() if "/" in each.path
    }


def _moved(gone: dict[str, Field], come: dict[str, Field]) -> dict[str, str]:
    """Where each new field has come from, when only one that is gone has its key, kind and name."""
    origins: dict[str, str] = {}
    for place, each in come.items():
        alike = [origin for origin, other in gone.items() if _alike(other, each)]
        rivals = [rival for rival, other in come.items() if _alike(other, each)]
        if len(alike) == 1 and len(rivals) == 1:
            origins[place] = alike[0]
    return origins


def _alike(one: Field, other: Field) -> bool:
    return (one.key, one.representation, one.name.fi) == (other.key, other.representation, other.name.fi)


def _aspects(old: Field, new: Field) -> Iterator[AspectChange]:
    before, after = _facts(old), _facts(new)
    for aspect, fact in before.items():
        if fact != after[aspect]:
            yield AspectChange(aspect, fact, after[aspect])
    # The starter set has no such texts: only two texts can differ.
    for aspect, one, other in (
        (Aspect.DESCRIPTION, old.description, new.description),
        (Aspect.NOTE, old.note, new.note),
    ):
        if one and other and one.fi.split() != other.fi.split():
            yield AspectChange(aspect, one.fi, other.fi)


def _facts(field: Field) -> dict[Aspect, str]:
    coding = field.coding or Coding()
    flags = {
        Aspect.REPEATS: field.repeats,
        Aspect.REQUIRED: field.required,
        Aspect.CONDITIONALLY_REQUIRED: field.conditionally_required,
        Aspect.NATIONWIDE: field.nationwide,
        Aspect.HIDDEN: field.hidden,
        Aspect.TITLE_HIDDEN: field.title_hidden,
    }
    return {
        Aspect.NAME: _both(field.name),
        Aspect.TITLE: _both(field.title),
        Aspect.REPRESENTATION: field.representation.value,
        **{aspect: YES if flag else NO for aspect, flag in flags.items()},
        Aspect.CODE_SET: coding.oid or coding.system or "",
        Aspect.CODES: _codes(coding),
    }


def _both(name: Bilingual | None) -> str:
    return "" if name is None else " / ".join(part for part in (name.fi, name.sv) if part)


def _codes(coding: Coding) -> str:
    names = dict(coding.names)
    codes = dict.fromkeys(coding.accepted or names)
    return ", ".join(f"{code} {names[code].fi}" if code in names else code for code in codes)
