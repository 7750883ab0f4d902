import re
from datetime import date
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from nippu.access.types import WorkTask
from nippu.http import acting, replay
from nippu.http.middleware import MOST_BYTES
from nippu.http.sessions import safe_next
from nippu.organisations import actions as organisations
from nippu.organisations.queries import assignments_of
from tests import cast
from tests.conftest import WALL_STATEMENTS

pytestmark = [pytest.mark.urls("tests.areas.http_addresses"), pytest.mark.django_db]
SCRIPT = {"HTTP_ACCEPT": "application/json"}
OURS = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {"a.0.teksti": ["Kaksi\nriviä & <b>", "toinen"], "version": ["3"]}


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.ALLOWED_HOSTS, settings.LOGIN_URL = ["testserver"], "/kirjaudu/"
    acting.forget_all()
    yield
    acting.forget_all()


@pytest.fixture
def stranger():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def browser(eero):
    client = Client()
    _log_in(client)
    return client


def _log_in(client, password=cast.PASSWORD, **more):
    return client.post("/kirjaudu/", {"username": "eero", "password": password} | more)


def _marked(actor, typed=TYPED):
    """A form of a page that was made for one of the cast."""
    return typed | {replay.MARK: replay.mark_of(actor.account_id)}


def _hidden(answer, name):
    main = answer.content.decode().partition("<main")[2]
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', main)[1])


def _sent_again(answer):
    """Where the form of the page leads and what it holds, as a browser reads it."""
    page = answer.content.decode().partition("<main")[2]
    fields = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    found = {}
    for name, value in fields:
        found.setdefault(unescape(name), []).append(unescape(value))
    return re.search(r'<form method="post" action="([^"]*)"', page)[1], found


def test_logging_in_leads_to_the_start_page_and_tells_who_acts(eero, now):
    client = Client()
    answer = _log_in(client)
    assert (answer.status_code, answer.url) == (302, "/")
    told = client.get("/").json()
    assert (told["who"], told["unit"]) == ("Eero Pohjola", "Aikuissosiaalityö, Pohjoinen")
    assert told["at"].endswith("+00:00")


@pytest.mark.parametrize("password", ["", "arvattu-salasana"])
def test_a_wrong_password_is_refused_without_telling_which_was_wrong(eero, password):
    client = Client()
    answer = _log_in(client, password)
    assert answer.status_code == 200
    assert "väärä" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_name_that_the_database_cannot_hold_is_a_wrong_name(eero):
    answer = Client().post("/kirjaudu/", {"username": "ee\0ro?", "password": "arvaus"})
    assert (answer.status_code, "väärä" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(("who", "most"), [("stranger", 4 * 1024**2), ("browser", MOST_BYTES)])
def test_what_is_too_large_is_refused_unread(who, most, request):
    client = request.getfixturevalue(who)
    told = {"CONTENT_LENGTH": str(most + 1), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = client.generic("POST", "/avoin/", b"", **told)
    assert (answer.status_code, "viallinen" in answer.content.decode()) == (400, True)


def test_one_without_a_work_task_today_does_not_get_in(eero):
    organisations.end_work_task(eero.assignment_id, on=date(2021, 1, 1))
    client = Client()
    assert "työtehtävää" in _log_in(client).content.decode()


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/avoin/?x=1", "/avoin/?x=1"),
        ("https://muualla.example/", "/"),
        ("//muualla.example", "/"),
        ("", "/"),
    ],
)
def test_after_logging_in_one_is_led_within_our_own_pages_only(eero, rf, wanted, led):
    assert _log_in(Client(), next=wanted).url == led
    assert safe_next(rf.get("/kirjaudu/", {"next": wanted})) == led


