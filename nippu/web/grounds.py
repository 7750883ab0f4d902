"""Looking at a client on a special ground, and the supervisor's review of it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nippu.base.errors import NippuError
from nippu.base.ids import GroundId
from nippu.clients import actions, grounds
from nippu.clients.errors import (
    GroundInTooFewWords,
    GroundNotStated,
    GroundSettled,
    LawNotStated,
    NoSuchClient,
    ReviewWithoutWords,
)
from nippu.clients.types import GroundView, NewGround, Review, TakenGround
from nippu.http.answers import reading_language, status_of
from nippu.http.openness import keeps_what_was_sent, takes_in
from nippu.http.request import NippuRequest
from nippu.http.use_log import keep_refusal
from nippu.people.errors import IdentityCodeWrong
from nippu.ui.answers import page
from nippu.web.details import Form, typed_in, words

FIELDS = ("identity_code", "ground", "law", "words")
BY_LAW = "law"
"""The choice that a section of law is named instead of a code."""
_FIELD_OF: dict[type[NippuError], str] = {
    IdentityCodeWrong: "identity_code",
    NoSuchClient: "identity_code",
    GroundNotStated: "ground",
    LawNotStated: "law",
    GroundInTooFewWords: "words",
}
_REFUSED = (IdentityCodeWrong, NoSuchClient, GroundNotStated, LawNotStated, GroundInTooFewWords)


@takes_in
@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def special_access(request: NippuRequest) -> HttpResponse:
    """A form in which a ground is stated. Nothing is told of anybody before that."""
    grounds.check_may_take(request.actor)
    if request.method != "POST":
        return _asked(request, Form(dict.fromkeys(FIELDS, "")))
    typed = typed_in(request, FIELDS)
    try:
        taken = _taken(request, typed)
    except _REFUSED as error:
        if isinstance(error, NoSuchClient):
            keep_refusal(request, error)
        form = Form(typed, {_FIELD_OF[type(error)]: words(error)})
        return _asked(request, form, status=status_of(error))
    if taken.until is None:
        messages.info(request, _("Näet jo tämän asiakkaan tiedot. Uutta erityistä syytä ei kirjattu."))
    return redirect("web:client", taken.client_id)


def _taken(request: NippuRequest, typed: dict[str, str]) -> TakenGround:
    if not typed["ground"]:
        raise GroundNotStated
    by_law = typed["ground"] == BY_LAW
    new = NewGround(
        ground="" if by_law else typed["ground"], law=typed["law"] if by_law else "", words=typed["words"]
    )
    return actions.take_special_ground(typed["identity_code"], new, by=request.actor, at=request.at)


def _asked(request: NippuRequest, form: Form, *, status: int = 200) -> HttpResponse:
    language = reading_language()
    known = [(each.code, each.name.in_language(language)) for each in grounds.grounds().codes]
    context = {
        "form": form,
        "grounds": [("", _("Valitse peruste")), *known, (BY_LAW, _("Muu säännös"))],
        "lasts": _lasts(),
    }
    return page(request, "web/special_access.html", context, status=status)


def _lasts() -> str:
    """How long a special ground lasts, in words."""
    hours = settings.SPECIAL_ACCESS_HOURS
    if hours < 1:
        minutes = round(hours * 60)
        return ngettext("%(num)s minuutin", "%(num)s minuutin", minutes) % {"num": minutes}
    return ngettext("%(num)s tunnin", "%(num)s tunnin", round(hours)) % {"num": f"{hours:g}"}


@require_POST
def end_special_access(request: NippuRequest, ground_id: UUID) -> HttpResponse:
    """End one's own special ground before its time."""
    actions.end_special_ground(GroundId(ground_id), by=request.actor, at=request.at)
    messages.success(request, _("Pääsy asiakkaan tietoihin on päättynyt."))
    return redirect("web:start")


@require_safe
def reviews(request: NippuRequest) -> HttpResponse:
    """The special grounds of the controller for the supervisor: those that wait come first."""
    number = request.GET.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    found = grounds.list_grounds(by=request.actor, at=request.at, page=wanted)
    return page(request, "web/reviews.html", {"found": found, "ground_name": ground_name})


def ground_name(ground: GroundView) -> str:
    """The ground in words: the name of its code, or the section of law."""
    if not ground.ground:
        return ground.law
    return grounds.grounds().name_of(ground.ground, reading_language()) or ground.ground


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: NippuRequest, ground_id: UUID) -> HttpResponse:
    """One special ground, to be settled by the supervisor."""
    known = GroundId(ground_id)
    form = Form({"review": "", "words": ""})
    if request.method == "POST":
        form = Form(typed_in(request, ("review", "words")))
        errors = _settled(request, known, form.values)
        if not errors:
            return redirect("web:special_access_reviews")
        form = Form(form.values, errors)
    found = grounds.open_ground(known, by=request.actor, at=request.at)
    context = {
        "ground": found,
        "name": ground_name(found),
        "form": form,
        "reviews": [(each.value, _(each.label)) for each in Review],
        "may_settle": grounds.may_settle(request.actor)
        and found.professional_id != request.actor.professional_id,
    }
    return page(request, "web/review.html", context, status=400 if form.errors else 200)


def _settled(request: NippuRequest, ground_id: GroundId, typed: dict[str, str]) -> dict[str, str]:
    """Write the review down; what is wrong with it by field."""
    if typed["review"] not in set(Review):
        return {"review": _("Valitse, mitä totesit.")}
    try:
        actions.settle_special_ground(
            ground_id, Review(typed["review"]), typed["words"], by=request.actor, at=request.at
        )
    except ReviewWithoutWords as error:
        return {"words": words(error)}
    except GroundSettled as error:
        messages.warning(request, words(error))
        return {}
    messages.success(request, _("Käsittely on kirjattu."))
    return {}
