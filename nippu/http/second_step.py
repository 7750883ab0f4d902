"""The second step of a log-in, after the password: a code, a passkey, or setting the first one up.

Between the steps nobody is logged in: the session only remembers whose password was right, for some minutes.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nippu.access.actions import make_recovery_codes, note_failed_log_in, use_code
from nippu.access.queries import account_to_log_in, log_in_again_at, second_steps_of
from nippu.access.second_steps import OwnSecondSteps
from nippu.access.throttle import address_of_second_step
from nippu.access.types import Actor
from nippu.base.ids import AccountId
from nippu.http import acting, replay, second_step_parts, sessions
from nippu.http.answers import log_in_page
from nippu.http.openness import open_to_strangers
from nippu.http.request import NippuRequest, address_of
from nippu.organisations.queries import actor_of

PENDING = "second_step"
"""In the session: whose password was right, when, and a digest that another password changes."""
WITHIN = timedelta(minutes=10)


def is_asked_of(account_id: AccountId) -> bool:
    """Whether the password alone does not log this person in."""
    return settings.SECOND_STEP_REQUIRED or second_steps_of(account_id).has_any


def ask(request: NippuRequest, account: AbstractBaseUser, *, sent: str, back: str) -> HttpResponse:
    """Remember that the password was right, and lead to the second step with what waits for the log-in."""
    if request.acting is None:  # who knew the session before must not come this far with it
        acting.forget(request)
        request.session.cycle_key()
    began = int(request.at.timestamp())
    request.session[PENDING] = [str(account.pk), began, account.get_session_auth_hash()]
    if sent:
        actor = actor_of(AccountId(account.pk), at=request.at)
        assert actor is not None
        return _page(request, actor, username=account.get_username())
    return HttpResponseRedirect(f"{reverse('web:second_step')}?{urlencode({'next': back})}")


@open_to_strangers
@sensitive_post_parameters("code", "credential", replay.FIELD)
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: NippuRequest) -> HttpResponse:
    """Asks for the second step, or sets up the first one for a person who has none yet."""
    account = _whose_password_was_right(request)
    actor = actor_of(AccountId(account.pk), at=request.at) if account else None
    if account is None or actor is None:
        request.session.pop(PENDING, None)
        return _from_the_beginning(request)
    username = account.get_username()
    if request.method != "POST":
        return _page(request, actor, username=username)
    wait = _again_at(request, actor, username)
    if wait is not None:
        sessions.note_refused(username, "waiting")
        return _page(request, actor, username=username, refused="waiting", status=429)
    steps = second_steps_of(actor.account_id)
    if not (_passes(request, actor) if steps.has_any else second_step_parts.add(request, actor.account_id)):
        for address in _addresses(request, actor):
            note_failed_log_in(username, address, at=request.at)
        sessions.note_refused(username, "wrong_second_step")
        return _page(request, actor, username=username, refused="wrong")
    return _log_in(request, actor, steps)


def _log_in(request: NippuRequest, actor: Actor, steps: OwnSecondSteps) -> HttpResponse:
    """Begin the session. Who had no second step before gets recovery codes too, shown on the next page."""
    request.session.pop(PENDING, None)
    sessions.begin(request, actor)
    sent, back = request.POST.get(replay.FIELD, ""), sessions.safe_next(request)
    if steps.has_any:
        return sessions.arrive(request, sent=sent, back=back)
    codes = make_recovery_codes(actor.account_id)
    context = {"codes": codes, "back": back, "sent": replay.unsealed(sent)}
    return render(request, "http/recovery_codes.html", context)


def _passes(request: NippuRequest, actor: Actor) -> bool:
    if "credential" in request.POST:
        return second_step_parts.passkey_answers(request, actor.account_id)
    return use_code(actor.account_id, request.POST.get("code", ""), at=request.at)


def _whose_password_was_right(request: NippuRequest) -> AbstractBaseUser | None:
    """The account of the session that waits for its second step; none when it has waited for too long."""
    account_id, began, digest = request.session.get(PENDING) or ("", 0, "")
    if not account_id or request.at.timestamp() - began > WITHIN.total_seconds():
        return None
    account = account_to_log_in(AccountId(UUID(account_id)))
    if account is None or not constant_time_compare(account.get_session_auth_hash(), digest):
        return None
    return account


def _from_the_beginning(request: NippuRequest) -> HttpResponse:
    """The log-in page, when nothing was begun or it was begun too long ago. What waits goes on waiting."""
    if request.method != "POST":
        return HttpResponseRedirect(settings.LOGIN_URL)
    sent, back = request.POST.get(replay.FIELD, ""), sessions.safe_next(request)
    return log_in_page(request, sent=sent, back=back, refused="late")


def _addresses(request: NippuRequest, actor: Actor) -> tuple[str, str]:
    """Where wrong codes are counted: for the name from its address, and for the account from anywhere."""
    return address_of(request), address_of_second_step(actor.account_id)


def _again_at(request: NippuRequest, actor: Actor, username: str) -> datetime | None:
    waits = [log_in_again_at(username, each, at=request.at) for each in _addresses(request, actor)]
    return max((each for each in waits if each is not None), default=None)


def _page(
    request: NippuRequest, actor: Actor, *, username: str, refused: str = "", status: int = 200
) -> HttpResponse:
    """The page that asks for the second step, or the one for setting the first one up."""
    steps = second_steps_of(actor.account_id)
    context: dict[str, object] = {
        "sent": request.POST.get(replay.FIELD, ""),
        "back": sessions.safe_next(request),
        "refused": refused,
        "wait": _again_at(request, actor, username) if refused == "waiting" else None,
        "name": actor.given_names,
        "steps": steps,
    }
    if steps.has_any:
        context["passkey"] = second_step_parts.question(request, actor.account_id) if steps.passkeys else None
        return render(request, "http/second_step.html", context, status=status)
    context["app"] = second_step_parts.offered_app(request, username)
    context["passkey"] = second_step_parts.question_to_add(request, actor.account_id, username)
    return render(request, "http/second_step_set_up.html", context, status=status)
