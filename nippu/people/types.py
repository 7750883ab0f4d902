"""What others see of a person."""

from dataclasses import dataclass
from datetime import date

from nippu.base.ids import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """Ways to reach a person."""

    street_address: str = ""
    postal_code: str = ""
    post_office: str = ""
    phone: str = ""
    email: str = ""


LONGEST_CONTACT = {
    "street_address": 200,
    "postal_code": 20,
    "post_office": 100,
    "phone": 60,
    "email": 200,
}
"""How many characters each of the contact details may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is told of a person who is added. Without an identity code a temporary one is given."""

    family_name: str
    given_names: str
    identity_code: str = ""
    birth_date: date | None = None
    """Only when there is no identity code, which tells it."""
    sex: str = ""
    """Code of 1.2.246.537.5.1; only when there is no identity code."""
    contact: ContactDetails = ContactDetails()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Who a person is. How to reach the person is told elsewhere: a security ban may forbid it."""

    id: PersonId
    family_name: str
    given_names: str
    identity_code: str | None
    temporary_code: str | None
    birth_date: date | None

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"
