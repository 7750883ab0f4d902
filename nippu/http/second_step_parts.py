"""What the pages for logging in and for one's own security share: the app offered, the passkey asked for.

What must be remembered until the browser answers is in the session, and is good for one answer.
"""

from dataclasses import dataclass
from uuid import UUID

import segno
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from nippu.access import passkeys
from nippu.access.actions import add_code_app, add_passkey, use_passkey
from nippu.access.queries import known_passkeys
from nippu.access.sealing import SealBroken, seal, unseal
from nippu.access.second_steps import app_address, new_secret
from nippu.base.ids import AccountId
from nippu.http.request import NippuRequest

SECRET = "code_app"  # noqa: S105  the name of a place in the session
STATE = "passkey"
NAME = "name"
MOST_LONG = 20_000
"""Characters of a browser's answer: they are a few thousand at most."""


@dataclass(frozen=True, slots=True)
class OfferedApp:
    """The secret for an app that shows codes."""

    picture: SafeString
    """For the camera of the phone."""
    secret: str
    """For typing, in groups of four."""


def offered_app(request: HttpRequest, username: str) -> OfferedApp:
    """A secret for a new app. It stays the same while the page is shown again after a wrong code."""
    secret = _offered_secret(request)
    if not secret:
        secret = new_secret()
        request.session[SECRET] = seal(secret)
    picture = segno.make_qr(app_address(secret, username=username), error="m")
    drawn = picture.svg_inline(scale=5, border=3, light="#fff", omitsize=False)
    groups = (secret[at : at + 4] for at in range(0, len(secret), 4))
    # Drawn by the library from numbers: nothing that somebody has written is in it.
    return OfferedApp(mark_safe(drawn), " ".join(groups))  # noqa: S308


def _offered_secret(request: HttpRequest) -> str:
    try:
        return unseal(request.session.get(SECRET, ""))
    except SealBroken:
        return ""


def question_to_add(request: HttpRequest, account_id: AccountId, username: str) -> str:
    """What the browser is asked for a new passkey; empty where browsers have none."""
    host = request.get_host()
    if not passkeys.are_possible(host):
        return ""
    known = [each.kept for each in known_passkeys(account_id)]
    asked = passkeys.ask_to_add(host, account_id=UUID(str(account_id)), username=username, known=known)
    request.session[STATE] = asked.state
    return asked.asked


def question(request: HttpRequest, account_id: AccountId) -> str:
    """What the browser is asked for a passkey that one has; empty where browsers have none."""
    host = request.get_host()
    if not passkeys.are_possible(host):
        return ""
    asked = passkeys.ask(host, [each.kept for each in known_passkeys(account_id)])
    request.session[STATE] = asked.state
    return asked.asked


def passkey_answers(request: NippuRequest, account_id: AccountId) -> bool:
    """Whether the browser's answer comes from a passkey of this person."""
    state, answer = request.session.pop(STATE, None), request.POST.get("credential", "")[:MOST_LONG]
    if not state:
        return False
    return use_passkey(account_id, answer, host=request.get_host(), state=state, at=request.at)


def add(request: NippuRequest, account_id: AccountId) -> bool:
    """Add the app whose code was typed, or the passkey that the browser made; false when it is not good."""
    if "credential" in request.POST:
        return _add_passkey(request, account_id)
    secret = _offered_secret(request)
    done = bool(secret) and add_code_app(account_id, secret, request.POST.get("code", ""), at=request.at)
    if done:
        request.session.pop(SECRET, None)
    return done


def _add_passkey(request: NippuRequest, account_id: AccountId) -> bool:
    state, answer = request.session.pop(STATE, None), request.POST.get("credential", "")[:MOST_LONG]
    key = passkeys.added(request.get_host(), state, answer) if state else None
    if key is None:
        return False
    add_passkey(account_id, key, name=request.POST.get(NAME, ""), at=request.at)
    return True
