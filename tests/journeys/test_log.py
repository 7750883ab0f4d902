"""Watching over the use of data: a manager's investigation, and a client's log extract, as persons would."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk
from tests.journeys.test_details import go_to_client
from tests.journeys.test_every_page import check_page

FAMILY_NAME = "Lehtovaara"


def elina_opens_a_client(sit_down) -> str:
    """Elina opens Lehtovaara's page; the client's name there."""
    desk = sit_down()
    desk.log_in("elina")
    go_to_client(desk, FAMILY_NAME)
    name = desk.page.title().partition(",")[0]
    assert FAMILY_NAME in name
    return name


def find(page: Page, text: str) -> None:
    page.get_by_label("Hae asiakas tai työntekijä nimellä tai henkilötunnuksella").fill(text)
    page.locator("main").get_by_role("button", name="Hae").click()
    expect(page.get_by_role("heading", name="Kenen tietojen käyttöä selvitetään")).to_be_visible()


def in_both_languages(desk: Desk, name: str) -> None:
    """Look at the open page in Finnish and in Swedish."""
    address = desk.page.url
    for language in ("sv", "fi"):
        desk.read_in(language)
        desk.page.goto(address)
        check_page(desk.page, name, language)


def test_a_manager_investigates_who_has_used_a_clients_data(sit_down):
    client = elina_opens_a_client(sit_down)
    desk = sit_down()
    page = desk.page
    desk.log_in("merja")
    page.get_by_role("link", name="Käyttöloki").first.click()
    expect(page.get_by_role("heading", name="Käyttöloki")).to_be_visible()
    in_both_languages(desk, "loki")
    find(page, FAMILY_NAME)
    check_page(page, "loki-haku", "fi")
    page.get_by_role("link", name=re.compile(f"^Tietojen käyttö\\s*: {client}$")).click()
    row = page.get_by_role("row").filter(has_text="Katselu").filter(has_text="Elina Rantanen").first
    expect(row).to_contain_text(client)
    row.get_by_role("link", name="Elina Rantanen").click()
    expect(page.get_by_text("Työntekijä: Elina Rantanen")).to_be_visible()
    page.get_by_label("Poikkeava käyttö").select_option(label="Ilman avointa asiaa")
    page.get_by_role("button", name="Näytä").click()
    expect(page.get_by_text("aihe kysyä, ei todiste väärinkäytöstä")).to_be_visible()
    check_page(page, "loki-poikkeava", "fi")


def test_the_officer_gives_one_client_an_extract_and_refuses_another(sit_down):
    client = elina_opens_a_client(sit_down)
    desk = sit_down()
    page = desk.page
    desk.log_in("daniel")
    page.get_by_role("link", name="Lokipyynnöt").first.click()
    find(page, FAMILY_NAME)
    page.get_by_role("link", name=re.compile(f"^Kirjaa lokipyyntö\\s*: {client}$")).click()
    in_both_languages(desk, "lokipyynto-uusi")
    page.get_by_role("button", name="Kirjaa pyyntö").click()
    expect(page.get_by_text("Lokipyyntö on kirjattu.")).to_be_visible()
    in_both_languages(desk, "lokipyynto")
    request = page.url
    page.get_by_role("link", name="Avaa ja tulosta lokiote").click()
    expect(page.get_by_role("heading", name="Kuka on käyttänyt tietoja")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Katselu").first).to_contain_text("Elina Rantanen")
    expect(page.get_by_text("tietosuojavaltuutetun")).to_be_visible()
    check_page(page, "lokiote", "fi")
    page.get_by_role("link", name="På svenska").click()
    check_page(page, "lokiote", "sv")
    page.goto(request)
    page.get_by_role("button", name="Merkitse annetuksi").click()
    expect(page.get_by_role("heading", name="Annettu")).to_be_visible()
    refuse_another(page, client)


def refuse_another(page: Page, client: str) -> None:
    """A second request is refused: first without a reason, which is not taken, then with one."""
    page.get_by_role("link", name="Lokipyynnöt").first.click()
    find(page, FAMILY_NAME)
    page.get_by_role("link", name=re.compile(f"^Kirjaa lokipyyntö\\s*: {client}$")).click()
    page.get_by_role("button", name="Kirjaa pyyntö").click()
    page.get_by_role("button", name="Epää lokitiedot").click()
    expect(page.get_by_role("alert")).to_contain_text("Kirjoita, miksi lokitietoja ei anneta.")
    check_page(page, "lokipyynto-ilman-syyta", "fi")
    page.get_by_label("Miksi lokitietoja ei anneta").fill("Antaminen vaarantaisi toisen oikeuksia.")
    page.get_by_role("button", name="Epää lokitiedot").click()
    page.get_by_role("link", name="Kirjallinen päätös").click()
    expect(page.get_by_text("Antaminen vaarantaisi toisen oikeuksia.")).to_be_visible()
    check_page(page, "lokipaatos", "fi")
