"""Keeping count of log-ins that fail; second steps; sessions; passwords."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from nippu.access import passkeys
from nippu.access.decree import policy_rows
from nippu.access.errors import (
    CodeAppThere,
    PasswordTooWeak,
    PasswordWrong,
    SecondStepNeeded,
    WallCannotStand,
)
from nippu.access.models import (
    Account,
    DecreeRow,
    FailedLogIn,
    OpenSession,
    RecoveryCode,
    SecondStep,
    WallKey,
)
from nippu.access.queries import known_passkeys, open_sessions
from nippu.access.sealing import seal, unseal
from nippu.access.second_steps import APP_CODE, SecondStepKind, counter_of, new_codes, plain
from nippu.access.throttle import WITHIN, digest, digest_of_address, digests_of_code
from nippu.access.wall import ROLE, application_key
from nippu.base.ids import AccountId


def note_failed_log_in(username: str, address: str, *, at: datetime) -> None:
    """Count a log-in that failed. What no longer counts is cleared away."""
    FailedLogIn.objects.filter(at__lte=at - WITHIN).delete()
    who, where = digest(username, address), digest_of_address(address)
    FailedLogIn.objects.create(who=who, address=where, at=at)


def forget_failed_log_ins(username: str, address: str) -> None:
    """Begin the count anew, after a log-in that succeeded."""
    FailedLogIn.objects.filter(who=digest(username, address)).delete()


@transaction.atomic
def use_code(account_id: AccountId, code: str, *, at: datetime) -> bool:
    """Take a code of the app or a recovery code as the second step. Each is good once."""
    typed = plain(code)
    return (
        _use_app_code(account_id, typed, at)
        if APP_CODE.fullmatch(typed)
        else _use_recovery(account_id, typed, at)
    )


def _use_app_code(account_id: AccountId, code: str, at: datetime) -> bool:
    app = SecondStep.objects.filter(account_id=account_id, kind=SecondStepKind.CODE_APP.value).first()
    counter = counter_of(unseal(app.secret), code, at=at) if app else None
    if app is None or counter is None:
        return False
    return bool(SecondStep.objects.filter(pk=app.pk, uses__lt=counter).update(uses=counter, used_at=at))


def _use_recovery(account_id: AccountId, code: str, at: datetime) -> bool:
    rows = RecoveryCode.objects.filter(account_id=account_id, used_at=None)
    return bool(rows.filter(digest__in=digests_of_code(account_id, code)).update(used_at=at))


def use_passkey(
    account_id: AccountId, answer: str, *, host: str, state: Mapping[str, str], at: datetime
) -> bool:
    """Take the answer of a passkey as the second step."""
    used = passkeys.answered(host, state, answer, known_passkeys(account_id))
    if used is None:
        return False
    key, uses = used
    return bool(SecondStep.objects.filter(pk=key, account_id=account_id).update(uses=uses, used_at=at))


@transaction.atomic
def add_code_app(account_id: AccountId, secret: str, code: str, *, at: datetime) -> bool:
    """Begin to ask codes of an app, when it shows the right one already; otherwise nothing is added."""
    rows = SecondStep.objects.filter(account_id=account_id, kind=SecondStepKind.CODE_APP.value)
    if rows.exists():
        raise CodeAppThere
    counter = counter_of(secret, plain(code), at=at)
    if counter is None:
        return False
    SecondStep.objects.create(
        account_id=account_id,
        kind=SecondStepKind.CODE_APP.value,
        secret=seal(secret),
        uses=counter,
        added_at=at,
    )
    return True


def add_passkey(account_id: AccountId, key: str, *, name: str, at: datetime) -> None:
    """Add a passkey that a browser has just made."""
    SecondStep.objects.create(
        account_id=account_id,
        kind=SecondStepKind.PASSKEY.value,
        name=name.strip()[:100],
        secret=seal(key),
        added_at=at,
    )


@transaction.atomic
def remove_second_step(account_id: AccountId, step_id: UUID, *, is_required: bool) -> bool:
    """Remove one's own second step; false when there is none such. The last takes the spare codes along."""
    rows = SecondStep.objects.select_for_update().filter(account_id=account_id)
    ids = {row.id for row in rows}
    if step_id not in ids:
        return False
    if is_required and len(ids) == 1:
        raise SecondStepNeeded
    SecondStep.objects.filter(pk=step_id).delete()
    if len(ids) == 1:
        RecoveryCode.objects.filter(account_id=account_id).delete()
    return True


