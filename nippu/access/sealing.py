"""Sealing of secrets that the database keeps: a copy of the database alone does not tell them."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"nippu.access.sealing"


class SealBroken(Exception):
    """What was to be opened was not sealed with this installation's key."""


def seal(text: str) -> str:
    """The text so that only this installation's key opens it."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed. Keys that were in use before, SECRET_KEY_FALLBACKS, open it too."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as broken:
        raise SealBroken from broken


def keys() -> tuple[str, ...]:
    """The installation's key and those that were in use before, the present first."""
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys()])


def _derived(key: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return urlsafe_b64encode(kdf.derive(key.encode()))
