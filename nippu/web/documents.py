"""Beginning a document, and reading a signed one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nippu.access.errors import NotAllowed, NotThere
from nippu.base.ids import CaseId, DocumentId, StructureOid
from nippu.base.texts import Language
from nippu.cases.queries import open_case
from nippu.cases.types import CaseState
from nippu.catalogue.stages import stages
from nippu.catalogue.types import Stage
from nippu.documents.actions import basing, drafting
from nippu.documents.errors import NoSuchVersion
from nippu.documents.queries import open_document, suitable_structures
from nippu.documents.types import DocumentPage, Suitable
from nippu.http.answers import reading_language
from nippu.http.openness import keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.structures.reading import view
from nippu.ui.answers import page
from nippu.ui.show import exact
from nippu.web.bundle import members_of
from nippu.web.conflicts import differing
from nippu.web.strips import strip_members

MOST_USED = 5
"""So many of those that I make most often stand first."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """Structures to choose from under one heading."""

    title: str
    rows: tuple[Suitable, ...]
    stage: str = ""
    is_current: bool = False
    open: bool = True
    shown_in: Stage | None = None
    """The stage whose usual documents are marked and stand first."""

    @property
    def name(self) -> str:
        """What its place on the page is called."""
        return f"vaihe-{self.stage}" if self.stage else ""


@require_safe
def new_document(request: NippuRequest, case_id: UUID) -> HttpResponse:
    """Structures for a new document: those that fit first, the others with the reason why they do not."""
    known, text = CaseId(case_id), request.GET.get("q", "").strip()[:LONGEST]
    stage = _stage(request.GET.get("stage", ""))
    case = open_case(known, by=request.actor, at=request.at)
    if case.state is CaseState.OPEN and not case.may_write:
        raise NotAllowed
    found = suitable_structures(known, by=request.actor, at=request.at, text=text, stage=stage)
    fit = [each for each in found if each.reason is None]
    context = {
        "case": case,
        "members": members_of(case),
        "is_open": case.state is CaseState.OPEN,
        "text": text,
        "stage": stage.value if stage else "",
        "stage_options": [(each.key, each.in_language(reading_language())) for each in stages()],
        "count": len(fit),
        "groups": [each for each in _groups(fit, Stage(case.stage), text, stage) if each.rows],
        "unsuited": [each for each in found if each.reason is not None],
    }
    name = "web/new_document.html#found" if request.htmx else "web/new_document.html"
    return page(request, name, context)


def _stage(text: str) -> Stage | None:
    return Stage(text) if text in list(Stage) else None


def _groups(fit: Sequence[Suitable], current: Stage, text: str, stage: Stage | None) -> Iterable[Choices]:
    """What I use most, then stage by stage beginning from the present one; each structure once.

    Only the present stage is open. What has been searched for is shown whole.
    """
    if text or stage:
        shown_in = stage or current
        yield Choices("", _usual_first(fit, shown_in), shown_in=shown_in)
        return
    most = tuple(each for each in fit if each.used)[:MOST_USED]
    yield Choices(_("Eniten käyttämäsi"), most, shown_in=current)
    for info in sorted(stages(), key=lambda each: (each.stage is not current, each.number)):
        rows = [each for each in fit if _home(each, current) is info.stage and each not in most]
        is_current = info.stage is current
        yield Choices(
            info.in_language(reading_language()),
            _usual_first(rows, info.stage),
            info.key,
            is_current=is_current,
            open=is_current,
            shown_in=info.stage,
        )
    anywhere = tuple(each for each in fit if not each.stages and each not in most)
    yield Choices(_("Mihin vaiheeseen tahansa"), anywhere, open=False)


def _usual_first(rows: Iterable[Suitable], stage: Stage) -> tuple[Suitable, ...]:
    return tuple(sorted(rows, key=lambda each: stage not in each.typical_in))


def _home(row: Suitable, current: Stage) -> Stage | None:
    """The stage under which a structure is shown: the present one when it belongs to it."""
    if current in row.stages:
        return current
    return row.stages[0] if row.stages else None


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def start_document(request: NippuRequest, case_id: UUID) -> HttpResponse:
    """Begin a document, empty or with the text of an earlier one, and go on to write it."""
    if request.method != "POST":
        return redirect("web:new_document", case_id)
    known, stage = CaseId(case_id), _stage(request.GET.get("stage", ""))
    language: Language = "sv" if reading_language() == "sv" else "fi"
    if "based_on" in request.POST:
        document_id = basing.start_from_earlier(
            known,
            document_named(request.POST["based_on"]),
            by=request.actor,
            at=request.at,
            stage=stage,
            language=language,
        )
        return redirect("web:editor", document_id)
    document_id = drafting.start_document(
        known,
        StructureOid(request.POST.get("structure", "")[:LONGEST]),
        by=request.actor,
        at=request.at,
        stage=stage,
        language=language,
    )
    return redirect("web:editor", document_id)


def document_named(text: str) -> DocumentId:
    """The document that a form names."""
    try:
        return DocumentId(UUID(text))
    except ValueError:
        raise NotThere from None


@require_safe
def document(request: NippuRequest, document_id: UUID) -> HttpResponse:
    """A signed document as it is on paper and in the archive. A draft is shown in its editor."""
    version = request.GET.get("version", "")
    try:
        found = open_document(
            DocumentId(document_id), by=request.actor, at=request.at, version=_number(version)
        )
    except NoSuchVersion:
        if version:
            raise
        return redirect("web:editor", document_id)
    language = _language(request, found)
    context = {
        "document": found,
        "members": strip_members(found.strips),
        "shown": view(found.structure, found.content, language),
        "document_language": language,
        "facts": _facts(found),
        **_compared(request, found, language),
        "just_signed": request.GET.get("signed") == str(found.shown.version),
    }
    return page(request, "web/document.html", context)


def _compared(request: NippuRequest, found: DocumentPage, language: Language) -> dict[str, object]:
    """What differs from another version, when that is asked."""
    number = _number(request.GET.get("compare", ""))
    if number is None:
        return {"compared": None, "changes": ()}
    other = open_document(found.id, by=request.actor, at=request.at, version=number)
    changes = differing(found.structure, found.content, other.content, language)
    return {"compared": other.shown, "changes": changes}


def _number(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _language(request: NippuRequest, found: DocumentPage) -> Language:
    """The language of the labels: as asked, else the reader's when it is one of the two, else its own."""
    wanted = request.GET.get("language") or reading_language()
    if wanted == "sv" or (wanted != "fi" and found.language == "sv"):
        return "sv"
    return "fi"


def _facts(found: DocumentPage) -> list[tuple[str, str]]:
    language = reading_language()
    return [
        (_("Laatija"), found.shown.author_name),
        (_("Yksikkö"), found.shown.unit_name.in_language(language)),
        (_("Allekirjoitettu"), exact(found.shown.signed_at)),
        (_("Asianumero"), found.case_number),
        (_("Versio"), str(found.shown.version) if len(found.versions) > 1 else ""),
    ]
