"""Writing the log of use: records, disclosures, clients' requests, seals."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from nippu.audit import access, rules
from nippu.audit.canonical import FORMATS, NEWEST, digest_of
from nippu.audit.errors import LogRefusalWithoutReason, LogRequestAnswered, LogRequestNotThere
from nippu.audit.keys import Signer
from nippu.audit.models import Disclosure, LogAnswer, LogRequest, Seal, UseRecord
from nippu.audit.sealing import columns_of, safe_horizon, statement_of
from nippu.audit.seals import NOTHING_BEFORE, Statement, leaf_of, root_of
from nippu.audit.types import PLAIN, Details, Kind, NewDisclosure, NewLogRequest, Outcome, Purpose, User
from nippu.base.ids import AccountId, ClientId

_INSERT = """
INSERT INTO audit_userecord (at, action, kind, purpose, controller_id, unit_id, professional_id, account_id,
    work_task, clients, subject_id, ground, ground_id, data_from, search_kind, refused, digest)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s, %s, %s, %s, %s)
"""
"""Without asking for the new row's identifier: one who adds to the log may not read it."""
BATCH = 1000
"""So many records at most lie under one seal."""
LOCK = 2_024_703_10
"""Number of the lock that keeps two from sealing at the same time."""


def record(
    action: str,
    *,
    by: User,
    clients: Iterable[ClientId],
    at: datetime,
    subject_id: UUID | None = None,
    details: Details = PLAIN,
) -> None:
    """Add one use to the log, in the transaction of the use itself. Identifiers only."""
    _add(action, by=by, clients=list(clients), at=at, subject_id=subject_id, details=details)


def _add(
    action: str,
    *,
    by: User | None,
    at: datetime,
    account_id: AccountId | None = None,
    clients: Iterable[UUID] = (),
    subject_id: UUID | None = None,
    details: Details = PLAIN,
) -> None:
    values = (
        at,
        action,
        (details.kind or rules.kind_of(action)).value,
        (details.purpose or rules.purpose_of(action)).value,
        by.controller_id if by else None,
        by.unit_id if by else None,
        by.professional_id if by else None,
        by.account_id if by else account_id,
        str(by.work_task) if by else "",
        list(clients),
        subject_id,
        details.ground,
        details.ground_id,
        details.data_from,
        details.search_kind.value if details.search_kind else "",
        details.refused,
        details.digest,
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)


def record_refusal(
    action: str, *, by: User, at: datetime, refused: str, subject_id: UUID | None = None
) -> None:
    """Tell of a use that was refused, in a transaction of its own: that of the use has been undone.

    The subject is what was asked for, whether or not there is such a thing: the log does not tell which.
    """
    with transaction.atomic():
        _add(action, by=by, at=at, subject_id=subject_id, details=Details(kind=Kind.REFUSAL, refused=refused))


def record_log_in(
    event: str, *, account_id: AccountId, by: User | None, at: datetime, refused: str = ""
) -> None:
    """Tell of a log-in, a failed log-in or a log-out of an account: `event` is in, out or failed."""
    _add(f"log_in.{event}", by=by, account_id=account_id, at=at, details=Details(refused=refused))


@transaction.atomic
def disclose(new: NewDisclosure, *, by: User, at: datetime) -> UUID:
    """Write into the log of disclosures what was given out of the register, to whom and on what provision."""
    rules.check_disclosure(new)
    row = Disclosure.objects.create(
        at=at,
        controller_id=by.controller_id,
        unit_id=by.unit_id,
        professional_id=by.professional_id,
        clients=list(new.clients),
        recipient=new.recipient.strip(),
        legal_basis=new.legal_basis.strip(),
        data_sets=new.data_sets.strip(),
        purpose=new.purpose.strip(),
    )
    details = Details(digest=digest_of(row))
    _add("disclosure.disclose", by=by, at=at, clients=new.clients, subject_id=row.id, details=details)
    return row.id


@transaction.atomic
def ask_for_log(new: NewLogRequest, *, by: User, at: datetime) -> UUID:
    """Take in a client's written request for the log; its answer is due in two months."""
    access.check_may_answer_clients(by)
    rules.check_log_request(new, localdate(at))
    row = LogRequest.objects.create(
        at=at,
        controller_id=by.controller_id,
        unit_id=by.unit_id,
        professional_id=by.professional_id,
        client_id=new.client_id,
        asked_on=new.asked_on,
        due_on=rules.answer_due(new.asked_on),
        period_from=new.period_from,
        period_to=new.period_to,
        reason=new.reason.strip(),
    )
    details = Details(digest=digest_of(row))
    _add("log_request.ask", by=by, at=at, clients=[new.client_id], subject_id=row.id, details=details)
    return row.id


