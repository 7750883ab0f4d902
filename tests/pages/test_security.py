"""One's own security page: second steps, recovery codes, the password, sessions."""

import re
from datetime import timedelta
from html import unescape

import pyotp
import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.test import Client

from nippu.access import actions
from nippu.access.models import Account
from nippu.access.queries import open_sessions, second_steps_of
from nippu.access.throttle import MOST_FAILED
from nippu.http import acting
from nippu.web.browsers import browser_name
from nippu.web.security import CONFIRMED_WITHIN
from tests import cast
from tests.pages.conftest import log_in
from tests.pages.reading import links, texts
from tests.soft_key import SoftKey

NEW = "uusi-ja-pitkä-lokki"


@pytest.fixture
def later(now, monkeypatch):
    """A browser has been left open: the password was told some time ago."""
    moment = now + CONFIRMED_WITHIN + timedelta(minutes=1)
    monkeypatch.setattr("nippu.http.middleware.timezone.now", lambda: moment)
    acting.forget_all()
    return moment


def add_app(browser, now):
    page = browser.get("/security/add/").content.decode()
    secret = re.search(r"<kbd>([A-Z2-7 ]+)</kbd>", page)[1].replace(" ", "")
    return browser.post("/security/add/", {"code": pyotp.TOTP(secret).at(int(now.timestamp()))})


def test_the_page_is_found_from_every_page_by_ones_own_name(browser):
    assert "/security/" in links(browser.get("/help/"))
    assert "Kirjaudut nyt pelkällä salasanalla" in texts(browser.get("/security/"))


def test_an_app_is_added_with_recovery_codes_that_are_shown_once(browser, eero, now):
    sent = add_app(browser, now)
    assert (sent.status_code, sent["Location"]) == (302, "/security/recovery-codes/")
    kept = str(dict(browser.session))
    done = browser.get("/security/recovery-codes/")
    codes = re.findall(r"<kbd>((?:\w{4}-){2}\w{4})</kbd>", done.content.decode())
    assert len(codes) == 10
    assert not [each for each in codes if each in kept]
    assert browser.get("/security/recovery-codes/")["Location"] == "/security/"
    page = browser.get("/security/")
    assert "Käyttämättömiä varakoodeja: 10." in texts(page)
    assert "Koodisovellus" in texts(page)
    assert not re.search(r"<kbd>", page.content.decode().partition("<main")[2].partition("</main>")[0])


def test_a_wrong_code_adds_nothing(browser, eero):
    browser.get("/security/add/")
    assert "Lisääminen ei onnistunut" in texts(browser.post("/security/add/", {"code": "000000"}))
    assert not second_steps_of(eero.account_id).has_any


def test_passkeys_are_added_by_name_and_removed(browser, eero, now):
    for name in ("Työpuhelin", "<b>Avain</b>"):
        asked = re.search(r'data-question="([^"]*)"', browser.get("/security/add/").content.decode())[1]
        form = {"credential": SoftKey().make(unescape(asked)), "name": name}
        assert browser.post("/security/add/", form).status_code in (200, 302)
    page = browser.get("/security/")
    assert "<b>Avain</b>" in texts(page)
    assert "<b>Avain</b>" not in page.content.decode()
    (first, _second) = second_steps_of(eero.account_id).passkeys
    assert browser.post(f"/security/{first.id}/remove/").status_code == 302
    assert [each.name for each in second_steps_of(eero.account_id).passkeys] == ["<b>Avain</b>"]


def test_where_it_is_required_the_last_one_is_not_removed(browser, eero, now, settings):
    settings.SECOND_STEP_REQUIRED = True
    add_app(browser, now)
    (step,) = second_steps_of(eero.account_id).steps
    refused = browser.post(f"/security/{step.id}/remove/")
    assert (refused.status_code, "Lisää ensin toinen tapa" in texts(refused)) == (409, True)
    assert second_steps_of(eero.account_id).has_any


def test_the_second_step_of_another_is_not_there(browser, other_browser, eero, now):
    add_app(browser, now)
    (step,) = second_steps_of(eero.account_id).steps
    assert other_browser.post(f"/security/{step.id}/remove/").status_code == 404
    assert second_steps_of(eero.account_id).has_any


def test_new_recovery_codes_are_made_for_one_who_has_a_second_step(browser, eero, now):
    assert browser.post("/security/recovery-codes/").status_code == 404
    add_app(browser, now)
    page = browser.post("/security/recovery-codes/", follow=True)
    codes = re.findall(r"<kbd>((?:\w{4}-){2}\w{4})</kbd>", page.content.decode())
    assert actions.use_code(eero.account_id, codes[0], at=now)


@pytest.mark.parametrize(
    ("method", "address", "back"),
    [
        ("get", "/security/add/", "%2Fsecurity%2Fadd%2F"),
        ("post", "/security/add/", "%2Fsecurity%2F"),
        ("post", "/security/recovery-codes/", "%2Fsecurity%2F"),
    ],
)
def test_a_browser_left_open_asks_the_password_first(browser, later, method, address, back):
    answer = getattr(browser, method)(address)
    assert answer["Location"] == f"/security/confirm/?next={back}"


