"""The pages of the log: investigations, disclosures, clients' requests, and what http itself records."""

import pkgutil
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.utils.timezone import localdate

import nippu
from nippu.audit.actions import record, record_refusal
from nippu.audit.models import Disclosure, LogAnswer, LogRequest, UseRecord
from nippu.audit.types import Details
from nippu.base.errors import Denied, NotFound
from nippu.base.ids import new_id
from nippu.clients.grounds import grounds
from nippu.ui.show import day
from nippu.web.log_words import REFUSALS
from tests import cast
from tests.pages import watching
from tests.pages.conftest import log_in
from tests.pages.reading import links, texts
from tests.pages.spreadsheet import Sheet, csv_column

HIDDEN = "Kaislatie"


@pytest.fixture
def officer(organisation, now, monkeypatch):
    return watching.make("tuija", organisation, now, monkeypatch)


@pytest.fixture
def watcher(officer):
    """The browser of the data protection officer."""
    return log_in("tuija")


@pytest.fixture
def manager(organisation, now, monkeypatch):
    """The browser of a manager."""
    watching.make("matti", organisation, now, monkeypatch)
    return log_in("matti")


@pytest.fixture
def used(browser, aino, eero, now):
    """Eero has opened Aino's page."""
    cast.own_case(aino, by=eero, at=now)
    assert browser.get(f"/clients/{aino}/").status_code == 200


def test_the_log_shows_who_used_whose_data_and_leads_on(watcher, used, aino, eero):
    answer = watcher.get("/log/", {"client": aino, "kind": "read"})
    told = texts(answer)
    assert "Asiakas: Aino Maria Mäkelä" in told
    assert "Katselu Asiakkaan tiedot Aino Maria Mäkelä Eero Pohjola Aikuissosiaalityö, Pohjoinen" in told
    assert any(f"worker={eero.professional_id}" in each for each in links(answer))
    assert HIDDEN not in answer.content.decode()


def test_the_log_is_narrowed_by_worker_and_days(watcher, used, eero, now):
    answer = watcher.get("/log/", {"worker": eero.professional_id, "kind": "read", "start": day(now)})
    assert "Eero Pohjola" in texts(answer)
    before = watcher.get("/log/", {"worker": eero.professional_id, "end": day(now - timedelta(days=2))})
    assert "Lokissa ei ole tällaisia tapahtumia." in texts(before)
    wrong = watcher.get("/log/", {"start": "eilen"})
    assert "Kirjoita päivä muodossa" in texts(wrong)


def test_an_unusual_use_is_told_with_what_it_means(watcher, browser, aino):
    browser.get(f"/clients/{aino}/")
    told = texts(watcher.get("/log/", {"pattern": "no_case"}))
    assert "yksiköllä ei silloin ollut asiakkaan avointa asiaa" in told
    assert "Aino Maria Mäkelä" in told


