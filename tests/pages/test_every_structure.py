"""Every national structure through the real pages: its form, its saving, its document to read."""

import re
from html import unescape

import pytest

from nippu.access.types import Power
from nippu.catalogue import loading
from nippu.catalogue.actions import import_structures
from nippu.catalogue.queries import entries, newest, structure
from nippu.documents.actions.drafting import start_document
from nippu.documents.models import Document, Draft, SignedVersion
from nippu.documents.secrecy import shown
from nippu.organisations.models import Assignment
from nippu.structures.canonical import canonical, digest
from nippu.structures.reading import view
from nippu.structures.samples import full_document
from tests import cast
from tests.pages.making import ENTRY
from tests.spec.sent import SentForm

CHUNKS = 2


@pytest.fixture
def published(db, publication, now):
    """All structures of the publication are loaded."""
    import_structures([publication], at=now)
    yield
    loading.forget()


@pytest.fixture
def case(published, eero, aino, now):
    """A case of one who may sign anything."""
    Assignment.objects.update(powers=[each.value for each in Power])
    return cast.own_case(aino, by=eero, at=now)


def begun_on(entry, case, eero, now):
    """A draft on any structure, whether or not it suits the case."""
    document_id = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    Document.objects.filter(pk=document_id).update(structure_oid=entry.oid, structure_code=entry.code)
    return document_id


def put(document_id, content):
    Draft.objects.filter(document=document_id).update(content=canonical(content).decode(), version=1)


def kept(document_id):
    return Draft.objects.get(document=document_id).content


def form_in(answer):
    """What a browser would send of the document's form."""
    page = answer.content.decode()
    return SentForm(page.partition('<form id="asiakirja"')[2].partition("</form>")[0]).data


def plain(answer):
    """The words of the page, each run of spaces as one."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def values(shown):
    for each in shown:
        if each.value is not None:
            yield from (line for line in each.value.splitlines() if line.strip())
        yield from values(each.children)
        yield from values(each.repeats)


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_form_is_shown_and_gives_back_the_same_document(case, browser, eero, now, language, chunk):
    browser.post("/language/", {"language": language, "next": "/"})
    current = [each for each in entries() if each.creatable]
    assert len(current) == 202
    for entry in current[chunk::CHUNKS]:
        tree = structure(entry.oid)
        document_id, content = begun_on(entry, case, eero, now), full_document(tree)
        put(document_id, content)
        answer = browser.get(f"/documents/{document_id}/edit/")
        assert answer.status_code == 200, entry.oid
        sent = form_in(answer)
        put(document_id, {tree.root.key: {}})
        saved = browser.post(f"/documents/{document_id}/edit/", sent | {"_save": "1"})
        assert saved.status_code == 302, entry.oid
        assert kept(document_id) == canonical(content).decode(), entry.oid


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_signed_document_shows_what_was_filled_in(case, browser, eero, now, chunk):
    for entry in [each for each in entries() if each.creatable][chunk::CHUNKS]:
        tree = structure(entry.oid)
        document_id, content = begun_on(entry, case, eero, now), full_document(tree)
        put(document_id, content)
        assert browser.get(f"/documents/{document_id}/sign/").status_code == 200, entry.oid
        answer = browser.post(f"/documents/{document_id}/sign/", {"_version": "1"})
        assert answer["Location"] == f"/documents/{document_id}/?signed=1", entry.oid
        readable = shown(content, ())  # what a paper says itself to be secret is not shown
        for language in ("fi", "sv"):
            told = plain(browser.get(f"/documents/{document_id}/?language={language}"))
            asked = {" ".join(each.split()) for each in values(view(tree, readable, language))}
            assert not {each for each in asked if each not in told}, entry.oid


def test_a_retired_structure_is_read_and_nothing_is_begun_on_it(case, browser, eero, now):
    retired = [each for each in entries() if not each.creatable]
    assert retired
    for entry in retired:
        assert browser.get(f"/structures/{entry.oid}/").status_code == 200, entry.oid
        refused = browser.post(f"/cases/{case}/start-document/", {"structure": entry.oid})
        assert refused.status_code in (403, 409), entry.oid
        document_id = begun_on(entry, case, eero, now)
        put(document_id, full_document(structure(entry.oid)))
        assert browser.post(f"/documents/{document_id}/sign/", {"_version": "1"}).status_code == 409
        assert browser.get(signed_before(document_id, entry, eero, now)).status_code == 200, entry.oid


def signed_before(document_id, entry, eero, now):
    """The address of a document that was signed while its structure was in force."""
    body = canonical(full_document(structure(entry.oid)))
    Draft.objects.filter(document=document_id).delete()
    Document.objects.filter(pk=document_id).update(state="signed", version=1, signed_at=now)
    SignedVersion.objects.create(
        document_id=document_id,
        version=1,
        structure_oid=entry.oid,
        language="fi",
        content=body,
        sha256=digest(body),
        author_id=eero.professional_id,
        unit_id=eero.unit_id,
        signed_at=now,
    )
    return f"/documents/{document_id}/"
