"""Hard kills in the middle of saving and signing: what was acknowledged is there afterwards, whole."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench.killing import Stored, Told, faults_of
from nippu.base.ids import new_id
from nippu.structures.canonical import digest

CHECKOUT = Path(__file__).resolve().parents[2]
ROUNDS = 5
A, B = digest(b"a"), digest(b"b")


def test_nothing_that_was_acknowledged_is_lost_when_the_server_and_the_database_are_killed():
    done = subprocess.run(
        [sys.executable, "-m", "bench.kill", str(ROUNDS)],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if not name.startswith("COV_")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    found = re.fullmatch(rf"{ROUNDS} kills: cut off \d+, savings (\d+), signings (\d+); 0 faults", last)
    assert found, last
    assert int(found[1]) > ROUNDS
    assert int(found[2]) > 0


DRAFT = Stored(
    state="draft",
    draft_version=2,
    draft_sha256=A,
    signed_content=None,
    signed_sha256=None,
    versions=0,
    records=0,
)
SIGNED = Stored(
    state="signed",
    draft_version=None,
    draft_sha256=None,
    signed_content=b"a",
    signed_sha256=A,
    versions=1,
    records=1,
)
SAVED = Told(version=2, sha256=A, sent={A, B})
SIGNED_TOLD = Told(version=2, sha256=A, sent={A}, signed=True, signing_sent=True)


def _faults(told, stored):
    document = new_id()
    return list(faults_of({document: told}, {} if stored is None else {document: stored}))


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        (SAVED, DRAFT),
        (SAVED, replace(DRAFT, draft_version=3, draft_sha256=B)),  # saved, though the answer was cut off
        (SIGNED_TOLD, SIGNED),
        (Told(version=2, sha256=A, sent={A}, signing_sent=True), SIGNED),  # signed, the answer cut off
        (Told(version=2, sha256=A, sent={A}, signing_sent=True), DRAFT),
    ],
)
def test_what_was_acknowledged_and_what_was_cut_off_are_no_faults(told, stored):
    assert _faults(told, stored) == []


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        (SAVED, None),
        (SAVED, replace(DRAFT, draft_version=1)),
        (SAVED, replace(DRAFT, draft_version=4, draft_sha256=B)),
        (SAVED, replace(DRAFT, draft_sha256=B)),
        (SAVED, replace(DRAFT, draft_version=3, draft_sha256=digest(b"c"))),
        (SAVED, SIGNED),
        (SIGNED_TOLD, DRAFT),
        (SIGNED_TOLD, replace(SIGNED, records=0)),
        (SIGNED_TOLD, replace(SIGNED, draft_version=2, draft_sha256=A)),
        (SIGNED_TOLD, replace(SIGNED, state="draft")),
        (SIGNED_TOLD, replace(SIGNED, signed_content=b"b")),
        (SIGNED_TOLD, replace(SIGNED, signed_content=b"b", signed_sha256=B)),
    ],
)
def test_a_loss_and_a_half_are_faults(told, stored):
    assert _faults(told, stored)
