"""Logging in with a second step: setting the first one up, codes, passkeys, what waits, what is guessed."""

import re
from datetime import timedelta
from html import unescape

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from nippu.access import actions, passkeys
from nippu.access.models import Account, OpenSession
from nippu.access.queries import second_steps_of
from nippu.access.throttle import MOST_FAILED, WITHIN
from nippu.http import acting, replay, second_step
from nippu.http.session_store import kept_key
from tests import cast
from tests.pages.reading import links, texts
from tests.soft_key import SoftKey

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = "/login/second-step/"


@pytest.fixture
def clock(now, monkeypatch):
    """Sets the clock of the pages; returns the moment."""

    def at(**later):
        moment = now + timedelta(**later)
        monkeypatch.setattr("nippu.http.middleware.timezone.now", lambda: moment)
        acting.forget_all()
        return moment

    at()
    return at


@pytest.fixture
def app(eero, now):
    """Eero has an app that shows codes, and recovery codes."""
    code = pyotp.TOTP(SECRET).at(int(now.timestamp()) - 3600)
    assert actions.add_code_app(eero.account_id, SECRET, code, at=now - timedelta(hours=1))
    return actions.make_recovery_codes(eero.account_id)


def shown(at, secret=SECRET):
    """What the app shows."""
    return pyotp.TOTP(secret).at(int(at.timestamp()))


def password(client, **more):
    return client.post("/login/", {"username": "eero", "password": cast.PASSWORD} | more)


def hidden(answer, name):
    main = answer.content.decode().partition("<main")[2]
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', main)[1])


def question(answer):
    return unescape(re.search(r'data-question="([^"]*)"', answer.content.decode())[1])


def is_in(client):
    acting.forget_all()
    return client.get("/help/").status_code == 200


def test_the_password_alone_does_not_log_in_one_who_has_a_second_step(app, stranger, clock):
    answer = password(stranger, next="/help/")
    assert answer["Location"] == f"{STEP}?next=%2Fhelp%2F"
    page = stranger.get(answer["Location"])
    assert "Koodisovelluksen näyttämä koodi tai varakoodi" in texts(page)
    assert not is_in(stranger)
    answer = stranger.post(STEP, {"code": shown(clock()), "next": hidden(page, "next")})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert is_in(stranger)


def test_a_wrong_code_is_told_and_nobody_is_logged_in(app, stranger, clock):
    password(stranger)
    answer = stranger.post(STEP, {"code": "000000"})
    assert "Vahvistus ei onnistunut" in texts(answer)
    assert not is_in(stranger)


def test_a_code_that_somebody_saw_over_the_shoulder_is_not_good_again(app, stranger, clock):
    password(stranger)
    assert stranger.post(STEP, {"code": shown(clock())}).status_code == 302
    thief = Client()
    password(thief)
    assert thief.post(STEP, {"code": shown(clock())}).status_code == 200
    assert not is_in(thief)


def test_a_recovery_code_does_when_the_phone_is_lost(app, stranger, clock):
    password(stranger)
    assert stranger.post(STEP, {"code": app[4]}).status_code == 302
    assert is_in(stranger)


