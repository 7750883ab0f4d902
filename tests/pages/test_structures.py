"""The guides of structures and code sets."""

import pytest

from nippu.catalogue.queries import newest
from tests.pages.reading import links, texts

ASSESSMENT = "1506.1019"


# Structures


@pytest.mark.parametrize("text", ["palvelutarpeen arvio", "servicebehov", "1506.1019"])
def test_structures_are_found_by_name_in_either_language_and_by_number(browser, text):
    answer = browser.get("/structures/", {"q": text})
    assert f"/structures/{newest(ASSESSMENT).oid}/" in links(answer)


def test_the_list_is_narrowed_by_type_and_state(browser):
    plans = texts(browser.get("/structures/", {"type": "suunnitelma"}))
    assert "Työikäisten palvelujen asiakassuunnitelma" in plans
    assert "Sosiaalihuollon palvelutarpeen arvio" not in plans
    assert "Yksikään rakenne ei vastaa hakua." in texts(browser.get("/structures/", {"q": "xyzzy"}))


@pytest.mark.parametrize("order", ["name", "-name", "type", "-version", "nonsense"])
def test_the_list_is_ordered(browser, order):
    assert browser.get("/structures/", {"order": order}).status_code == 200


def test_the_list_is_saved_for_a_spreadsheet(browser):
    answer = browser.get("/structures/", {"save": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert newest(ASSESSMENT).oid in answer.content.decode()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_structure_is_a_page_to_read(browser, language):
    browser.post("/language/", {"language": language, "next": "/"})
    answer = browser.get(f"/structures/{newest(ASSESSMENT).oid}/")
    told = texts(answer)
    assert answer.status_code == 200
    assert newest(ASSESSMENT).name.in_language(language) in told
    assert "asiakas" in told
    assert newest(ASSESSMENT).oid in told


def test_only_the_sections_come_for_a_preview(browser):
    answer = browser.get(
        f"/structures/{newest(ASSESSMENT).oid}/", {"part": "sections"}, HTTP_HX_REQUEST="true"
    )
    page = answer.content.decode()
    assert page.startswith("<ul>")
    assert "Asiakas" in page


def test_an_unknown_structure_is_not_found(browser):
    assert browser.get("/structures/1.2.3/").status_code == 404


# Code sets


def test_code_sets_tell_how_much_is_known(browser):
    told = texts(browser.get("/codes/"))
    for text in ("Täydellinen", "Osittainen", "Väliaikainen", "Ei saatavilla"):
        assert text in told
    assert "/codes/1.2.246.537.6.1221/" in links(browser.get("/codes/", {"q": "1221"}))


def test_a_code_set_shows_its_codes_and_marks_the_provisional(browser):
    told = texts(browser.get("/codes/1.2.246.537.6.1221/"))
    assert "X-tyoikaiset" in told
    assert "(väliaikainen)" in told
    assert "X-tyoikaiset" not in texts(browser.get("/codes/1.2.246.537.6.1221/", {"q": "10"}))


def test_an_unknown_code_set_is_not_found(browser):
    assert browser.get("/codes/1.2.3/").status_code == 404


@pytest.mark.parametrize("path", ["/structures/", "/codes/", "/codes/1221/"])
def test_a_stranger_sees_nothing(stranger, path):
    assert stranger.get(path).status_code == 404
