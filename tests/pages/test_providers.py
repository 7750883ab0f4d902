"""Logging in through an identity provider that runs for real: who is let in, what is not believed."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from nippu.access import actions
from nippu.access.models import Account
from nippu.access.providers import Audience, read_providers
from nippu.http import acting, provider_clients, replay
from nippu.http.session_store import kept_key
from tests import cast
from tests.pages.reading import links, texts
from tests.provider.running import log_in_there, running
from tests.provider.serve import FALSE, TAMPERED

BACK = "http://testserver/login/provider/{}/done/"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """The provider, running while this module's tests do."""
    with running(
        tmp_path_factory.mktemp("provider"), *(BACK.format(name) for name in ("alue", "suomi"))
    ) as one:
        yield one


@pytest.fixture
def told(provider, tmp_path, settings):
    """The installation has been told of the provider, for professionals and for citizens."""
    secret = tmp_path / "secret"
    secret.write_text(f"{provider.secret}\n")
    environment = {"NIPPU_PROVIDERS": "alue,suomi"}
    for name in ("ALUE", "SUOMI"):
        environment |= {
            f"NIPPU_PROVIDER_{name}_ISSUER": f"{provider.issuer}/",
            f"NIPPU_PROVIDER_{name}_CLIENT_ID": provider.client_id,
            f"NIPPU_PROVIDER_{name}_SECRET_FILE": str(secret),
        }
    environment |= {"NIPPU_PROVIDER_ALUE_LABEL": "Hyvinvointialue", "NIPPU_PROVIDER_SUOMI_FOR": "citizens"}
    settings.PROVIDERS = read_providers(environment)
    provider_clients.forget_all()
    yield environment
    provider_clients.forget_all()


@pytest.fixture
def linked(eero):
    """The provider knows Eero by this."""
    actions.link_to_provider(eero.account_id, provider="alue", external_id="eero")


def log_in(browser, username, *, address="/login/provider/alue/?next=/help/"):
    """Through the provider and back; what we answer."""
    leads = browser.get(address)
    assert leads.status_code == 302, texts(leads)
    return browser.get(log_in_there(leads["Location"], username))


def is_in(browser):
    acting.forget_all()
    return browser.get("/help/").status_code == 200


def test_a_professional_who_is_known_logs_in_and_comes_where_was_wanted(told, linked, stranger):
    page = stranger.get("/login/?next=/help/")
    (way,) = (each for each in links(page) if "/provider/" in each)
    assert "Kirjaudu: Hyvinvointialue" in texts(page)
    answer = log_in(stranger, "eero", address=way)
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert is_in(stranger)


