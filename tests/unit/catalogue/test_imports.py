"""An import's report as it is kept, and the state that is true."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual, Message
from nippu.catalogue.entries import FileReport, ImportReport, Outcome
from nippu.catalogue.imports import NO_SIGN_OF_LIFE, ImportState, kept, report_of, state_now

OID = StructureOid("1.2.246.537.6.1506.1019.2023.9.28")
OLDER = StructureOid("1.2.246.537.6.1506.1019.2021.1.1")
AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
LONG = NO_SIGN_OF_LIFE + timedelta(seconds=1)


@pytest.mark.parametrize(
    "told",
    [
        FileReport(file="a.json", outcome=Outcome.ADDED, oid=OID, name=Bilingual("Arvio", "Bedömning")),
        FileReport(
            file="b.json", outcome=Outcome.UPDATED, oid=OID, name=Bilingual("Arvio"), retired=(OLDER,)
        ),
        FileReport(
            file="ä.json",
            outcome=Outcome.REFUSED,
            reason=Message("{n} {name} {what}", {"n": 3, "name": Bilingual("Arvio", "B"), "what": "x"}),
            place="/sosmeta/oid",
        ),
    ],
)
def test_what_is_kept_of_a_file_gives_the_same_again(told):
    assert report_of(json.loads(json.dumps(kept([told])))) == ImportReport((told,))


@pytest.mark.parametrize(
    ("state", "silent", "true"),
    [
        (ImportState.RUNNING, NO_SIGN_OF_LIFE, ImportState.RUNNING),
        (ImportState.RUNNING, LONG, ImportState.INTERRUPTED),
        (ImportState.DONE, LONG, ImportState.DONE),
        (ImportState.CANCELLED, LONG, ImportState.CANCELLED),
    ],
)
def test_only_a_running_import_that_is_silent_for_long_is_interrupted(state, silent, true):
    assert state_now(state, seen_at=AT, at=AT + silent) is true
