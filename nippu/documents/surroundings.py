"""What is known around a document, gathered from the case, the clients and the one who acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate, localtime

from nippu.access.errors import NotAllowed
from nippu.access.types import Actor
from nippu.base.ids import ClientId
from nippu.base.texts import Language
from nippu.cases.types import CaseFacts
from nippu.clients.models import Client
from nippu.clients.types import ClientPage
from nippu.documents.facts import AuthorFacts, ClientDetails, OrganisationFacts, Surroundings
from nippu.people.models import Person
from nippu.people.queries import contact_details
from nippu.people.types import ContactDetails

NO_CONTACT = ContactDetails()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told when the case was opened, for the document that begins it."""

    text: str = ""
    urgent: bool | None = None
    on: date | None = None
    """The day on which the matter was brought up; today when not given."""


def surroundings(
    case: CaseFacts, *, by: Actor, at: datetime, language: Language = "fi", told: Told | None = None
) -> Surroundings:
    """All that a new document in a case can be given."""
    told = told or Told()
    return Surroundings(
        clients=_clients([each.client.id for each in case.current_members]),
        author=author_of(by),
        unit=unit_of(by),
        controller=controller_of(by),
        day=localdate(at),
        now=localtime(at),
        language=language,
        service_task=case.service_task,
        case_oid=case.oid,
        initiated_on=told.on or case.opened_on,
        told=told.text.strip(),
        told_on=told.on,
        urgent=told.urgent,
    )


def _clients(client_ids: Sequence[ClientId]) -> tuple[ClientDetails, ...]:
    """The clients in the order asked, in one statement."""
    rows = {row.id: row for row in Client.objects.filter(pk__in=client_ids).select_related("person")}
    if any(each not in rows for each in client_ids):
        raise NotAllowed  # one may know nothing of some of them
    found = (rows[each] for each in client_ids)
    return tuple(
        _details(each.person, contact=contact_details(each.person), security_ban=each.security_ban)
        for each in found
    )


def client_details(client: ClientPage) -> ClientDetails:
    """A client as documents name the client."""
    return _details(client, contact=client.contact, security_ban=client.security_ban)


def _details(
    who: Person | ClientPage, *, contact: ContactDetails | None, security_ban: bool
) -> ClientDetails:
    """Names, identifiers and ways to reach; under a security ban no ways to reach."""
    contact = NO_CONTACT if contact is None or security_ban else contact
    return ClientDetails(
        family_name=who.family_name,
        given_names=who.given_names,
        identity_code=who.identity_code,
        temporary_code=who.temporary_code,
        birth_date=who.birth_date,
        sex=who.sex,
        security_ban=security_ban,
        street_address=contact.street_address,
        postal_code=contact.postal_code,
        post_office=contact.post_office,
        phone=contact.phone,
        email=contact.email,
    )


def author_of(by: Actor) -> AuthorFacts:
    """The acting professional as documents name an author."""
    return AuthorFacts(
        family_name=by.family_name,
        given_names=by.given_names,
        title=by.title,
        registration_number=by.registration_number,
    )


def unit_of(by: Actor) -> OrganisationFacts:
    """The unit in which the professional acts."""
    return OrganisationFacts(oid=by.unit_oid, name=by.unit_name)


def controller_of(by: Actor) -> OrganisationFacts:
    """The controller for which the professional acts."""
    return OrganisationFacts(oid=by.controller_oid, name=by.controller_name)
