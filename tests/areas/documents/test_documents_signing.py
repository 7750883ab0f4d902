"""Signing: once, what is written, for good; and by nobody who may not."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from nippu.access.errors import NotThere
from nippu.access.types import WorkTask
from nippu.audit.models import UseRecord
from nippu.base.ids import new_id
from nippu.cases.models import Case
from nippu.catalogue import loading
from nippu.catalogue.queries import newest
from nippu.documents import queries
from nippu.documents.actions import signing
from nippu.documents.actions.drafting import delete_draft, save_draft, start_document
from nippu.documents.actions.signing import sign
from nippu.documents.errors import (
    CaseIsClosed,
    DocumentHasFindings,
    DraftChanged,
    DraftGone,
    StructureIsRetired,
)
from nippu.documents.models import Document, Draft, SignedVersion
from nippu.documents.rows import section_name
from nippu.documents.types import DocumentState
from nippu.structures import starter
from nippu.structures.canonical import canonical
from tests.conftest import NOT_EMPTIED

JOINT_ASSESSMENT, OWN_ASSESSMENT, ENTRY = "1506.1019", "1506.1012", "1506.19001"
ROOT = "merkinta_asian_vireilletulosta"


def content_of(draft, by, at):
    return queries.open_draft(draft, by=by, at=at).content


def test_a_signed_version_holds_the_canonical_bytes_and_their_hash(draft, eero, now):
    content = content_of(draft, eero, now)
    assert sign(draft, version=1, by=eero, at=now) == 1
    row = SignedVersion.objects.get(document_id=draft)
    assert bytes(row.content) == canonical(content)
    assert row.sha256 == sha256(canonical(content)).hexdigest()
    assert (row.author_id, row.unit_id, row.signed_at) == (eero.professional_id, eero.unit_id, now)
    document = Document.objects.get(pk=draft)
    assert (document.state, document.version, document.signed_at) == (DocumentState.SIGNED.value, 1, now)
    assert not Draft.objects.filter(document_id=draft).exists()


def test_signing_records_the_use_with_the_clients_and_touches_the_case(draft, case, aino, eero, now):
    sign(draft, version=1, by=eero, at=now)
    record = UseRecord.objects.get(action="document.sign", subject_id=draft)
    assert (record.clients, record.professional_id, record.unit_id) == (
        [aino],
        eero.professional_id,
        eero.unit_id,
    )
    assert Case.objects.get(pk=case).changed_at == now


def test_the_text_sent_with_the_request_to_sign_is_what_is_signed(draft, eero, now):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Viimeinen lause."
    sign(draft, version=1, by=eero, at=now, typed=content)
    page = queries.open_document(draft, by=eero, at=now)
    assert page.content[ROOT]["toimenpiteet"] == "Viimeinen lause."


def test_a_document_with_findings_is_saved_but_not_signed(draft, eero, now):
    content = content_of(draft, eero, now)
    del content[ROOT]["laatija"]
    with pytest.raises(DocumentHasFindings) as refused:
        sign(draft, version=1, by=eero, at=now, typed=content)
    assert [each.path for each in refused.value.findings] == [f"/{ROOT}/laatija"]
    assert refused.value.saved.version == 2
    assert not SignedVersion.objects.filter(document_id=draft).exists()
    assert "laatija" not in content_of(draft, eero, now)[ROOT]
    with pytest.raises(DocumentHasFindings):
        sign(draft, version=2, by=eero, at=now)


def test_a_text_that_saved_itself_a_moment_before_signing_is_no_conflict(draft, eero, now):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Tallentui itse."
    save_draft(draft, content, version=1, by=eero, at=now)
    assert sign(draft, version=1, by=eero, at=now, typed=content) == 1


def test_an_old_version_of_a_draft_is_not_signed(draft, eero, otso, now):
    content = content_of(draft, otso, now)
    content[ROOT]["toimenpiteet"] = "Otson lisäys"
    save_draft(draft, content, version=1, by=otso, at=now)
    with pytest.raises(DraftChanged) as refused:
        sign(draft, version=1, by=eero, at=now)
    assert refused.value.newer.content[ROOT]["toimenpiteet"] == "Otson lisäys"


def test_the_database_itself_refuses_to_sign_over_a_draft_that_changed_meanwhile(
    draft, eero, now, monkeypatch
):
    row = signing.open_draft_row(signing.access.SIGN, draft, eero, at=now)
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Väliin tullut"
    save_draft(draft, content, version=1, by=eero, at=now)
    with pytest.raises(DraftChanged):
        signing._sign(row, row.content.encode(), by=eero, at=now)
    assert not SignedVersion.objects.filter(document_id=draft).exists()


def test_nothing_is_written_or_signed_in_a_closed_case(draft, case, eero, now):
    content = content_of(draft, eero, now)
    row = signing.open_draft_row(signing.access.SIGN, draft, eero, at=now)
    Case.objects.filter(pk=case).update(
        state="closed", closed_on=now.date(), closed_by_id=eero.professional_id
    )
    for typed in (content, None):
        with pytest.raises(NotThere):
            sign(draft, version=1, by=eero, at=now, typed=typed)
    with pytest.raises(NotThere):
        save_draft(draft, content, version=1, by=eero, at=now)
    with pytest.raises(CaseIsClosed):  # closed between the reading and the signing
        signing._sign(row, row.content.encode(), by=eero, at=now)
    assert not SignedVersion.objects.filter(document_id=draft).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "trigger"), NOT_EMPTIED.items())
def test_no_signed_version_and_no_use_is_lost_by_emptying_the_table(table, trigger):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")  # off in tests only
        with pytest.raises(DatabaseError, match=r"never changed or removed|only grows"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_a_document_is_read_although_a_later_starter_set_lacks_its_structure(signed, eero, now, monkeypatch):
    oid = Document.objects.get(pk=signed).structure_oid
    fewer = {known: each for known, each in starter.all_starters().items() if known != oid}
    monkeypatch.setattr(starter, "all_starters", lambda: fewer)
    loading.forget()
    loading._structure.cache_clear()
    try:
        page = queries.open_document(signed, by=eero, at=now)
        assert (page.structure.oid, page.name.fi) == (oid, "Merkintä asian vireilletulosta")
        assert page.structure.root.key == ROOT
    finally:
        loading.forget()


@pytest.mark.django_db
def test_a_list_names_no_section_of_a_structure_that_is_not_loaded():
    assert section_name("1.2.246.537.6.1506.1.1999.1.1", "arvio") is None


def test_what_is_signed_twice_is_refused_the_second_time(signed, eero, now):
    with pytest.raises(DraftGone):
        sign(signed, version=1, by=eero, at=now)
    assert SignedVersion.objects.filter(document_id=signed).count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_signedversion SET signed_at = now()",
        "UPDATE documents_signedversion SET content = 'x'",
        "DELETE FROM documents_signedversion",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_signed_version(signed, statement):
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert SignedVersion.objects.get(document_id=signed).version == 1


def test_a_version_whose_hash_does_not_fit_its_bytes_is_refused(draft, eero, now):
    values = [draft, b"{}", "0" * 64, eero.professional_id, eero.unit_id, eero.controller_id, now]
    with pytest.raises(DatabaseError, match="version_hash_fits"), transaction.atomic():
        connection.cursor().execute("SELECT documents_sign(%s, 1, %s, %s, %s, %s, %s, %s)", values)


def test_only_documents_of_management_are_generated(draft, eero, now):
    values = [
        draft,
        b"{}",
        sha256(b"{}").hexdigest(),
        eero.professional_id,
        eero.unit_id,
        eero.controller_id,
        now,
    ]
    with pytest.raises(DatabaseError, match="only documents of management"), transaction.atomic():
        connection.cursor().execute(
            "SELECT documents_record_generated(%s, 'x', %s, %s, %s, %s, %s, %s)", values
        )


def test_a_draft_on_a_structure_that_has_retired_is_read_but_not_signed(draft, eero, now, monkeypatch):
    from nippu.documents.actions import signing
    from nippu.structures.tree import Status

    retired = replace(newest(ENTRY), status=Status.RETIRED)
    monkeypatch.setattr(signing, "entry", lambda oid: retired)
    with pytest.raises(StructureIsRetired):
        sign(draft, version=1, by=eero, at=now)
    assert queries.open_draft(draft, by=eero, at=now).version == 1


def test_saving_and_signing_take_two_statements_each(draft, eero, now):
    content = content_of(draft, eero, now)
    content[ROOT]["toimenpiteet"] = "Soitettu."
    save_draft(draft, content, version=1, by=eero, at=now)  # what is kept in the process is loaded
    loading.index()
    content[ROOT]["toimenpiteet"] = "Soitettu uudelleen."
    with CaptureQueriesContext(
        connection,
    ) as saving:
        save_draft(draft, content, version=2, by=eero, at=now)
    with CaptureQueriesContext(connection) as signing:
        sign(draft, version=3, by=eero, at=now)
    assert (len(saving), len(signing)) == (2, 2)


def test_a_stranger_is_told_the_same_of_another_units_draft_as_of_nothing(draft, veera, now):
    for document in (draft, new_id()):
        for attempt in (
            lambda each: queries.open_draft(each, by=veera, at=now),
            lambda each: queries.open_document(each, by=veera, at=now),
            lambda each: save_draft(each, {}, version=1, by=veera, at=now),
            lambda each: sign(each, version=1, by=veera, at=now),
            lambda each: delete_draft(each, version=1, by=veera, at=now),
        ):
            with pytest.raises(NotThere):
                attempt(document)


def test_a_stranger_begins_nothing_in_another_units_case(case, veera, now):
    with pytest.raises(NotThere):
        start_document(case, newest(ENTRY).oid, by=veera, at=now)
    with pytest.raises(NotThere):
        queries.suitable_structures(case, by=veera, at=now)
    with pytest.raises(NotThere):
        queries.bundle(case, by=veera, at=now)


def test_a_colleague_of_the_unit_reads_and_signs(draft, otso, now):
    assert otso.work_task is not WorkTask.BROAD_RESPONSIBILITY
    assert queries.open_draft(draft, by=otso, at=now).saved_by == "Eero Pohjola"
    assert sign(draft, version=1, by=otso, at=now) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_at_once_one_succeeds(draft, eero, otso, now):
    together = threading.Barrier(2)

    def attempt(actor):
        try:
            together.wait(timeout=10)
            return sign(draft, version=1, by=actor, at=now)
        except DraftGone as gone:
            return gone.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(attempt, [eero, otso]))
    assert sorted(answers, key=str) == [1, "draft_gone"]
    assert SignedVersion.objects.filter(document_id=draft).count() == 1
