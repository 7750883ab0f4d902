"""Search over clients and cases."""

import pytest

from nippu.audit.models import UseRecord
from nippu.cases.models import Case
from tests import cast
from tests.conftest import WALL_STATEMENTS
from tests.pages.reading import links, texts

CODE = cast.AINO.identity_code


def _search(browser, text):
    return browser.post("/search/", {"q": text}, follow=True)


@pytest.mark.parametrize("text", ["mäk ai", "AINO", "makela", CODE, f"{CODE} ".lower()])
def test_a_client_is_found_by_name_and_identity_code(browser, eero, aino, now, text):
    case = cast.own_case(aino, by=eero, at=now)
    page = _search(browser, text)
    assert page.redirect_chain == [("/search/", 302)]  # no name or code in the address
    assert {f"/clients/{aino}/", f"/cases/{case}/"} <= links(page)
    assert "120493-••••" in texts(page)
    assert CODE not in texts(page)


def test_a_case_number_leads_to_the_case(browser, eero, aino, now):
    case = cast.own_case(aino, by=eero, at=now)
    number = Case.objects.get(pk=case).number
    answer = browser.post("/search/", {"q": number})
    assert browser.get(answer["Location"])["Location"] == f"/cases/{case}/"


def test_an_empty_search_says_what_to_do(browser):
    assert "Kirjoita, mitä etsit." in texts(_search(browser, " "))


def test_what_is_not_found_is_told_with_what_could_be(browser, aino):
    told = texts(_search(browser, "Olematon"))
    assert "Ei asiakkaita tällä haulla." in told


def test_the_clients_of_another_unit_are_not_found(other_browser, eero, aino, now):
    cast.own_case(aino, by=eero, at=now)
    assert f"/clients/{aino}/" not in links(_search(other_browser, "Aino"))


def test_the_search_is_recorded_with_whom_it_found(browser, aino):
    _search(browser, "Aino")
    assert UseRecord.objects.get(action="search").clients == [aino]


def test_a_stranger_is_told_that_there_is_no_such_page(stranger):
    assert stranger.get("/search/").status_code == 404


def test_the_statements_do_not_grow_with_the_hits(
    browser, eero, aino, pekka, now, django_assert_max_num_queries
):
    for client in (aino, pekka, aino, pekka):
        cast.own_case(client, by=eero, at=now)
    _search(browser, "mäkelä")
    with django_assert_max_num_queries(10 + WALL_STATEMENTS):
        browser.get("/search/")


def test_what_was_searched_for_cannot_be_read_in_the_table_of_sessions(browser):
    browser.post("/search/", {"q": "120493-9088"})
    assert "120493-9088" not in str(browser.session["searched"])
    assert 'value="120493-9088"' in browser.get("/search/").content.decode()