def test_nothing_is_removed_in_a_browser_left_open_before_the_password(browser, eero, now, monkeypatch):
    add_app(browser, now)
    (step,) = second_steps_of(eero.account_id).steps
    monkeypatch.setattr("nippu.http.middleware.timezone.now", lambda: now + timedelta(minutes=16))
    acting.forget_all()
    assert "/confirm/" in browser.post(f"/security/{step.id}/remove/")["Location"]
    assert "Salasana on väärä." in texts(browser.post("/security/confirm/", {"password": "väärä"}))
    assert second_steps_of(eero.account_id).has_any
    form = {"password": cast.PASSWORD, "next": "/security/"}
    assert browser.post("/security/confirm/", form)["Location"] == "/security/"
    assert browser.post(f"/security/{step.id}/remove/")["Location"] == "/security/"
    assert not second_steps_of(eero.account_id).has_any


def test_guessing_the_password_in_a_browser_left_open_is_stopped(browser, later):
    for _ in range(MOST_FAILED):
        assert browser.post("/security/confirm/", {"password": "arvaus"}).status_code == 200
    assert browser.post("/security/confirm/", {"password": cast.PASSWORD}).status_code == 429
    assert browser.post("/security/password/", {"old": cast.PASSWORD, "new": NEW}).status_code == 429


def test_the_password_is_changed_and_other_sessions_end(browser, eero):
    elsewhere = log_in("eero")
    assert browser.post("/security/password/", {"old": cast.PASSWORD, "new": NEW}).status_code == 302
    assert "Salasana on vaihdettu" in texts(browser.get("/security/"))
    assert elsewhere.get("/help/").status_code == 404
    acting.forget_all()
    assert browser.get("/help/").status_code == 200
    assert Client().post("/login/", {"username": "eero", "password": cast.PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("väärä", NEW, "Nykyinen salasana on väärä."), (cast.PASSWORD, "lyhyt", "liian lyhyt tai tavallinen")],
)
def test_a_password_that_is_not_changed_says_why(browser, eero, old, new, told):
    answer = browser.post("/security/password/", {"old": old, "new": new})
    assert (answer.status_code, told in texts(answer)) == (400, True)
    assert Account.objects.get(pk=eero.account_id).check_password(cast.PASSWORD)


def test_after_a_password_that_was_not_changed_the_page_is_read_in_another_language(browser):
    sent = {"old": "väärä", "new": NEW}
    headers = {"referer": "http://testserver/security/"}
    answer = browser.post("/security/password/", sent, headers=headers)
    assert 'name="next" value="/security/"' in answer.content.decode()
    foreign = browser.post("/security/password/", sent, headers={"referer": "http://elsewhere.example/x/"})
    assert 'name="next" value="/security/password/"' in foreign.content.decode()
    assert browser.get("/security/password/")["Location"] == "/security/"


def test_ones_sessions_are_listed_and_ended(browser, eero, now):
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})
    elsewhere.post("/login/", {"username": "eero", "password": cast.PASSWORD})
    page = texts(browser.get("/security/"))
    assert ("Firefox, Linux" in page, page.count("Tämä istunto")) == (True, 1)
    other = next(each for each in open_sessions(eero.account_id, at=now) if each.agent)
    assert browser.post(f"/security/sessions/{other.id}/end/").status_code == 302
    assert elsewhere.get("/help/").status_code == 404
    assert browser.get("/help/").status_code == 200


def test_all_other_sessions_end_at_once(browser, eero, now):
    others = [log_in("eero") for _ in range(2)]
    assert browser.post("/security/sessions/end/").status_code == 302
    assert [each.get("/help/").status_code for each in others] == [404, 404]
    assert len(open_sessions(eero.account_id, at=now)) == 1


def test_the_sessions_of_another_are_neither_listed_nor_ended(browser, other_browser, eero, now):
    (mine,) = open_sessions(eero.account_id, at=now)
    assert other_browser.post(f"/security/sessions/{mine.id}/end/").status_code == 404
    assert browser.get("/help/").status_code == 200


def test_a_session_that_was_logged_out_is_listed_no_more(browser, eero, now):
    elsewhere = log_in("eero")
    elsewhere.post("/logout/")
    assert len(open_sessions(eero.account_id, at=now)) == 1


def test_one_who_logs_in_elsewhere_has_no_password_here(browser, eero):
    assert "Nykyinen salasana" in texts(browser.get("/security/"))
    account = Account.objects.get(pk=eero.account_id)
    account.set_unusable_password()
    account.save()
    session = browser.session
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    acting.forget_all()
    page = texts(browser.get("/security/"))
    assert "Nykyinen salasana" not in page
    assert "tunnistautumispalvelun kautta" in page


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/143.0 Safari/537.36 Edg/143.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/143.0 Mobile Safari/537.36", "Chrome, Android"),
        ("", "Tuntematon selain"),
    ],
)
def test_browsers_are_called_by_their_names(agent, name):
    assert browser_name(agent) == name
