"""The second step of a log-in: codes of an app, passkeys, recovery codes. Values and pure functions."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hmac import compare_digest
from uuid import UUID

import pyotp

SECONDS = 30
"""How long a code of an app is good (RFC 6238)."""
CLOCKS_DIFFER = 1
"""By how many codes a phone's clock may be early or late."""
HOW_MANY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that are not mistaken for each other on paper."""
APP_CODE = re.compile(r"[0-9]{6}")


class SecondStepKind(StrEnum):
    """What a person has at hand."""

    CODE_APP = "code_app"
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSecondStep:
    """A second step as its owner sees it."""

    id: UUID
    kind: SecondStepKind
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSecondSteps:
    """All that a person can log in with after the password."""

    steps: tuple[OwnSecondStep, ...]
    codes_left: int

    @property
    def has_any(self) -> bool:
        """Whether a log-in has a second step. Recovery codes alone are none: they are spare keys."""
        return bool(self.steps)

    @property
    def code_app(self) -> OwnSecondStep | None:
        """The app that shows codes; at most one."""
        return next((each for each in self.steps if each.kind is SecondStepKind.CODE_APP), None)

    @property
    def passkeys(self) -> tuple[OwnSecondStep, ...]:
        """The passkeys, the oldest first."""
        return tuple(each for each in self.steps if each.kind is SecondStepKind.PASSKEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """A log-in that has not ended, as its owner sees it."""

    id: UUID
    key: str
    agent: str
    began_at: datetime
    seen_at: datetime


def new_secret() -> str:
    """A secret for an app that shows codes."""
    return pyotp.random_base32()


def app_address(secret: str, *, username: str) -> str:
    """What the picture for the app's camera says."""
    return pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=username, issuer_name="Nippu")


def counter_of(secret: str, code: str, *, at: datetime) -> int | None:
    """Which of the codes that the app shows about now this is; none when it is wrong."""
    app, now = pyotp.HOTP(secret), int(at.timestamp()) // SECONDS
    near = range(now - CLOCKS_DIFFER, now + CLOCKS_DIFFER + 1)
    return next((each for each in near if compare_digest(app.at(each).encode(), code.encode())), None)


def new_codes() -> tuple[str, ...]:
    """Recovery codes, as they are shown to their owner once."""
    return tuple(
        "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        for _ in range(HOW_MANY_CODES)
    )


def plain(code: str) -> str:
    """A code without what people add when they type it from paper."""
    return re.sub(r"[\s-]", "", code).lower()
