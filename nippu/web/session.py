"""Choosing the work task that one acts in."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nippu.http.request import NippuRequest
from nippu.http.sessions import safe_next
from nippu.organisations.queries import assignments_of
from nippu.ui.answers import page


@require_safe
def acting(request: NippuRequest) -> HttpResponse:
    """The work tasks that one has today, to choose the one to act in."""
    mine = assignments_of(request.actor.account_id, request.at)
    return page(request, "web/acting.html", {"assignments": mine, "back": safe_next(request)})


@require_safe
def logged_in(request: NippuRequest) -> HttpResponse:
    """Where a log-in ends that was opened in a tab of its own while writing in another."""
    return page(request, "web/logged_in.html")


@require_safe
def show_help(request: NippuRequest) -> HttpResponse:
    """How the main things are done, and the shortcuts."""
    return page(request, "web/help.html")
