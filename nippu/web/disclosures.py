"""Writing down that a client's data were given out of the register."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nippu.access.errors import NotAllowed
from nippu.base.ids import ClientId
from nippu.clients.queries import open_client
from nippu.http.openness import keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.oversight import actions
from nippu.web.details import Form, details_page, typed_in

LONGEST = {"recipient": 300, "legal_basis": 300, "data_sets": 1000, "purpose": 300}
FIELDS = tuple(LONGEST)


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def disclosure(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """A form that tells to whom what was given, on what provision and for what."""
    known = ClientId(client_id)
    form = Form(dict.fromkeys(FIELDS, ""))
    if request.method == "POST":
        form = _checked(typed_in(request, FIELDS))
        if not form.errors:
            told = actions.ToldDisclosure(**form.values)
            actions.disclose(known, told, by=request.actor, at=request.at)
            messages.success(request, _("Luovutus on kirjattu luovutuslokiin."))
            return redirect("web:client", client_id)
    client = open_client(known, by=request.actor, at=request.at)
    if not client.may_disclose:
        raise NotAllowed
    status = 400 if form.errors else 200
    return details_page(request, "web/disclosure.html", client, {"form": form}, status=status)


def _checked(values: dict[str, str]) -> Form:
    errors = {name: _("Tieto on pakollinen.") for name in FIELDS if not values[name]}
    for name, most in LONGEST.items():
        if len(values[name]) > most:
            errors[name] = _("Tieto on liian pitkä. Siinä saa olla enintään %(most)s merkkiä.") % {
                "most": most
            }
    return Form(values, errors)
