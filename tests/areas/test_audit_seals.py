"""The seals of the log: whatever the owner of the database changes in it is found and named."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import F

from nippu.access.types import WorkTask
from nippu.audit import actions, keys
from nippu.audit.canonical import FORMATS, NEWEST
from nippu.audit.models import Disclosure, LogRequest, Removal, Seal, UseRecord
from nippu.audit.queries import latest_root
from nippu.audit.sealing import statement_of
from nippu.audit.types import Details, NewDisclosure, NewLogRequest, SearchKind
from nippu.audit.verifying import KnownRoot, Wrong, verify
from nippu.base.ids import new_id

TABLES = ("userecord", "disclosure", "logrequest", "loganswer", "seal", "removal")


@pytest.fixture
def key_file(tmp_path):
    return tmp_path / "keys" / "log.ed25519"


@pytest.fixture
def signer(key_file):
    return keys.signer(key_file, may_make=True)


@pytest.fixture
def log(eero, aino, now, signer, monkeypatch):
    """Seven records under three seals, and one that waits."""
    monkeypatch.setattr(actions, "BATCH", 3)
    _as_owner("DELETE FROM audit_userecord")
    for number in range(7):
        details = Details(
            ground="own_unit", ground_id=new_id(), data_from=now.date(), search_kind=SearchKind.NAME,
            refused="no",
        )  # fmt: skip
        record_at = now + timedelta(seconds=number)
        actions.record("case.read", by=eero, clients=[aino], at=record_at, subject_id=aino, details=details)
    assert actions.seal(signer, at=now) == 7
    actions.record("case.read", by=eero, clients=[aino], at=now, subject_id=aino)
    return list(UseRecord.objects.order_by("id"))


def _as_owner(statement, *values):
    """Done by one who owns the tables and has switched their guards off."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE audit_{table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE audit_{table} ENABLE TRIGGER USER")


def _fault(key_file, **more):
    return verify(key_file, **more).fault


def test_a_log_that_nobody_has_touched_is_whole(log, key_file):
    verdict = verify(key_file)
    assert verdict.fault is None
    assert (verdict.batches, verdict.records, verdict.unsealed) == (3, 7, 1)


def test_an_empty_log_is_whole_without_a_key(db, key_file):
    assert verify(key_file).fault is None
    assert latest_root(key_file) is None


def test_the_seals_hold_every_column_of_a_record():
    assert set(FORMATS[NEWEST]) == {field.attname for field in UseRecord._meta.concrete_fields}


CHANGES = {
    "id": "id + 1000",
    "at": "at + interval '1 microsecond'",
    "action": "'case.list'",
    "kind": "'search'",
    "purpose": "'upkeep'",
    "controller_id": "gen_random_uuid()",
    "unit_id": "gen_random_uuid()",
    "professional_id": "gen_random_uuid()",
    "account_id": "NULL",
    "work_task": "''",
    "clients": "'{}'",
    "subject_id": "NULL",
    "ground": "''",
    "ground_id": "NULL",
    "data_from": "data_from + 1",
    "search_kind": "''",
    "refused": "''",
    "digest": "repeat('0', 64)",
}


def test_every_column_is_tampered_with():
    assert set(CHANGES) == set(FORMATS[NEWEST])


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_is_found_and_named(column, log, key_file):
    changed = log[4]
    _as_owner(f"UPDATE audit_userecord SET {column} = {CHANGES[column]} WHERE id = %s", changed.pk)
    fault = _fault(key_file)
    what = Wrong.RECORD_REMOVED if column == "id" else Wrong.RECORD_CHANGED
    assert (fault.what, fault.batch, fault.record) == (what, 2, changed.pk)


