"""Beginning a session after all steps of a log-in."""

import structlog
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from nippu.access.actions import begin_session, forget_failed_log_ins, forget_session
from nippu.access.queries import account_named, account_to_log_in
from nippu.access.throttle import address_of_second_step
from nippu.access.types import Actor
from nippu.http import acting, replay, use_log
from nippu.http.request import NippuRequest, address_of
from nippu.http.session_store import kept_key

log = structlog.stdlib.get_logger("nippu.log_ins")


def begin(request: NippuRequest, actor: Actor) -> None:
    """Let one who has passed all steps act from now on, in a session with a new key."""
    account = account_to_log_in(actor.account_id)
    assert account is not None
    acting.forget(request)
    if auth.SESSION_KEY in request.session:  # logged in already: the old session ends
        forget_session(kept_key(request.session.session_key))
        request.session.flush()
    auth.login(request, account)
    now = int(request.at.timestamp())
    request.session[acting.SEEN] = request.session[acting.BEGAN] = now
    begin_session(
        actor.account_id,
        kept_key(request.session.session_key),
        agent=request.headers.get("User-Agent", ""),
        at=request.at,
    )
    username = account.get_username()
    forget_failed_log_ins(username, address_of(request))
    forget_failed_log_ins(username, address_of_second_step(actor.account_id))
    request.acting = request.actor = actor
    log.info("log_in", account=str(actor.account_id))


def arrive(request: NippuRequest, *, sent: str, back: str) -> HttpResponse:
    """The page that one wanted before the log-in; what waited for it comes first, to be sent again."""
    waiting = replay.unsealed(sent)
    return replay.continue_page(request, waiting) if waiting else HttpResponseRedirect(back)


def note_refused(username: str, why: str) -> None:
    """Tell the log of a log-in that was refused, by the account: what was typed may be even a password."""
    account_id = account_named(username)
    log.info("log_in_refused", account=str(account_id) if account_id else None, why=why)
    use_log.tell_failed_log_in(username, why)


def safe_next(request: HttpRequest) -> str:
    """The page of ours that one wanted before this, else the start page."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
