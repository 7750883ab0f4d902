"""The secret that signs sessions, and whether log-ins need a second step: strict in production."""

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


def second_step_required(told: str | None, *, is_private: bool) -> bool:
    """Whether everyone must have a second step: NIPPU_SECOND_STEP, else in all but private installations."""
    if told not in (None, "", "required", "optional"):
        raise ImproperlyConfigured("NIPPU_SECOND_STEP is either required or optional.")
    return told == "required" if told else not is_private
