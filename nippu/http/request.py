"""A request as the views see it."""

from contextlib import ExitStack
from datetime import datetime
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from nippu.access.types import Actor
from nippu.base.errors import NippuError


class NippuRequest(HttpRequest):
    """A request with who is acting and when."""

    at: datetime
    """Now, aware: the only clock that views have."""
    actor: Actor
    """Who is acting. A stranger does not get as far as a view, unless it is open to strangers."""
    acting: Actor | None
    """Who is acting, or none, for views that are open to strangers."""
    refusal: NippuError | None
    """The failure of ours that the request ends in."""
    wall: ExitStack
    """What is undone or closed when the answer is ready: the transaction in which the view acts."""
    htmx: HtmxDetails


def ours(request: HttpRequest) -> NippuRequest:
    """The request as our middleware has made it."""
    return cast("NippuRequest", request)


def address_of(request: HttpRequest) -> str:
    """The address from which one asks: what the outermost of our own proxies saw, else the connection's."""
    hops = settings.PROXY_HOPS
    told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    if hops and len(told) >= hops and told[-hops]:
        return told[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))


def is_from_script(request: HttpRequest) -> bool:
    """Whether a script asks and wants data, rather than a browser that wants a page."""
    if "application/json" in request.headers.get("Accept", ""):
        return True
    return request.headers.get("Sec-Fetch-Dest") == "empty" and not request.headers.get("HX-Request")


def is_from_our_pages(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sends this."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
