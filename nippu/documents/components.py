"""The parts that recur in the national structures, made of facts: codes, identifiers, persons, addresses.

Each gives a JSON value for a field, or nothing when the field does not take it. Pure functions.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from nippu.base.oids import root_of, temporary_code_system
from nippu.base.texts import Language
from nippu.codes.sets import code_set, code_set_of
from nippu.documents.facts import AuthorFacts, ClientDetails, OrganisationFacts
from nippu.structures.choices import choices
from nippu.structures.tree import Field, Representation

IDENTITY_CODE = "urn:oid:1.2.246.21"
PROFESSIONAL = "urn:oid:1.2.246.537.26"
ORGANISATIONS = "1.2.246.537.6.202"
TEMPORARY_CODE = re.compile(r"T([0-9]{4})-[0-9]+")


def identifier(value: str, system: str = "") -> dict[str, object]:
    """An identifier in the structures' form."""
    return {"system": system, "value": value} if system else {"value": value}


def organisation(facts: OrganisationFacts, language: Language) -> dict[str, object]:
    """A unit or controller as a value of the register of organisations."""
    return {
        "system": _system_of(ORGANISATIONS),
        "code": facts.oid,
        "display": facts.name.in_language(language),
    }


def coded(field: Field, code: str, language: Language) -> dict[str, object] | None:
    """A code with the field's own system and name; nothing when the field does not accept the code."""
    if field.coding is None or (field.coding.accepted and code not in field.coding.accepted):
        return None
    names = {each.code: each.name for each in choices(field)}
    if code not in names:
        return None
    system = _system_of(field.coding.oid) if field.coding.oid else field.coding.default_system
    return {"system": system, "code": code, "display": names[code].in_language(language)}


def _system_of(oid: str) -> str:
    found = code_set_of(f"urn:oid:{oid}")
    return found.system if found else f"urn:oid:{oid}"


def named(oid: str, code: str, language: Language) -> dict[str, object]:
    """A code of a national set with its name; a code whose name is not known is its own name."""
    found = code_set(oid)
    return {"system": found.system, "code": code, "display": found.name_of(code, language) or code}


def day(value: date) -> str:
    return value.isoformat()


def near_moment(value: datetime) -> str:
    """A moment as one tells it: the last full five minutes."""
    return value.replace(minute=value.minute // 5 * 5, second=0, microsecond=0).isoformat()


def person(field: Field, facts: ClientDetails, controller_oid: str) -> dict[str, object]:
    """What a field of a person's shape can hold of a client: names, identifier, ways to reach the client."""
    makers: Mapping[str, Callable[[Field], object | None]] = {
        "sukunimi": lambda _field: facts.family_name or None,
        "etunimet": lambda _field: facts.given_names or None,
        "henkilotunnus": lambda _field: _identity(field, facts, controller_oid),
        "tilapainen_yksilointitunnus": lambda _field: _temporary(facts, controller_oid),
        "syntymaaika": lambda below: _birth_date(below, facts),
        "turvakielto": lambda _field: facts.security_ban or None,
        "yhteystiedot": lambda below: _contact_details(below, facts),
    }
    made = {each.key: makers[each.key](each) for each in field.fields if each.key in makers}
    return {key: value for key, value in made.items() if value is not None}


def _identity(person_field: Field, facts: ClientDetails, controller_oid: str) -> dict[str, object] | None:
    if facts.identity_code:
        return identifier(facts.identity_code, IDENTITY_CODE)
    if any(each.key == "tilapainen_yksilointitunnus" for each in person_field.fields):
        return None
    return _temporary(facts, controller_oid)


def _temporary(facts: ClientDetails, controller_oid: str) -> dict[str, object] | None:
    if facts.identity_code or not facts.temporary_code:
        return None
    year = TEMPORARY_CODE.fullmatch(facts.temporary_code)
    if year is None:
        return identifier(facts.temporary_code, f"urn:oid:{root_of(controller_oid)}")
    return identifier(facts.temporary_code, f"urn:oid:{temporary_code_system(controller_oid, int(year[1]))}")


def _birth_date(field: Field, facts: ClientDetails) -> str | None:
    if facts.birth_date is None or (facts.identity_code and not field.required):
        return None
    return day(facts.birth_date)


def _contact_details(field: Field, facts: ClientDetails) -> dict[str, object] | None:
    if facts.security_ban:
        return None
    made: dict[str, object] = {}
    for each in field.fields:
        if each.key == "osoite":
            made |= listed(each, address(each, facts))
        elif each.key == "puhelinnumero" and facts.phone:
            made[each.key] = facts.phone
        elif each.key == "sahkopostiosoite" and facts.email:
            made[each.key] = facts.email
    return made if _is_whole(field, made) else None


def address(field: Field, facts: ClientDetails) -> dict[str, object] | None:
    """A client's address in a field of that shape."""
    values = {
        "lahiosoite": facts.street_address,
        "postinumero": facts.postal_code,
        "postitoimipaikka": facts.post_office,
    }
    made: dict[str, object] = {each.key: values[each.key] for each in field.fields if values.get(each.key)}
    return made if _is_whole(field, made) else None


def author(
    field: Field, facts: AuthorFacts, unit: OrganisationFacts, language: Language
) -> dict[str, object]:
    """What a field of a professional's shape can hold of the author."""
    made: dict[str, object | None] = {
        "sukunimi": facts.family_name,
        "etunimet": facts.given_names,
        "tehtavanimike": facts.title.in_language(language),
        "palveluyksikko": organisation(unit, language),
        "rekisterointitunnus": identifier(facts.registration_number, PROFESSIONAL)
        if facts.registration_number
        else None,
    }
    keys = {each.key: each for each in field.fields}
    return {key: value for key, value in made.items() if value and _takes(keys.get(key), key)}


def _takes(field: Field | None, key: str) -> bool:
    if field is None or field.repeats:
        return False
    if key == "palveluyksikko":
        return field.coding is not None and field.coding.oid == ORGANISATIONS
    if key == "rekisterointitunnus":
        return field.representation is Representation.IDENTIFIER
    return field.representation in {Representation.NAME, Representation.TEXT}


def listed(field: Field, value: object | None) -> dict[str, object]:
    """A value under its field's key, in a list when the field repeats; nothing for nothing."""
    if value is None:
        return {}
    return {field.key: [value] if field.repeats else value}


def _is_whole(field: Field, made: Mapping[str, object]) -> bool:
    return bool(made) and all(each.key in made for each in field.fields if each.required)
