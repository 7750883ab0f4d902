"""A passkey made of software: answers a browser's questions as an authenticator does (WebAuthn level 2)."""

import json
import secrets
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, ATTESTED = 0x01, 0x40


class SoftKey:
    """One key of one site. `origin` is where its browser thinks to be."""

    def __init__(self, origin: str = "https://testserver", site: str = "testserver") -> None:
        self.origin, self.site, self.counter = origin, site, 0
        self.key = generate_private_key(SECP256R1())
        self.id = secrets.token_bytes(16)

    def make(self, question: str) -> str:
        """The answer to a question for a new key."""
        cose = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        data = self._data(PRESENT | ATTESTED) + attested
        told = {"fmt": "none", "attStmt": {}, "authData": data}
        client = self._client("webauthn.create", question)
        return self._answer(
            clientDataJSON=websafe_encode(client), attestationObject=websafe_encode(cbor.encode(told))
        )

    def use(self, question: str) -> str:
        """The answer to a question for a known key."""
        self.counter += 1
        data, client = self._data(PRESENT), self._client("webauthn.get", question)
        signature = self.key.sign(data + sha256(client).digest(), ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=websafe_encode(client),
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
        )

    def _data(self, flags: int) -> bytes:
        return sha256(self.site.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, question: str) -> bytes:
        told = {"type": kind, "challenge": json.loads(question)["challenge"], "origin": self.origin}
        return json.dumps(told | {"crossOrigin": False}).encode()

    def _answer(self, **response: str) -> str:
        own = websafe_encode(self.id)
        told = {"id": own, "rawId": own, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps(told | {"response": response})
