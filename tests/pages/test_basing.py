"""Beginning a document from the previous one of its kind."""

import pytest

from nippu.catalogue.queries import newest
from nippu.documents.actions.drafting import start_document
from nippu.documents.actions.signing import sign
from nippu.documents.queries import open_draft
from tests import cast
from tests.pages.making import ENTRY, sign_entry
from tests.pages.reading import form, links, texts


@pytest.fixture
def case(aino, eero, now):
    return cast.own_case(aino, by=eero, at=now)


@pytest.fixture
def earlier(case, eero, now):
    return sign_entry(case, by=eero, at=now)


def begin(case, eero, now):
    return start_document(case, newest(ENTRY).oid, by=eero, at=now)


def test_the_choice_of_a_new_document_offers_the_previous_one(browser, case, eero, now):
    assert "Aloita edellisen pohjalta" not in texts(browser.get(f"/cases/{case}/new-document/"))
    earlier = sign_entry(case, by=eero, at=now)
    page = browser.get(f"/cases/{case}/new-document/")
    assert f'name="based_on" value="{earlier}"' in page.content.decode()
    begun = browser.post(f"/cases/{case}/start-document/", {"based_on": str(earlier)}, follow=True)
    assert begun.status_code == 200
    assert "Pohjana: " in texts(begun)
    assert " autofocus" in begun.content.decode()
    assert f"/documents/{earlier}/" in links(begun)
    draft = begun.redirect_chain[-1][0].split("/")[2]
    assert open_draft(draft, by=eero, at=now).based_on.id == earlier


def test_the_provenance_stands_there_until_the_signing(browser, case, earlier, eero, now):
    begun = browser.post(f"/cases/{case}/start-document/", {"based_on": str(earlier)})
    draft = begun["Location"].split("/")[2]
    values = form(browser.get(f"/documents/{draft}/edit/"), "asiakirja")
    browser.post(f"/documents/{draft}/edit/", values | {"_save": "1"})
    assert "Pohjana: " in texts(browser.get(f"/documents/{draft}/edit/"))
    page = browser.get(f"/documents/{draft}/sign/")
    assert page.status_code == 200
    assert "Tarkista, että aikaisemmasta asiakirjasta tullut teksti pitää yhä paikkansa." in texts(page)
    sign(draft, version=open_draft(draft, by=eero, at=now).version, by=eero, at=now)
    assert "Pohjana" not in texts(browser.get(f"/documents/{draft}/"))


def test_an_untouched_draft_is_offered_the_previous_one(browser, case, earlier, eero, now):
    draft = begin(case, eero, now)
    page = browser.get(f"/documents/{draft}/edit/")
    assert f'name="based_on" value="{earlier}"' in page.content.decode()
    taken = browser.post(f"/documents/{draft}/base/", {"based_on": str(earlier)}, follow=True)
    assert taken.redirect_chain == [(f"/documents/{draft}/edit/", 302)]
    assert "Pohjana: " in texts(taken)
    assert 'name="based_on"' not in taken.content.decode()


def test_what_has_been_written_stays_when_the_offer_is_pressed_too_late(browser, case, earlier, eero, now):
    draft = begin(case, eero, now)
    values = form(browser.get(f"/documents/{draft}/edit/"), "asiakirja")
    browser.post(f"/documents/{draft}/edit/", values | {"asiakas.0.sukunimi": "Laine", "_save": "1"})
    late = browser.post(f"/documents/{draft}/base/", {"based_on": str(earlier)}, follow=True)
    assert "ei tuotu siihen" in texts(late)
    assert 'name="based_on"' not in late.content.decode()
    assert form(late, "asiakirja")["asiakas.0.sukunimi"] == "Laine"


def test_the_text_of_a_joint_document_is_not_offered_in_an_own_case(browser, case, aino, pekka, eero, now):
    joint = sign_entry(cast.joint_case(aino, pekka, by=eero, at=now), by=eero, at=now)
    assert "based_on" not in browser.get(f"/cases/{case}/new-document/").content.decode()
    assert browser.post(f"/cases/{case}/start-document/", {"based_on": str(joint)}).status_code == 409
    draft = begin(case, eero, now)
    assert "based_on" not in browser.get(f"/documents/{draft}/edit/").content.decode()
    assert browser.post(f"/documents/{draft}/base/", {"based_on": str(joint)}).status_code == 409


@pytest.mark.parametrize("named", ["", "x", "00000000-0000-7000-8000-000000000000"])
def test_a_document_that_is_not_there_is_no_base(browser, case, eero, now, named):
    assert browser.post(f"/cases/{case}/start-document/", {"based_on": named}).status_code == 404
    draft = begin(case, eero, now)
    assert browser.post(f"/documents/{draft}/base/", {"based_on": named}).status_code == 404


def test_another_unit_bases_nothing_on_it(other_browser, veera, pekka, case, earlier, eero, now):
    theirs = cast.own_case(cast.make_client(PERSON, by=veera, at=now), by=veera, at=now)
    assert (
        other_browser.post(f"/cases/{theirs}/start-document/", {"based_on": str(earlier)}).status_code == 404
    )
    draft = begin(case, eero, now)
    assert other_browser.post(f"/documents/{draft}/base/", {"based_on": str(earlier)}).status_code == 404


PERSON = cast.NewPerson(family_name="Laine", given_names="Liisa", birth_date=cast.BEGINNING)
