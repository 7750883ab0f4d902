"""Reading of accounts, second steps, sessions, and of log-ins that failed."""

from datetime import datetime

from django.contrib.sessions.models import Session

from nippu.access.models import Account, FailedLogIn, OpenSession, RecoveryCode, SecondStep
from nippu.access.passkeys import Passkey
from nippu.access.sealing import unseal
from nippu.access.second_steps import OwnSecondStep, OwnSecondSteps, OwnSession, SecondStepKind
from nippu.access.throttle import MOST_FAILED, MOST_FROM_ADDRESS, WITHIN, digest, digest_of_address
from nippu.base.ids import AccountId


def account_named(username: str) -> AccountId | None:
    """The account with this name, whether or not it may log in."""
    found = Account.objects.filter(username=username.strip()).values_list("id", flat=True).first()
    return AccountId(found) if found else None


def log_in_again_at(username: str, address: str, *, at: datetime) -> datetime | None:
    """When one may try to log in again; none when one may try now."""
    failed = FailedLogIn.objects.filter(at__gt=at - WITHIN).order_by("-at").values_list("at", flat=True)
    moments = [
        *failed.filter(who=digest(username, address))[MOST_FAILED - 1 : MOST_FAILED],
        *failed.filter(address=digest_of_address(address))[MOST_FROM_ADDRESS - 1 : MOST_FROM_ADDRESS],
    ]
    return max(moments) + WITHIN if moments else None


def account_to_log_in(account_id: AccountId) -> Account | None:
    """The account for a session to begin with; none when it is closed."""
    return Account.objects.filter(pk=account_id, is_active=True).first()


def account_known_as(provider: str, external_id: str) -> AccountId | None:
    """Whom an identity provider means by this; none when nobody is linked to it, or the account is closed."""
    if not external_id:
        return None
    rows = Account.objects.filter(external_provider=provider, external_id=external_id, is_active=True)
    found = rows.values_list("id", flat=True).first()
    return AccountId(found) if found else None


def second_steps_of(account_id: AccountId) -> OwnSecondSteps:
    """What a person can log in with after the password."""
    return OwnSecondSteps(
        steps=tuple(
            OwnSecondStep(
                id=row.id,
                kind=SecondStepKind(row.kind),
                name=row.name,
                added_at=row.added_at,
                used_at=row.used_at,
            )
            for row in SecondStep.objects.filter(account_id=account_id).order_by("added_at", "id")
        ),
        codes_left=RecoveryCode.objects.filter(account_id=account_id, used_at=None).count(),
    )


def known_passkeys(account_id: AccountId) -> tuple[Passkey, ...]:
    """The passkeys of a person, for asking and checking."""
    rows = SecondStep.objects.filter(account_id=account_id, kind=SecondStepKind.PASSKEY.value)
    return tuple(Passkey(row.id, unseal(row.secret), row.uses) for row in rows)


def open_sessions(account_id: AccountId, *, at: datetime) -> tuple[OwnSession, ...]:
    """The sessions of a person that have not ended, those in use last coming first."""
    rows = {row.key: row for row in OpenSession.objects.filter(account_id=account_id).order_by("-seen_at")}
    alive = set(
        Session.objects.filter(session_key__in=rows, expire_date__gt=at).values_list("session_key", flat=True)
    )
    return tuple(
        OwnSession(id=row.id, key=key, agent=row.agent, began_at=row.began_at, seen_at=row.seen_at)
        for key, row in rows.items()
        if key in alive
    )