def test_the_log_has_pages_and_an_order(watcher, aino, eero, now, monkeypatch):
    monkeypatch.setattr("nippu.oversight.queries.PAGE_ROWS", 1)
    cast.own_case(aino, by=eero, at=now)
    answer = watcher.get("/log/", {"worker": eero.professional_id})
    assert any("page=2" in each for each in links(answer))
    assert any("order=at" in each for each in links(answer))
    assert (
        watcher.get("/log/", {"worker": eero.professional_id, "page": "2", "order": "at"}).status_code == 200
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_log_is_saved_as_a_file_and_that_is_in_the_log(watcher, used, aino, form, monkeypatch):
    monkeypatch.setattr("nippu.oversight.queries.SAVED_AT_ONCE", 1)
    address = next(each for each in links(watcher.get("/log/", {"client": aino})) if f"save={form}" in each)
    answer = watcher.get(address)
    workers = Sheet(answer).column("Työntekijä") if form == "xlsx" else csv_column(answer, "Työntekijä")
    assert len(workers) > 2
    assert set(workers) == {"Eero Pohjola", "Tuija Tarkka"}
    assert UseRecord.objects.filter(action="log.export", clients=[aino], kind="export").exists()


def test_a_client_and_a_worker_are_found_for_an_investigation(watcher, used, aino, eero):
    answer = watcher.post("/log/find/", {"q": "mäkelä"})
    assert f"/log/?client={aino}" in links(answer)
    assert f"/log/clients/{aino}/request/" in links(answer)
    answer = watcher.post("/log/find/", {"q": "pohjola"})
    assert f"/log/?worker={eero.professional_id}" in links(answer)


def test_what_was_found_is_left_for_the_log_when_the_language_changes(watcher):
    answer = watcher.post(
        "/log/find/", {"q": "mäkelä"}, headers={"referer": "http://testserver/log/?kind=read"}
    )
    assert 'name="next" value="/log/?kind=read"' in answer.content.decode()
    assert watcher.get("/log/find/")["Location"] == "/log/"


def test_refusals_and_special_grounds_are_told_by_name(watcher, browser, aino, eero, now):
    assert browser.get("/log/").status_code == 403
    record_refusal("page.client", by=eero, at=now, refused="not_there")
    details = Details(ground="X-lapsen-etu")
    record("client.read", by=eero, clients=[aino], at=now, details=details)
    told = texts(watcher.get("/log/"))
    assert "Syy: Työtehtävä ei oikeuta käyttölokiin" in told
    assert "Syy: Tietoa ei ole tai siihen ei ole oikeutta" in told
    assert f"Peruste: {grounds().name_of('X-lapsen-etu', 'fi')}" in told
    assert not [each for each in ("log_closed", "not_there", "X-lapsen-etu") if each in told]


def test_every_refusal_that_the_log_may_tell_has_a_name():
    areas = [each.name for each in pkgutil.iter_modules(nippu.__path__)]
    names = [f"nippu.{area}.errors" for area in areas if find_spec(f"nippu.{area}.errors")]
    found = [each for name in names for each in vars(import_module(name)).values() if isinstance(each, type)]
    told = {each.code for each in found if issubclass(each, NotFound | Denied) and "code" in vars(each)}
    assert told <= set(REFUSALS)
    assert "not_there" in told


def test_a_manager_investigates_but_does_not_answer_clients(manager, used, aino):
    assert "Eero Pohjola" in texts(manager.get("/log/", {"client": aino}))
    assert f"/log/clients/{aino}/request/" not in links(manager.post("/log/find/", {"q": "mäkelä"}))
    assert manager.get("/log/requests/").status_code == 403
    assert manager.get(f"/log/clients/{aino}/request/").status_code == 404


@pytest.mark.parametrize("address", ["/log/", "/log/requests/", "/log/clients/{aino}/disclosures/"])
def test_a_case_worker_sees_nothing_of_the_log_and_that_is_recorded(browser, aino, eero, address):
    assert browser.get(address.format(aino=aino)).status_code == 403
    refusal = UseRecord.objects.get(kind="refusal")
    assert (refusal.refused, refusal.professional_id) == ("log_closed", eero.professional_id)


@pytest.mark.parametrize("query", [{"client": "x"}, {"client": str(new_id())}, {"worker": str(new_id())}])
def test_whom_there_is_not_cannot_be_investigated(watcher, query):
    assert watcher.get("/log/", query).status_code == 404


def test_the_pages_of_the_log_are_offered_to_those_who_need_them(watcher, manager, browser):
    def offered(who):
        return {each for each in links(who.get("/help/")) if each.startswith("/log/")}

    assert offered(watcher) == {"/log/", "/log/requests/"}
    assert offered(manager) == {"/log/"}
    assert offered(browser) == set()


# What http itself tells


def test_a_page_that_one_may_not_know_of_is_recorded_as_a_refusal(other_browser, veera, aino, browser):
    before = UseRecord.objects.count()
    assert other_browser.get(f"/clients/{aino}/details/").status_code == 404
    (refusal,) = UseRecord.objects.order_by("id")[before:]
    assert (refusal.kind, refusal.action, refusal.refused) == ("refusal", "page.client_details", "not_there")
    assert (refusal.subject_id, refusal.clients, refusal.professional_id) == (aino, [], veera.professional_id)


def test_what_is_not_there_is_recorded_like_what_one_may_not_know_of(browser):
    asked = new_id()
    browser.get(f"/cases/{asked}/")
    refusal = UseRecord.objects.get(kind="refusal")
    assert (refusal.action, refusal.subject_id) == ("page.case", asked)


def test_a_strangers_request_is_not_in_the_log_of_use(stranger, aino):
    before = UseRecord.objects.count()
    stranger.get(f"/clients/{aino}/")
    assert UseRecord.objects.count() == before


def test_log_in_log_out_and_a_failed_log_in_are_recorded_by_account(browser, eero, stranger):
    browser.post("/logout/")
    stranger.post("/login/", {"username": "eero", "password": "väärä"})
    stranger.post("/login/", {"username": "kuka", "password": "väärä"})
    found = UseRecord.objects.filter(kind="log_in").order_by("id")
    assert [(each.action, each.refused) for each in found] == [
        ("log_in.in", ""),
        ("log_in.out", ""),
        ("log_in.failed", "wrong"),
    ]
    assert {each.account_id for each in found} == {eero.account_id}


@pytest.mark.parametrize(
    ("text", "kind"), [("Mäkelä", "name"), ("2026-1", "case_number"), ("ei ole ketään", "name")]
)
def test_a_search_is_recorded_by_its_kind_also_when_nothing_is_found(browser, aino, text, kind):
    browser.post("/search/", {"q": text})
    browser.get("/search/")
    use = UseRecord.objects.filter(action="search").latest("id")
    assert (use.kind, use.search_kind) == ("search", kind)
    assert text not in str(UseRecord.objects.filter(action="search").values().latest("id"))


# Disclosures

TOLD = {
    "recipient": "Helsingin käräjäoikeus",
    "legal_basis": "703/2023 64 §",
    "data_sets": "Päätökset vuodelta 2026",
    "purpose": "Tuomioistuimen pyyntö",
}


def test_a_disclosure_is_written_down_and_the_officer_sees_it(browser, watcher, aino, used):
    assert f"/clients/{aino}/disclosure/" in links(browser.get(f"/clients/{aino}/details/"))
    assert browser.get(f"/clients/{aino}/disclosure/").status_code == 200
    assert browser.post(f"/clients/{aino}/disclosure/", TOLD).status_code == 302
    told = texts(watcher.get(f"/log/clients/{aino}/disclosures/"))
    for each in (*TOLD.values(), "Eero Pohjola"):
        assert each in told
    assert watcher.get(f"/log/clients/{new_id()}/disclosures/").status_code == 404


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("value", ["", "x" * 1001])
def test_a_disclosure_that_is_not_told_well_is_given_back(browser, aino, used, name, value):
    answer = browser.post(f"/clients/{aino}/disclosure/", {**TOLD, name: value})
    assert answer.status_code == 400
    assert ("Tieto on pakollinen." if not value else "Tieto on liian pitkä") in texts(answer)
    assert not Disclosure.objects.exists()


def test_another_unit_writes_no_disclosure(other_browser, aino, used):
    assert other_browser.post(f"/clients/{aino}/disclosure/", TOLD).status_code == 404
    assert not Disclosure.objects.exists()


# Clients' requests


def ask(watcher, aino, now, **changes):
    today = localdate(now)
    values = {"asked_on": day(today), "start": day(today - timedelta(days=300)), "end": day(today)}
    return watcher.post(f"/log/clients/{aino}/request/", {**values, "reason": "", **changes})


@pytest.fixture
def asked(watcher, aino, used, now):
    """The address of a request for Aino's log."""
    answer = ask(watcher, aino, now)
    assert answer.status_code == 302
    return answer["Location"]


def test_the_form_of_a_request_offers_two_years(watcher, aino, used):
    answer = watcher.get(f"/log/clients/{aino}/request/")
    assert "kahden kuukauden" in texts(answer)
    assert watcher.get(f"/log/clients/{new_id()}/request/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": "1.1.2020"}, "Kirjoita syy"),
        ({"start": "eilen"}, "Kirjoita päivä muodossa"),
        ({"end": "1.1.2020"}, "ajanjakson alun on oltava ennen loppua"),
    ],
)
def test_a_request_with_a_wrong_period_is_given_back(watcher, aino, used, now, changes, words):
    answer = ask(watcher, aino, now, **changes)
    assert answer.status_code == 400
    assert words in texts(answer)
    assert not LogRequest.objects.exists()


