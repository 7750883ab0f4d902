"""Who is acting in a session.

The answer is kept in each process for a few seconds, so that a page full of small requests does not ask the
database each time. A closed account and an ended work task therefore act for at most `KEPT_SECONDS` more. So
does a session that has been logged out, or another work task or language chosen, in another process; in the
same process these hold at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from nippu.access.actions import see_session
from nippu.access.types import Actor
from nippu.base.ids import AccountId, AssignmentId
from nippu.http.request import ours
from nippu.http.session_store import kept_key
from nippu.organisations.queries import actor_of

KEPT_SECONDS = 5.0
MOST_KEPT = 5_000
ASSIGNMENT = "assignment"
SEEN = "seen"
BEGAN = "began"


@dataclass(frozen=True, slots=True)
class _Kept:
    actor: Actor
    until: float


_kept: dict[str, _Kept] = {}
_lock = Lock()


def acting_in(request: HttpRequest) -> Actor | None:
    """Who is acting, or none when nobody has logged in."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    key = kept_key(key)
    kept = _kept.get(key)
    if kept is not None and kept.until > monotonic():
        return kept.actor
    actor = _read(request)
    _keep(key, actor)
    return actor


def _read(request: HttpRequest) -> Actor | None:
    account = get_user(request)
    if not account.is_authenticated:
        return None
    if _is_too_old(request):
        request.session.flush()
        return None
    _lengthen(request)
    chosen = request.session.get(ASSIGNMENT)
    return actor_of(
        AccountId(account.pk),
        at=ours(request).at,
        assignment_id=AssignmentId(UUID(chosen)) if chosen else None,
    )


def _is_too_old(request: HttpRequest) -> bool:
    """Whether the session has lasted as long as any may, however much it is in use."""
    now = ours(request).at.timestamp()
    return bool(now - request.session.get(BEGAN, 0) >= settings.SESSION_SECONDS_AT_MOST)


def _lengthen(request: HttpRequest) -> None:
    """Let the session last from now on. Written now and then only: each writing waits for the disk."""
    now = int(ours(request).at.timestamp())
    if now - request.session.get(SEEN, 0) >= max(1, min(60, settings.SESSION_COOKIE_AGE // 10)):
        request.session[SEEN] = now
        see_session(kept_key(request.session.session_key), at=ours(request).at)


def _keep(key: str, actor: Actor | None) -> None:
    with _lock:
        _kept.pop(key, None)
        if actor is None:
            return
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _Kept(actor, monotonic() + KEPT_SECONDS)


def forget(request: HttpRequest) -> None:
    """Ask the database anew at the next request of this session."""
    _keep(kept_key(request.COOKIES.get(settings.SESSION_COOKIE_NAME)), None)


def forget_ended(keys: Iterable[str]) -> None:
    """Ask the database anew at the next request of sessions that have been ended."""
    for key in keys:
        _keep(key, None)


def forget_all() -> None:
    """Ask the database anew for everyone."""
    with _lock:
        _kept.clear()
