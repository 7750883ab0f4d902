"""The installation's key for sealing the log: a file outside the repository and the database.

Beside the key lies a file of the public keys, those of earlier keys included: a seal is believed only when
one of them has signed it. Who can write in the database but not in these files cannot make a seal.
"""

import hashlib
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from nippu.audit.errors import LogKeyMissing, LogKeyWrong

OF_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that seals now."""

    key_id: str
    _private: Ed25519PrivateKey

    def sign(self, told: bytes) -> str:
        """The signature over some bytes, in hexadecimal."""
        return self._private.sign(told).hex()


def signer(path: Path, *, may_make: bool) -> Signer:
    """The key of a file. A private installation makes its own when there is none."""
    if not path.exists():
        if not may_make:
            raise LogKeyMissing(path=str(path))
        _write(path, Ed25519PrivateKey.generate(), replace=False)
    private = _read(path)
    _publish(path, private.public_key())
    return Signer(_id_of(private.public_key()), private)


def new_key(path: Path) -> str:
    """Make a key, the first or one in the place of the earlier, whose public key stays; the identifier."""
    private = Ed25519PrivateKey.generate()
    if path.exists():
        _publish(path, _read(path).public_key())
    _publish(path, private.public_key())
    _write(path, private, replace=True)
    return _id_of(private.public_key())


def known_keys(path: Path) -> dict[str, Ed25519PublicKey]:
    """The public keys by identifier, of the key in use and those before it."""
    listed = _public_file(path)
    if not listed.exists():
        raise LogKeyMissing(path=str(listed))
    lines = [line.split() for line in listed.read_text(encoding="ascii").splitlines() if line.strip()]
    return {key_id: Ed25519PublicKey.from_public_bytes(b64decode(raw)) for key_id, raw in lines}


def is_signed(key: Ed25519PublicKey, signature: str, told: bytes) -> bool:
    """Whether the key has signed the bytes."""
    try:
        key.verify(bytes.fromhex(signature), told)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as text."""
    return b64encode(key.public_bytes_raw()).decode()


def _public_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.public")


def _id_of(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        found = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise LogKeyWrong(path=str(path)) from error
    if not isinstance(found, Ed25519PrivateKey) or path.stat().st_mode & OF_OTHERS:
        raise LogKeyWrong(path=str(path))
    return found


def _write(path: Path, private: Ed25519PrivateKey, *, replace: bool) -> None:
    """The key in its file, readable to its owner only; when two make the first at once, one stands."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = path.with_name(f"{path.name}.{os.getpid()}")
    making.touch(mode=0o600)
    making.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    if replace:
        making.replace(path)
        return
    with suppress(FileExistsError):
        os.link(making, path)
    making.unlink()


def _publish(path: Path, key: Ed25519PublicKey) -> None:
    listed, key_id = _public_file(path), _id_of(key)
    told = listed.read_text(encoding="ascii") if listed.exists() else ""
    if key_id not in told.split():
        listed.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with listed.open("a", encoding="ascii") as opened:
            opened.write(f"{key_id} {public_text(key)}\n")
