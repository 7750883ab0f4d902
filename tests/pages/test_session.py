"""Logging in and out, the work task, the language, the frame of every page."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from nippu.access.models import OpenSession
from nippu.access.throttle import MOST_FAILED, WITHIN
from nippu.access.types import WorkTask
from nippu.catalogue.queries import newest
from nippu.http import replay
from nippu.organisations import actions as organisations
from nippu.organisations.types import DEMO_PASSWORD
from nippu.web import frame
from tests import cast
from tests.pages.reading import links, texts

WRONG = {"username": "eero", "password": "väärä"}


def test_the_log_in_page_leads_to_the_page_that_was_wanted(eero, stranger):
    answer = stranger.post(
        "/login/?next=/help/", {"username": "eero", "password": cast.PASSWORD, "next": "/help/"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/help/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_the_log_in_leads_nowhere_else(eero, stranger, elsewhere):
    answer = stranger.post("/login/", {"username": "eero", "password": cast.PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_a_wrong_password_is_told_and_nobody_is_logged_in(eero, stranger):
    answer = stranger.post("/login/", WRONG)
    assert "Käyttäjätunnus tai salasana on väärä" in texts(answer)
    assert stranger.get("/help/").status_code == 404


def test_after_many_wrong_passwords_one_waits_and_is_told_until_when(eero, stranger):
    for _n in range(MOST_FAILED):
        assert stranger.post("/login/", WRONG).status_code == 200
    answer = stranger.post("/login/", {"username": "eero", "password": cast.PASSWORD})
    assert answer.status_code == 429
    assert re.search(r"Yritä uudelleen klo \d{1,2}\.\d\d\.", texts(answer))


def test_the_waiting_concerns_one_name_and_ends(eero, veera, stranger, monkeypatch, now):
    for _n in range(MOST_FAILED):
        stranger.post("/login/", WRONG)
    assert stranger.post("/login/", {"username": "veera", "password": cast.PASSWORD}).status_code == 302
    monkeypatch.setattr("nippu.http.middleware.timezone.now", lambda: now + WITHIN + timedelta(minutes=1))
    assert Client().post("/login/", {"username": "eero", "password": cast.PASSWORD}).status_code == 302


def test_the_log_in_page_of_a_demo_lists_whom_one_may_be(eero, veera, stranger):
    organisations.mark_demo()
    frame.forget()
    page = stranger.get("/login/")
    told = texts(page)
    assert DEMO_PASSWORD in told
    assert "eero" in told
    assert "Veera Etelä, sosiaalityöntekijä" in told
    assert "Demo. Kaikki henkilöt" in page.content.decode()


def test_the_log_in_page_of_real_work_lists_nobody(eero, stranger):
    page = stranger.get("/login/").content.decode()
    assert DEMO_PASSWORD not in page
    assert "Eero" not in page


@pytest.mark.parametrize("address", ["/help/", "/clients/x/?show=all", "/ei-ole/"])
def test_a_stranger_may_log_in_where_a_page_was_asked_and_comes_to_it(eero, stranger, address):
    page = stranger.get(address)
    assert page.status_code == 404
    assert "Kirjaudu sisään jatkaaksesi" in texts(page)
    back = unescape(re.search(r'name="next" value="([^"]*)"', page.content.decode().partition("<main")[2])[1])
    answer = stranger.post("/login/", {"username": "eero", "password": cast.PASSWORD, "next": back})
    assert answer["Location"] == address


def test_a_log_in_in_another_tab_says_that_one_may_go_back_to_writing(browser):
    assert "Voit sulkea tämän välilehden ja jatkaa kirjoittamista." in texts(browser.get("/login/done/"))


def test_logging_out_ends_the_session(browser):
    assert browser.post("/logout/").status_code == 302
    assert browser.get("/help/").status_code == 404


def test_the_frame_tells_who_acts_and_where(browser):
    page = browser.get("/help/").content.decode()
    assert "<b>Laaja asiakasvastuu</b> Aikuissosiaalityö, Pohjoinen" in page
    assert '<span class="acts">Eero Pohjola</span>' in page
    assert "Rakenteiden tuonti" not in page


def test_one_who_keeps_the_system_is_led_to_the_import(yrsa):
    browser = Client()
    browser.post("/login/", {"username": "yrsa", "password": cast.PASSWORD})
    assert "/administration/structures/" in links(browser.get("/help/"))


def test_one_acts_in_the_unit_that_was_chosen(browser, eero, organisation):
    chosen = organisations.assign_work_task(
        eero.professional_id, organisation.south, WorkTask.ARRANGING, start=cast.BEGINNING
    )
    page = browser.get("/work-task/")
    assert "Toimit tässä nyt" in texts(page)
    assert (
        browser.post("/work-task/choose/", {"assignment": str(chosen), "next": "/help/"}).status_code == 302
    )
    assert "Aikuissosiaalityö, Etelä" in browser.get("/help/").content.decode()


def test_the_work_task_of_another_cannot_be_chosen(browser, veera):
    assert browser.post("/work-task/choose/", {"assignment": str(veera.assignment_id)}).status_code == 404
    assert browser.post("/work-task/choose/", {"assignment": "x"}).status_code == 404


@pytest.mark.parametrize("address", ["/help/", "/work-task/"])
def test_a_stranger_is_told_that_there_is_no_such_page(stranger, address):
    assert stranger.get(address).status_code == 404


def test_what_was_sent_after_the_log_in_had_expired_is_sent_again(eero, stranger):
    waiting = stranger.post("/search/", {"q": "Aino", replay.MARK: replay.mark_of(eero.account_id)})
    assert waiting.status_code == 401
    assert "Tekstisi odottaa" in texts(waiting)
    sealed = unescape(re.search(r'name="sent" value="([^"]*)"', waiting.content.decode())[1])
    again = stranger.post("/login/", {"username": "eero", "password": cast.PASSWORD, "sent": sealed})
    assert "Jatka ja tallenna" in texts(again)
    assert "Aino" in again.content.decode()


def test_a_document_that_cannot_be_begun_leads_back_to_its_case(browser, eero, aino, pekka, now):
    case = cast.joint_case(aino, pekka, by=eero, at=now)
    refused = browser.post(f"/cases/{case}/start-document/", {"structure": newest("1506.1012").oid})
    assert refused.status_code == 409
    assert f"/cases/{case}/" in links(refused)
    assert browser.get(f"/cases/{case}/start-document/")["Location"] == f"/cases/{case}/new-document/"


def test_one_who_logs_in_again_has_a_new_session_and_the_old_one_ends(browser):
    before = browser.cookies["nippu"].value
    answer = browser.post("/login/", {"username": "eero", "password": cast.PASSWORD})
    assert answer.status_code == 302
    assert browser.cookies["nippu"].value != before
    assert OpenSession.objects.count() == Session.objects.count() == 1
