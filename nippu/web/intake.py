"""Taking in a case: whom it concerns, what it is about, check and open, in any order."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nippu.access.errors import NotThere
from nippu.base.ids import CaseId, ClientId, StructureCode
from nippu.base.texts import Language
from nippu.catalogue.queries import newest, newest_or_none
from nippu.http.answers import reading_language
from nippu.http.openness import asks_again, keeps_what_was_sent, takes_in
from nippu.http.request import NippuRequest
from nippu.intake import actions
from nippu.intake.errors import IntakeIncomplete, MatterIsNewer
from nippu.intake.queries import beginnings_of, my_intakes, open_intake
from nippu.intake.types import Beginning, Choice, IntakeId, IntakePage, Matter, Step, TakenIn
from nippu.people.errors import IdentityCodeTaken
from nippu.ui.answers import page
from nippu.ui.show import clock
from nippu.web.bundle import CONTACT
from nippu.web.intake_persons import Typed, alike, short, take_persons, typed_in


@takes_in
@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def intakes(request: NippuRequest) -> HttpResponse:
    """My unfinished intakes, and where a new one begins."""
    if request.method != "POST":
        return page(request, "web/intakes.html", {"intakes": my_intakes(by=request.actor, at=request.at)})
    is_oral, client = "oral" in request.POST, request.POST.get("client", "")
    oral = next((each.code for each in beginnings_of(request.actor) if each.is_oral), None)
    intake_id = actions.begin_intake(
        by=request.actor,
        at=request.at,
        how=oral if is_oral else None,
        client_id=_client(client) if client else None,
    )
    step = Step.MATTER if client else Step.PERSONS
    return redirect("web:intake", intake_id, step.value)


def _client(text: str) -> ClientId:
    try:
        return ClientId(UUID(text))
    except ValueError:
        raise NotThere from None


@takes_in
@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: NippuRequest, intake_id: UUID, step: str) -> HttpResponse:
    """A step of an intake."""
    if step not in list(Step):
        raise NotThere
    known = IntakeId(intake_id)
    if "into" in request.POST:
        return _write_in_case(request, known)
    if request.method == "POST":
        return _take[Step(step)](request, known)
    found = open_intake(known, by=request.actor, at=request.at)
    if found.case_id is not None:
        return redirect("web:case", found.case_id)
    return _shown(request, found, Step(step))


def _write_in_case(request: NippuRequest, intake_id: IntakeId) -> HttpResponse:
    """To an entry in an open case, with what has been told, instead of opening a new case."""
    try:
        case_id = CaseId(UUID(request.POST["into"]))
    except ValueError:
        raise NotThere from None
    made = actions.write_in_case(
        intake_id, case_id, newest(CONTACT).oid, by=request.actor, at=request.at, language=_writing_language()
    )
    return redirect("web:editor", made)


def _take_persons(request: NippuRequest, intake_id: IntakeId) -> HttpResponse:
    if request.htmx and "alike" in request.POST:
        typed = alike(request, typed_in(request.POST))
        return page(request, "web/intake_persons.html#alike", {"typed": typed, "can_write": _can_write()})
    typed = take_persons(request, intake_id)
    if request.htmx:
        return page(request, "web/intake_persons.html#hits", {"typed": typed, "can_write": _can_write()})
    if typed.errors or typed.hits is not None or (typed.is_new and "go" not in request.POST):
        found = open_intake(intake_id, by=request.actor, at=request.at)
        return _shown(request, found, Step.PERSONS, typed, status=400 if typed.errors else 200)
    return _on(request, intake_id, Step.PERSONS)


def _take_matter(request: NippuRequest, intake_id: IntakeId) -> HttpResponse:
    matter, sent = _matter(request.POST), request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() else 0
    try:
        version = actions.write_matter(intake_id, matter, version=version, by=request.actor, at=request.at)
    except MatterIsNewer:
        if request.htmx:
            raise
        return _both_texts(request, intake_id, matter)
    return _saved(request, version) if request.htmx else _on(request, intake_id, Step.MATTER)


def _saved(request: NippuRequest, version: int) -> HttpResponse:
    """The time of saving, with the version that the page gives at its next saving."""
    told = _("Tallennettu %(clock)s") % {"clock": clock(request.at)}
    return HttpResponse(
        format_html(
            '{}<input type="hidden" name="version" value="{}"'
            ' hx-swap-oob="outerHTML:#intake [name=version]">',
            told,
            version,
        )
    )


def _both_texts(request: NippuRequest, intake_id: IntakeId, mine: Matter) -> HttpResponse:
    """The page with what was typed, and beside it what another window has written meanwhile."""
    found = open_intake(intake_id, by=request.actor, at=request.at)
    return _shown(request, replace(found, matter=mine), Step.MATTER, newer=found.matter, status=409)


def _take_check(request: NippuRequest, intake_id: IntakeId) -> HttpResponse:
    """Open the case; what is missing is told on the same page."""
    if request.POST.get("go") != "open":
        return _on(request, intake_id, Step.CHECK)
    sign = "sign" in request.POST
    try:
        taken = actions.open_case_of(
            intake_id, by=request.actor, at=request.at, language=_writing_language(), sign=sign
        )
    except IntakeIncomplete:
        found = open_intake(intake_id, by=request.actor, at=request.at)
        return _shown(request, found, Step.CHECK, status=400)
    except IdentityCodeTaken as taken_meanwhile:
        messages.warning(request, taken_meanwhile.message.in_language(reading_language()))
        return redirect("web:intake", intake_id, Step.PERSONS.value)
    if taken.beginning is not None:
        messages.success(request, _said(taken, taken.beginning))
    return redirect("web:case", taken.case_id)


_take = {Step.PERSONS: _take_persons, Step.MATTER: _take_matter, Step.CHECK: _take_check}


def _on(request: NippuRequest, intake_id: IntakeId, here: Step) -> HttpResponse:
    """To the page that the pressed button names."""
    wanted = request.POST.get("go", here.value)
    if wanted == "later":
        messages.success(request, _("Yhteydenotto on tallessa. Voit jatkaa sitä aloitussivulta."))
        return redirect("web:start")
    return redirect("web:intake", intake_id, wanted if wanted in list(Step) else here.value)


def _matter(sent: QueryDict) -> Matter:
    answers = {"yes": True, "no": False}
    return Matter(
        how=StructureCode(short(sent, "how")),
        on=short(sent, "on"),
        service_task=short(sent, "service_task"),
        name_code=short(sent, "name_code"),
        name_text=short(sent, "name_text"),
        urgent=answers.get(short(sent, "urgent")),
        joint=answers.get(short(sent, "joint")),
        told=sent.get("told", "").replace("\r\n", "\n").replace("\0", ""),
    )


def _writing_language() -> Language:
    """In which language the documents are begun: those of the national structures are Finnish and Swedish."""
    return "sv" if reading_language() == "sv" else "fi"


def _said(taken: TakenIn, beginning: Beginning) -> str:
    """What opening the case made, in words."""
    count = len(taken.clients)
    relationships = ngettext(
        "asiakkuusasiakirja yhdelle asiakkaalle", "asiakkuusasiakirjat %(count)s asiakkaalle", count
    ) % {"count": count}
    name = beginning.name.in_language(reading_language())
    text = (
        _("Asia on avattu. Tehtiin asia-asiakirja, %(relationships)s ja %(name)s, joka on allekirjoitettu.")
        if taken.signed
        else _("Asia on avattu. Tehtiin asia-asiakirja, %(relationships)s ja luonnos: %(name)s.")
    )
    return text % {"relationships": relationships, "name": name}


def _shown(
    request: NippuRequest,
    found: IntakePage,
    step: Step,
    typed: Typed | None = None,
    *,
    newer: Matter | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(found, step, typed or Typed(), is_checked="checked" in request.GET)
    context["newer"] = newer
    return page(request, f"web/intake_{step.value}.html", context, status=status)


def _context(found: IntakePage, step: Step, typed: Typed, *, is_checked: bool) -> dict[str, object]:
    language = reading_language()
    told = [(each.step.value, each.field, each.text.in_language(language)) for each in found.lacks]
    here = {field: text for at, field, text in told if at == step.value} if is_checked else {}
    return {
        "intake": found,
        "step": step.value,
        "typed": typed,
        "can_write": _can_write(),
        "lacks": told,
        "errors": here | typed.errors,
        "beginnings": [(each.code, _beginning(each, language)) for each in found.choices.beginnings],
        "service_tasks": _options(found.choices.service_tasks, language),
        "usual_names": _options(found.choices.usual_names, language),
        "other_names": _options(found.choices.other_names, language),
    }


def _can_write() -> bool:
    """Whether a contact can be written in a case that is open already."""
    contact = newest_or_none(CONTACT)
    return contact is not None and contact.creatable


def _options(choices: tuple[Choice, ...], language: Language) -> list[tuple[str, str]]:
    return [(each.code, each.name.in_language(language)) for each in choices]


def _beginning(beginning: Beginning, language: Language) -> str:
    return _("Puhelu tai käynti") if beginning.is_oral else beginning.name.in_language(language)


@takes_in
@asks_again
@require_POST
def discard(request: NippuRequest, intake_id: UUID) -> HttpResponse:
    """Throw an intake away, after the page has asked."""
    actions.discard_intake(IntakeId(intake_id), by=request.actor, at=request.at)
    messages.success(request, _("Keskeneräinen yhteydenotto on poistettu. Siitä ei tehty asiaa."))
    return redirect("web:start")