@transaction.atomic
def answer_log_request(
    request_id: UUID, outcome: Outcome, *, by: User, at: datetime, reason: str = ""
) -> None:
    """Answer a client's request for the log: the extract is given, or refused with a reason."""
    access.check_may_answer_clients(by)
    asked = LogRequest.objects.filter(pk=request_id, controller_id=by.controller_id).first()
    if asked is None:
        raise LogRequestNotThere
    if LogAnswer.objects.filter(request=asked).exists():
        raise LogRequestAnswered
    if outcome is Outcome.REFUSED and not reason.strip():
        raise LogRefusalWithoutReason
    row = LogAnswer.objects.create(
        request=asked,
        at=at,
        unit_id=by.unit_id,
        professional_id=by.professional_id,
        outcome=outcome.value,
        reason=reason.strip(),
    )
    details = Details(digest=digest_of(row), purpose=Purpose.LOG_REQUEST)
    action = f"log_request.{'give' if outcome is Outcome.GIVEN else 'refuse'}"
    _add(action, by=by, at=at, clients=[asked.client_id], subject_id=asked.id, details=details)


def seal(signer: Signer, *, at: datetime, patience: float = 10.0) -> int | None:
    """Seal all records that none can come before any more; how many were sealed.

    None when a writer has stayed in the log for longer than the patience, in seconds: then seal later.
    """
    horizon = safe_horizon(patience)
    if not horizon and UseRecord.objects.exists():
        return None
    sealed = 0
    while count := _seal_batch(signer, horizon, at):
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch(signer: Signer, horizon: int, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Seal.objects.order_by("-number").first()
    before = statement_of(last) if last else None
    rows = []
    for each in columns_of(FORMATS[NEWEST], before.last_id if before else 0, horizon):
        rows.append(each)
        if len(rows) == BATCH:
            break
    if not rows:
        return 0
    leaves = [leaf_of(each, NEWEST) for each in rows]
    stated = _statement(rows, root_of(leaves).hex(), before, key_id=signer.key_id, at=at)
    Seal.objects.create(
        number=stated.number,
        first_id=stated.first_id,
        last_id=stated.last_id,
        record_ids=list(stated.record_ids),
        leaves=b"".join(leaves),
        earliest_at=stated.earliest_at,
        latest_at=stated.latest_at,
        root=stated.root,
        previous=stated.previous,
        format=stated.format,
        sealed_at=stated.sealed_at,
        key_id=stated.key_id,
        signature=signer.sign(stated.to_bytes()),
    )
    return len(rows)


def _statement(
    rows: list[dict[str, object]], root: str, before: Statement | None, *, key_id: str, at: datetime
) -> Statement:
    ids = [each["id"] for each in rows if isinstance(each["id"], int)]
    moments = [each["at"] for each in rows if isinstance(each["at"], datetime)]
    return Statement(
        number=before.number + 1 if before else 1,
        first_id=ids[0],
        last_id=ids[-1],
        record_ids=tuple(ids),
        earliest_at=min(moments),
        latest_at=max(moments),
        root=root,
        previous=before.digest if before else NOTHING_BEFORE,
        format=NEWEST,
        sealed_at=at,
        key_id=key_id,
    )


@transaction.atomic
def remove_expired(before: date, *, at: datetime) -> int:
    """Remove the sealed batches that are older than a day and than twelve years; how many records went.

    The seals and their leaf hashes stay, so that all that is left can still be verified.
    """
    oldest_kept = min(before, rules.years_before(localdate(at), rules.RETENTION_YEARS))
    expired = Seal.objects.filter(latest_at__date__lt=oldest_kept, removal__isnull=True)
    removed = 0
    with connection.cursor() as cursor:
        for number in expired.order_by("number").values_list("number", flat=True):
            cursor.execute("SELECT audit_remove_batch(%s)", [number])
            removed += cursor.fetchone()[0]
    if removed:
        _add("upkeep.remove_expired", by=None, at=at)
    return removed
