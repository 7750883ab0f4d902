"""The start page: what matters now."""

import re

import pytest
from django.utils.timezone import localdate

from nippu.audit.actions import ask_for_log
from nippu.audit.types import NewLogRequest
from nippu.cases.types import NewCase
from nippu.catalogue.queries import newest, structure
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.actions.opening import open_case
from tests import cast
from tests.pages import watching
from tests.pages.conftest import log_in
from tests.pages.reading import links, texts


def _notified(client, *, by, at):
    """A case that a notification began."""
    new = NewCase(clients=(client,), service_task=cast.WORKING_AGE, name_code="X-arki")
    return open_case(new, by=by, at=at, begun_with="1506.4006").case_id


def test_the_start_page_shows_my_drafts_my_cases_and_what_waits_in_my_unit(browser, eero, aino, pekka, now):
    case = _notified(aino, by=eero, at=now)
    joint = cast.joint_case(aino, pekka, by=eero, at=now)
    draft = start_document(joint, newest("1506.1019").oid, by=eero, at=now)
    page = browser.get("/")
    assert page.status_code == 200
    told = texts(page)
    assert "Sosiaalihuollon palvelutarpeen arvio" in told
    assert "Aino Maria Mäkelä ja Pekka Olavi Mäkelä" in told
    assert "Yhteinen asia" in told
    assert "2 viimeksi muuttunutta, yhteensä 2" in told
    assert "1 odottaa arviointia" in told
    found = links(page)
    assert f"/documents/{draft}/edit/" in found
    assert {f"/cases/{case}/", f"/cases/{joint}/"} <= found


def test_a_draft_says_where_i_left_off_and_what_is_missing(browser, eero, aino, now):
    case = cast.own_case(aino, by=eero, at=now)
    draft = start_document(case, newest("1506.1019").oid, by=eero, at=now)
    section = next(each for each in structure(newest("1506.1019").oid).root.fields if each.is_group)
    save_draft(draft, {}, version=1, section=section.key, by=eero, at=now)
    told = texts(browser.get("/"))
    assert f"Jäit kohtaan {section.label.fi}." in told
    assert re.search(r"\d+ kohta(a)? puuttuu", told)


def test_an_evaluated_notification_no_longer_waits(browser, eero, aino, now):
    case = _notified(aino, by=eero, at=now)
    start_document(case, newest("1506.1009").oid, by=eero, at=now)
    told = texts(browser.get("/"))
    assert "Kaikki saapuneet ilmoitukset ja yhteydenotot on arvioitu." in told


def test_an_empty_start_page_says_what_would_be_here(browser):
    told = texts(browser.get("/"))
    assert "Sinulla ei ole keskeneräisiä asiakirjoja." in told
    assert "Vastuullasi ei ole avoimia asioita." in told


def test_the_work_of_another_unit_does_not_show(other_browser, eero, aino, now):
    _notified(aino, by=eero, at=now)
    assert "Aino" not in texts(other_browser.get("/"))


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [("tuija", {"/log/", "/log/requests/"}), ("matti", {"/special-access/reviews/", "/log/"})],
)
def test_one_who_does_not_work_with_clients_is_offered_the_work_of_ones_own_task(
    organisation, now, monkeypatch, name, leads_to
):
    watching.make(name, organisation, now, monkeypatch)
    page = log_in(name).get("/")
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert leads_to <= set(re.findall(r'href="([^"]*)"', main))
    told = texts(page)
    assert not [each for each in ("Avaa uusi asia", "Kirjaa yhteydenotto", "on arvioitu") if each in told]
    assert "/intake/" not in links(page)


def test_who_works_with_clients_is_offered_to_open_a_case(browser):
    page = browser.get("/")
    assert "Avaa uusi asia" in texts(page)
    assert "/intake/" in links(page)


def test_the_start_page_tells_how_many_requests_for_the_log_wait(organisation, aino, now, monkeypatch):
    officer = watching.make("tuija", organisation, now, monkeypatch)
    asked = localdate(now)
    ask_for_log(
        NewLogRequest(client_id=aino, asked_on=asked, period_from=asked, period_to=asked), by=officer, at=now
    )
    assert "Lokipyyntöjä odottaa vastausta: 1" in texts(log_in("tuija").get("/"))


def test_a_stranger_is_led_to_log_in(stranger):
    answer = stranger.get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/login/"


def test_the_statements_do_not_grow_with_the_lists(
    browser, eero, aino, pekka, now, django_assert_max_num_queries
):
    for client in (aino, pekka, aino, pekka, aino, pekka):
        case = _notified(client, by=eero, at=now)
        start_document(case, newest("1506.1019").oid, by=eero, at=now)
    browser.get("/")
    with django_assert_max_num_queries(20):
        assert browser.get("/").status_code == 200


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_speaks_the_language_that_was_chosen(browser, language):
    browser.post("/language/", {"language": language, "next": "/"})
    assert f'<html lang="{language}">' in browser.get("/").content.decode()