@pytest.mark.parametrize("place", [0, 3, 6])
def test_a_removed_record_is_found_and_named(place, log, key_file):
    _as_owner("DELETE FROM audit_userecord WHERE id = %s", log[place].pk)
    fault = _fault(key_file)
    assert (fault.what, fault.batch, fault.record) == (Wrong.RECORD_REMOVED, place // 3 + 1, log[place].pk)


def test_an_inserted_record_is_found_and_named(log, key_file):
    early = log[0].pk - 1
    _as_owner(
        "INSERT INTO audit_userecord (id, at, action, controller_id, unit_id, professional_id, clients)"
        " SELECT %s, at, action, controller_id, unit_id, professional_id, clients FROM audit_userecord"
        " WHERE id = %s",
        early, log[0].pk,
    )  # fmt: skip
    fault = _fault(key_file)
    assert (fault.what, fault.batch, fault.record) == (Wrong.RECORD_INSERTED, 1, early)


def test_two_records_that_have_changed_places_are_found(log, key_file):
    first, second = log[4].pk, log[5].pk
    _as_owner(
        "UPDATE audit_userecord AS a SET (at, ground_id) = (SELECT at, ground_id FROM audit_userecord AS b"
        " WHERE b.id = %s + %s - a.id) WHERE id IN (%s, %s)",
        first, second, first, second,
    )  # fmt: skip
    fault = _fault(key_file)
    assert (fault.what, fault.batch, fault.record) == (Wrong.RECORD_CHANGED, 2, first)


SEAL_CHANGES = {
    "number": "number + 10",
    "first_id": "first_id - 1",
    "last_id": "last_id + 1",
    "record_ids": "record_ids || last_id + 1",
    "leaves": "set_byte(leaves, 0, 255 - get_byte(leaves, 0))",
    "earliest_at": "earliest_at - interval '1 day'",
    "latest_at": "latest_at - interval '13 years'",
    "root": "repeat('a', 64)",
    "previous": "repeat('b', 64)",
    "format": "2",
    "sealed_at": "sealed_at + interval '1 second'",
    "key_id": "'0123456789abcdef'",
    "signature": "repeat('c', 128)",
}


def test_every_column_of_a_seal_is_tampered_with():
    assert set(SEAL_CHANGES) == {field.attname for field in Seal._meta.concrete_fields}


@pytest.mark.parametrize("column", SEAL_CHANGES)
def test_a_change_of_any_column_of_a_seal_is_found_and_named(column, log, key_file):
    _as_owner(f"UPDATE audit_seal SET {column} = {SEAL_CHANGES[column]} WHERE number = 2")
    fault = _fault(key_file)
    expected = {
        "number": Wrong.SEAL_MISSING,
        "leaves": Wrong.LEAVES_CHANGED,
        "key_id": Wrong.KEY_UNKNOWN,
    }
    assert (fault.what, fault.batch) == (expected.get(column, Wrong.SEAL_CHANGED), 2)


def test_a_removed_seal_is_found(log, key_file):
    _as_owner("DELETE FROM audit_seal WHERE number = 2")
    assert _fault(key_file).what is Wrong.SEAL_MISSING


def test_a_log_sealed_anew_with_another_key_is_found(log, key_file, tmp_path, now):
    _as_owner("UPDATE audit_userecord SET action = 'x' WHERE id = %s", log[0].pk)
    _as_owner("DELETE FROM audit_seal")
    actions.seal(keys.signer(tmp_path / "thief", may_make=True), at=now)
    fault = _fault(key_file)
    assert (fault.what, fault.batch) == (Wrong.KEY_UNKNOWN, 1)


def test_a_log_cut_short_is_found_against_a_root_kept_elsewhere(log, key_file):
    kept = latest_root(key_file)
    known = KnownRoot(number=kept.number, digest=kept.digest)
    assert _fault(key_file, known=known) is None
    _as_owner("DELETE FROM audit_userecord WHERE id >= %s", log[6].pk)
    _as_owner("DELETE FROM audit_seal WHERE number = 3")
    assert _fault(key_file) is None
    fault = _fault(key_file, known=known)
    assert (fault.what, fault.batch) == (Wrong.SEAL_MISSING, 3)


def test_a_log_sealed_anew_with_the_stolen_key_is_found_against_a_root_kept_elsewhere(
    log, key_file, signer, now
):
    kept = latest_root(key_file)
    _as_owner("UPDATE audit_userecord SET action = 'x' WHERE id = %s", log[0].pk)
    _as_owner("DELETE FROM audit_seal")
    actions.seal(signer, at=now)
    assert _fault(key_file) is None
    assert (
        _fault(key_file, known=KnownRoot(number=kept.number, digest=kept.digest)).what
        is Wrong.NOT_THE_KNOWN_ROOT
    )


def test_a_new_key_seals_on_and_the_old_seals_hold(log, key_file, now, eero, aino):
    old = keys.signer(key_file, may_make=False).key_id
    new = keys.new_key(key_file)
    assert actions.seal(keys.signer(key_file, may_make=False), at=now) == 1
    assert list(Seal.objects.order_by("number").values_list("key_id", flat=True)) == [old, old, old, new]
    assert _fault(key_file) is None
    assert set(keys.known_keys(key_file)) == {old, new}


@pytest.fixture
def old_log(eero, aino, now, signer, monkeypatch):
    """A batch from thirteen years ago, and one of today."""
    monkeypatch.setattr(actions, "BATCH", 3)
    _as_owner("DELETE FROM audit_userecord")
    for at in [now - timedelta(days=13 * 366)] * 3 + [now] * 2:
        actions.record("case.read", by=eero, clients=[aino], at=at, subject_id=aino)
    actions.seal(signer, at=now)
    return list(UseRecord.objects.order_by("id"))


def test_records_go_after_twelve_years_and_the_chain_holds(old_log, key_file, now):
    assert actions.remove_expired(now.date(), at=now) == 3
    assert [row.pk for row in UseRecord.objects.filter(action="case.read")] == [row.pk for row in old_log[3:]]
    verdict = verify(key_file)
    assert (verdict.fault, verdict.batches) == (None, 2)
    assert UseRecord.objects.filter(action="upkeep.remove_expired", kind="upkeep").count() == 1
    assert Removal.objects.get().seal_id == 1
    assert str(Removal.objects.get()) == str(Seal.objects.get(number=1)) == "1"
    assert actions.remove_expired(now.date(), at=now) == 0


def test_records_go_only_before_the_day_that_is_asked(old_log, now):
    assert actions.remove_expired(now.date() - timedelta(days=14 * 366), at=now) == 0


def test_the_database_removes_no_batch_before_its_time(old_log):
    refused = pytest.raises(ProgrammingError, match="has not passed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_remove_batch(2)")
    assert UseRecord.objects.count() == 5


def test_an_old_record_that_is_not_sealed_is_not_removed(eero, aino, now):
    actions.record("case.read", by=eero, clients=[aino], at=now - timedelta(days=13 * 366), subject_id=aino)
    with pytest.raises(ProgrammingError, match="only grows"), transaction.atomic():
        UseRecord.objects.filter(action="case.read").delete()


def test_a_removal_before_its_time_is_found(old_log, key_file, now):
    _as_owner("INSERT INTO audit_removal (seal_id, at) VALUES (2, %s)", now)
    _as_owner("DELETE FROM audit_userecord WHERE id > %s", old_log[2].pk)
    fault = _fault(key_file)
    assert (fault.what, fault.batch) == (Wrong.REMOVED_EARLY, 2)


def test_seals_and_removals_are_never_changed(old_log, now):
    actions.remove_expired(now.date(), at=now)
    for change in (
        lambda: Seal.objects.update(root="x"),
        lambda: Removal.objects.update(at=F("at")),
        Removal.objects.all().delete,
    ):
        with pytest.raises(ProgrammingError, match="only grows"), transaction.atomic():
            change()


@pytest.fixture
def disclosed(log, aino, veera, now, signer):
    officer = replace(veera, work_task=WorkTask.DATA_PROTECTION)
    told = {"recipient": "Kela", "legal_basis": "703/2023 64 §", "data_sets": "Päätös", "purpose": "Pyyntö"}
    actions.disclose(NewDisclosure(clients=(aino,), **told), by=officer, at=now)
    today = now.date()
    actions.ask_for_log(
        NewLogRequest(client_id=aino, asked_on=today, period_from=today, period_to=today), by=officer, at=now
    )
    actions.seal(signer, at=now)


def test_disclosures_and_requests_are_held_by_the_seals(disclosed, key_file):
    assert _fault(key_file) is None


@pytest.mark.parametrize(
    ("statement", "model"),
    [
        ("UPDATE audit_disclosure SET recipient = 'x'", Disclosure),
        ("UPDATE audit_logrequest SET due_on = due_on + 1", LogRequest),
    ],
)
def test_a_changed_disclosure_or_request_is_found_and_named(statement, model, disclosed, key_file):
    _as_owner(statement)
    fault = _fault(key_file)
    assert (fault.what, fault.row) == (Wrong.ROW_CHANGED, model.objects.get().pk)


def test_a_removed_disclosure_is_found_by_its_record(disclosed, key_file):
    _as_owner("DELETE FROM audit_disclosure")
    fault = _fault(key_file)
    assert (fault.what, fault.record) == (
        Wrong.ROW_CHANGED,
        UseRecord.objects.get(action="disclosure.disclose").pk,
    )


def test_the_root_is_told_with_what_is_needed_to_check_it_without_us(log, key_file):
    root = latest_root(key_file)
    told = json.loads(json.dumps(root.told()))
    last = Seal.objects.get(number=3)
    public = keys.known_keys(key_file)[root.key_id]
    assert told["digest"] == hashlib.sha256(statement_of(last).to_bytes()).hexdigest()
    assert keys.is_signed(public, root.signature, statement_of(last).to_bytes())
    assert not keys.is_signed(public, root.signature, b"other")
    assert not keys.is_signed(public, "no", b"other")


@pytest.mark.django_db(transaction=True)
def test_a_record_is_not_sealed_while_an_earlier_one_may_still_come(eero, aino, now, key_file, signer):
    actions.seal(signer, at=now)
    last = Seal.objects.latest("number").last_id
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_userecord (at, action, kind, clients) VALUES (now(), 'x', 'upkeep', '{}')"
            )
        actions.record("case.read", by=eero, clients=[aino], at=now)
        assert actions.seal(signer, at=now, patience=0.2) is None
        assert Seal.objects.latest("number").last_id == last
        other.commit()
        assert actions.seal(signer, at=now, patience=0.2) == 2
    finally:
        other.close()
    assert verify(key_file).fault is None
