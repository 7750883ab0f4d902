"""The secret that signs sessions: given in production, made once for a private installation."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(var: Path, *, may_make: bool) -> str:
    """SECRET_KEY of the environment; a private installation makes its own and keeps it in the var folder."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    if not may_make:
        raise ImproperlyConfigured("With DATABASE_URL, set SECRET_KEY too: a long random text, kept secret.")
    kept = var / "secret-key"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        making = var / f"secret-key.{os.getpid()}"
        making.touch(mode=0o600)
        making.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was first: its key stands
            os.link(making, kept)
        making.unlink()
    return kept.read_text()
