"""Passkeys (WebAuthn): the questions that a browser is asked, and the checking of what it answers."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from uuid import UUID

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked, and what must be remembered until it answers."""

    asked: str
    """JSON for the page's script."""
    state: dict[str, str]


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey that we know: its public key, as a text to keep."""

    id: UUID
    kept: str
    uses: int


def are_possible(host: str) -> bool:
    """Whether browsers have passkeys for a site with this name: they have none for bare addresses."""
    try:
        ip_address(_name(host).strip("[]"))
    except ValueError:
        return True
    return False


def ask_to_add(host: str, *, account_id: UUID, username: str, known: Iterable[str]) -> Question:
    """The question for a new passkey; those that are known are not made again."""
    user = PublicKeyCredentialUserEntity(id=account_id.bytes, name=username, display_name=username)
    asked, state = _server(host).register_begin(
        user,
        credentials=[_opened(each) for each in known],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(json.dumps(dict(asked)["publicKey"]), state)


def added(host: str, state: Mapping[str, str], answer: str) -> str | None:
    """The new passkey as a text to keep; none when the answer is not to our question."""
    try:
        response = RegistrationResponse.from_dict(json.loads(answer))
        made = _server(host).register_complete(dict(state), response)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    data = made.credential_data
    return b64encode(bytes(data)).decode() if data is not None else None


def ask(host: str, known: Iterable[str]) -> Question:
    """The question for one of the known passkeys."""
    asked, state = _server(host).authenticate_begin(
        [_opened(each) for each in known], user_verification=UserVerificationRequirement.PREFERRED
    )
    return Question(json.dumps(dict(asked)["publicKey"]), state)


def answered(
    host: str, state: Mapping[str, str], answer: str, known: Iterable[Passkey]
) -> tuple[UUID, int] | None:
    """Which of the passkeys answered, and how many times it has been used; none when none did.

    A key that counts its uses and has counted back is a copy, and is refused.
    """
    by_credential = {_opened(each.kept).credential_id: each for each in known}
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        used = _server(host).authenticate_complete(
            dict(state), [_opened(each.kept) for each in by_credential.values()], response
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    key, uses = by_credential[used.credential_id], response.response.authenticator_data.counter
    return None if (uses or key.uses) and uses <= key.uses else (key.id, uses)


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=_name(host), name="Nippu"))


def _name(host: str) -> str:
    """The name of the site without the port."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _opened(kept: str) -> AttestedCredentialData:
    return AttestedCredentialData(b64decode(kept))
