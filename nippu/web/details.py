"""Changing what is kept of a client: how to reach, language, own worker, support, risks, security ban."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nippu.access.errors import NotAllowed, NotThere
from nippu.base.errors import NippuError
from nippu.base.ids import ClientId, ProfessionalId
from nippu.clients.errors import DetailsKeptFromView, InterpreterTooLong
from nippu.clients.queries import open_client, strip_of
from nippu.clients.types import ClientChanges, ClientPage
from nippu.documents.actions import relationship
from nippu.documents.errors import DocumentHasFindings
from nippu.documents.types import Renewal
from nippu.http.answers import reading_language
from nippu.http.openness import asks_again, keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.organisations.queries import colleagues_in
from nippu.people.errors import ContactDetailTooLong, EmailWrong
from nippu.people.types import LONGEST_CONTACT, ContactDetails
from nippu.structures.kinds.base import clean
from nippu.ui.answers import page
from nippu.web.strips import language_name, language_options, strip_members

NOBODY = "-"
"""The choice that there is no own worker."""
_SUPPORT = {"yes": True, "no": False}


class Refused(Exception):
    """What was typed cannot be kept: texts by the names of the fields, "" for the whole."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields of a page, with what is wrong with it."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> list[tuple[str, str]]:
        """What must be put right, as pairs of the field's id and the text."""
        return list(self.errors.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page of details: what its fields hold of a client, and how what was typed is kept."""

    fields: tuple[str, ...]
    present: Callable[[ClientPage], dict[str, str]]
    keep: Callable[[NippuRequest, ClientId, dict[str, str]], Renewal]


def typed_in(request: NippuRequest, names: tuple[str, ...]) -> dict[str, str]:
    """What was typed in the fields."""
    return {name: clean(request.POST.get(name, "")).strip() for name in names}


@require_safe
def details(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """What is kept of a client beside cases and documents, each with a way to change it."""
    client = open_client(ClientId(client_id), by=request.actor, at=request.at)
    context: dict[str, object] = {"language_name": language_name(client.service_language)}
    return details_page(request, "web/details.html", client, context)


def client_to_change(request: NippuRequest, client_id: ClientId) -> ClientPage:
    """The client of a form that changes the client. Who may only read is refused before typing anything."""
    client = open_client(client_id, by=request.actor, at=request.at)
    if not client.may_change:
        raise NotAllowed
    return client


def details_page(
    request: NippuRequest, name: str, client: ClientPage, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """A page of a client's details with the client's strip."""
    members = strip_members(strip_of([client.id], at=request.at, by=request.actor))
    return page(request, name, {"client": client, "members": members, **context}, status=status)


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: NippuRequest, client_id: UUID, part: str) -> HttpResponse:
    """One part of the details, to change it."""
    if part not in PARTS:
        raise NotThere
    known, wanted = ClientId(client_id), PARTS[part]
    if request.method != "POST":
        client = client_to_change(request, known)
        return _shown(request, client, part, Form(wanted.present(client)))
    typed = typed_in(request, wanted.fields)
    try:
        renewal = kept(lambda: wanted.keep(request, known, typed))
    except Refused as refused:
        client = client_to_change(request, known)
        return _shown(request, client, part, Form(typed, refused.errors), status=400)
    tell(request, renewal)
    return redirect("web:client_details", client_id)


def kept(keep: Callable[[], Renewal]) -> Renewal:
    """Keep a change. What the relationship document cannot hold is refused in words."""
    try:
        return keep()
    except DocumentHasFindings:
        text = _(
            "Tekstiä ei voi kirjata asiakkuusasiakirjaan: se on liian pitkä tai siinä on merkki, jota arkisto"
            " ei ota vastaan."
        )
        raise Refused({"": text}) from None


def tell(request: NippuRequest, renewal: Renewal) -> None:
    """Say that it was kept, and what it did to the relationship document."""
    if renewal.version is not None:
        text = _("Tiedot on tallennettu. Asiakkuusasiakirja on uusittu, versio %(version)s.") % {
            "version": renewal.version
        }
    elif renewal.document_id is not None:
        text = _("Tiedot on tallennettu. Asiakkuusasiakirjan sisältö pysyi ennallaan.")
    else:
        text = _("Tiedot on tallennettu.")
    messages.success(request, text)


def _shown(
    request: NippuRequest, client: ClientPage, part: str, form: Form, *, status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "part": part}
    if part == "language":
        context["languages"] = language_options(form.values["service_language"])
    if part == "worker":
        context["workers"] = _workers(request, client)
    return details_page(request, f"web/details_{part}.html", client, context, status=status)


def _contact(client: ClientPage) -> dict[str, str]:
    return {name: getattr(client.contact, name, "") for name in LONGEST_CONTACT}


def _keep_contact(request: NippuRequest, client_id: ClientId, typed: dict[str, str]) -> Renewal:
    try:
        return relationship.change_contact_details(
            client_id, ContactDetails(**typed), by=request.actor, at=request.at
        )
    except ContactDetailTooLong as error:
        raise Refused({error.field: words(error)}) from error
    except EmailWrong as error:
        raise Refused({"email": words(error)}) from error
    except DetailsKeptFromView as error:
        raise Refused({"": words(error)}) from error


def words(error: NippuError) -> str:
    """What an error says, in the reader's language."""
    return error.message.in_language(reading_language())


def _language(client: ClientPage) -> dict[str, str]:
    return {"service_language": client.service_language, "interpreter": client.interpreter}


def _keep_language(request: NippuRequest, client_id: ClientId, typed: dict[str, str]) -> Renewal:
    if typed["service_language"] not in dict(language_options()):
        raise Refused({"service_language": _("Valitse asiointikieli luettelosta.")})
    changes = ClientChanges(service_language=typed["service_language"], interpreter=typed["interpreter"])
    try:
        return relationship.change_client(client_id, changes, by=request.actor, at=request.at)
    except InterpreterTooLong as error:
        raise Refused({"interpreter": words(error)}) from error


def _support(client: ClientPage) -> dict[str, str]:
    names = {value: name for name, value in _SUPPORT.items()}
    return {"support": "" if client.special_support is None else names[client.special_support]}


def _keep_support(request: NippuRequest, client_id: ClientId, typed: dict[str, str]) -> Renewal:
    if typed["support"] not in _SUPPORT:
        raise Refused({"support": _("Valitse, tarvitseeko asiakas erityistä tukea.")})
    changes = ClientChanges(special_support=_SUPPORT[typed["support"]])
    return relationship.change_client(client_id, changes, by=request.actor, at=request.at)


def _worker(client: ClientPage) -> dict[str, str]:
    return {"worker": str(client.own_worker.id) if client.own_worker else NOBODY}


def _workers(request: NippuRequest, client: ClientPage) -> list[tuple[str, str]]:
    """Colleagues of the unit; the present own worker also when from another unit."""
    found = list(colleagues_in(request.actor.unit_id, at=request.at))
    if client.own_worker and all(each.id != client.own_worker.id for each in found):
        found.append(client.own_worker)
    language = reading_language()
    named = [(str(each.id), f"{each.name}, {each.title.in_language(language)}") for each in found]
    return [(NOBODY, _("Ei nimetty")), *named]


def _keep_worker(request: NippuRequest, client_id: ClientId, typed: dict[str, str]) -> Renewal:
    client = open_client(client_id, by=request.actor, at=request.at)
    chosen = typed["worker"]
    if chosen not in dict(_workers(request, client)):
        raise Refused({"worker": _("Valitse omatyöntekijä luettelosta.")})
    professional = None if chosen == NOBODY else ProfessionalId(UUID(chosen))
    return relationship.name_own_worker(client_id, professional, by=request.actor, at=request.at)


PARTS = {
    "contact": Part(fields=tuple(LONGEST_CONTACT), present=_contact, keep=_keep_contact),
    "language": Part(fields=("service_language", "interpreter"), present=_language, keep=_keep_language),
    "support": Part(fields=("support",), present=_support, keep=_keep_support),
    "worker": Part(fields=("worker",), present=_worker, keep=_keep_worker),
}


@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def security_ban(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """Set a security ban or take it away, after the page has told what it does."""
    known = ClientId(client_id)
    if request.method == "POST" and request.POST.get("banned") in ("yes", "no"):
        banned = request.POST["banned"] == "yes"
        renewal = relationship.set_security_ban(known, banned=banned, by=request.actor, at=request.at)
        tell(request, renewal)
        return redirect("web:client_details", client_id)
    client = client_to_change(request, known)
    return details_page(request, "web/details_ban.html", client, {})
