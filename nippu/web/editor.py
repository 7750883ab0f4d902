"""Writing a document: the form, saving, checking a field, throwing a draft away."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nippu.access.errors import NotThere
from nippu.base.ids import DocumentId
from nippu.catalogue.queries import entry
from nippu.documents.actions.basing import base_draft
from nippu.documents.actions.drafting import delete_draft, save_draft
from nippu.documents.errors import DraftChanged, DraftGone
from nippu.documents.queries import check_draft, draft_facts, open_document, open_draft
from nippu.documents.types import DraftFacts, DraftPage, DraftSaved
from nippu.http.answers import reading_language
from nippu.http.openness import asks_again, keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.structures.findings import Finding
from nippu.structures.form_data import from_form
from nippu.ui.answers import page, rendered
from nippu.ui.form_posted import pressed
from nippu.ui.forms import build_form, place_of
from nippu.ui.frame import Member
from nippu.ui.show import clock, day
from nippu.web.beginning import first_text
from nippu.web.conflicts import differing
from nippu.web.documents import document_named
from nippu.web.strips import strip_members
from nippu.web.writing import first_blank, given, section_of, sources_of, typed_in, version_in

FORM = "ui/editor.html#form"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """What of a draft is shown, and how."""

    content: dict[str, object]
    findings: tuple[Finding, ...]
    focus: str
    asked: bool = False


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: NippuRequest, document_id: UUID) -> HttpResponse:
    """The form of a draft; what is sent to it is saved, whichever button sent it."""
    known = DocumentId(document_id)
    if request.method == "POST":
        return _take(request, known)
    try:
        draft = open_draft(known, by=request.actor, at=request.at)
    except DraftGone:
        return redirect("web:document", document_id)
    asked = "asked" in request.GET
    sight = _Sight(
        content=draft.content,
        findings=draft.findings,
        focus="" if asked else _beginning(draft),
        asked=asked,
    )
    return _shown(request, draft, sight)


def _beginning(draft: DraftPage) -> str:
    """The field to begin at: the first blank one, else the text that came from an earlier document."""
    blank = first_blank(draft.structure, draft.content, draft.section)
    return blank or (first_text(draft.structure, draft.content) if draft.based_on else "")


def _take(request: NippuRequest, document_id: DocumentId) -> HttpResponse:
    sent = request.POST.dict()
    try:
        draft = draft_facts(document_id, by=request.actor, at=request.at)
    except NotThere as error:
        return _given_back(request, error)
    change = pressed(draft.structure, sent)
    if change is not None and request.htmx:
        # Only a part of the form is shown anew. The script saves the draft soon.
        typed = from_form(draft.structure, change[0], keep_blank=True)
        view = build_form(draft.structure, typed, (), reading_language(), asked=False, focus=change[1])
        return page(request, FORM, {"view": view})
    typed = typed_in(draft, sent) if change is None else from_form(draft.structure, change[0])
    try:
        saved = _save(request, document_id, draft, typed)
    except (DraftChanged, DraftGone) as error:
        return _conflict(request, document_id, draft, typed, error)
    if change is not None:
        content = from_form(draft.structure, change[0], keep_blank=True)
        sight = _Sight(content=content, findings=saved.findings, focus=change[1])
        return _shown(request, open_draft(document_id, by=request.actor, at=request.at), sight)
    if "_check" not in sent:
        return redirect("web:editor", document_id)
    return _asked(document_id) if saved.findings else redirect("web:sign", document_id)


def _given_back(request: NippuRequest, error: NotThere) -> HttpResponse:
    """What was written to a draft that is no longer there, or never was, to be kept elsewhere."""
    texts = [value for name, value in request.POST.items() if _is_content(name) and "~" not in name and value]
    if not texts:
        raise error
    return page(request, "web/given_back.html", {"texts": texts}, status=404)


def _asked(document_id: DocumentId) -> HttpResponse:
    """The form with what is to be put right before signing."""
    return redirect(f"{reverse('web:editor', args=[document_id])}?asked=1#virheet")


def _save(
    request: NippuRequest, document_id: DocumentId, draft: DraftFacts, typed: dict[str, object]
) -> DraftSaved:
    return save_draft(
        document_id,
        typed,
        version=version_in(request.POST.dict()),
        section=section_of(draft.structure, draft.content, typed),
        by=request.actor,
        at=request.at,
    )


def _shown(request: NippuRequest, draft: DraftPage, sight: _Sight) -> HttpResponse:
    language = reading_language()
    view = build_form(
        draft.structure,
        sight.content,
        sight.findings,
        language,
        asked=sight.asked,
        prefilled=sources_of(draft.structure, sight.content, draft.prefilled, language),
        focus=sight.focus,
    )
    context = {
        "draft": draft,
        "view": view,
        "members": strip_members(draft.strips),
        "document_type": draft.type_name.fi,
        "version": draft.version,
        "saved": _saved(request, draft),
        "asked": sight.asked,
        "given": given(draft.structure, draft.prefilled, language),
        "retired": not entry(draft.structure.oid).creatable,
        **_addresses(draft.id),
    }
    return page(request, "web/editor.html", context)


def _addresses(document_id: DocumentId) -> dict[str, str]:
    names = {"address": "web:editor", "autosave_url": "web:draft", "check_url": "web:check"}
    return {key: reverse(name, args=[document_id]) for key, name in names.items()}


def _saved(request: NippuRequest, draft: DraftPage) -> str:
    today = localdate(draft.saved_at) == localdate(request.at)
    return _("Tallennettu %(when)s") % {"when": clock(draft.saved_at) if today else day(draft.saved_at)}


def _conflict(
    request: NippuRequest,
    document_id: DocumentId,
    draft: DraftFacts,
    typed: dict[str, object],
    error: DraftChanged | DraftGone,
) -> HttpResponse:
    """Both texts, to choose from place by place. What was typed is in the page and nowhere else."""
    context = {
        "said": error.message.in_language(reading_language()),
        "sent": [(name, value) for name, value in request.POST.items() if _is_content(name)],
        "document_id": document_id,
        "members": _members(request, document_id, gone=isinstance(error, DraftGone)),
        "joint": draft.joint,
        **_both(draft, typed, error),
    }
    return page(request, "web/conflict.html", context, status=409)


def _members(request: NippuRequest, document_id: DocumentId, *, gone: bool) -> tuple[Member, ...]:
    """Whose data the page shows."""
    opened = open_document if gone else open_draft
    return strip_members(opened(document_id, by=request.actor, at=request.at).strips)


def _is_content(name: str) -> bool:
    return not name.startswith("_") and name != "csrfmiddlewaretoken"


def _both(draft: DraftFacts, typed: dict[str, object], error: DraftChanged | DraftGone) -> dict[str, object]:
    newer = error.newer if isinstance(error, DraftChanged) else None
    theirs = newer.content if newer else {}
    return {
        "newer": newer,
        "name": draft.structure.name,
        "case_id": draft.case_id,
        "places": differing(draft.structure, typed, theirs, reading_language()),
    }


@require_POST
def autosave(request: NippuRequest, document_id: UUID) -> HttpResponse:
    """Saving by the page itself while one writes: the new version and the parts that tell of it."""
    known = DocumentId(document_id)
    draft = draft_facts(known, by=request.actor, at=request.at)
    typed = typed_in(draft, request.POST.dict())
    try:
        saved = _save(request, known, draft, typed)
    except (DraftChanged, DraftGone) as error:
        said = error.message.in_language(reading_language())
        html = rendered(request, "web/conflict.html#panel", {"said": said, **_both(draft, typed, error)})
        return JsonResponse({"code": error.code, "text": said, "html": html}, status=409)
    view = build_form(draft.structure, typed, saved.findings, reading_language())
    parts = {
        "osat": rendered(request, "web/editor.html#contents", {"view": view}),
        "kohdat": rendered(request, "web/editor.html#points", {"view": view}),
        "virheet": rendered(request, "web/editor.html#summary", {"view": view}),
    }
    told = {"version": saved.version, "saved": clock(saved.saved_at), "findings": len(saved.findings)}
    return JsonResponse({**told, "parts": parts})


@require_POST
def check_field(request: NippuRequest, document_id: UUID) -> HttpResponse:
    """What is wrong with the field that was left."""
    draft = draft_facts(DocumentId(document_id), by=request.actor, at=request.at)
    typed = typed_in(draft, request.POST.dict())
    document = typed.get(draft.structure.root.key)
    name = request.POST.get("_field", "")
    language = reading_language()
    texts = [
        each.message.in_language(language)
        for each in check_draft(draft, typed, at=request.at)
        if place_of(draft.structure, document, each.path)[0] == name
    ]
    return page(request, "web/editor.html#flaws", {"texts": dict.fromkeys(texts)})


@keeps_what_was_sent
@require_POST
def base(request: NippuRequest, document_id: UUID) -> HttpResponse:
    """Give an untouched draft the text of an earlier document. What has been written is never replaced."""
    earlier = document_named(request.POST.get("based_on", ""))
    try:
        base_draft(DocumentId(document_id), earlier, by=request.actor, at=request.at)
    except DraftChanged:
        messages.warning(
            request, _("Luonnokseen on jo kirjoitettu, joten aikaisemman asiakirjan tekstiä ei tuotu siihen.")
        )
    return redirect("web:editor", document_id)


@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: NippuRequest, document_id: UUID) -> HttpResponse:
    """Throw a draft away after asking."""
    known = DocumentId(document_id)
    if request.method == "POST":
        case_id = draft_facts(known, by=request.actor, at=request.at).case_id
        delete_draft(known, version=version_in(request.POST.dict()), by=request.actor, at=request.at)
        messages.success(request, _("Luonnos on poistettu."))
        return redirect("web:case", case_id) if case_id else redirect("web:start")
    draft = open_draft(known, by=request.actor, at=request.at)
    return page(request, "web/discard.html", {"draft": draft, "members": strip_members(draft.strips)})
