"""Signing: what is missing, or the document as it will be and one button."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nippu.base.ids import DocumentId
from nippu.documents.actions import signing
from nippu.documents.errors import DocumentHasFindings, DraftChanged, DraftGone
from nippu.documents.queries import open_draft
from nippu.http.answers import reading_language
from nippu.http.openness import asks_again
from nippu.http.request import NippuRequest
from nippu.structures.reading import view
from nippu.ui.answers import page
from nippu.web.strips import strip_members
from nippu.web.writing import version_in


@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: NippuRequest, document_id: UUID) -> HttpResponse:
    """The document as it will be signed, and signing it. With findings one goes back to the form."""
    known = DocumentId(document_id)
    if request.method == "POST":
        return _sign(request, known)
    try:
        draft = open_draft(known, by=request.actor, at=request.at)
    except DraftGone:
        return redirect("web:document", document_id)
    if draft.findings:
        return _to_be_put_right(known)
    context = {
        "draft": draft,
        "members": strip_members(draft.strips),
        "shown": view(draft.structure, draft.content, reading_language()),
    }
    return page(request, "web/sign.html", context)


def _sign(request: NippuRequest, document_id: DocumentId) -> HttpResponse:
    version = version_in(request.POST.dict())
    try:
        signed = signing.sign(document_id, version=version, by=request.actor, at=request.at)
    except DocumentHasFindings:
        return _to_be_put_right(document_id)
    except DraftChanged:
        messages.warning(request, _("Luonnos on muuttunut sen jälkeen, kun luit sen. Lue se uudelleen."))
        return redirect("web:sign", document_id)
    return redirect(f"{reverse('web:document', args=[document_id])}?signed={signed}")


def _to_be_put_right(document_id: DocumentId) -> HttpResponse:
    return redirect(f"{reverse('web:editor', args=[document_id])}?asked=1#virheet")
