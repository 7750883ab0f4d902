"""Logging in and out, choosing the work task to act in and the language to read in."""

from uuid import UUID

import structlog
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nippu.access.actions import forget_failed_log_ins, note_failed_log_in
from nippu.access.errors import NotThere
from nippu.access.queries import account_named, log_in_again_at
from nippu.base.ids import AccountId, AssignmentId
from nippu.base.texts import LANGUAGES
from nippu.http import acting, replay
from nippu.http.answers import log_in_page
from nippu.http.openness import open_to_strangers
from nippu.http.request import NippuRequest, address_of
from nippu.organisations.actions import choose_language
from nippu.organisations.queries import actor_of, assignments_of

log = structlog.stdlib.get_logger("nippu.log_ins")


@open_to_strangers
@sensitive_post_parameters("password", replay.FIELD)
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: NippuRequest) -> HttpResponse:
    """The log-in page. What waited for the log-in is shown for sending again after it."""
    back = safe_next(request)
    sent = request.POST.get(replay.FIELD, "")
    if request.method != "POST":
        return HttpResponseRedirect(back) if request.acting else log_in_page(request, back=back)
    # The database takes no NUL: a name with one in it is unknown, not a fault.
    username = request.POST.get("username", "").replace("\0", "")
    address = address_of(request)
    wait = log_in_again_at(username, address, at=request.at)
    if wait is not None:
        _note_refused(username, "waiting")
        return log_in_page(request, sent=sent, back=back, wait=wait, status=429)
    account = auth.authenticate(request, username=username.strip(), password=request.POST.get("password", ""))
    # There must be a work task to act in today.
    actor = actor_of(AccountId(account.pk), at=request.at) if account else None
    if account is None or actor is None:
        note_failed_log_in(username, address, at=request.at)
        _note_refused(username, "wrong")
        return log_in_page(request, sent=sent, back=back, refused="wrong")
    forget_failed_log_ins(username, address)
    waiting = replay.unsealed(sent)
    if waiting and not waiting.is_of(actor.account_id):
        _note_refused(username, "of_another")
        return log_in_page(request, sent=sent, refused="of_another", status=403)
    acting.forget(request)
    auth.login(request, account)
    request.session[acting.SEEN] = int(request.at.timestamp())
    request.acting = request.actor = actor
    log.info("log_in", account=str(actor.account_id))
    return replay.continue_page(request, waiting) if waiting else HttpResponseRedirect(back)


def _note_refused(username: str, why: str) -> None:
    """Tell the log of a log-in that was refused, by the account: what was typed may be even a password."""
    account_id = account_named(username)
    log.info("log_in_refused", account=str(account_id) if account_id else None, why=why)


def safe_next(request: HttpRequest) -> str:
    """The page of ours that one wanted before this, else the start page."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


@require_POST
def log_out(request: NippuRequest) -> HttpResponse:
    """End the session."""
    log.info("log_out", account=str(request.actor.account_id))
    auth.logout(request)
    acting.forget(request)  # last: a request in between would be remembered again
    return HttpResponseRedirect(settings.LOGIN_URL)


@require_POST
def choose_work_task(request: NippuRequest) -> HttpResponse:
    """Act in another of one's own work tasks: POST of `assignment` and `next`."""
    chosen = request.POST.get("assignment", "")
    mine = {str(each.id) for each in assignments_of(request.actor.account_id, request.at)}
    if chosen not in mine:
        raise NotThere
    request.session[acting.ASSIGNMENT] = str(AssignmentId(UUID(chosen)))
    acting.forget(request)
    return HttpResponseRedirect(safe_next(request))


@open_to_strangers
@require_POST
def choose_reading_language(request: NippuRequest) -> HttpResponse:
    """Read in another language from now on: POST of `language` and `next`."""
    response = HttpResponseRedirect(safe_next(request))
    wanted = next((known for known in LANGUAGES if known == request.POST.get("language")), None)
    if wanted is None or not check_for_language(wanted):
        return response
    if request.acting is not None:
        choose_language(request.acting.account_id, wanted)
        acting.forget(request)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
