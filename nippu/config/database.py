"""The database of a DATABASE_URL, as Django wants it told."""

import os
from typing import TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit


class Database(TypedDict):
    """One database of Django's DATABASES."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    CONN_MAX_AGE: int | None
    CONN_HEALTH_CHECKS: bool
    OPTIONS: dict[str, str | bool | int]
    TEST: dict[str, str]


PREPARED: dict[str, str | bool | int] = {
    "server_side_binding": True,
    "prepare_threshold": 2,
    "options": "-c jit=off",
}
"""Statements are planned once in a connection and only given values after that: signing takes half the time.
The database does not compile them: for the conditions of access that takes longer than answering.
Between us and PostgreSQL there may be no pooler of transactions that does not know prepared statements."""


def database(url: str) -> Database:
    """The settings of a postgresql:// address; a socket folder may stand as ?host=."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL must begin with postgresql://: Nippu uses PostgreSQL only.")
    options: dict[str, str] = dict(parse_qsl(parts.query))
    host, port = options.pop("host", parts.hostname or ""), options.pop("port", str(parts.port or ""))
    return {
        "ENGINE": "nippu.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "nippu",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": port,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**PREPARED, **options},
        "TEST": {"NAME": "test_nippu" + os.environ.get("NIPPU_TEST_SUFFIX", "")},
    }
