"""Identity codes, ages and names: pure functions."""

import re
import unicodedata
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.fi import hetu

from nippu.people.errors import (
    BirthDateWrong,
    ContactDetailTooLong,
    EmailWrong,
    FamilyNameTooLong,
    GivenNamesTooLong,
    IdentityCodeWrong,
    NameMissing,
)
from nippu.people.types import LONGEST_CONTACT, ContactDetails, NewPerson

LONGEST_NAME = 150
"""Of the family name and of the given names."""
MALE, FEMALE = "1", "2"
"""Codes of 1.2.246.537.5.1."""
_CENTURIES = {"+": 1800} | dict.fromkeys("-UVWXY", 1900) | dict.fromkeys("ABCDEF", 2000)
_DASHES = str.maketrans("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}", "----")


def check_identity_code(typed: str) -> str:
    """The identity code in its right form, whatever the case and spaces typed. Raises IdentityCodeWrong.

    All separators are known, also those given since 2023 (B–F, U–Y).
    """
    code = re.sub(r"\s", "", typed.translate(_DASHES)).upper()
    if not code.isascii():
        raise IdentityCodeWrong
    try:
        # Individual numbers from 900 are given to nobody: temporary codes, tests and demonstrations use them.
        valid: str = hetu.validate(code, allow_temporary=True)
    except ValidationError as refused:
        raise IdentityCodeWrong from refused
    return valid


def birth_date_of(identity_code: str) -> date:
    """The day of birth that an identity code tells."""
    day, month, year = (int(identity_code[i : i + 2]) for i in (0, 2, 4))
    return date(_CENTURIES[identity_code[6]] + year, month, day)


def sex_of(identity_code: str) -> str:
    """The sex that an identity code tells, as a code of 1.2.246.537.5.1: odd is male, even female."""
    return MALE if int(identity_code[7:10]) % 2 else FEMALE


def age_on(day: date, birth_date: date | None) -> int | None:
    """Full years on a day; none when the day of birth is not known. Born on 29.2. is a year older on 1.3."""
    if birth_date is None:
        return None
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def check_new_person(new: NewPerson, *, today: date) -> None:
    """Raise unless the names are there and the day of birth can be right."""
    if not new.family_name.strip() or not new.given_names.strip():
        raise NameMissing
    if len(new.family_name.strip()) > LONGEST_NAME:
        raise FamilyNameTooLong(limit=LONGEST_NAME)
    if len(new.given_names.strip()) > LONGEST_NAME:
        raise GivenNamesTooLong(limit=LONGEST_NAME)
    if new.birth_date is None:
        return
    if new.birth_date > today:
        raise BirthDateWrong
    if new.identity_code and birth_date_of(check_identity_code(new.identity_code)) != new.birth_date:
        raise BirthDateWrong


def check_contact_details(details: ContactDetails) -> None:
    """Raise unless each detail fits its place and an e-mail address looks like one."""
    for field, limit in LONGEST_CONTACT.items():
        if len(getattr(details, field)) > limit:
            raise ContactDetailTooLong(field, limit)
    if details.email and not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", details.email):
        raise EmailWrong


def search_words(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared: small letters, without accents, dots and rings."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return tuple(re.findall(r"[^\W_]+", plain))


def search_name(family_name: str, given_names: str) -> str:
    """The names as they are kept for search."""
    return " ".join(search_words(f"{family_name} {given_names}"))
