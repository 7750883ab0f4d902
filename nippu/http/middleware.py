"""What happens around every view: who is acting, now, in which language, and what failures become."""

from collections.abc import Callable
from contextlib import ExitStack

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from nippu.access import wall
from nippu.base.errors import NippuError
from nippu.http import answers, replay, use_log
from nippu.http.acting import acting_in
from nippu.http.openness import Openness, is_taking_in, openness_of
from nippu.http.request import NippuRequest, ours

MOST_BYTES = 110 * 1024 * 1024
"""What one who has logged in may send: the largest is a publication of structures."""


class WhoAndWhen:
    """Gives each request its `at`, `actor` and language, keeps strangers out and answers our own failures.

    It stands last, next to the views: the seal of a form has been looked at before it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, http_request: HttpRequest) -> HttpResponse:
        request = ours(http_request)
        request.at = timezone.now()  # noqa: TID251  the one clock of the pages
        actor = acting_in(request)
        request.acting = actor
        request.refusal = None
        if actor is not None:
            request.actor = actor
            translation.activate(actor.language)
            request.LANGUAGE_CODE = actor.language
        _check_size(request)
        with ExitStack() as request.wall:
            response = self.get_response(request)
        use_log.tell_refusal(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Keep strangers out of all views but the open ones; let nobody write in a page of another."""
        openness = openness_of(view)
        actor = ours(request).acting
        if actor is None:
            return answers.stranger(request, openness)
        taking_in = is_taking_in(view)
        ours(request).wall.enter_context(wall.standing(actor, at=ours(request).at, taking_in=taking_in))
        is_closed = openness is not Openness.OPEN
        return answers.of_another(request) if is_closed and replay.is_of_another(request) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a failure of ours; anything else is a fault. Either way nothing that was done stays."""
        if ours(request).acting is not None:  # a stranger's request has no transaction of its own
            ours(request).wall.callback(_undo)
        if not isinstance(exception, NippuError):
            return None
        use_log.keep_refusal(request, exception)
        return answers.failure(request, exception)


def _undo() -> None:
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        connection.set_rollback(True)


def _check_size(request: NippuRequest) -> None:
    """Refuse what is too large before any of it is read: Django itself lets files fill the disk."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if request.acting is None else MOST_BYTES
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > most:
        raise RequestDataTooBig
