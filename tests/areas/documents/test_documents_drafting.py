"""Drafts: begun with what is known, saved whatever is wrong with them, thrown away."""

import json

import jsonschema_rs
import pytest

from nippu.access.errors import NotThere
from nippu.audit.models import UseRecord
from nippu.cases.models import Case
from nippu.catalogue import loading
from nippu.catalogue import queries as catalogue
from nippu.catalogue.actions import import_structures
from nippu.catalogue.queries import newest
from nippu.catalogue.types import Stage
from nippu.documents import queries
from nippu.documents.actions import drafting
from nippu.documents.actions.drafting import delete_draft, save_draft, start_document
from nippu.documents.errors import (
    CaseIsClosed,
    ContentUnreadable,
    DraftChanged,
    DraftGone,
    StructureDoesNotSuit,
)
from nippu.documents.models import Document, DocumentClient, Draft
from nippu.structures.checking import check
from nippu.structures.schema import to_schema
from tests import cast

JOINT_ASSESSMENT, OWN_ASSESSMENT, ENTRY = "1506.1019", "1506.1012", "1506.19001"
ROOT = "merkinta_asian_vireilletulosta"


def content_of(draft, by, at):
    return queries.open_draft(draft, by=by, at=at).content


def test_a_document_begins_with_what_is_known_and_with_its_sources(draft, eero, now):
    page = queries.open_draft(draft, by=eero, at=now)
    content = page.content[ROOT]
    assert content["asiakas"] == [
        {
            "sukunimi": "Mäkelä",
            "etunimet": "Aino Maria",
            "henkilotunnus": {"system": "urn:oid:1.2.246.21", "value": "120493-9088"},
        }
    ]
    assert content["palvelutehtava"][0]["code"] == cast.WORKING_AGE
    assert content["vireilletulopaiva"] == "2026-11-24"
    assert content["laatija"]["sukunimi"] == "Pohjola"
    assert content["laatija"]["palveluyksikko"]["code"] == eero.unit_oid
    assert {each.path.removeprefix(f"/{ROOT}/") for each in page.prefilled} >= {
        "asiakas",
        "laatija",
        "paivamaara",
    }


def test_a_value_that_the_writer_has_changed_is_no_longer_told_as_filled_in(draft, eero, now):
    content = content_of(draft, eero, now)
    content[ROOT]["paivamaara"] = "2026-11-20"
    save_draft(draft, content, version=1, by=eero, at=now)
    sources = [each.path for each in queries.open_draft(draft, by=eero, at=now).prefilled]
    assert f"/{ROOT}/paivamaara" not in sources
    assert f"/{ROOT}/asiakas" in sources


def test_a_joint_case_refuses_a_personal_structure_with_the_reason_and_accepts_a_joint_one(
    joint_case, eero, now
):
    with pytest.raises(StructureDoesNotSuit) as refused:
        start_document(joint_case, newest(OWN_ASSESSMENT).oid, by=eero, at=now)
    assert "yhteinen" in str(refused.value)
    document = start_document(joint_case, newest(JOINT_ASSESSMENT).oid, by=eero, at=now)
    page = queries.open_draft(document, by=eero, at=now)
    assert page.joint
    assert [each.name for each in page.strips] == ["Aino Maria Mäkelä", "Pekka Olavi Mäkelä"]
    clients = page.content["sosiaalihuollon_palvelutarpeen_arvio"]["asiakas"]
    assert [each["etunimet"] for each in clients] == ["Aino Maria", "Pekka Olavi"]


def test_beginning_an_assessment_moves_the_case_to_its_stage_and_never_back(case, eero, now):
    start_document(case, newest(OWN_ASSESSMENT).oid, by=eero, at=now)
    assert Case.objects.get(pk=case).stage == Stage.ASSESSMENT.value
    start_document(case, newest(ENTRY).oid, by=eero, at=now, stage=Stage.INITIATION)
    assert Case.objects.get(pk=case).stage == Stage.ASSESSMENT.value


def test_nothing_is_begun_in_a_closed_case(case, aino, eero, now):
    cast.own_case(aino, by=eero, at=now)  # else the client is not known any more
    Case.objects.filter(pk=case).update(
        state="closed", closed_on=now.date(), closed_by_id=eero.professional_id
    )
    with pytest.raises(CaseIsClosed):
        start_document(case, newest(ENTRY).oid, by=eero, at=now)


@pytest.mark.parametrize("code", ["1505.1", "1505.2", "1505.8"])
def test_nobody_begins_a_document_of_management(case, eero, now, code):
    with pytest.raises(StructureDoesNotSuit):
        start_document(case, newest(code).oid, by=eero, at=now)


def test_each_saving_gives_the_draft_a_new_version_and_the_findings(draft, eero, now):
    content = content_of(draft, eero, now)
    del content[ROOT]["vireilletulopaiva"]
    saved = save_draft(draft, content, version=1, section="vireilletulopaiva", by=eero, at=now)
    assert saved.version == 2
    assert [each.path for each in saved.findings] == [f"/{ROOT}/vireilletulopaiva"]
    (row,) = queries.my_drafts(by=eero, at=now)
    assert (row.findings, row.section.fi) == (1, "Vireilletulopäivä")


