"""Adding persons and changing how to reach them."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate, localtime

from nippu.access.errors import NotThere
from nippu.access.types import Actor
from nippu.base.ids import PersonId
from nippu.people import rules
from nippu.people.errors import IdentityCodeTaken
from nippu.people.models import Person
from nippu.people.types import ContactDetails, NewPerson


def add_person(new: NewPerson, *, by: Actor, at: datetime) -> PersonId:
    """Add a person to the controller's register. A known identity code raises IdentityCodeTaken."""
    rules.check_new_person(new, today=localdate(at))
    code = rules.check_identity_code(new.identity_code) if new.identity_code.strip() else None
    if code is not None:
        _refuse_known(code, by)
    try:
        return _add(new, code, by=by, at=at)
    except IntegrityError:
        # Another added the same person between the look and the insert.
        if code is not None:
            _refuse_known(code, by)
        raise


def _refuse_known(code: str, by: Actor) -> None:
    known = (
        Person.objects.filter(controller_id=by.controller_id, identity_code=code).values_list("id").first()
    )
    if known is not None:
        raise IdentityCodeTaken(PersonId(known[0]))


@transaction.atomic
def _add(new: NewPerson, code: str | None, *, by: Actor, at: datetime) -> PersonId:
    row = Person.objects.create(
        controller_id=by.controller_id,
        family_name=new.family_name.strip(),
        given_names=new.given_names.strip(),
        search_name=rules.search_name(new.family_name, new.given_names),
        identity_code=code,
        temporary_code=None if code else _temporary_code(by.controller_id, localtime(at).year),
        birth_date=_birth_date(new, code),
        sex=rules.sex_of(code) if code else new.sex,
        created_at=at,
        **asdict(new.contact),
    )
    return PersonId(row.id)


def _birth_date(new: NewPerson, code: str | None) -> date | None:
    return rules.birth_date_of(code) if code else new.birth_date


def _temporary_code(controller_id: UUID, year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_temporarycodes AS codes (controller_id, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (controller_id, year) DO UPDATE SET last = codes.last + 1 RETURNING last",
            [controller_id, year],
        )
        (number,) = cursor.fetchone()
    return f"T{year}-{number}"


def change_contact_details(person_id: PersonId, details: ContactDetails, *, by: Actor) -> None:
    """Write down how a person of the controller's register is reached now."""
    rules.check_contact_details(details)
    changed = Person.objects.filter(pk=person_id, controller_id=by.controller_id).update(**asdict(details))
    if not changed:
        raise NotThere
