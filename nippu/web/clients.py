"""A client at a glance."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nippu.access.decree import may_handle
from nippu.base.ids import ClientId
from nippu.cases.queries import cases_of_client
from nippu.cases.types import CaseRow, CaseState
from nippu.catalogue.queries import newest_or_none
from nippu.clients.queries import open_client, show_identity_code, strip_of
from nippu.documents.queries import documents_of_client, latest_contacts
from nippu.documents.types import DocumentRow
from nippu.http.request import NippuRequest
from nippu.ui.answers import page
from nippu.web.bundle import CONTACT
from nippu.web.strips import language_name, strip_members

PLAN, DECISION, MANAGEMENT = "suunnitelma", "paatos", "hallinta"
MOST_PLANS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of a client's history: a signed document, or the opening or closing of a case."""

    day: date
    document: DocumentRow | None = None
    case: CaseRow | None = None
    is_closing: bool = False


@require_safe
def client(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """The situation in five seconds: risks, open cases, plans, last contacts, who is around, then history."""
    return page(request, "web/client.html", _context(request, ClientId(client_id), shown=None))


@require_safe
def identity_code(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """The whole identity code, for one who asks for it: a part of the strip, or the page without script."""
    known = ClientId(client_id)
    code = show_identity_code(known, by=request.actor, at=request.at)
    if request.htmx:
        return page(request, "web/identity_code.html", {"code": code})
    return page(request, "web/client.html", _context(request, known, shown=known))


def _context(request: NippuRequest, client_id: ClientId, *, shown: ClientId | None) -> dict[str, object]:
    by, at = request.actor, request.at
    found = open_client(client_id, by=by, at=at)
    (strip,) = strip_of([client_id], at=at, by=by)
    cases = cases_of_client(client_id, by=by, at=at)
    documents = documents_of_client(client_id, by=by, at=at)
    signed = tuple(each for each in documents if not each.is_draft and each.type_key != MANAGEMENT)
    show = request.GET.get("show", "all")
    events = [each for each in _events(signed, cases) if _is_wanted(each, show)]
    contact = newest_or_none(CONTACT)
    open_cases = tuple(each for each in cases if each.state is CaseState.OPEN)
    return {
        "client": found,
        "members": strip_members([strip], shown=shown),
        "cases": open_cases,
        "may_open": may_handle(by) and (found.may_disclose or not strip.special),
        "contact": contact.oid if contact and contact.creatable else "",
        "drafts": _drafts_by_case(documents),
        "plans": tuple(each for each in signed if each.type_key == PLAN)[:MOST_PLANS],
        "contacts": latest_contacts(signed),
        "relationship_document": next((each for each in documents if each.case_id is None), None),
        "companions": _companions(open_cases, client_id),
        "years": [(year, list(lines)) for year, lines in groupby(events, key=lambda each: each.day.year)],
        "event_count": len(events),
        "filters": _filters(request.path.removesuffix("identity-code/"), show),
        "language_name": language_name(found.service_language),
    }


def _drafts_by_case(documents: tuple[DocumentRow, ...]) -> dict[object, DocumentRow]:
    """The latest saved draft of each case."""
    return {each.case_id: each for each in reversed(documents) if each.is_draft}


def _companions(cases: tuple[CaseRow, ...], client_id: ClientId) -> dict[ClientId, str]:
    """The other members of the client's joint cases."""
    return {each.client_id: each.name for row in cases for each in row.members if each.client_id != client_id}


def _events(documents: tuple[DocumentRow, ...], cases: tuple[CaseRow, ...]) -> list[Event]:
    events = [Event(day=localdate(each.moment), document=each) for each in documents]
    events += [Event(day=each.opened_on, case=each) for each in cases]
    events += [Event(day=each.closed_on, case=each, is_closing=True) for each in cases if each.closed_on]
    return sorted(events, key=lambda each: each.day, reverse=True)


def _is_wanted(event: Event, show: str) -> bool:
    kind = event.document.type_key if event.document else ""
    return {
        "documents": bool(kind),
        "decisions": kind == DECISION,
        "plans": kind == PLAN,
        "cases": event.case is not None,
    }.get(show, True)


def _filters(path: str, show: str) -> list[tuple[str, str, bool]]:
    names = {
        "all": _("Kaikki"),
        "documents": _("Asiakirjat"),
        "decisions": _("Päätökset"),
        "plans": _("Suunnitelmat"),
        "cases": _("Asiat"),
    }
    present = show if show in names else "all"
    return [(text, f"{path}?show={key}#historia", key == present) for key, text in names.items()]