@transaction.atomic
def remove_all_second_steps(account_id: AccountId) -> None:
    """Let a person who has lost everything begin anew: the next log-in asks for a new second step."""
    SecondStep.objects.filter(account_id=account_id).delete()
    RecoveryCode.objects.filter(account_id=account_id).delete()


@transaction.atomic
def make_recovery_codes(account_id: AccountId) -> tuple[str, ...]:
    """New recovery codes, to be shown once. The ones before are no longer good."""
    codes = new_codes()
    RecoveryCode.objects.filter(account_id=account_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=account_id, digest=digests_of_code(account_id, plain(code))[0])
        for code in codes
    )
    return codes


def change_password(account_id: AccountId, *, old: str, new: str) -> None:
    """Change one's own password. Sessions of others with the old one end."""
    account = Account.objects.get(pk=account_id)
    if not account.check_password(old):
        raise PasswordWrong
    try:
        validate_password(new, account)
    except ValidationError as refused:
        raise PasswordTooWeak from refused
    account.set_password(new)
    account.save(update_fields=["password"])


def link_to_provider(account_id: AccountId, *, provider: str, external_id: str) -> None:
    """Let a person log in through an identity provider that knows the person by this."""
    Account.objects.filter(pk=account_id).update(external_provider=provider, external_id=external_id)


def begin_session(account_id: AccountId, key: str, *, agent: str, at: datetime) -> None:
    """Remember a session that began, for its owner to see. Those of the owner that are gone are forgotten."""
    alive = [each.id for each in open_sessions(account_id, at=at)]
    OpenSession.objects.filter(account_id=account_id).exclude(pk__in=alive).delete()
    OpenSession.objects.create(account_id=account_id, key=key, agent=agent[:200], began_at=at, seen_at=at)


def see_session(key: str, *, at: datetime) -> None:
    """Remember when a session was last in use."""
    OpenSession.objects.filter(key=key).update(seen_at=at)


@transaction.atomic
def end_session(account_id: AccountId, session_id: UUID) -> str | None:
    """End one of one's own sessions; its key, or none when there is none such."""
    row = OpenSession.objects.filter(account_id=account_id, pk=session_id).first()
    if row is None:
        return None
    Session.objects.filter(session_key=row.key).delete()
    row.delete()
    return row.key


@transaction.atomic
def end_all_sessions(account_id: AccountId, *, but: str = "") -> tuple[str, ...]:
    """End a person's sessions, but perhaps the present one; their keys."""
    rows = OpenSession.objects.filter(account_id=account_id).exclude(key=but)
    keys = tuple(rows.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return keys


def forget_session(key: str) -> None:
    """Forget a session that its owner has ended by logging out."""
    OpenSession.objects.filter(key=key).delete()


def prepare_wall(grants: str) -> None:
    """Make the keys of the second wall, write the decree for it, and give the server's role what it needs.

    Called after each migration, by the owner of the tables. Raises WallCannotStand when the role is missing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            raise WallCannotStand(role=ROLE)
        cursor.execute(grants)
    _keep_key("application", application_key())
    if not WallKey.objects.filter(name="transaction").exists():
        _keep_key("transaction", secrets.token_bytes(32))
    DecreeRow.objects.all().delete()
    DecreeRow.objects.bulk_create(DecreeRow(**asdict(row)) for row in policy_rows())


def _keep_key(name: str, key: bytes) -> None:
    """A key with the pads of HMAC (RFC 2104) worked in, as the database wants it."""
    padded = key.ljust(64, b"\0")
    inner, outer = bytes(each ^ 0x36 for each in padded), bytes(each ^ 0x5C for each in padded)
    WallKey.objects.update_or_create(name=name, defaults={"inner": inner, "outer": outer})
