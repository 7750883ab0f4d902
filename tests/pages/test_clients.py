"""A client at a glance."""

import re

import pytest

from nippu.audit.models import UseRecord
from nippu.base.ids import new_id
from nippu.clients.actions import name_own_worker, record_risk, set_security_ban
from nippu.web.strips import language_name
from tests import cast
from tests.pages.making import sign_entry
from tests.pages.reading import links, texts

CODE = cast.AINO.identity_code


def test_the_page_shows_the_situation(browser, eero, aino, pekka, now):
    joint = cast.joint_case(aino, pekka, by=eero, at=now)
    own = cast.own_case(aino, by=eero, at=now)
    name_own_worker(aino, eero.professional_id, by=eero, at=now)
    record_risk(aino, "Kotona vartioiva koira.", start=now.date(), by=eero, at=now)
    entry = sign_entry(joint, by=eero, at=now)
    page = browser.get(f"/clients/{aino}/")
    told = texts(page)
    assert "Kotona vartioiva koira." in told
    assert "Mukana myös Pekka Olavi Mäkelä" in told
    assert "Oma asia" in told
    assert "Kaislatie 7 B 12, 00990 Eteläranta" in told
    assert "Eero Pohjola, sosiaalityöntekijä" in told
    assert "Työikäisten palvelut" in told
    assert {f"/cases/{joint}/", f"/cases/{own}/", f"/documents/{entry}/", f"/clients/{pekka}/"} <= links(page)
    assert "1 riskitieto" in page.content.decode()


def test_contact_details_are_kept_from_view_under_a_security_ban(browser, eero, aino, now):
    set_security_ban(aino, banned=True, by=eero, at=now)
    page = browser.get(f"/clients/{aino}/").content.decode()
    assert "Turvakielto" in page
    for secret in ("Kaislatie", "00990", "040 555 0162"):
        assert secret not in page


def test_the_identity_code_is_shown_when_asked_and_the_asking_is_recorded(browser, aino):
    assert CODE not in browser.get(f"/clients/{aino}/").content.decode()
    part = browser.get(f"/clients/{aino}/identity-code/", HTTP_HX_REQUEST="true").content.decode()
    assert part.strip() == f'<span class="identity" data-identity>{CODE}</span>'
    assert CODE in browser.get(f"/clients/{aino}/identity-code/").content.decode()
    assert UseRecord.objects.filter(action="client.show_identity_code", clients=[aino]).count() == 2


@pytest.mark.parametrize(
    ("show", "documents", "cases"), [("all", 1, 1), ("documents", 1, 0), ("decisions", 0, 0), ("cases", 0, 1)]
)
def test_the_history_is_filtered(browser, eero, aino, now, show, documents, cases):
    sign_entry(cast.own_case(aino, by=eero, at=now), by=eero, at=now)
    history = browser.get(f"/clients/{aino}/?show={show}").content.decode().partition('id="historia"')[2]
    history = history.partition("</section>")[0]
    assert history.count("<li>") == documents + cases
    assert history.count("Asia tuli vireille") == cases


def test_a_client_without_a_case_is_told_how_to_begin(browser, aino):
    told = texts(browser.get(f"/clients/{aino}/"))
    assert "Ei avoimia asioita." in told
    assert "Ei voimassa olevaa asiakkuutta." in told


def test_a_new_case_begins_with_the_client_chosen(browser, aino):
    page = browser.post("/intake/", {"client": str(aino)}, follow=True)
    assert re.fullmatch(r"/intake/[0-9a-f-]{36}/matter/", page.redirect_chain[-1][0])
    assert "Aino Maria Mäkelä" in page.content.decode()


@pytest.mark.parametrize("part", ["", "identity-code/"])
def test_a_client_of_another_unit_is_not_there(other_browser, stranger, eero, aino, now, part):
    cast.own_case(aino, by=eero, at=now)
    theirs = other_browser.get(f"/clients/{aino}/{part}")
    nobodys = other_browser.get(f"/clients/{new_id()}/{part}")
    assert theirs.status_code == nobodys.status_code == 404
    assert texts(theirs) == texts(nobodys)
    assert stranger.get(f"/clients/{aino}/{part}").status_code == 404


def test_the_statements_do_not_grow_with_the_history(
    browser, eero, aino, pekka, now, django_assert_max_num_queries
):
    for _n in range(4):
        sign_entry(cast.joint_case(aino, pekka, by=eero, at=now), by=eero, at=now)
    browser.get(f"/clients/{aino}/")
    with django_assert_max_num_queries(20):
        browser.get(f"/clients/{aino}/")


@pytest.mark.parametrize(("code", "name"), [("fi", "Suomi"), ("so", "Somali"), ("xx", "Xx"), ("", "")])
def test_a_language_has_its_name(code, name):
    assert language_name(code) == name
