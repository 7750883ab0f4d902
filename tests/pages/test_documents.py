"""Beginning, signing and reading documents."""

import pytest

from nippu.catalogue.queries import newest, structure
from nippu.clients.actions import change_client
from nippu.clients.types import ClientChanges
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.actions.generating import refresh_case_document, refresh_relationship_document
from nippu.structures.samples import minimal_document
from tests import cast
from tests.conftest import WALL_STATEMENTS
from tests.pages.making import ENTRY, sign_entry
from tests.pages.reading import form, links, texts


@pytest.fixture
def joint(aino, pekka, eero, now):
    return cast.joint_case(aino, pekka, by=eero, at=now)


@pytest.fixture
def draft(joint, eero, now):
    """A contact entry to which nothing is lacking; its version is 2."""
    document_id = start_document(joint, newest(ENTRY).oid, by=eero, at=now)
    save_draft(document_id, minimal_document(structure(newest(ENTRY).oid)), version=1, by=eero, at=now)
    return document_id


# Beginning


def test_those_that_fit_are_offered_and_the_others_tell_why_not(browser, joint):
    answer = browser.get(f"/cases/{joint}/new-document/")
    page, told = answer.content.decode(), texts(answer)
    assert answer.status_code == 200
    assert f'value="{newest("1506.1019").oid}"' in page
    assert f'value="{newest("1506.1012").oid}"' not in page, "not for a joint case"
    assert "Eivät sovi tähän asiaan" in told
    assert "Nyt tässä vaiheessa" in told
    assert "Tyypillinen" in told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("palvelutarpeen arv", True),
        ("bedömning av servicebehov", True),
        ("tapaamis", False),
        ("xyzzy", False),
    ],
)
def test_a_document_is_found_by_its_name_in_either_language(browser, joint, text, found):
    answer = browser.get(f"/cases/{joint}/new-document/", {"q": text})
    assert (f'value="{newest("1506.1019").oid}"' in answer.content.decode()) is found


def test_the_script_gets_only_the_list(browser, joint):
    answer = browser.get(f"/cases/{joint}/new-document/", {"q": "arvio"}, HTTP_HX_REQUEST="true")
    page = answer.content.decode()
    assert "<html" not in page
    assert newest("1506.1019").oid in page


def test_nothing_found_says_what_to_try(browser, joint):
    told = texts(browser.get(f"/cases/{joint}/new-document/", {"q": "xyzzy"}))
    assert "Yksikään sopiva asiakirja ei vastaa hakua." in told


def test_those_that_i_make_most_stand_first(browser, joint, eero, now):
    start_document(joint, newest(ENTRY).oid, by=eero, at=now)
    told = texts(browser.get(f"/cases/{joint}/new-document/"))
    assert "Eniten käyttämäsi" in told
    assert "Olet tehnyt 1 kerran." in told


def test_only_the_present_stage_is_open_and_what_is_searched_for_is_open_whole(browser, joint):
    page = browser.get(f"/cases/{joint}/new-document/").content.decode()
    assert page.count('<details class="fold choose"') >= 3
    assert '<section class="block choose" id="vaihe-initiation">' in page
    assert '<details class="fold choose" id="vaihe-assessment">' in page
    found = browser.get(f"/cases/{joint}/new-document/", {"q": "asiakassuunnitelma"}).content.decode()
    assert "fold choose" not in found
    assert "asiakassuunnitelma" in found


def test_a_document_is_typical_of_the_stage_in_which_it_is_shown(browser, aino, eero, now):
    case = cast.own_case(aino, by=eero, at=now)
    start_document(case, newest("1506.1012").oid, by=eero, at=now)  # the case goes to the stage of assessment
    told = texts(browser.get(f"/cases/{case}/new-document/", {"stage": "assessment"}))
    assert "Tyypillinen" in told
    assert "Tyypillinen" not in texts(browser.get(f"/cases/{case}/new-document/", {"q": "päätös"}))


def test_one_is_told_of_ones_own_draft_on_the_same_structure(browser, joint, organisation, eero, now):
    otso = cast.make_professional("otso", organisation, now)
    address = f"/cases/{joint}/new-document/"
    theirs = start_document(joint, newest("1506.1019").oid, by=otso, at=now)
    assert "Sinulla on luonnos tästä." not in texts(browser.get(address))
    mine = start_document(joint, newest(ENTRY).oid, by=eero, at=now)
    answer = browser.get(address)
    assert "Sinulla on luonnos tästä." in texts(answer)
    assert f"/documents/{mine}/edit/" in links(answer)
    assert f"/documents/{theirs}/edit/" not in links(answer)


def test_a_press_begins_the_document_in_the_stage_chosen(browser, joint):
    answer = browser.post(f"/cases/{joint}/start-document/?stage=planning", {"structure": newest(ENTRY).oid})
    assert answer.status_code == 302
    assert answer["Location"].endswith("/edit/")
    told = texts(browser.get(f"/cases/{joint}/"))
    assert told.index("Asiakkuuden suunnittelu") < told.index("Merkintä tapaamisesta tai yhteydenotosta")


@pytest.mark.parametrize(("code", "status"), [("1506.1012", 409), ("unknown", 404)])
def test_what_does_not_suit_is_not_begun(browser, joint, code, status):
    oid = newest(code).oid if code != "unknown" else "1.2.3"
    assert browser.post(f"/cases/{joint}/start-document/", {"structure": oid}).status_code == status


