"""Every page in Finnish and Swedish, wide and narrow: anyone can use it, and a picture of it is kept."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import NARROW, WIDE, Desk, assert_accessible, picture

LANGUAGES = ("fi", "sv")


def check_page(page: Page, name: str, language: str) -> None:
    """The open page can be used by anyone in both widths; pictures of it are kept."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_fits(page, width)
        picture(page, f"{name}-{language}-{width}")
    page.set_viewport_size({"width": WIDE, "height": 900})


def assert_fits(page: Page, width: int) -> None:
    """Nothing makes one scroll sideways."""
    needed = page.evaluate("document.documentElement.scrollWidth")
    assert needed <= width, f"{page.url} needs {needed} pixels"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_before_and_around_logging_in(sit_down, language):
    desk = sit_down()
    page = desk.page
    page.goto("/")
    desk.read_in(language)
    check_page(page, "kirjautuminen", language)
    page.get_by_label(re.compile("Käyttäjätunnus|Användarnamn|Användarkod")).fill("elina")
    page.locator("#password").fill("väärä salasana")
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_page(page, "kirjautuminen-virhe", language)
    page.goto("/clients/00000000-0000-7000-8000-000000000000/")
    check_page(page, "ei-ole", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_worker(sit_down, language):
    desk = sit_down()
    desk.log_in("elina")
    addresses = dict(pages_of_riina(desk))
    desk.read_in(language)
    for name, address in addresses.items():
        desk.page.goto(address)
        check_page(desk.page, name, language)
    search(desk, "Lehtovaara")
    check_page(desk.page, "haku", language)


def search(desk: Desk, text: str) -> None:
    desk.page.locator("#haku").fill(text)
    desk.page.locator("#haku").press("Enter")
    desk.page.wait_for_url("**/search/")


def pages_of_riina(desk: Desk) -> Iterator[tuple[str, str]]:
    """Name and address of each page about Riina and her cases, found as one finds them."""
    page = desk.page
    yield from {"aloitus": "/", "asiat": "/cases/", "ohje": "/help/", "rooli": "/work-task/"}.items()
    search(desk, "Lehtovaara")
    page.get_by_role("link", name="Lehtovaara, Riina").click()
    yield "asiakas", page.url
    yield from pages_of_drafts(desk)
    open_draft(desk, "Riina Lehtovaara", "Sosiaalihuollon palvelutarpeen arvio")
    page.locator(".bar").get_by_role("link", name="Arjessa selviytymisen tuki").click()
    joint = page.url
    yield "asia-yhteinen", joint
    desk.go("Uusi asiakirja")
    yield "uusi-asiakirja", page.url
    page.goto(joint)
    page.get_by_role("link", name="Merkintä neuvottelusta").click()
    yield "asiakirja", page.url
    desk.go_to_member("Riina Lehtovaara")
    page.locator("main section").filter(has_text="Suunnitelmat").get_by_role("link").first.click()
    yield "asiakirja-suunnitelma", page.url
    page.locator("aside, .side").get_by_role("link", name="Taloudellinen tuki").first.click()
    yield "asia-oma", page.url


def open_draft(desk: Desk, client: str, name: str) -> None:
    """Go on with a draft from the start page."""
    desk.page.goto("/")
    draft = desk.page.locator("tr").filter(has_text=client).get_by_role("link", name=name)
    desk.unfold(draft)
    draft.click()


def pages_of_drafts(desk: Desk) -> Iterator[tuple[str, str]]:
    """A draft from which something is missing, and one that is ready to be signed."""
    open_draft(desk, "Riina Lehtovaara", "Sosiaalihuollon palvelutarpeen arvio")
    yield "luonnos", desk.page.url
    desk.press("Tarkista ja allekirjoita")
    expect(desk.page.locator("#virheet")).to_be_visible()
    yield "luonnos-puutteet", desk.page.url
    desk.go("Poista luonnos")
    yield "luonnos-poisto", desk.page.url
    open_draft(desk, "Minh Anh Nguyen", "Työikäisten palvelujen asiakassuunnitelma")
    desk.press("Tarkista ja allekirjoita")
    expect(desk.button("Allekirjoita")).to_be_visible()
    yield "allekirjoitus", desk.page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_taking_in_a_case(sit_down, language):
    desk = sit_down()
    page = desk.page
    desk.log_in("samuli")
    page.goto("/")
    desk.press("Avaa uusi asia")
    page.get_by_label("Nimi tai henkilötunnus").fill("Lehtovaara")
    desk.press("Valitse: Riina Lehtovaara")
    persons = page.url
    desk.read_in(language)
    for name, step in (
        ("vastaanotto-henkilot", ""),
        ("vastaanotto-asia", "matter"),
        ("vastaanotto-avaus", "check"),
    ):
        page.goto(persons if not step else persons.replace("persons", step))
        check_page(page, name, language)
    page.goto("/intake/")
    check_page(page, "vastaanotot", language)
    page.goto(persons)
    desk.read_in("fi")
    desk.page.get_by_text("Poista kesken jäänyt").click()
    desk.press("Poista")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_structures_codes_and_their_import(sit_down, language):
    desk = sit_down()
    page = desk.page
    desk.log_in("teemu")
    desk.read_in(language)
    for name, address in (
        ("rakenteet", "/structures/"),
        ("rakenne", "/structures/1.2.246.537.6.1506.1019.2023.9.28/"),
        ("luokitukset", "/codes/"),
        ("luokitus", "/codes/1.2.246.537.6.1292/"),
        ("rakenteiden-tuonti", "/administration/structures/"),
    ):
        page.goto(address)
        check_page(page, name, language)