@pytest.mark.parametrize("address", ["/viat/wrong/", "/vika/", "/tyotehtava/", "/kirjaudu-ulos/", "/ei/ole/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_told_that_nothing_is_there(address, method):
    answer = getattr(Client(), method)(address)
    assert answer.status_code == 404
    assert "Kirjaudu sisään" in answer.content.decode()


def test_a_closed_and_an_unknown_address_look_the_same_to_a_stranger():
    def page(address):
        text = Client().get(address).content.decode().replace(address.strip("/"), "")
        return re.sub(r'"X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"', "", text)

    assert page("/vika/") == page("/ei-ole/")


def test_open_views_answer_a_stranger_and_the_start_page_leads_to_the_log_in(stranger):
    assert stranger.get("/avoin/").content.decode() == "kuka vain"
    answer = stranger.get("/")
    assert (answer.status_code, answer.url) == (302, "/kirjaudu/")


@pytest.mark.parametrize(
    ("name", "status", "text"),
    [
        ("not_there", 404, "ei löydy"),
        ("not_allowed", 403, "ei oikeuta"),
        ("newer", 409, "Uudempi 2."),
        ("wrong", 400, "Väärin."),
    ],
)
def test_our_failures_are_answered_as_page_as_part_and_as_data(browser, name, status, text):
    page = browser.get(f"/viat/{name}/")
    assert (page.status_code, "<html" in page.content.decode()) == (status, True)
    assert text in page.content.decode()
    part = browser.get(f"/viat/{name}/", headers={"HX-Request": "true"})
    assert (part.status_code, "<html" in part.content.decode()) == (status, False)
    assert text in part.content.decode()
    data = browser.get(f"/viat/{name}/", **SCRIPT)
    assert (data.status_code, data.json()["code"]) == (status, name)
    assert text in data.json()["text"]


@pytest.mark.parametrize("extra", [{}, SCRIPT])
def test_a_fault_is_answered_without_its_words(browser, extra):
    browser.raise_request_exception = False
    answer = browser.get("/vika/", **extra)
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.content.decode()


def test_pages_are_not_kept_by_the_browser(browser):
    assert browser.get("/").headers["Cache-Control"] == "no-store, private"


def test_a_page_of_many_requests_asks_the_database_once_who_acts(browser, django_assert_num_queries):
    acting.forget_all()
    with django_assert_num_queries(3 + WALL_STATEMENTS):  # session, account, work task
        browser.get("/")
    with django_assert_num_queries(WALL_STATEMENTS):
        browser.get("/")


def test_a_closed_account_stops_acting_when_the_kept_answer_is_old(browser, eero, monkeypatch):
    browser.get("/")
    organisations.close_account(eero.account_id)
    assert browser.get("/").status_code == 200
    kept_until = acting.monotonic() + acting.KEPT_SECONDS
    monkeypatch.setattr(acting, "monotonic", lambda: kept_until + 0.1)
    assert browser.get("/").status_code == 302


def test_logging_out_ends_the_session_at_once(browser):
    assert browser.post("/kirjaudu-ulos/").url == "/kirjaudu/"
    assert browser.get("/").status_code == 302
    assert not Session.objects.exists()


def test_a_stolen_old_session_does_not_act_after_the_log_out(browser):
    old = browser.cookies["nippu"].value
    browser.post("/kirjaudu-ulos/")
    thief = Client()
    thief.cookies["nippu"] = old
    assert thief.get("/").status_code == 302


def test_a_session_in_use_is_lengthened_now_and_then(browser):
    before = Session.objects.get().expire_date
    session = browser.session
    session[acting.SEEN] -= 3600
    session.save()
    Session.objects.update(expire_date=before)
    acting.forget_all()
    browser.get("/")
    assert Session.objects.get().expire_date > before


def test_one_acts_in_the_chosen_work_task(browser, eero, organisation, now):
    other = organisations.assign_work_task(
        eero.professional_id, organisation.south, WorkTask.ARRANGING, start=date(2026, 1, 1)
    )
    assert len(assignments_of(eero.account_id, now)) == 2
    assert browser.post("/tyotehtava/", {"assignment": str(other), "next": "/avoin/"}).url == "/avoin/"
    assert browser.get("/").json()["unit"] == "Aikuissosiaalityö, Etelä"


@pytest.mark.parametrize("chosen", ["", "x", "01900000-0000-7000-8000-000000000000"])
def test_one_does_not_act_in_a_work_task_of_another(browser, chosen):
    assert browser.post("/tyotehtava/", {"assignment": chosen}).status_code == 404
    assert browser.get("/").json()["unit"] == "Aikuissosiaalityö, Pohjoinen"


def test_the_chosen_language_stays_with_the_person(browser, eero):
    browser.post("/kieli/", {"language": "sv"})
    assert browser.get("/").json()["language"] == "sv"
    elsewhere = Client()
    _log_in(elsewhere)
    assert elsewhere.get("/").json()["language"] == "sv"


def test_a_stranger_may_choose_the_language_and_an_unknown_one_changes_nothing(db):
    client = Client()
    client.post("/kieli/", {"language": "sv"})
    client.post("/kieli/", {"language": "xx"})
    assert client.cookies["nippu_language"].value == "sv"
    assert 'lang="sv"' in client.get("/kirjaudu/").content.decode()


def test_what_is_typed_waits_for_the_log_in_and_is_then_sent_again(eero):
    client = Client()
    asked = client.post("/tallenna/7/?osa=2", _marked(eero))
    assert asked.status_code == 401
    wrong = _log_in(client, "väärä", sent=_hidden(asked, "sent"))
    answer = _log_in(client, sent=_hidden(wrong, "sent"))
    address, typed = _sent_again(answer)
    assert address == "/tallenna/7/?osa=2"
    # A browser sends line breaks as CR LF; the form holds them as they were typed.
    assert client.post(address, typed).json() == TYPED


def test_what_waits_for_the_log_in_is_not_shown_to_another_and_is_not_lost(eero, veera):
    client = Client()
    asked = client.post("/tallenna/7/", _marked(eero))
    other = _log_in(client, username="veera", sent=_hidden(asked, "sent"))
    assert (other.status_code, "toinen henkilö" in other.content.decode()) == (403, True)
    assert "Kaksi" not in other.content.decode()
    assert client.get("/").status_code == 302
    assert _sent_again(_log_in(client, sent=_hidden(other, "sent")))[1] == TYPED


def test_a_page_of_another_saves_nothing(eero, veera):
    client = Client(enforce_csrf_checks=True)
    old = _hidden(client.get("/kirjaudu/"), "csrfmiddlewaretoken")
    client.post("/kirjaudu/", {"username": "veera", "password": cast.PASSWORD, "csrfmiddlewaretoken": old})
    fresh = {"HTTP_X_CSRFTOKEN": client.cookies["csrftoken"].value}
    for more in ({}, fresh, SCRIPT, fresh | SCRIPT):  # with the seal from before the log-in, and after it
        answer = client.post("/tallenna/7/", _marked(eero), **OURS, **more)
        assert answer.status_code == 403
        told = answer.json()["text"] if SCRIPT.items() <= more.items() else answer.content.decode()
        assert "toisella käyttäjätunnuksella" in told
        assert "toinen" not in answer.content.decode()
    assert client.post("/tallenna/7/", _marked(veera), **OURS, **fresh).status_code == 200


def test_every_form_carries_the_mark_of_the_one_who_reads_the_page(browser, eero):
    page = browser.get("/ei/ole/").content.decode()
    marks = re.findall(rf'name="{replay.MARK}" value="(\w+)"', page)
    assert marks
    assert set(marks) == {replay.mark_of(eero.account_id)}
    assert page.count('name="csrfmiddlewaretoken"') == len(marks)


def test_what_cannot_be_undone_is_asked_again_of_the_one_who_logs_in(eero):
    client = Client()
    asked = client.post("/allekirjoita/", {"version": "1"})
    assert (asked.status_code, 'name="sent"' in asked.content.decode()) == (401, False)
    answer = _log_in(client, next=_hidden(asked, "next"))
    assert (answer.status_code, answer.url) == (302, "/allekirjoita/")
    assert client.get(answer.url).content.decode() == "lue ja paina"


def test_the_seal_holds_against_changes_and_other_addresses(rf):
    good = replay.sealed(replay.Sent("/tallenna/7/", (("a", "b"),), "x"))
    assert replay.unsealed(good) == replay.Sent("/tallenna/7/", (("a", "b"),), "x")
    assert replay.unsealed(good[:-2] + "xx") is None
    assert replay.unsealed("") is None
    for path in (
        "/kirjaudu-ulos/",
        "/ei/ole/",
        "//muualla.example/",
        "https://muualla.example/",
        "tallenna/7/",
    ):
        assert replay.unsealed(replay.sealed(replay.Sent(path, (), "x"))) is None


@pytest.mark.parametrize("extra", [SCRIPT, {"HTTP_SEC_FETCH_DEST": "empty"}, {"HTTP_HX_REQUEST": "true"}])
def test_a_script_is_told_that_the_log_in_has_expired(stranger, extra):
    answer = stranger.post("/tallenna/7/", TYPED, **OURS, **extra)
    assert (answer.status_code, answer.json()["code"]) == (401, "logged_out")


def test_a_page_older_than_the_log_in_loses_nothing(eero):
    client = Client(enforce_csrf_checks=True)
    token = _hidden(client.get("/kirjaudu/"), "csrfmiddlewaretoken")
    form = {"username": "eero", "password": cast.PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/kirjaudu/", form).status_code == 302
    old = TYPED | {"csrfmiddlewaretoken": token}

    answer = client.post("/tallenna/7/", old, **OURS)
    address, typed = _sent_again(answer)
    typed["csrfmiddlewaretoken"] = _hidden(answer, "csrfmiddlewaretoken")
    saved = client.post(address, typed, **OURS).json()
    assert {name: saved[name] for name in TYPED} == TYPED

    told = client.post("/tallenna/7/", old, **OURS, **SCRIPT).json()
    assert told["code"] == "stale_page"
    assert client.post("/tallenna/7/", TYPED, HTTP_X_CSRFTOKEN=told["csrf_token"], **OURS).status_code == 200


@pytest.mark.parametrize("extra", [{}, {"HTTP_ORIGIN": "https://muualla.example"}, {"HTTP_ORIGIN": "null"}])
def test_what_another_site_sends_is_refused_and_not_offered_again(browser, extra):
    browser.handler.enforce_csrf_checks = True
    for more in ({}, SCRIPT):
        answer = browser.post("/tallenna/7/", TYPED, **extra, **more)
        assert answer.status_code == 403
        assert "toinen" not in answer.content.decode()
        assert "csrf_token" not in answer.content.decode()


def test_a_strangers_form_without_a_seal_is_carried_only_from_our_own_page(stranger, eero):
    assert stranger.post("/tallenna/7/", _marked(eero), **OURS).status_code == 401
    assert stranger.post("/tallenna/7/", TYPED, **OURS).status_code == 404
    assert stranger.post("/tallenna/7/", _marked(eero)).status_code == 404
    assert stranger.post("/kieli/", {"language": "sv"}, **OURS).status_code == 403
