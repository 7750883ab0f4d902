"""A document's content for reading: only what is filled in, in the order of the structure, in words."""

from dataclasses import dataclass

from nippu.base.texts import Language
from nippu.structures.field_types import type_of
from nippu.structures.tree import Field, Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One field of a document as it is read: a value, a heading's fields, or the instances of a repeat."""

    field: Field
    label: str
    """Empty where the structure asks for no label."""
    is_fallback: bool = False
    """The label is Finnish although Swedish was asked for."""
    value: str | None = None
    children: tuple["Shown", ...] = ()
    repeats: tuple["Shown", ...] = ()
    """Each instance as one of its own, with `value` or `children`."""


def view(structure: Structure, content: object, language: Language) -> list[Shown]:
    """What a reader is shown of a document's content, below its name."""
    root = content.get(structure.root.key) if isinstance(content, dict) else None
    return list(_below(structure.root, root, language))


def _below(group: Field, content: object, language: Language) -> tuple[Shown, ...]:
    if not isinstance(content, dict):
        return ()
    shown: list[Shown] = []
    for each in group.fields:
        value = content.get(each.key)
        if value is None:
            continue
        if each.hidden and each.is_group and not each.repeats:
            shown.extend(_below(each, value, language))
        elif each.repeats:
            shown.extend(_repeats(each, value, language))
        else:
            shown.extend(_one(each, value, language))
    return tuple(shown)


def _repeats(field: Field, value: object, language: Language) -> tuple[Shown, ...]:
    instances = value if isinstance(value, list) else [value]
    shown = tuple(one for each in instances for one in _one(field, each, language))
    if not shown:
        return ()
    label, is_fallback = _label(field, language)
    return (Shown(field=field, label=label, is_fallback=is_fallback, repeats=shown),)


def _one(field: Field, value: object, language: Language) -> tuple[Shown, ...]:
    """One instance; nothing when there is nothing to read in it."""
    label, is_fallback = _label(field, language)
    if not field.is_group:
        text = type_of(field).show(field, value, language)
        one = Shown(field=field, label=label, is_fallback=is_fallback, value=text)
        return (one,) if text.strip() else ()
    children = _below(field, value, language)
    if not children and field.fields:
        return ()
    return (Shown(field=field, label=label, is_fallback=is_fallback, children=children),)


def _label(field: Field, language: Language) -> tuple[str, bool]:
    if field.title_hidden or field.hidden:
        return "", False
    return field.label.in_language(language), field.label.is_fallback(language)