def test_the_later_of_two_writers_is_refused_and_has_both_texts_at_hand(draft, eero, otso, now):
    mine = content_of(draft, eero, now)
    theirs = content_of(draft, otso, now)
    theirs[ROOT]["toimenpiteet"] = "Otson teksti"
    save_draft(draft, theirs, version=1, by=otso, at=now)
    mine[ROOT]["toimenpiteet"] = "Eeron teksti"
    with pytest.raises(DraftChanged) as refused:
        save_draft(draft, mine, version=1, by=eero, at=now)
    newer = refused.value.newer
    assert newer.content[ROOT]["toimenpiteet"] == "Otson teksti"
    assert (newer.version, newer.saved_by, newer.saved_at) == (2, "Otso Karhula", now)
    assert content_of(draft, eero, now)[ROOT]["toimenpiteet"] == "Otson teksti"


def test_the_newer_text_that_comes_with_a_refusal_is_recorded_as_a_reading(draft, aino, eero, otso, now):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Eeron teksti"
    save_draft(draft, content, version=1, by=eero, at=now)
    with pytest.raises(DraftChanged):
        save_draft(draft, {}, version=1, by=otso, at=now)
    read = UseRecord.objects.get(subject_id=draft, professional_id=otso.professional_id)
    assert (read.action, read.clients) == ("document.write", [aino])


def test_saving_again_what_was_saved_already_is_no_conflict(draft, eero, now):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Soitettu."
    first = save_draft(draft, content, version=1, by=eero, at=now)
    again = save_draft(draft, content, version=1, by=eero, at=now)
    assert again.version == first.version == 2


def test_the_same_text_saved_by_both_at_the_same_moment_is_no_conflict(draft, eero, now, monkeypatch):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Soitettu."
    before = drafting.open_draft_row(drafting.access.WRITE_DRAFT, draft, eero, at=now)
    first = save_draft(draft, content, version=1, by=eero, at=now)
    rows = iter([before])
    real = drafting.open_draft_row
    monkeypatch.setattr(
        drafting, "open_draft_row", lambda *given, at: next(rows, None) or real(*given, at=at)
    )
    assert save_draft(draft, content, version=1, by=eero, at=now) == first
    rows = iter([before])
    content[ROOT]["toimenpiteet"] = "Muuta."
    with pytest.raises(DraftChanged):
        save_draft(draft, content, version=1, by=eero, at=now)


@pytest.mark.parametrize(
    ("who", "words"),
    [("eero", "Olet itse tallentanut tätä toisessa ikkunassa."), ("otso", "Otso Karhula on tallentanut")],
)
def test_one_who_has_saved_in_another_window_is_told_so(draft, eero, now, request, who, words):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Soitettu."
    save_draft(draft, content, version=1, by=request.getfixturevalue(who), at=now)
    content[ROOT]["toimenpiteet"] = "Muuta."
    with pytest.raises(DraftChanged, match=words) as refused:
        save_draft(draft, content, version=1, by=eero, at=now)
    assert refused.value.newer.by_oneself == (who == "eero")


def test_a_text_with_characters_that_no_database_keeps_is_saved_with_a_mark(draft, eero, now):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "ennen\0jälkeen \ud83d"
    save_draft(draft, content, version=1, by=eero, at=now)
    kept = content_of(draft, eero, now)[ROOT]["toimenpiteet"]
    assert kept.startswith("ennen\ufffdjälkeen ")


def test_what_is_not_json_is_refused(draft, eero, now):
    with pytest.raises(ContentUnreadable):
        save_draft(draft, {ROOT: float("nan")}, version=1, by=eero, at=now)


def test_a_deleted_draft_is_gone_and_its_deletion_is_recorded(draft, eero, now):
    delete_draft(draft, version=1, by=eero, at=now)
    assert not Document.objects.filter(pk=draft).exists()
    assert not DocumentClient.objects.filter(document_id=draft).exists()
    assert UseRecord.objects.filter(action="document.delete_draft", subject_id=draft).count() == 1
    with pytest.raises(NotThere):
        queries.open_draft(draft, by=eero, at=now)


def test_a_draft_that_another_has_changed_is_not_deleted(draft, eero, now):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Uutta."
    save_draft(draft, content, version=1, by=eero, at=now)
    with pytest.raises(DraftChanged):
        delete_draft(draft, version=1, by=eero, at=now)
    assert Draft.objects.filter(document_id=draft).exists()


def test_a_signed_document_is_not_deleted(signed, eero, now):
    with pytest.raises(DraftGone):
        delete_draft(signed, version=1, by=eero, at=now)


@pytest.fixture
def imported(db, publication, now):
    import_structures([publication], at=now)
    yield
    loading.forget()


@pytest.mark.usefixtures("imported")
def test_a_document_begins_on_every_structure_that_suits_and_lacks_only_what_is_not_known(case, eero, now):
    suitable = [each for each in queries.suitable_structures(case, by=eero, at=now) if each.reason is None]
    assert len(suitable) > 60
    for each in suitable:
        document = start_document(case, each.structure_oid, by=eero, at=now)
        row = Draft.objects.get(document_id=document)
        found = check(catalogue.compiled(each.structure_oid), row.content.encode())
        validator = jsonschema_rs.validator_for(to_schema(catalogue.structure(each.structure_oid)))
        errors = [error.message for error in validator.iter_errors(json.loads(row.content))]
        assert [error for error in errors if "is a required property" not in error] == []
        assert len(found) <= row.findings  # and what is required under headings that are not begun
