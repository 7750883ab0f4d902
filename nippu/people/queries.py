"""Finding persons in a controller's register."""

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db.models import Q

from nippu.access.types import Actor
from nippu.base.ids import PersonId
from nippu.people import rules
from nippu.people.errors import IdentityCodeWrong
from nippu.people.models import Person
from nippu.people.types import ContactDetails, PersonFacts

SHORTEST_SEARCH = 2


def search_condition(text: str, *, prefix: str = "") -> Q | None:
    """The persons that a text finds, as a condition on persons or, with a prefix, on what refers to them.

    The text is an identity code, a temporary code, or the beginnings of names in any order. None when it is
    too short to find anything sensible.
    """
    text = text.strip()
    code = _identity_code(text)
    if code is not None:
        return Q(**{f"{prefix}identity_code": code})
    if text[:1].upper() == "T" and text[1:].replace("-", "").isdigit():
        return Q(**{f"{prefix}temporary_code": text.upper()})
    words = rules.search_words(text)
    if sum(map(len, words)) < SHORTEST_SEARCH:
        return None
    raw = " & ".join(f"{word}:*" for word in words)
    vector = SearchVector(f"{prefix}search_name", config="simple")
    return Q(SearchVectorExact(vector, SearchQuery(raw, search_type="raw", config="simple")))


def _identity_code(text: str) -> str | None:
    try:
        return rules.check_identity_code(text)
    except IdentityCodeWrong:
        return None


def find_persons(text: str, *, by: Actor, limit: int = 10) -> tuple[PersonFacts, ...]:
    """Persons of the controller's register by name, identity code or temporary code."""
    condition = search_condition(text)
    if condition is None:
        return ()
    rows = Person.objects.filter(condition, controller_id=by.controller_id)
    return tuple(person_facts(row) for row in rows.order_by("family_name", "given_names", "id")[:limit])


def person_facts(row: Person) -> PersonFacts:
    """Who a person is, from the row."""
    return PersonFacts(
        id=PersonId(row.id),
        family_name=row.family_name,
        given_names=row.given_names,
        identity_code=row.identity_code,
        temporary_code=row.temporary_code,
        birth_date=row.birth_date,
    )


def contact_details(row: Person) -> ContactDetails:
    """How a person is reached, from the row. Whoever asks has looked at the security ban first."""
    return ContactDetails(
        street_address=row.street_address,
        postal_code=row.postal_code,
        post_office=row.post_office,
        phone=row.phone,
        email=row.email,
    )
