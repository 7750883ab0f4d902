"""A new document's content from what is already known: nobody types the same thing twice.

Fields are known by the shape that recurs in the national structures, never by the structure. Pure functions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nippu.base.texts import Message, _
from nippu.documents import components
from nippu.documents.components import day, listed, near_moment
from nippu.documents.facts import Surroundings
from nippu.documents.types import Prefilled
from nippu.structures.tree import Field, Representation, Structure

FROM_CASE = Message(_("Esitäytetty asian tiedoista."))
FROM_CLIENT = Message(_("Esitäytetty asiakkaan tiedoista."))
FROM_AUTHOR = Message(_("Esitäytetty sinun tiedoistasi."))
FROM_DAY = Message(_("Esitäytetty tällä päivällä."))
FROM_MOMENT = Message(_("Esitäytetty tällä hetkellä. Muuta, jos tapahtuma oli muulloin."))
FROM_STRUCTURE = Message(_("Rakenteen määräämä teksti."))
FROM_INTAKE = Message(_("Esitäytetty siitä, mitä kirjattiin asiaa avattaessa."))

DAYS_OF_DOCUMENT = frozenset({"paivamaara", "paatospaivamaara"})
DAYS_OF_TELLING = frozenset({"ilmoittamispaivamaara", "yhteydenoton_paivamaara"})
DAYS_OF_INITIATION = frozenset({"vireilletulopaiva", "vireilletulopaivamaara"})
TOLD = frozenset({"kuvaus_asian_vireilletulosta", "kuvaus_tilanteesta_ja_huolesta"})
DESCRIPTION_OF_CONTACT = "Tapaamisen tai yhteydenoton kuvaus"
"""Title of the field of a journal entry in which a meeting or a contact is told: its key is a common one."""
CASE_IDENTIFIERS = frozenset({"asiatunnus", "asianumero"})
AUTHORS = frozenset({"laatija", "paatoksentekija"})
MARKS_OF_A_PROFESSIONAL = frozenset({"tehtavanimike", "palveluyksikko", "rekisterointitunnus"})
EVENT, BEGINNINGS = "tapahtuma", frozenset({"alkamishetki", "ajankohta"})
"""What a journal entry tells of, and the moment when that began."""
CLIENT = "asiakas"
SERVICE_TASK = "palvelutehtava"
URGENCY = "arvio_asian_kiireellisyydesta"
URGENT, NOT_URGENT = "2", "3"
"""Codes of 1.2.246.537.6.1252."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The content of a new document, and what came from where."""

    content: dict[str, object]
    sources: tuple[Prefilled, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    value: object
    source: Message


def prefill(structure: Structure, around: Surroundings) -> Filled:
    """The content with which a document on this structure begins. It never breaks the structure's schema,
    except that much is still missing.
    """
    sources: list[Prefilled] = []
    content = _group(structure.root, around, path=f"/{structure.root.key}", sources=sources)
    return Filled({structure.root.key: content}, tuple(sources))


def still_prefilled(filled: Filled, content: dict[str, object]) -> tuple[Prefilled, ...]:
    """The sources of the values that the writer has left as they were filled in."""
    return tuple(
        each for each in filled.sources if value_at(content, each.path) == value_at(filled.content, each.path)
    )


def value_at(content: object, path: str) -> object:
    """What stands at a path; none when there is nothing. No step of the path goes through a list."""
    for key in path.split("/")[1:]:
        if not isinstance(content, dict):
            return None
        content = content.get(key)
    return content


def _group(group: Field, around: Surroundings, *, path: str, sources: list[Prefilled]) -> dict[str, object]:
    made: dict[str, object] = {}
    top, event = path.count("/") == 1, f"/{EVENT}/" in f"{path}/"
    for field in group.fields:
        below = f"{path}/{field.key}"
        found = _began(field, around) if event and _is_beginning(field) else _value(field, around, top=top)
        if found is not None:
            made |= (
                listed(field, found.value) if not isinstance(found.value, list) else {field.key: found.value}
            )
            sources.append(Prefilled(path=below, source=found.source))
        elif field.is_group and not field.repeats:
            inner: list[Prefilled] = []
            content = _group(field, around, path=below, sources=inner)
            if content and (field.required or _has_all_required(field, content)):
                made[field.key] = content
                sources += inner
    return made


def _has_all_required(group: Field, content: Mapping[str, object]) -> bool:
    """Whether an optional group may be begun: it would ask for nothing more."""
    return all(each.key in content for each in group.fields if each.required)


def _value(field: Field, around: Surroundings, *, top: bool) -> _Value | None:
    """What is known for a field, by its key and shape."""
    for fits, make in _RULES:
        if fits(field, top):
            return make(field, around)
    return None


def _clients(field: Field, around: Surroundings) -> _Value | None:
    made = [components.person(field, each, around.controller.oid) for each in around.clients]
    if not made or (len(made) > 1 and not field.repeats):
        return None
    return _Value(made if field.repeats else made[0], FROM_CLIENT)


def _author(field: Field, around: Surroundings) -> _Value | None:
    if not _is_of_a_professional(field):
        return None  # the client or another person writes this one
    made = components.author(field, around.author, around.unit, around.language)
    if not field.required and not _has_all_required(field, made):
        return None
    return _Value(made, FROM_AUTHOR)


def _is_of_a_professional(field: Field) -> bool:
    return bool(MARKS_OF_A_PROFESSIONAL & {each.key for each in field.fields})


def is_of_today(field: Field, *, top: bool) -> bool:
    """Whether a field tells who the clients are or who writes: never taken from an earlier document."""
    if not field.is_group:
        return False
    return (top and field.key == CLIENT) or (field.key in AUTHORS and _is_of_a_professional(field))


def _service_task(field: Field, around: Surroundings) -> _Value | None:
    made = components.coded(field, around.service_task, around.language) if around.service_task else None
    return _Value(made, FROM_CASE) if made else None


def _case_identifier(_field: Field, around: Surroundings) -> _Value | None:
    return _Value(components.identifier(around.case_oid), FROM_CASE) if around.case_oid else None


def _initiated(_field: Field, around: Surroundings) -> _Value | None:
    return _Value(day(around.initiated_on), FROM_CASE) if around.initiated_on else None


def _day(_field: Field, around: Surroundings) -> _Value | None:
    return _Value(day(around.day), FROM_DAY)


def _day_of_telling(_field: Field, around: Surroundings) -> _Value | None:
    if around.told_on is None:
        return _Value(day(around.day), FROM_DAY)
    return _Value(day(around.told_on), FROM_INTAKE)


def _is_beginning(field: Field) -> bool:
    is_moment = field.representation is Representation.MOMENT
    return is_moment and field.key in BEGINNINGS and not field.repeats


def _began(field: Field, around: Surroundings) -> _Value | None:
    if around.told_on not in (None, around.day):
        return _day_of_telling(field, around)
    return _Value(near_moment(around.now), FROM_MOMENT) if around.now else None


def _told(_field: Field, around: Surroundings) -> _Value | None:
    return _Value(around.told, FROM_INTAKE) if around.told else None


def _urgency(field: Field, around: Surroundings) -> _Value | None:
    if around.urgent is None:
        return None
    made = components.coded(field, URGENT if around.urgent else NOT_URGENT, around.language)
    return _Value(made, FROM_INTAKE) if made else None


def _phrase(field: Field, around: Surroundings) -> _Value | None:
    # The schema accepts only the Finnish text of a phrase.
    return _Value(field.phrase.fi, FROM_STRUCTURE) if field.phrase else None


def _version_mark(field: Field, around: Surroundings) -> _Value | None:
    # The publication gives the mark of the form's version in the title of the field.
    if field.title is None:
        return None
    return _Value(components.identifier(field.title.in_language(around.language)), FROM_STRUCTURE)


def _is(keys: frozenset[str], representation: Representation) -> Callable[[Field, bool], bool]:
    return lambda field, _top: (
        field.key in keys and field.representation is representation and not field.repeats
    )


_RULES: tuple[
    tuple[Callable[[Field, bool], bool], Callable[[Field, Surroundings], _Value | None]],
    ...,
] = (
    (lambda field, top: top and field.key == CLIENT and field.is_group, _clients),
    (lambda field, _top: field.key in AUTHORS and field.is_group, _author),
    (lambda field, _top: field.key == SERVICE_TASK and field.coding is not None, _service_task),
    (_is(CASE_IDENTIFIERS, Representation.IDENTIFIER), _case_identifier),
    (_is(frozenset({"versiotunnus"}), Representation.IDENTIFIER), _version_mark),
    (_is(DAYS_OF_INITIATION, Representation.DATE), _initiated),
    (lambda field, top: (top or field.key != "paivamaara") and _is_day(field), _day),
    (_is(DAYS_OF_TELLING, Representation.DATE), _day_of_telling),
    (_is(frozenset({URGENCY}), Representation.CODE), _urgency),
    (_is(TOLD, Representation.TEXT), _told),
    (lambda field, _top: bool(field.title and field.title.fi == DESCRIPTION_OF_CONTACT), _told),
    (lambda field, _top: field.required and field.representation is Representation.PHRASE, _phrase),
)


def _is_day(field: Field) -> bool:
    return field.key in DAYS_OF_DOCUMENT and field.representation is Representation.DATE and not field.repeats
