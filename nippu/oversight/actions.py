"""What is written when data are given out of the register, and when clients ask for the log."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nippu.access.errors import NotThere
from nippu.access.types import Actor
from nippu.audit import access, actions
from nippu.audit.types import NewDisclosure, NewLogRequest, Outcome
from nippu.base.ids import ClientId
from nippu.clients import access as clients
from nippu.clients.models import Client
from nippu.oversight.names import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDisclosure:
    """What is told of giving a client's data out of the register."""

    recipient: str
    legal_basis: str
    data_sets: str
    purpose: str


@transaction.atomic
def disclose(client_id: ClientId, told: ToldDisclosure, *, by: Actor, at: datetime) -> UUID:
    """Write down what of a client's data was given out, by one who works with the client."""
    clients.DISCLOSE.open(Client.objects.all(), client_id, by, at=at)
    new = NewDisclosure(
        recipient=told.recipient,
        legal_basis=told.legal_basis,
        data_sets=told.data_sets,
        purpose=told.purpose,
        clients=(client_id,),
    )
    return actions.disclose(new, by=by, at=at)


@transaction.atomic
def ask_for_log(
    client_id: ClientId, *, asked_on: date, period: tuple[date, date], reason: str, by: Actor, at: datetime
) -> UUID:
    """Take in a client's written request for the log of a period, both days included."""
    access.check_may_answer_clients(by)
    if client_id not in names_of(by.controller_id, clients=[client_id]).clients:
        raise NotThere
    first, last = period
    new = NewLogRequest(
        client_id=client_id, asked_on=asked_on, period_from=first, period_to=last, reason=reason
    )
    return actions.ask_for_log(new, by=by, at=at)


def give_log(request_id: UUID, *, by: Actor, at: datetime) -> None:
    """Answer a client's request by giving the extract."""
    actions.answer_log_request(request_id, Outcome.GIVEN, by=by, at=at)


def refuse_log(request_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Answer a client's request by a refusal with its reason."""
    actions.answer_log_request(request_id, Outcome.REFUSED, by=by, at=at, reason=reason)
