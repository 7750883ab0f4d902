"""The case as a bundle of papers."""

import pytest

from nippu.catalogue.queries import newest
from nippu.documents.actions.drafting import start_document
from tests import cast
from tests.pages.making import sign_entry
from tests.pages.reading import links, texts


@pytest.fixture
def joint(aino, pekka, eero, now):
    return cast.joint_case(aino, pekka, by=eero, at=now)


def test_the_bundle_shows_stage_by_stage_what_there_is_and_what_is_missing(browser, joint, eero, now):
    entry = sign_entry(joint, by=eero, at=now)
    draft = start_document(joint, newest("1506.1019").oid, by=eero, at=now)
    answer = browser.get(f"/cases/{joint}/")
    told = texts(answer)
    assert answer.status_code == 200
    for stage in ("Vireilletulo", "Palvelutarpeen arviointi", "Asiakkuuden suunnittelu", "Asian päättäminen"):
        assert stage in told
    assert "Nyt tässä vaiheessa" in told
    assert "Merkintä tapaamisesta tai yhteydenotosta" in told
    assert "Työikäisten palvelujen asiakassuunnitelma" in told, "typical and not made"
    assert {f"/documents/{draft}/edit/", f"/documents/{entry}/"} <= links(answer)
    assert "Yhteinen Aino Maria Mäkelä ja Pekka Olavi Mäkelä" in told


def test_drafts_stand_first_and_block_the_closing(browser, joint, eero, now):
    sign_entry(joint, by=eero, at=now)
    start_document(joint, newest("1506.19004").oid, by=eero, at=now)
    told = texts(browser.get(f"/cases/{joint}/"))
    assert told.index("Merkintä neuvottelusta") < told.index("Merkintä tapaamisesta tai yhteydenotosta")
    assert "Ennen päättämistä allekirjoita tai poista 1 luonnos: Merkintä neuvottelusta." in told


def test_a_joint_case_does_not_tell_of_the_members_own_cases(browser, joint, aino, eero, now):
    own = cast.own_case(aino, by=eero, at=now)
    assert f"/cases/{own}/" not in links(browser.get(f"/cases/{joint}/"))


def test_a_contact_is_begun_with_one_press(browser, joint):
    oid = newest("1506.19005").oid
    page = browser.get(f"/cases/{joint}/").content.decode()
    assert f'value="{oid}"' in page
    answer = browser.post(f"/cases/{joint}/start-document/", {"structure": oid})
    assert answer.status_code == 302
    assert browser.get(answer["Location"]).status_code == 200


def test_the_case_of_another_unit_is_as_if_it_were_not(other_browser, joint):
    assert other_browser.get(f"/cases/{joint}/").status_code == 404


def test_a_stranger_sees_nothing(stranger, joint):
    assert stranger.get(f"/cases/{joint}/").status_code == 404


def test_the_statements_do_not_grow_with_the_papers(browser, joint, eero, now, django_assert_max_num_queries):
    for _number in range(12):
        start_document(joint, newest("1506.19005").oid, by=eero, at=now)
    browser.get(f"/cases/{joint}/")
    with django_assert_max_num_queries(12):
        assert browser.get(f"/cases/{joint}/").status_code == 200


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_bundle_speaks_the_readers_language(browser, joint, language):
    browser.post("/language/", {"language": language, "next": "/"})
    answer = browser.get(f"/cases/{joint}/")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()
