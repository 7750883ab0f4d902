"""What the editor knows of a draft beside its form: where to begin, what was filled in, what was typed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from nippu.base.texts import Language
from nippu.documents.types import DraftFacts, Prefilled
from nippu.structures.form_data import from_form, to_form
from nippu.structures.tree import Field, Representation, Structure
from nippu.ui.form_fields import SHORT_TEXTS
from nippu.ui.form_posted import posted
from nippu.ui.forms import place_of
from nippu.web.conflicts import THEIRS, chosen, differing

MERGE = "_merge"
PICK = "_pick."
_GIVEN = frozenset({"asiakas", "palvelutehtava"})
"""Top-level fields that are filled in from the case: nobody begins there."""
_TYPED = frozenset({Representation.TEXT, Representation.NAME, Representation.DATE, Representation.MOMENT})
_PARTICIPANTS, _DESCRIPTION, _OTHER = "osallistu", "kuvaus", frozenset({"muu", "muut", "lisatieto"})
_LAST = 2
_SOMEBODY = frozenset({"sukunimi", "etunimet", "henkilo", "organisaatio", "organisaation_nimi"})
"""Keys by which a group is known to be of a person or an organisation."""
_BLANK: tuple[object, ...] = (None, "", {}, [])


def typed_in(draft: DraftFacts, sent: Mapping[str, str]) -> dict[str, object]:
    """The content that a sent form holds; of places chosen after a conflict, the other's text."""
    typed = from_form(draft.structure, posted(draft.structure, sent))
    if MERGE not in sent:
        return typed
    places = differing(draft.structure, typed, draft.content, "fi")
    names = [each.name for each in places if sent.get(f"{PICK}{each.name}") == THEIRS]
    return chosen(draft.structure, typed, draft.content, names)


def version_in(sent: Mapping[str, str]) -> int:
    """The version of the draft that the writer had, or the newer one over which to save knowingly."""
    text = sent.get(MERGE) or sent.get("_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def section_of(structure: Structure, old: Mapping[str, object], new: Mapping[str, object]) -> str:
    """The key of the section where the writer is: the last one in which something has changed."""
    before, after = old.get(structure.root.key), new.get(structure.root.key)
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ""
    changed = [each.key for each in structure.root.fields if before.get(each.key) != after.get(each.key)]
    return changed[-1] if changed else ""


def first_blank(structure: Structure, content: Mapping[str, object], section: str) -> str:
    """The name of the field to begin at, from the section left off on: what the document is for comes first.

    That is the first section that waits for a text, and there the description; names and days only when no
    text is waited for. Who somebody is, or who was there, is told after what happened.
    """
    fields = list(structure.root.fields)
    start = next((place for place, each in enumerate(fields) if each.key == section), 0)
    document = content.get(structure.root.key)
    values = document if isinstance(document, dict) else {}
    blanks: list[_Blank] = []
    part = 0
    for each in (*fields[start:], *fields[:start]):
        part += each.is_group  # single fields after one another are one section
        if each.key not in _GIVEN:
            blanks += _blanks_in(each, _Above(each.key, part), values.get(each.key))
        part += each.is_group
    waiting = [each for each in blanks if each.is_text] or blanks
    here = (each for each in blanks if each.part == waiting[0].part)
    return min(here, key=lambda each: each.rank, default=_NOWHERE).name


class _Above(NamedTuple):
    """Where in the document a field stands."""

    name: str
    part: int
    of_somebody: bool = False


class _Blank(NamedTuple):
    """An empty field. Of two in one section, one begins at the lesser."""

    rank: int
    is_text: bool
    part: int
    name: str


_NOWHERE = _Blank(0, False, 0, "")


def _rank(field: Field, *, of_somebody: bool) -> int:
    """How soon one begins at an empty field."""
    if field.representation is not Representation.TEXT or field.key in SHORT_TEXTS:
        return 1
    if of_somebody or _PARTICIPANTS in field.key or _OTHER & set(field.key.split("_")):
        return _LAST
    return 0 if _DESCRIPTION in field.key or field.required else 1


def _blanks_in(field: Field, above: _Above, value: object) -> Iterator[_Blank]:
    if not field.repeats:
        yield from _blanks_in_one(field, above, value)
        return
    if not isinstance(value, list) or not value:
        value = [None] if field.required and field.is_group else []
    for number, each in enumerate(value):
        yield from _blanks_in_one(field, above._replace(name=f"{above.name}.{number}"), each)


def _blanks_in_one(field: Field, above: _Above, value: object) -> Iterator[_Blank]:
    if field.is_group:
        values = value if isinstance(value, dict) else {}
        of_somebody = bool(_SOMEBODY & {each.key for each in field.fields})
        if values or field.required or field.hidden or "." not in above.name:
            for each in field.fields:
                below = _Above(f"{above.name}.{each.key}", above.part, of_somebody)
                yield from _blanks_in(each, below, values.get(each.key))
        return
    narrative = field.representation is Representation.TEXT and field.key not in SHORT_TEXTS
    if value in _BLANK and (narrative or field.required) and field.representation in _TYPED:
        rank = _rank(field, of_somebody=above.of_somebody)
        is_text = narrative and rank < _LAST
        yield _Blank(rank, is_text, above.part, above.name)


def sources_of(
    structure: Structure,
    content: Mapping[str, object],
    prefilled: Iterable[Prefilled],
    language: Language,
) -> dict[str, str]:
    """By the names of fields, where their values came from."""
    document = content.get(structure.root.key)
    names = {each.partition("~")[0] for each in to_form(structure, content)}
    found: dict[str, str] = {}
    for each in prefilled:
        place, _field = place_of(structure, document, each.path)
        text = each.source.in_language(language)
        for name in names:
            if name == place or name.startswith(f"{place}."):
                found[name] = text
                found.setdefault(name.rpartition(".")[0] if name.rpartition(".")[2].isdigit() else name, text)
    return found


def given(structure: Structure, prefilled: Iterable[Prefilled], language: Language) -> list[tuple[str, str]]:
    """What was filled in for the writer: pairs of where from, and the names of the parts."""
    found: dict[str, list[str]] = {}
    for each in prefilled:
        key = each.path.strip("/").split("/")[1:2]
        field = next((one for one in structure.root.fields if [one.key] == key), structure.root)
        labels = found.setdefault(each.source.in_language(language), [])
        if (label := field.label.in_language(language)) not in labels:
            labels.append(label)
    return [(source, ", ".join(labels)) for source, labels in found.items()]