def test_nothing_is_begun_in_the_case_of_another_unit(other_browser, joint):
    assert other_browser.get(f"/cases/{joint}/new-document/").status_code == 404
    answer = other_browser.post(f"/cases/{joint}/start-document/", {"structure": newest(ENTRY).oid})
    assert answer.status_code == 404


# Signing


def test_a_document_is_read_signed_and_shown(browser, draft, joint):
    asked = browser.post(
        f"/documents/{draft}/edit/",
        form(browser.get(f"/documents/{draft}/edit/"), "asiakirja") | {"_check": "1"},
    )
    assert asked["Location"] == f"/documents/{draft}/sign/"
    shown = browser.get(asked["Location"])
    told = texts(shown)
    assert "Tarkista ja allekirjoita" in told
    assert "Kaikki näkevät tämän asiakirjan: " in told
    assert "Allekirjoitat nimellä Eero Pohjola" in told
    version = shown.content.decode().partition('name="_version" value="')[2].partition('"')[0]
    answer = browser.post(f"/documents/{draft}/sign/", {"_version": version})
    assert answer["Location"] == f"/documents/{draft}/?signed=1"
    page = browser.get(answer["Location"])
    assert "Asiakirja on allekirjoitettu." in texts(page)
    assert f"/cases/{joint}/" in links(page)


def test_signing_needs_few_statements(browser, draft, django_assert_max_num_queries):
    browser.get("/help/")
    with django_assert_max_num_queries(2 + WALL_STATEMENTS):
        assert browser.post(f"/documents/{draft}/sign/", {"_version": "2"}).status_code == 302


def test_what_is_missing_is_told_and_nothing_is_signed(browser, joint, eero, now):
    document_id = start_document(joint, newest("1506.1019").oid, by=eero, at=now)
    content = {structure(newest("1506.1019").oid).root.key: {}}
    save_draft(document_id, content, version=1, by=eero, at=now)
    for answer in (
        browser.get(f"/documents/{document_id}/sign/"),
        browser.post(f"/documents/{document_id}/sign/", {"_version": "2"}),
    ):
        assert answer["Location"] == f"/documents/{document_id}/edit/?asked=1#virheet"
    page = browser.get(f"/documents/{document_id}/edit/?asked=1")
    assert "Ennen allekirjoitusta: " in texts(page)
    assert 'href="#k-asiakas"' in page.content.decode()
    assert browser.get(f"/documents/{document_id}/")["Location"] == f"/documents/{document_id}/edit/"


def test_a_text_that_changed_after_reading_is_not_signed(browser, draft):
    answer = browser.post(f"/documents/{draft}/sign/", {"_version": "1"})
    assert answer["Location"] == f"/documents/{draft}/sign/"
    assert "Lue se uudelleen." in texts(browser.get(answer["Location"]))


def test_a_signed_document_is_not_signed_again(browser, draft):
    browser.post(f"/documents/{draft}/sign/", {"_version": "2"})
    assert browser.get(f"/documents/{draft}/sign/")["Location"] == f"/documents/{draft}/"
    assert browser.post(f"/documents/{draft}/sign/", {"_version": "2"}).status_code == 409


# Reading


def test_a_signed_document_tells_who_when_whose_and_its_digest(browser, joint, eero, now):
    document_id = sign_entry(joint, by=eero, at=now)
    answer = browser.get(f"/documents/{document_id}/")
    told = texts(answer)
    assert answer.status_code == 200
    for text in (
        "Merkintä tapaamisesta tai yhteydenotosta",
        "Eero Pohjola",
        "Aikuissosiaalityö, Pohjoinen",
        "Yhteinen asiakirja",
        "Koskee: Aino Maria Mäkelä ja Pekka Olavi Mäkelä",
        "Versio 1",
        "Tiiviste (SHA-256)",
    ):
        assert text in told


def test_the_labels_are_read_in_the_other_language(browser, joint, eero, now):
    document_id = sign_entry(joint, by=eero, at=now)
    swedish = browser.get(f"/documents/{document_id}/?language=sv").content.decode()
    assert newest(ENTRY).name.sv in swedish
    assert '<article class="paper" lang="sv">' in swedish


def test_two_versions_are_compared(browser, joint, aino, eero, now):
    refresh_case_document(joint, by=eero, at=now)
    document_id = refresh_relationship_document(aino, by=eero, at=now)
    change_client(aino, ClientChanges(service_language="sv"), by=eero, at=now)
    assert refresh_relationship_document(aino, by=eero, at=now) == document_id
    newest_page = browser.get(f"/documents/{document_id}/")
    assert f"/documents/{document_id}/?version=2&compare=1#erot" in links(newest_page)
    told = texts(browser.get(f"/documents/{document_id}/?version=2&compare=1"))
    assert "Mikä on muuttunut versiosta 1 versioon 2" in told
    assert "Tämä on aikaisempi versio 1." in texts(browser.get(f"/documents/{document_id}/?version=1"))


@pytest.mark.parametrize("version", ["9", "x", "-1"])
def test_a_version_that_there_is_not_is_not_found(browser, joint, eero, now, version):
    document_id = sign_entry(joint, by=eero, at=now)
    assert browser.get(f"/documents/{document_id}/?version={version}").status_code == 404


def test_the_document_of_another_unit_is_as_if_it_were_not(other_browser, joint, eero, now):
    document_id = sign_entry(joint, by=eero, at=now)
    assert other_browser.get(f"/documents/{document_id}/").status_code == 404


def test_a_stranger_reads_nothing(stranger, joint, eero, now):
    document_id = sign_entry(joint, by=eero, at=now)
    assert stranger.get(f"/documents/{document_id}/").status_code == 404