def test_a_longer_time_is_given_for_a_reason(watcher, aino, used, now):
    assert ask(watcher, aino, now, start="1.1.2020", reason="Rikosepäily").status_code == 302
    assert LogRequest.objects.get().reason == "Rikosepäily"


def test_the_extract_is_given_on_paper_in_both_languages(watcher, browser, asked, aino, officer):
    browser.post(f"/clients/{aino}/disclosure/", TOLD)
    assert asked in links(watcher.get("/log/requests/"))
    assert f"{asked}extract/" in links(watcher.get(asked))
    answer = watcher.get(f"{asked}extract/")
    told = texts(answer)
    assert "Katselu: Asiakkaan tiedot" in told
    for each in (
        "Eero Pohjola",
        "Asiakastyö",
        "Helsingin käräjäoikeus",
        "703/2023 64 §",
        "tietosuojavaltuutetun",
    ):
        assert each in told
    assert HIDDEN not in answer.content.decode()
    assert 'lang="sv"' in watcher.get(f"{asked}extract/", {"language": "sv"}).content.decode()[:200]
    assert watcher.post(asked, {"answer": "give"}).status_code == 302
    assert LogAnswer.objects.get().outcome == "given"
    assert "Annettu" in texts(watcher.get(asked))
    assert watcher.get(f"{asked}decision/").status_code == 404
    assert watcher.post(asked, {"answer": "give"}).status_code == 409


