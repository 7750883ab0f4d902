"""What the pages themselves tell the log of use: refusals, log-ins and log-outs."""

from uuid import UUID

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from nippu.access.queries import account_named
from nippu.audit.actions import record_log_in, record_refusal
from nippu.base.errors import Denied, NippuError, NotFound
from nippu.base.ids import AccountId
from nippu.http.request import ours
from nippu.organisations.queries import actor_of


def tell_refusal(http_request: HttpRequest) -> None:
    """Tell the log what was refused to one who has logged in, when all that the request did is over.

    What is not there and what one may not know of are told alike, by the identifier in the address.
    """
    request = ours(http_request)
    error, match = request.refusal, request.resolver_match
    if request.acting is None or match is None or not isinstance(error, NotFound | Denied):
        return
    record_refusal(
        f"page.{match.url_name}",
        by=request.acting,
        at=request.at,
        refused=error.code,
        subject_id=_subject(match.kwargs),
    )


def _subject(arguments: dict[str, object]) -> UUID | None:
    """The client when the address names one, else the first thing that it names."""
    named = [each for each in arguments.values() if isinstance(each, UUID)]
    client = arguments.get("client_id")
    return client if isinstance(client, UUID) else next(iter(named), None)


def keep_refusal(request: HttpRequest, error: NippuError) -> None:
    """Remember a failure until what the request did is over."""
    ours(request).refusal = error


def tell_failed_log_in(username: str, why: str) -> None:
    """Tell the log of a log-in that was refused, when there is such an account; never what was typed."""
    account_id = account_named(username)
    if account_id is not None:
        _tell("failed", account_id, refused=why)


def _tell(event: str, account_id: AccountId, refused: str = "") -> None:
    at = timezone.now()  # noqa: TID251  a log-in has no view of ours to give the moment
    record_log_in(event, account_id=account_id, by=actor_of(account_id, at=at), at=at, refused=refused)


def _logged_in(*, user: object, **_: object) -> None:
    _tell("in", AccountId(_key(user)))


def _logged_out(*, user: object, **_: object) -> None:
    if user is not None:
        _tell("out", AccountId(_key(user)))


def _key(user: object) -> UUID:
    key = getattr(user, "pk", None)
    assert isinstance(key, UUID)
    return key


def listen() -> None:
    """Hear of every log-in and log-out from now on, however it is made."""
    user_logged_in.connect(_logged_in, dispatch_uid="nippu.use_log")
    user_logged_out.connect(_logged_out, dispatch_uid="nippu.use_log")