def test_the_second_step_leads_nowhere_else(app, stranger, clock):
    password(stranger)
    answer = stranger.post(STEP, {"code": app[0], "next": "https://example.com/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_comes_to_the_second_step_without_the_first(app, stranger, clock, method):
    answer = getattr(stranger, method)(STEP, {"code": shown(clock())})
    assert answer.status_code == (302 if method == "get" else 200)
    assert method == "get" or "Aloita alusta" in texts(answer)
    assert not is_in(stranger)


def test_the_password_is_good_for_the_second_step_for_some_minutes_only(app, stranger, clock):
    password(stranger)
    moment = clock(seconds=second_step.WITHIN.total_seconds() + 1)
    assert "Aloita alusta" in texts(stranger.post(STEP, {"code": shown(moment)}))
    assert not is_in(stranger)


def test_a_password_changed_meanwhile_ends_the_log_in_that_was_begun(app, eero, stranger, clock):
    password(stranger)
    actions.change_password(eero.account_id, old=cast.PASSWORD, new="uusi-ja-pitkä-lokki")
    assert "Aloita alusta" in texts(stranger.post(STEP, {"code": shown(clock())}))


def test_an_account_closed_meanwhile_does_not_log_in(app, eero, stranger, clock):
    password(stranger)
    Account.objects.filter(pk=eero.account_id).update(is_active=False)
    assert stranger.get(STEP).status_code == 302
    assert not is_in(stranger)


def test_guessing_codes_is_stopped_for_a_while_also_from_many_addresses(app, eero, stranger, clock, settings):
    settings.PROXY_HOPS = 1
    for n in range(MOST_FAILED):
        guesser = Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
        password(guesser)
        assert guesser.post(STEP, {"code": "000000"}).status_code == 200
    owner = Client(HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert password(owner).status_code == 302  # passwords are counted by their own
    answer = owner.post(STEP, {"code": shown(clock())})
    assert answer.status_code == 429
    assert re.search(r"Yritä uudelleen klo \d{1,2}\.\d\d\.", texts(answer))
    moment = clock(seconds=WITHIN.total_seconds() + 1)
    password(owner)
    assert owner.post(STEP, {"code": shown(moment)}).status_code == 302


def test_the_right_password_does_not_begin_the_count_of_wrong_codes_anew(app, stranger, clock):
    for _ in range(MOST_FAILED):
        password(stranger)
        stranger.post(STEP, {"code": "000000"})
    assert password(stranger).status_code == 429


def test_what_waits_for_the_log_in_goes_through_the_second_step(app, eero, stranger, clock):
    waiting = stranger.post("/search/", {"q": "Aino", replay.MARK: replay.mark_of(eero.account_id)})
    page = password(stranger, sent=hidden(waiting, "sent"))
    assert (page.status_code, "Tekstisi odottaa" in texts(page)) == (200, True)
    wrong = stranger.post(STEP, {"code": "000000", "sent": hidden(page, "sent")})
    again = stranger.post(STEP, {"code": shown(clock()), "sent": hidden(wrong, "sent")})
    assert "Jatka ja tallenna" in texts(again)
    assert "Aino" in again.content.decode()
    assert replay.mark_of(eero.account_id) in again.content.decode()


def test_what_waits_is_not_lost_when_the_second_step_comes_too_late(app, eero, stranger, clock):
    waiting = stranger.post("/search/", {"q": "Aino", replay.MARK: replay.mark_of(eero.account_id)})
    page = password(stranger, sent=hidden(waiting, "sent"))
    clock(hours=1)
    late = stranger.post(STEP, {"code": "000000", "sent": hidden(page, "sent")})
    assert replay.unsealed(hidden(late, "sent")).inputs == (("q", "Aino"),)


def test_a_passkey_logs_in(eero, stranger, clock):
    key = SoftKey()
    asked = passkeys.ask_to_add("testserver", account_id=eero.account_id, username="eero", known=[])
    kept = passkeys.added("testserver", asked.state, key.make(asked.asked))
    actions.add_passkey(eero.account_id, kept, name="Avain", at=clock())
    password(stranger)
    page = stranger.get(STEP)
    assert "Käytä pääsyavainta" in texts(page)
    answer = key.use(question(page))
    other = Client()
    password(other)
    assert other.post(STEP, {"credential": answer}).status_code == 200  # it was not asked there
    assert stranger.post(STEP, {"credential": answer}).status_code == 302
    assert is_in(stranger)


def test_where_a_second_step_is_required_the_first_log_in_sets_it_up(eero, stranger, clock, settings):
    settings.SECOND_STEP_REQUIRED = True
    page = stranger.get(password(stranger, next="/help/")["Location"])
    assert "Ota käyttöön kirjautumisen toinen vaihe" in texts(page)
    assert "<svg" in page.content.decode()
    assert not is_in(stranger)
    secret = re.search(r"<kbd>([A-Z2-7 ]+)</kbd>", page.content.decode())[1].replace(" ", "")
    wrong = stranger.post(STEP, {"code": "000000"})
    assert secret in wrong.content.decode().replace(" ", "")
    done = stranger.post(STEP, {"code": shown(clock(), secret), "next": "/help/"})
    codes = re.findall(r"<kbd>((?:\w{4}-){2}\w{4})</kbd>", done.content.decode())
    assert (len(codes), "/help/" in links(done)) == (10, True)
    assert is_in(stranger)
    again = Client()
    password(again)
    assert again.post(STEP, {"code": codes[9]}).status_code == 302
    assert "Varakoodi" not in texts(again.get("/help/"))


def test_the_first_passkey_is_set_up_too_and_what_waits_goes_on(eero, stranger, clock, settings):
    settings.SECOND_STEP_REQUIRED = True
    waiting = stranger.post("/search/", {"q": "Aino", replay.MARK: replay.mark_of(eero.account_id)})
    page = password(stranger, sent=hidden(waiting, "sent"))
    made = SoftKey().make(question(page))
    form = {"credential": made, "name": "Työpuhelin", "sent": hidden(page, "sent")}
    done = stranger.post(STEP, form)
    assert "Ota varakoodit talteen" in texts(done)
    assert "Jatka ja tallenna" in texts(done)
    assert [each.name for each in second_steps_of(eero.account_id).passkeys] == ["Työpuhelin"]


def test_the_session_has_a_new_key_after_each_step(app, eero, stranger, clock):
    stranger.get("/login/")
    session = stranger.session
    session["planted"] = "by another"
    session.save()
    first = session.session_key
    password(stranger)
    second = stranger.cookies["nippu"].value
    stranger.post(STEP, {"code": shown(clock())})
    third = stranger.cookies["nippu"].value
    assert len({first, second, third}) == 3
    for known in (first, second):
        thief = Client()
        thief.cookies["nippu"] = known
        assert not is_in(thief)
    assert [each.session_key for each in Session.objects.all()] == [kept_key(third)]
    assert OpenSession.objects.get().key == kept_key(third)


def test_a_session_ends_after_its_hours_however_much_it_is_used(browser, clock, settings):
    settings.SESSION_SECONDS_AT_MOST = 2 * 3600
    for minutes in range(0, 120, 20):
        clock(minutes=minutes)
        assert is_in(browser)
    clock(minutes=121)
    assert not is_in(browser)
    assert not Session.objects.exists()


def test_what_stands_in_the_table_of_sessions_opens_none(app, eero, stranger, clock):
    password(stranger)
    stranger.post(STEP, {"code": shown(clock())})
    assert is_in(stranger)
    thief = Client()
    thief.cookies["nippu"] = Session.objects.get().session_key
    assert not is_in(thief)
