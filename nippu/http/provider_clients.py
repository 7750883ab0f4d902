"""Asking an identity provider who somebody is: OpenID Connect with PKCE, a nonce and signed answers."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from nippu.access.providers import Provider

SECONDS = 10
SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Ways of signing for which only the provider has the key."""
CLOCKS_DIFFER = 60


class ProviderFailed(Exception):
    """The provider does not answer, or what it answers is not to be trusted. The reason holds no data."""


def lead_to(provider: Provider, request: HttpRequest, *, back_to: str) -> HttpResponse:
    """Send the browser to the provider, to come back to an address of ours."""
    try:
        response = _ready(provider).authorize_redirect(request, back_to)
    except (AuthlibBaseError, RequestException, ValueError, KeyError, RuntimeError) as failed:
        raise ProviderFailed(type(failed).__name__) from failed
    assert isinstance(response, HttpResponse)
    return response


def who_came_back(provider: Provider, request: HttpRequest) -> str:
    """Who the provider says that the browser's user is: the value of the claim that is agreed on."""
    try:
        told = _told(provider, request)
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError) as failed:
        raise ProviderFailed(type(failed).__name__) from failed
    value = told.get(provider.claim)
    if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
        raise ProviderFailed("no claim")
    return str(value).strip()


def _told(provider: Provider, request: HttpRequest) -> Mapping[str, object]:
    """What the signed answer says, completed with what the provider says of the user when asked directly."""
    client = _ready(provider)
    expected = {
        "iss": {"essential": True, "value": client.server_metadata["issuer"]},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True},
    }
    token = client.authorize_access_token(request, claims_options=expected, leeway=CLOCKS_DIFFER)
    signed = token.get("userinfo")
    if not signed:
        raise ProviderFailed("no signed answer")
    if provider.claim in signed or "userinfo_endpoint" not in client.server_metadata:
        return dict(signed)
    more = client.userinfo(token=token)
    if more.get("sub") != signed["sub"]:
        raise ProviderFailed("of another")
    return dict(more)


def _ready(provider: Provider) -> Any:
    """The client with what the provider says of itself, asked once and kept."""
    client = _client(provider)
    metadata = client.load_server_metadata()
    if str(metadata["issuer"]).rstrip("/") != provider.issuer:
        raise ProviderFailed("another issuer")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    client.server_metadata["id_token_signing_alg_values_supported"] = [
        each for each in offered if each in SIGNED_WITH
    ] or ["RS256"]
    return client


@cache
def _client(provider: Provider) -> Any:
    return OAuth().register(
        provider.name,
        client_id=provider.client_id,
        client_secret=provider.secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": provider.scope,
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


def forget_all() -> None:
    """Ask each provider anew what it says of itself."""
    _client.cache_clear()
