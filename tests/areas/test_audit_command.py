"""The command that seals and verifies the log."""

import json
from contextlib import nullcontext
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection

from nippu.audit.actions import record
from nippu.audit.models import UseRecord
from nippu.cli import audit as command


@pytest.fixture
def nippu(settings, tmp_path, monkeypatch, db):
    """Runs a command of the log in this test's database, with a key of its own."""
    settings.LOG_KEY_FILE = tmp_path / "log.ed25519"
    settings.PRIVATE = True
    monkeypatch.setattr(command, "django_ready", nullcontext)
    return lambda *words: CliRunner().invoke(command.audit, list(words))


@pytest.fixture
def used(eero, aino, now):
    record("client.read", by=eero, clients=[aino], at=now, subject_id=aino)
    return UseRecord.objects.latest("id")


def test_the_log_is_sealed_and_verified(nippu, used):
    count = UseRecord.objects.count()
    assert nippu("seal").output == f"Records sealed: {count}.\n"
    assert nippu("seal").output == "Records sealed: 0.\n"
    told = nippu("verify")
    assert told.exit_code == 0
    assert f"Records sealed: {count}." in told.output


def test_a_broken_log_is_told_by_batch_and_record(nippu, used):
    nippu("seal")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_userecord DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_userecord SET action = 'x' WHERE id = %s", [used.pk])
        cursor.execute("ALTER TABLE audit_userecord ENABLE TRIGGER USER")
    told = nippu("verify")
    assert told.exit_code == 1
    assert f"a record has been changed (batch 1, record {used.pk})" in told.output


def test_the_root_is_printed_and_verified_against(nippu, used, tmp_path):
    assert "Nothing has been sealed yet." in nippu("root").output
    nippu("seal")
    assert "digest" in nippu("root").output
    kept = tmp_path / "root.json"
    kept.write_text(nippu("root", "--json").output)
    assert nippu("verify", "--against", str(kept)).exit_code == 0
    told = json.loads(kept.read_text())
    kept.write_text(json.dumps({**told, "digest": "0" * 64}))
    assert "not the one that was exported" in nippu("verify", "--against", str(kept)).output


def test_a_new_key_is_made_where_none_is_made_by_itself(nippu, used, settings):
    settings.PRIVATE = False
    assert nippu("seal").exit_code == 1
    assert nippu("new-key").output.startswith("Key ")
    assert nippu("seal").exit_code == 0
    assert nippu("verify").exit_code == 0


def test_old_records_are_removed(nippu, eero, aino, now, settings):
    record("client.read", by=eero, clients=[aino], at=now - timedelta(days=13 * 366), subject_id=aino)
    nippu("seal")
    assert nippu("remove", "--before", "2030-01-01").output == "Records removed: 0.\n"


def test_sealing_goes_on_every_so_many_minutes(nippu, used, monkeypatch):
    rested = []

    def rest(seconds):
        rested.append(seconds)
        if len(rested) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(command.time, "sleep", rest)
    told = nippu("seal", "--every", "5")
    assert rested == [300, 300]
    assert told.output.count("Records sealed") == 2


def test_a_long_writer_lets_sealing_wait(nippu, used, monkeypatch):
    monkeypatch.setattr("nippu.audit.actions.safe_horizon", lambda _patience: 0)
    assert "nothing was sealed" in nippu("seal").output
