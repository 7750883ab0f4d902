"""One's own security: second steps, recovery codes, the password, sessions."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nippu.access import actions
from nippu.access.errors import NotThere, PasswordTooWeak, PasswordWrong
from nippu.access.queries import account_to_log_in, log_in_again_at, open_sessions, second_steps_of
from nippu.access.sealing import SealBroken, seal, unseal
from nippu.base.ids import AccountId
from nippu.http import acting, second_step_parts
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest, address_of
from nippu.http.session_store import kept_key
from nippu.http.sessions import safe_next
from nippu.ui.answers import page
from nippu.web.browsers import browser_name

CONFIRMED = "confirmed"
"""In the session: when the password was last told."""
NEW_CODES = "new_recovery_codes"
"""In the session: new recovery codes, sealed, until they have been shown."""
CONFIRMED_WITHIN = timedelta(minutes=15)

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[NippuRequest, Arguments], HttpResponse]


def of_the_owner(view: View[Arguments]) -> View[Arguments]:
    """A view for one who has just told the password: a browser left open must not change how one logs in."""

    @wraps(view)
    def asked(request: NippuRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        told = max(request.session.get(acting.BEGAN, 0), request.session.get(CONFIRMED, 0))
        if request.at.timestamp() - told <= CONFIRMED_WITHIN.total_seconds():
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else reverse("web:security")
        return HttpResponseRedirect(f"{reverse('web:confirm')}?{urlencode({'next': back})}")

    return asked


def _me(request: NippuRequest) -> AccountId:
    return request.actor.account_id


@require_safe
def security(request: NippuRequest) -> HttpResponse:
    """How one logs in, and where one is logged in now."""
    return _page(request)


def _page(
    request: NippuRequest, *, old_error: str = "", new_error: str = "", status: int = 200
) -> HttpResponse:
    account = account_to_log_in(_me(request))
    present = kept_key(request.session.session_key)
    context = {
        "steps": second_steps_of(_me(request)),
        "has_password": account is not None and account.has_usable_password(),
        "is_required": settings.SECOND_STEP_REQUIRED,
        "sessions": [
            (each, browser_name(each.agent), each.key == present)
            for each in open_sessions(_me(request), at=request.at)
        ],
        "old_error": old_error,
        "new_error": new_error,
    }
    return page(request, "web/security.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def confirm(request: NippuRequest) -> HttpResponse:
    """Asks for the password once more, before the way of logging in may be changed."""
    back = safe_next(request)
    if request.method != "POST":
        return page(request, "web/confirm.html", {"back": back, "error": "", "wait": None})
    account = account_to_log_in(_me(request))
    assert account is not None
    username, address = account.get_username(), address_of(request)
    wait = log_in_again_at(username, address, at=request.at)
    if wait is not None:
        return page(request, "web/confirm.html", {"back": back, "error": "", "wait": wait}, status=429)
    if not account.check_password(request.POST.get("password", "")):
        actions.note_failed_log_in(username, address, at=request.at)
        error = _("Salasana on väärä.")
        return page(request, "web/confirm.html", {"back": back, "error": error, "wait": None})
    request.session[CONFIRMED] = int(request.at.timestamp())
    return HttpResponseRedirect(back)


@of_the_owner
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code", "credential")
def add_step(request: NippuRequest) -> HttpResponse:
    """Adds an app that shows codes, or a passkey."""
    refused = False
    had = second_steps_of(_me(request))
    if request.method == "POST":
        if second_step_parts.add(request, _me(request)):
            messages.success(request, _("Lisätty. Seuraavalla kerralla voit kirjautua myös tällä."))
            return (
                _new_codes(request) if not had.codes_left else HttpResponseRedirect(reverse("web:security"))
            )
        refused = True
    account = account_to_log_in(_me(request))
    assert account is not None
    username = account.get_username()
    context = {
        "app": None if had.code_app else second_step_parts.offered_app(request, username),
        "passkey": second_step_parts.question_to_add(request, _me(request), username),
        "refused": refused,
    }
    return page(request, "web/security_add.html", context)


@require_POST
@of_the_owner
def remove_step(request: NippuRequest, step_id: UUID) -> HttpResponse:
    """Removes an app or a passkey. One that the installation requires stays until there is another."""
    if not actions.remove_second_step(_me(request), step_id, is_required=settings.SECOND_STEP_REQUIRED):
        raise NotThere
    messages.success(request, _("Poistettu. Sillä ei enää voi kirjautua."))
    return HttpResponseRedirect(reverse("web:security"))


@of_the_owner
@require_http_methods(["GET", "POST"])
def recovery_codes(request: NippuRequest) -> HttpResponse:
    """Makes new recovery codes and shows them once: to send the form again would undo what was printed."""
    if request.method == "POST":
        if not second_steps_of(_me(request)).has_any:
            raise NotThere
        return _new_codes(request)
    try:
        codes = unseal(request.session.pop(NEW_CODES, "")).split()
    except SealBroken:
        return HttpResponseRedirect(reverse("web:security"))
    return page(request, "web/security_codes.html", {"codes": codes})


def _new_codes(request: NippuRequest) -> HttpResponse:
    """Make new codes, and lead to the page that shows them."""
    request.session[NEW_CODES] = seal(" ".join(actions.make_recovery_codes(_me(request))))
    return HttpResponseRedirect(reverse("web:security_codes"))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("old", "new")
def change_password(request: NippuRequest) -> HttpResponse:
    """Changes the password; other sessions end, as they began with the old one."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("web:security"))
    account = account_to_log_in(_me(request))
    assert account is not None
    username, address = account.get_username(), address_of(request)
    if log_in_again_at(username, address, at=request.at) is not None:
        return _page(
            request, old_error=_("Salasanaa on yritetty liian monta kertaa. Odota hetki."), status=429
        )
    try:
        actions.change_password(
            _me(request), old=request.POST.get("old", ""), new=request.POST.get("new", "")
        )
    except PasswordWrong as wrong:
        actions.note_failed_log_in(username, address, at=request.at)
        return _page(request, old_error=wrong.message.in_language(reading_language()), status=400)
    except PasswordTooWeak as weak:
        return _page(request, new_error=weak.message.in_language(reading_language()), status=400)
    acting.forget_ended(actions.end_all_sessions(_me(request), but=kept_key(request.session.session_key)))
    changed = account_to_log_in(_me(request))
    assert changed is not None
    _stay_logged_in(request, changed.get_session_auth_hash())
    messages.success(request, _("Salasana on vaihdettu. Muut istuntosi on lopetettu."))
    return HttpResponseRedirect(reverse("web:security"))


def _stay_logged_in(request: NippuRequest, digest: str) -> None:
    """Let the present session go on with the new password."""
    request.session[auth.HASH_SESSION_KEY] = digest


@require_POST
def end_session(request: NippuRequest, session_id: UUID) -> HttpResponse:
    """Ends one of one's own sessions, in whichever browser it is."""
    key = actions.end_session(_me(request), session_id)
    if key is None:
        raise NotThere
    acting.forget_ended([key])
    messages.success(request, _("Istunto on lopetettu."))
    return HttpResponseRedirect(reverse("web:security"))


@require_POST
def end_sessions(request: NippuRequest) -> HttpResponse:
    """Ends all of one's sessions but this one."""
    acting.forget_ended(actions.end_all_sessions(_me(request), but=kept_key(request.session.session_key)))
    messages.success(request, _("Muut istuntosi on lopetettu."))
    return HttpResponseRedirect(reverse("web:security"))