def test_the_question_holds_a_challenge_a_nonce_and_a_state(told, stranger):
    asked = [parse_qs(urlsplit(stranger.get("/login/provider/alue/")["Location"]).query) for _ in range(2)]
    assert asked[0]["code_challenge_method"] == ["S256"]
    for name in ("code_challenge", "nonce", "state"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["redirect_uri"] == [BACK.format("alue")]
    assert asked[0]["response_type"] == ["code"]


def test_one_who_is_not_known_is_told_so_and_is_not_logged_in(told, linked, stranger):
    answer = log_in(stranger, "unknown")
    assert (answer.status_code, "ei ole Nipussa voimassa olevaa" in texts(answer)) == (403, True)
    assert not is_in(stranger)
    assert Account.objects.count() == 1


def test_one_whose_account_is_closed_is_not_logged_in(told, linked, eero, stranger):
    Account.objects.filter(pk=eero.account_id).update(is_active=False)
    assert log_in(stranger, "eero").status_code == 403


def test_the_name_here_is_not_the_name_there(told, eero, stranger):
    assert log_in(stranger, "eero").status_code == 403


WHY = {
    "wrong-audience": "InvalidClaimError",
    "two-audiences": "InvalidClaimError",
    "wrong-issuer": "InvalidClaimError",
    "wrong-nonce": "InvalidClaimError",
    "no-nonce": "MissingClaimError",
    "expired": "ExpiredTokenError",
    "no-end": "MissingClaimError",
    "wrong-signature": "BadSignatureError",
    "unsigned": "UnsupportedAlgorithmError",
    "changed": "BadSignatureError",
    "no-token": "no signed answer",
    "signed-with-the-secret": "UnsupportedAlgorithmError",
}


@pytest.mark.parametrize("user", [*FALSE, *TAMPERED])
def test_what_is_false_is_not_believed(told, eero, stranger, user):
    for known in (user, "eero"):  # neither the one who came nor the one who is claimed
        actions.link_to_provider(eero.account_id, provider="alue", external_id=known)
        with structlog.testing.capture_logs() as logged:
            answer = log_in(stranger, user)
        assert (answer.status_code, "Yritä uudelleen" in texts(answer)) == (502, True)
        assert [each.get("why") for each in logged] == [WHY[user]]
        assert not is_in(stranger)


def test_an_answer_that_was_not_asked_for_is_not_believed(told, linked, eero, stranger):
    address = log_in_there(stranger.get("/login/provider/alue/")["Location"], "eero")
    victim = Client()
    assert victim.get(address).status_code == 502  # asked in another browser
    assert not is_in(victim)
    assert stranger.get(address).status_code == 302
    again = Client()
    again.cookies["nippu"] = stranger.cookies["nippu"].value
    assert again.get(address).status_code == 502  # the same once more


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x&state=y", "?state=", "?code=x"])
def test_a_log_in_that_was_broken_off_says_so(told, stranger, query):
    answer = stranger.get(f"/login/provider/alue/done/{query}")
    assert (answer.status_code, "Yritä uudelleen" in texts(answer)) == (502, True)


def test_a_provider_that_does_not_answer_is_told_of(told, settings, stranger):
    gone = told | {"NIPPU_PROVIDER_ALUE_ISSUER": "http://127.0.0.1:9"}
    settings.PROVIDERS = read_providers(gone)
    assert stranger.get("/login/provider/alue/").status_code == 502


def test_a_provider_that_calls_itself_something_else_is_not_asked(told, settings, stranger):
    settings.PROVIDERS = read_providers(
        told
        | {"NIPPU_PROVIDER_ALUE_ISSUER": told["NIPPU_PROVIDER_ALUE_ISSUER"].replace("127.0.0.1", "localhost")}
    )
    # It says that its issuer is the host by which it was asked, so the two agree here.
    assert stranger.get("/login/provider/alue/").status_code == 302
    provider = settings.PROVIDERS["alue"]
    provider_clients.forget_all()
    client = provider_clients._client(provider)
    client.load_server_metadata()["issuer"] = "https://elsewhere.example"
    assert stranger.get("/login/provider/alue/").status_code == 502


def test_the_session_has_a_new_key_after_the_log_in(told, linked, stranger):
    stranger.get("/login/provider/alue/")
    planted = stranger.cookies["nippu"].value
    log_in(stranger, "eero")
    assert stranger.cookies["nippu"].value != planted
    assert not Session.objects.filter(session_key=kept_key(planted)).exists()


def test_what_tells_who_one_is_can_be_something_that_is_asked_directly(told, settings, eero, stranger):
    settings.PROVIDERS = read_providers(told | {"NIPPU_PROVIDER_ALUE_CLAIM": "employee"})
    actions.link_to_provider(eero.account_id, provider="alue", external_id="nro-eero")
    assert log_in(stranger, "eero").status_code == 302
    assert is_in(stranger)


def test_a_claim_that_is_not_told_lets_nobody_in(told, settings, linked, stranger):
    settings.PROVIDERS = read_providers(told | {"NIPPU_PROVIDER_ALUE_CLAIM": "shoe_size"})
    assert log_in(stranger, "eero").status_code == 502


def test_no_password_or_second_step_of_ours_is_asked_of_one_who_comes_from_a_provider(
    told, linked, settings, stranger
):
    settings.SECOND_STEP_REQUIRED = True
    assert log_in(stranger, "eero")["Location"] == "/help/"
    assert is_in(stranger)


def test_a_citizen_is_told_that_there_are_no_pages_yet_and_nothing_is_kept(told, stranger):
    with structlog.testing.capture_logs() as logged:
        answer = log_in(stranger, "120493-9088", address="/citizen/log-in/")
    assert "eivät ole vielä käytössä" in texts(answer)
    assert not is_in(stranger)
    assert not Session.objects.exists()
    assert "120493" not in str(logged) + answer.content.decode()


def test_citizens_and_professionals_do_not_use_each_others_ways(told, eero, stranger):
    actions.link_to_provider(eero.account_id, provider="suomi", external_id="eero")
    assert stranger.get("/login/provider/suomi/").status_code == 404
    answer = log_in(stranger, "eero", address="/citizen/log-in/")
    assert "eivät ole vielä käytössä" in texts(answer)
    assert not is_in(stranger)


@pytest.mark.parametrize("address", ["/login/provider/muu/", "/login/provider/muu/done/", "/citizen/log-in/"])
def test_where_there_is_no_such_provider_there_is_nothing(stranger, address):
    assert stranger.get(address).status_code == 404
    assert "/provider/" not in stranger.get("/login/").content.decode()


def test_what_waits_for_the_log_in_goes_on_when_one_has_logged_in_in_another_tab(told, linked, eero):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    seal = browser.get("/login/").content.decode().partition("<main")[2]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', seal)[1]
    typed = {"q": "Aino", replay.MARK: replay.mark_of(eero.account_id), "csrfmiddlewaretoken": token}
    waiting = browser.post("/search/", typed)
    sent = unescape(re.search(r'name="sent" value="([^"]*)"', waiting.content.decode())[1])
    resume = {"sent": sent, "resume": "1", "csrfmiddlewaretoken": token}
    assert "Et ole vielä kirjautunut" in texts(browser.post("/login/", resume))
    (way,) = (each for each in links(waiting) if "/provider/" in each)
    assert log_in(browser, "eero", address=way)["Location"] == "/login/done/"
    again = browser.post("/login/", resume)
    assert "Jatka ja tallenna" in texts(again)
    assert "Aino" in again.content.decode()


def test_what_another_has_written_does_not_go_on_in_the_other_tab(told, linked, veera, browser):
    sealed = replay.sealed(replay.Sent("/search/", (("q", "Aino"),), replay.mark_of(veera.account_id)))
    browser.handler.enforce_csrf_checks = True
    answer = browser.post("/login/", {"sent": sealed, "resume": "1"}, headers={"origin": "http://testserver"})
    assert (answer.status_code, "Aino" in answer.content.decode()) == (403, False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"NIPPU_PROVIDERS": "Alue"}, "small letters"),
        ({"NIPPU_PROVIDER_ALUE_ISSUER": "http://tunnistus.example"}, "https"),
        ({"NIPPU_PROVIDER_ALUE_ISSUER": ""}, "NIPPU_PROVIDER_ALUE_ISSUER is missing"),
        ({"NIPPU_PROVIDER_ALUE_FOR": "everyone"}, "professionals or citizens"),
    ],
)
def test_a_provider_told_wrongly_stops_the_start(told, changed, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        read_providers(told | changed)


def test_a_provider_is_told_by_the_environment(told):
    found = read_providers(told)
    assert (found["alue"].label, found["alue"].claim, found["alue"].scope) == (
        "Hyvinvointialue",
        "sub",
        "openid profile",
    )
    assert found["suomi"].audience is Audience.CITIZENS
    assert "yhteinen" not in repr(found)
    assert read_providers({}) == {}


def test_the_password_still_logs_in(told, eero, stranger):
    answer = stranger.post("/login/", {"username": "eero", "password": cast.PASSWORD})
    assert answer.status_code == 302
