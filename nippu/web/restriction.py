"""Restricting a client to those who are named: a colleague, or somebody known."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nippu.base.ids import ClientId, ProfessionalId
from nippu.clients import actions
from nippu.clients.errors import NobodyMayLook
from nippu.clients.grounds import gates_of
from nippu.clients.queries import is_known
from nippu.clients.types import ClientPage
from nippu.http.answers import reading_language
from nippu.http.openness import asks_again
from nippu.http.request import NippuRequest
from nippu.organisations.queries import colleagues_in
from nippu.web.details import client_to_change, details_page, words


@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def restriction(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """Restrict a client to those who are named, or no longer."""
    known = ClientId(client_id)
    client = client_to_change(request, known)
    if request.method != "POST":
        ticked = {str(each.id) for each in gates_of(known)} or {str(request.actor.professional_id)}
        return _shown(request, client, ticked)
    choices = {code for code, _name in _choices(request, client)}
    ticked = set(request.POST.getlist("gates")) & choices
    restricted = request.POST.get("restricted") != "no"
    try:
        actions.set_restricted(
            known,
            restricted=restricted,
            gates={ProfessionalId(UUID(each)) for each in ticked},
            by=request.actor,
            at=request.at,
        )
    except NobodyMayLook as error:
        return _shown(request, client, ticked, error=words(error))
    messages.success(request, _("Rajaus on tallennettu.") if restricted else _("Rajaus on poistettu."))
    if not is_known(known, by=request.actor, at=request.at):
        return redirect("web:start")
    return redirect("web:client_details", client_id)


def _shown(request: NippuRequest, client: ClientPage, ticked: set[str], *, error: str = "") -> HttpResponse:
    context: dict[str, object] = {
        "choices": [(code, name, code in ticked) for code, name in _choices(request, client)],
        "error": error,
    }
    return details_page(
        request, "web/details_restriction.html", client, context, status=400 if error else 200
    )


def _choices(request: NippuRequest, client: ClientPage) -> list[tuple[str, str]]:
    """Whom one may name: the colleagues of the own unit, and those who are named already."""
    found = {each.id: each for each in gates_of(client.id)}
    found |= {each.id: each for each in colleagues_in(request.actor.unit_id, at=request.at)}
    language = reading_language()
    ordered = sorted(found.values(), key=lambda each: (each.family_name, each.given_names))
    return [(str(each.id), f"{each.name}, {each.title.in_language(language)}") for each in ordered]
