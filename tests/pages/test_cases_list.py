"""The list of cases."""

import csv
import io

import pytest

from nippu.cases.models import Case
from nippu.people.types import NewPerson
from tests import cast
from tests.conftest import WALL_STATEMENTS
from tests.pages.reading import links, texts


def _open(family_name, *, by, at, given_names="Testi"):
    client = cast.make_client(
        NewPerson(family_name=family_name, given_names=given_names, birth_date=at.date()), by=by, at=at
    )
    return cast.own_case(client, by=by, at=at)


def test_my_cases_are_listed_with_their_count(browser, eero, aino, pekka, now):
    own, joint = cast.own_case(aino, by=eero, at=now), cast.joint_case(aino, pekka, by=eero, at=now)
    page = browser.get("/cases/")
    assert {f"/cases/{own}/", f"/cases/{joint}/"} <= links(page)
    assert "2 asiaa" in texts(page)
    assert "Yhteinen asia" in texts(page)


@pytest.mark.parametrize(("order", "first"), [("client", "Aalto"), ("-client", "Öhman"), ("number", "Öhman")])
def test_the_list_is_sorted_by_a_column(browser, eero, now, order, first):
    _open("Öhman", by=eero, at=now)
    _open("Aalto", by=eero, at=now)
    told = texts(browser.get(f"/cases/?order={order}"))
    other = {"Aalto": "Öhman", "Öhman": "Aalto"}[first]
    assert told.index(f"Testi {first}") < told.index(f"Testi {other}")


def test_the_words_that_narrow_the_list_stay_out_of_the_address(browser, eero, now):
    mine = _open("Aalto", by=eero, at=now)
    other = _open("Öhman", by=eero, at=now)
    page = browser.post("/cases/?order=client", {"q": "aal"}, follow=True)
    assert page.redirect_chain == [("/cases/?order=client", 302)]
    assert f"/cases/{mine}/" in links(page)
    assert f"/cases/{other}/" not in links(page)
    assert "1 asia. Luetteloa on rajattu." in texts(page)
    assert "2 asiaa" in texts(browser.post("/cases/", {"q": ""}, follow=True))


def test_only_open_or_joint_ones_are_shown_when_that_is_wanted(browser, eero, aino, pekka, now):
    own, joint = cast.own_case(aino, by=eero, at=now), cast.joint_case(aino, pekka, by=eero, at=now)
    found = links(browser.get("/cases/?joint=joint"))
    assert f"/cases/{joint}/" in found
    assert f"/cases/{own}/" not in found
    assert f"/cases/{own}/" not in links(browser.get("/cases/?state=closed"))


@pytest.mark.parametrize("query", ["page=9", "page=x", "page=-1", "page=²", "order=nonsense", "state=?"])
def test_a_strange_address_gives_the_list_all_the_same(browser, eero, aino, now, query):
    cast.own_case(aino, by=eero, at=now)
    assert "1 asia" in texts(browser.get(f"/cases/?{query}"))


def test_a_long_list_has_pages(browser, eero, aino, now):
    for _n in range(27):
        cast.own_case(aino, by=eero, at=now)
    page = browser.get("/cases/")
    assert "Sivu 1 / 2" in texts(page)
    assert "/cases/?order=-changed&page=2" in links(page)
    rows = list(
        csv.reader(io.StringIO(browser.get("/cases/save/").content.decode("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == 28


def test_the_saved_file_holds_what_the_list_shows(browser, eero, aino, pekka, now):
    joint = cast.joint_case(aino, pekka, by=eero, at=now)
    answer = browser.get("/cases/save/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Asianumero"] for row in rows] == [Case.objects.get(pk=joint).number]
    assert rows[0]["Asiakas"] == "Aino Maria Mäkelä ja Pekka Olavi Mäkelä"
    assert rows[0]["Vaihe"] == "Vireilletulo"


def test_a_name_never_becomes_a_formula(browser, eero, now):
    _open("Lehto", given_names="=SUM(A1)", by=eero, at=now)
    assert "'=SUM(A1) Lehto" in browser.get("/cases/save/").content.decode()


def test_the_list_of_the_unit_has_also_the_cases_of_others(eero, otso, aino, now):
    from django.test import Client

    theirs = cast.own_case(aino, by=otso, at=now)
    browser = Client()
    browser.post("/login/", {"username": "eero", "password": cast.PASSWORD})
    assert f"/cases/{theirs}/" not in links(browser.get("/cases/"))
    page = browser.get("/cases/?whose=unit")
    assert f"/cases/{theirs}/" in links(page)
    assert "Otso Karhula" in texts(page)


def test_an_empty_list_says_what_would_be_here(browser):
    assert "Luettelossa ei ole asioita." in texts(browser.get("/cases/"))


@pytest.mark.parametrize("address", ["/cases/", "/cases/save/"])
def test_another_unit_and_a_stranger_see_nothing(other_browser, stranger, eero, aino, now, address):
    cast.own_case(aino, by=eero, at=now)
    assert "Aino" not in other_browser.get(f"{address}?whose=unit").content.decode()
    assert stranger.get(address).status_code == 404


def test_the_statements_do_not_grow_with_the_list(
    browser, eero, aino, pekka, now, django_assert_max_num_queries
):
    for _n in range(5):
        cast.joint_case(aino, pekka, by=eero, at=now)
    browser.get("/cases/")
    with django_assert_max_num_queries(10 + WALL_STATEMENTS):
        browser.get("/cases/?order=client")
