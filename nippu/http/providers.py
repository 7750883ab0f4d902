"""Logging in through an identity provider: professionals who are known here, and citizens."""

from collections.abc import Iterator

import structlog
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from nippu.access.errors import NotThere
from nippu.access.providers import Audience, Provider
from nippu.access.queries import account_known_as, account_to_log_in
from nippu.http import provider_clients, sessions
from nippu.http.openness import open_to_strangers
from nippu.http.provider_clients import ProviderFailed
from nippu.http.request import NippuRequest
from nippu.organisations.queries import actor_of

BACK = "back_from_provider"
"""In the session: the page that one wanted."""

log = structlog.stdlib.get_logger("nippu.log_ins")


def ways_for_professionals(*, back: str) -> list[tuple[str, str]]:
    """Text and address of each provider of professionals, for the log-in page."""
    after = f"?{urlencode({'next': back})}" if back else ""
    return [
        (each.label, reverse("web:log_in_through", args=(each.name,)) + after)
        for each in _providers(Audience.PROFESSIONALS)
    ]


def _providers(audience: Audience) -> Iterator[Provider]:
    return (each for each in settings.PROVIDERS.values() if each.audience is audience)


@open_to_strangers
def log_in_through(request: NippuRequest, name: str) -> HttpResponse:
    """Sends a professional to the organisation's own identity provider."""
    provider = settings.PROVIDERS.get(name)
    if provider is None or provider.audience is not Audience.PROFESSIONALS:
        raise NotThere
    return _lead(request, provider)


@open_to_strangers
def citizen_log_in(request: NippuRequest) -> HttpResponse:
    """Sends a citizen to the identity provider of citizens; there is no password for them."""
    provider = next(_providers(Audience.CITIZENS), None)
    if provider is None:
        raise NotThere
    return _lead(request, provider)


@require_safe
def _lead(request: NippuRequest, provider: Provider) -> HttpResponse:
    request.session[BACK] = sessions.safe_next(request)
    done = request.build_absolute_uri(reverse("web:come_back", args=(provider.name,)))
    try:
        return provider_clients.lead_to(provider, request, back_to=done)
    except ProviderFailed as failed:
        return _failed(request, provider, failed)


@open_to_strangers
def come_back(request: NippuRequest, name: str) -> HttpResponse:
    """Where the provider sends the browser back: begins the session of one who is known here."""
    provider = settings.PROVIDERS.get(name)
    if provider is None:
        raise NotThere
    return _come_back(request, provider)


@require_safe
def _come_back(request: NippuRequest, provider: Provider) -> HttpResponse:
    back = request.session.pop(BACK, "/")
    try:
        who = provider_clients.who_came_back(provider, request)
    except ProviderFailed as failed:
        return _failed(request, provider, failed)
    if provider.audience is Audience.CITIZENS:
        # There are no pages for citizens yet: nothing of who came is kept.
        request.session.flush()
        return render(request, "http/citizen.html")
    account_id = account_known_as(provider.name, who)
    actor = actor_of(account_id, at=request.at) if account_id else None
    if actor is None:
        known = account_to_log_in(account_id) if account_id else None
        sessions.note_refused(known.get_username() if known else "", "unknown_to_us")
        context = {"unknown": True, "label": provider.label}
        return render(request, "http/provider_failed.html", context, status=403)
    sessions.begin(request, actor)
    return HttpResponseRedirect(back)


def _failed(request: NippuRequest, provider: Provider, failed: ProviderFailed) -> HttpResponse:
    log.warning("provider_failed", provider=provider.name, why=str(failed))
    context = {"unknown": False, "label": provider.label}
    return render(request, "http/provider_failed.html", context, status=502)
