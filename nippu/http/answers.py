"""How failures and strangers are answered: as a page, as a part of a page, or as data for a script."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nippu.access.errors import NotThere
from nippu.base.errors import Conflict, Denied, Invalid, NippuError, NotFound
from nippu.base.texts import LANGUAGES, Language
from nippu.http import replay
from nippu.http.openness import Openness, openness_of
from nippu.http.providers import ways_for_professionals
from nippu.http.request import is_from_our_pages, is_from_script, ours
from nippu.organisations.queries import demo_accounts
from nippu.organisations.types import DEMO_PASSWORD

STATUS: tuple[tuple[type[NippuError], int], ...] = (
    (NotFound, 404),
    (Denied, 403),
    (Conflict, 409),
    (Invalid, 400),
)


NOT_THERE = 404


def status_of(failure: NippuError) -> int:
    """The status with which a failure is answered."""
    return next((status for kind, status in STATUS if isinstance(failure, kind)), 500)


def _title(status: int) -> str:
    titles = {
        400: _("Tiedoissa on korjattavaa"),
        401: _("Istunto on päättynyt"),
        403: _("Tähän ei ole oikeutta"),
        404: _("Sivua tai tietoa ei löydy"),
        409: _("Tilanne on muuttunut"),
    }
    return titles.get(status) or _("Jokin meni vikaan")


def reading_language() -> Language:
    """The language in which the page is shown now."""
    current = (get_language() or "fi")[:2]
    return next((known for known in LANGUAGES if known == current), "fi")


def failure(request: HttpRequest, error: NippuError) -> HttpResponse:
    """The answer to a failure of ours, with its own text and status."""
    return refusal(request, status_of(error), error.code, error.message.in_language(reading_language()))


def refusal(request: HttpRequest, status: int, code: str, text: str) -> HttpResponse:
    """A page, a part of a page or data that tells what is wrong."""
    if is_from_script(request):
        return JsonResponse({"code": code, "text": text}, status=status)
    template = "http/error_part.html" if request.headers.get("HX-Request") else "http/error.html"
    context = {
        "title": _title(status),
        "text": text,
        "log_in": _log_in_link(request),
        "case": _case_of(request, status),
    }
    return render(request, template, context, status=status)


def _case_of(request: HttpRequest, status: int) -> str:
    """The page of the case that what was refused concerned; empty when it concerned none, or is not there."""
    match = request.resolver_match
    if status == NOT_THERE or match is None or getattr(request, "acting", None) is None:
        return ""
    case_id = match.kwargs.get("case_id")
    return reverse("web:case", args=(case_id,)) if case_id else ""


def _log_in_link(request: HttpRequest) -> str:
    """Where a stranger may log in and come back; empty for one who has logged in."""
    if getattr(request, "acting", None) is not None:
        return ""
    back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return f"{settings.LOGIN_URL}?{back}" if back else str(settings.LOGIN_URL)


def stranger(request: HttpRequest, openness: Openness) -> HttpResponse | None:
    """The answer to one who has not logged in; none when the view is open."""
    if openness is Openness.OPEN:
        return None
    if request.method == "POST" and (is_from_script(request) or request.headers.get("HX-Request")):
        return _logged_out()
    if openness is Openness.LEADS_TO_LOG_IN:
        return HttpResponseRedirect(settings.LOGIN_URL)
    if openness is Openness.KEEPS_WHAT_WAS_SENT and request.POST.get(replay.MARK):
        return log_in_page(request, sent=replay.sealed(replay.sent_in(request)), status=401)
    if openness is Openness.ASKS_AGAIN and request.method == "POST":
        return log_in_page(request, back=request.get_full_path(), status=401)
    return _asked_page(request) or failure(request, NotThere())


def _asked_page(request: HttpRequest) -> HttpResponse | None:
    """The log-in page for a stranger who asks for a page, whether there is one or not; none for all else."""
    if request.method not in ("GET", "HEAD") or is_from_script(request) or request.headers.get("HX-Request"):
        return None
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return None
    return log_in_page(request, back=request.get_full_path(), status=NOT_THERE)


def _logged_out() -> HttpResponse:
    text = _("Istunto on päättynyt. Kirjaudu uudelleen, niin teksti tallennetaan.")
    return JsonResponse({"code": "logged_out", "text": text, "log_in": settings.LOGIN_URL}, status=401)


def log_in_page(
    request: HttpRequest,
    *,
    sent: str = "",
    back: str = "",
    refused: str = "",
    wait: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page for logging in; `sent` is a sealed form that waits for it, `wait` when one may try again.

    `refused` is "wrong" for a wrong name or password, "late" when the second step came too late, "of_another"
    when another has written what waits. With
    the status 404 it stands in the place of the page that a stranger asked for.
    """
    context = {
        "sent": sent,
        "back": back,
        "refused": refused,
        "wait": wait,
        "is_asked": status == NOT_THERE,
        "address": settings.LOGIN_URL,
        "ways": ways_for_professionals(back=reverse("web:logged_in") if sent else back),
        "demo": demo_accounts(at=ours(request).at),
        "demo_password": DEMO_PASSWORD,
    }
    return render(request, "http/log_in.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose seal is not ours, or is from before the last log-in.

    A page that was open before logging in again in another tab has an old seal. What it sends is not lost: it
    is shown for sending again. This is done only for what the browser says to come from our own pages.
    """
    request, match = ours(request), request.resolver_match
    openness = openness_of(match.func) if match else Openness.CLOSED
    if request.acting is None:
        allowed = openness if is_from_our_pages(request) else Openness.CLOSED
        return stranger(request, allowed) or _stale(request)
    if replay.is_of_another(request):
        return of_another(request)
    waiting = replay.unsealed(request.POST.get(replay.FIELD, "")) if is_from_our_pages(request) else None
    if waiting and waiting.is_of(request.acting.account_id):  # the writer has logged in in another tab
        return replay.continue_page(request, waiting)
    if (
        openness is Openness.KEEPS_WHAT_WAS_SENT
        and is_from_our_pages(request)
        and not is_from_script(request)
    ):
        return replay.continue_page(request, replay.sent_in(request))
    return _stale(request)


def of_another(request: HttpRequest) -> HttpResponse:
    """The answer to what is sent from a page that was made for another account."""
    text = _(
        "Tämä sivu on avattu toisella käyttäjätunnuksella, joten mitään ei tallennettu. Kirjaudu ulos ja"
        " kirjaudu sillä tunnuksella, jolla sivu avattiin."
    )
    return refusal(request, 403, "page_of_another", text)


def _stale(request: HttpRequest) -> HttpResponse:
    text = _("Sivu on vanhentunut. Lataa sivu uudelleen ja yritä sitten uudestaan.")
    if is_from_script(request) and is_from_our_pages(request):
        fresh = {"code": "stale_page", "text": text, "csrf_token": get_token(request)}
        return JsonResponse(fresh, status=403)
    return refusal(request, 403, "stale_page", text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of an unknown address: the same answer as about a thing that one may not know of."""
    is_stranger = getattr(request, "acting", None) is None and hasattr(request, "at")
    return (_asked_page(request) if is_stranger else None) or failure(request, NotThere())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of a request that cannot be understood."""
    return refusal(request, 400, "bad_request", _("Pyyntö oli viallinen. Palaa takaisin ja yritä uudelleen."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler of a fault of ours: a page that asks nothing of the database."""
    text = _(
        "Vika on järjestelmässä, ei sinussa. Yritä hetken päästä uudelleen. Tallennettu teksti on tallessa."
    )
    if is_from_script(request):
        return JsonResponse({"code": "server_error", "text": text}, status=500)
    context = {"title": _title(500), "text": text, "log_in": "", "case": ""}
    return HttpResponse(render_to_string("http/error.html", context), status=500)
