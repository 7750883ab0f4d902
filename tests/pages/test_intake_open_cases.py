"""A contact of a person who has open cases already: it is written in one of them, or opens a new one."""

import pytest

from nippu.audit.models import UseRecord
from nippu.cases.models import Case
from nippu.documents.models import Document
from tests import cast
from tests.pages.reading import texts
from tests.pages.taking_in import MATTER, RIINA, add, aino_person, begin, send


def test_the_open_cases_of_a_person_are_shown_when_found_when_chosen_and_before_a_new_one_is_opened(
    browser, eero, aino, pekka, now
):
    case = Case.objects.get(pk=cast.joint_case(aino, pekka, by=eero, at=now))
    intake = begin(browser)
    part = browser.post(f"{intake}persons/", {"q": "aino"}, HTTP_HX_REQUEST="true").content.decode()
    assert f'name="into" value="{case.id}"' in part
    assert case.number in part
    assert "Pekka Olavi Mäkelä" in part
    chosen = send(browser, f"{intake}persons/", choose=str(aino_person(aino)))
    assert f'name="into" value="{case.id}"' in chosen.content.decode()
    page = browser.get(f"{intake}check/")
    assert "Henkilöllä on jo avoin asia: Aino Maria Mäkelä" in texts(page)
    assert f'name="into" value="{case.id}"' in page.content.decode()
    assert UseRecord.objects.filter(action="intake.read", clients__contains=[pekka]).exists()


def test_the_open_cases_of_another_unit_are_not_shown(browser, veera, aino, now):
    cast.own_case(cast.make_client(cast.PEKKA, by=veera, at=now), by=veera, at=now)
    intake = begin(browser)
    part = browser.post(f"{intake}persons/", {"q": "pekka"}, HTTP_HX_REQUEST="true").content.decode()
    assert 'name="choose"' in part
    assert 'name="into"' not in part


def test_a_contact_is_written_in_an_open_case_with_what_was_told(browser, eero, aino, now):
    case = cast.own_case(aino, by=eero, at=now)
    intake = begin(browser, client=str(aino))
    send(browser, f"{intake}matter/", go="check", **MATTER)
    page = send(browser, f"{intake}check/", into=str(case))
    entry = Document.objects.get(structure_code="1506.19005")
    assert page.redirect_chain[-1][0] == f"/documents/{entry.id}/edit/"
    assert "arki ei suju" in entry.draft.content
    assert Case.objects.count() == 1
    assert "Ei keskeneräisiä." in texts(browser.get("/intake/"))


def test_one_who_is_not_in_the_case_stays_in_the_intake_when_the_contact_is_written_there(
    browser, eero, aino, now
):
    case = cast.own_case(aino, by=eero, at=now)
    intake = begin(browser, client=str(aino))
    add(browser, intake, RIINA)
    send(browser, f"{intake}check/", into=str(case))
    assert "Riina Lehtovaara" in texts(browser.get("/intake/"))


@pytest.mark.parametrize("into", ["x", "01a20c5f-9129-72cc-a35d-3401a0d86a78"])
def test_a_contact_is_not_written_in_a_case_that_is_not_there(browser, into):
    assert browser.post(f"{begin(browser)}persons/", {"into": into}).status_code == 404
