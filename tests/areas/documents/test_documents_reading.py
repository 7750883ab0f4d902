"""Reading of documents: pages, bundles, lists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nippu.audit.models import UseRecord
from nippu.catalogue import loading
from nippu.catalogue.queries import newest
from nippu.catalogue.types import Stage
from nippu.documents import queries
from nippu.documents.actions.drafting import start_document
from nippu.documents.actions.signing import sign
from nippu.documents.errors import NoSuchVersion
from nippu.documents.models import Document
from tests import cast

JOINT_ASSESSMENT, OWN_ASSESSMENT, ENTRY = "1506.1019", "1506.1012", "1506.19001"


def test_reading_is_recorded_with_the_clients(signed, aino, eero, now):
    queries.open_document(signed, by=eero, at=now)
    record = UseRecord.objects.get(action="document.read", subject_id=signed)
    assert record.clients == [aino]


def test_a_version_that_does_not_exist_is_not_found(signed, eero, now):
    with pytest.raises(NoSuchVersion):
        queries.open_document(signed, by=eero, at=now, version=2)


def test_the_bundle_lays_papers_stage_by_stage_with_drafts_first(case, signed, eero, now):
    entry = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    assessment = start_document(case, newest(OWN_ASSESSMENT).oid, by=eero, at=now)
    bundle = queries.bundle(case, by=eero, at=now)
    stages = {each.info.stage: each for each in bundle.stages}
    assert [each.id for each in stages[Stage.INITIATION].documents] == [entry, signed]
    assert [each.id for each in stages[Stage.ASSESSMENT].documents] == [assessment]
    assert (stages[Stage.INITIATION].state, stages[Stage.ASSESSMENT].state) == ("done", "now")
    assert {each.id for each in bundle.drafts} == {entry, assessment}
    row = stages[Stage.INITIATION].documents[1]
    assert (row.type_key, row.author_name, row.whose, row.positions) == (
        "merkinta",
        "Eero Pohjola",
        ("Aino Maria Mäkelä",),
        (1,),
    )


def test_the_bundle_tells_what_is_typical_and_not_made(case, eero, now):
    codes = [
        each.structure_code
        for stage in queries.bundle(case, by=eero, at=now).stages
        for each in stage.missing
    ]
    assert OWN_ASSESSMENT in codes
    start_document(case, newest(OWN_ASSESSMENT).oid, by=eero, at=now)
    codes = [
        each.structure_code
        for stage in queries.bundle(case, by=eero, at=now).stages
        for each in stage.missing
    ]
    assert OWN_ASSESSMENT not in codes


def test_the_statements_of_a_bundle_do_not_grow_with_its_papers(joint_case, eero, now, monkeypatch):
    monkeypatch.setattr(loading, "SECONDS_BETWEEN_LOOKS", 3600.0)  # not a part of the page

    def statements():
        with CaptureQueriesContext(connection) as counted:
            queries.bundle(joint_case, by=eero, at=now)
        return len(counted)

    start_document(joint_case, newest(ENTRY).oid, by=eero, at=now)
    statements()
    few = statements()
    for _each in range(5):
        document = start_document(joint_case, newest(ENTRY).oid, by=eero, at=now)
        sign(document, version=1, by=eero, at=now)
    assert statements() == few <= 12


def test_suitable_structures_begin_with_the_most_used_and_give_reasons_for_the_unsuited(
    joint_case, eero, now
):
    start_document(joint_case, newest(JOINT_ASSESSMENT).oid, by=eero, at=now)
    found = queries.suitable_structures(joint_case, by=eero, at=now)
    assert found[0].structure_code == JOINT_ASSESSMENT
    assert found[0].used == 1
    reasons = {each.structure_code: each.reason for each in found}
    assert reasons[JOINT_ASSESSMENT] is None
    assert "yhteinen" in reasons[OWN_ASSESSMENT].in_language("fi")
    suited = [each.reason is None for each in found]
    assert suited == sorted(suited, reverse=True)


@pytest.mark.parametrize("text", ["tyoikaisten palvelutarpeen", "servicebehovet arbetsför", "1506.1012"])
def test_a_structure_is_found_by_words_of_its_name_in_either_language_or_its_number(case, eero, now, text):
    assert OWN_ASSESSMENT in {
        each.structure_code for each in queries.suitable_structures(case, by=eero, at=now, text=text)
    }


def test_a_stage_narrows_the_suitable_structures(case, eero, now):
    found = queries.suitable_structures(case, by=eero, at=now, stage=Stage.ASSESSMENT)
    codes = {each.structure_code for each in found}
    assert OWN_ASSESSMENT in codes
    assert "1506.3011" not in codes


def test_a_clients_documents_are_those_made_while_the_client_was_a_member(aino, pekka, joint_case, eero, now):
    document = start_document(joint_case, newest(ENTRY).oid, by=eero, at=now)
    own = cast.own_case(aino, by=eero, at=now)
    personal = start_document(own, newest(ENTRY).oid, by=eero, at=now)
    of_aino = queries.documents_of_client(aino, by=eero, at=now)
    of_pekka = queries.documents_of_client(pekka, by=eero, at=now)
    assert {each.id for each in of_aino} == {document, personal}
    assert {each.id for each in of_pekka} == {document}
    assert queries.latest_contacts(of_pekka) == of_pekka


def test_my_drafts_are_mine_alone(draft, eero, otso, now):
    assert [each.id for each in queries.my_drafts(by=eero, at=now)] == [draft]
    assert queries.my_drafts(by=otso, at=now) == ()


def test_the_earlier_document_stands_beside_the_editor_however_many_entries_came_after_it(case, eero, now):
    earlier = start_document(case, newest(OWN_ASSESSMENT).oid, by=eero, at=now)
    Document.objects.filter(pk=earlier).update(state="signed", version=1, signed_at=now)
    for minutes in range(1, 22):
        at = now + timedelta(minutes=minutes)
        sign(start_document(case, newest(ENTRY).oid, by=eero, at=at), version=1, by=eero, at=at)
    draft = start_document(case, newest(OWN_ASSESSMENT).oid, by=eero, at=now)
    page = queries.open_draft(draft, by=eero, at=now)
    assert [each.id for each in page.earlier] == [earlier]
    assert len(page.contacts) == queries.MOST_BESIDE
