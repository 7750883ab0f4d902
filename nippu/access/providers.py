"""The identity providers (OpenID Connect) that an installation trusts, as its environment tells them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME = re.compile(r"[a-z][a-z0-9]{0,39}")
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class Audience(StrEnum):
    """Whom a provider knows."""

    PROFESSIONALS = "professionals"
    CITIZENS = "citizens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider that tells who somebody is."""

    name: str
    """In addresses, in the environment, and beside what an account is known as."""
    label: str
    """What the button says."""
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    claim: str
    """Which of the things that the provider tells says who the person is."""
    audience: Audience
    scope: str


def read_providers(environ: Mapping[str, str]) -> dict[str, Provider]:
    """The providers by name: NIPPU_PROVIDERS lists them, NIPPU_PROVIDER_<NAME>_ISSUER and so on tell more."""
    names = [each.strip() for each in environ.get("NIPPU_PROVIDERS", "").split(",") if each.strip()]
    return {name: _provider(name, environ) for name in names}


def _provider(name: str, environ: Mapping[str, str]) -> Provider:
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(f"NIPPU_PROVIDERS: {name!r} must be small letters and digits.")

    def told(what: str, otherwise: str | None = None) -> str:
        key = f"NIPPU_PROVIDER_{name.upper()}_{what}"
        found = environ.get(key) or otherwise
        if found is None:
            raise ImproperlyConfigured(f"{key} is missing.")
        return found

    audience = told("FOR", Audience.PROFESSIONALS.value)
    if audience not in list(Audience):
        raise ImproperlyConfigured(f"NIPPU_PROVIDER_{name.upper()}_FOR: professionals or citizens.")
    return Provider(
        name=name,
        label=told("LABEL", name),
        issuer=_checked_issuer(told("ISSUER")),
        client_id=told("CLIENT_ID"),
        secret=Path(told("SECRET_FILE")).read_text(encoding="utf-8").strip(),
        claim=told("CLAIM", "sub"),
        audience=Audience(audience),
        scope=told("SCOPE", "openid profile"),
    )


def _checked_issuer(issuer: str) -> str:
    """The issuer without a slash at its end. Secrets travel over TLS only, but within this machine."""
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        raise ImproperlyConfigured(f"The issuer {issuer} must begin with https://.")
    return issuer.rstrip("/")