def test_a_refusal_needs_its_reason_and_makes_a_decision_on_paper(watcher, asked):
    answer = watcher.post(asked, {"answer": "refuse", "reason": ""})
    assert answer.status_code == 400
    assert "Kirjoita, miksi lokitietoja ei anneta." in texts(answer)
    reason = "Antaminen vaarantaisi vakavasti toisen henkilön oikeuksia."
    assert watcher.post(asked, {"answer": "refuse", "reason": reason}).status_code == 302
    told = texts(watcher.get(f"{asked}decision/"))
    assert reason in told
    assert "tietosuojavaltuutetun" in told
    assert "Evätty" in texts(watcher.get("/log/requests/"))


def test_an_answer_is_one_of_the_two(watcher, asked):
    assert watcher.post(asked, {"answer": "perhaps"}).status_code == 404
    assert not LogAnswer.objects.exists()


def test_a_request_is_late_after_two_months(watcher, aino, used, now):
    ask(watcher, aino, now, asked_on=day(now - timedelta(days=70)))
    assert "Myöhässä" in texts(watcher.get("/log/requests/"))
    assert "Myöhässä" in texts(watcher.get(f"/log/requests/{LogRequest.objects.get().pk}/"))


def test_an_empty_list_of_requests_tells_how_to_begin(watcher):
    assert "Hae ensin asiakas" in texts(watcher.get("/log/requests/"))


@pytest.mark.parametrize("address", ["", "extract/", "decision/"])
def test_a_request_is_not_there_for_others(browser, manager, asked, address):
    assert browser.get(f"{asked}{address}").status_code == 403
    assert manager.get(f"{asked}{address}").status_code == 403
