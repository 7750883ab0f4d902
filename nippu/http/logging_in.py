"""Logging in and out, choosing the work task to act in and the language to read in."""

from uuid import UUID

import structlog
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import check_for_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nippu.access.actions import forget_session, note_failed_log_in
from nippu.access.errors import NotThere
from nippu.access.queries import log_in_again_at
from nippu.access.types import Actor
from nippu.base.ids import AccountId, AssignmentId
from nippu.base.texts import LANGUAGES
from nippu.http import acting, replay, second_step, sessions
from nippu.http.answers import log_in_page
from nippu.http.openness import open_to_strangers
from nippu.http.request import NippuRequest, address_of
from nippu.http.session_store import kept_key
from nippu.http.sessions import note_refused, safe_next
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
    if "resume" in request.POST:
        return log_in_page(request, sent=sent, back=back, refused="not_yet")
    # The database takes no NUL: a name with one in it is unknown, not a fault.
    username = request.POST.get("username", "").replace("\0", "")
    wait = log_in_again_at(username, address_of(request), at=request.at)
    if wait is not None:
        note_refused(username, "waiting")
        return log_in_page(request, sent=sent, back=back, wait=wait, status=429)
    account = auth.authenticate(request, username=username.strip(), password=request.POST.get("password", ""))
    # There must be a work task to act in today.
    actor = actor_of(AccountId(account.pk), at=request.at) if account else None
    if account is None or actor is None:
        note_failed_log_in(username, address_of(request), at=request.at)
        note_refused(username, "wrong")
        return log_in_page(request, sent=sent, back=back, refused="wrong")
    return _password_was_right(request, account, actor)


def _password_was_right(request: NippuRequest, account: AbstractBaseUser, actor: Actor) -> HttpResponse:
    """The second step, or what one wanted. What another has written is neither shown nor sent."""
    sent, back = request.POST.get(replay.FIELD, ""), safe_next(request)
    waiting = replay.unsealed(sent)
    if waiting and not waiting.is_of(actor.account_id):
        note_refused(account.get_username(), "of_another")
        return log_in_page(request, sent=sent, refused="of_another", status=403)
    if second_step.is_asked_of(actor.account_id):
        return second_step.ask(request, account, sent=sent, back=back)
    sessions.begin(request, actor)
    return sessions.arrive(request, sent=sent, back=back)


@require_POST
def log_out(request: NippuRequest) -> HttpResponse:
    """End the session."""
    log.info("log_out", account=str(request.actor.account_id))
    forget_session(kept_key(request.session.session_key))
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
