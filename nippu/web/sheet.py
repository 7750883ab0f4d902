"""A client's situation as a sheet to print and take along."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nippu.base.ids import ClientId
from nippu.documents.sheet import situation_sheet
from nippu.http.request import NippuRequest
from nippu.ui.answers import page
from nippu.web.strips import language_name

WHOLE = "whole"


@require_safe
def sheet(request: NippuRequest, client_id: UUID) -> HttpResponse:
    """What one who meets the client today must know, on one page of A4."""
    whole = request.GET.get("identity-code") == WHOLE
    found = situation_sheet(ClientId(client_id), by=request.actor, at=request.at, with_identity_code=whole)
    context = {
        "sheet": found,
        "client": found.client,
        "whole": whole,
        "language_name": language_name(found.client.service_language),
    }
    return page(request, "web/sheet.html", context)
