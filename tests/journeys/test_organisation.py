"""An administrator keeps the organisation, and a new worker begins in it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_every_page import LANGUAGES, check_page

PASSWORD = "luotettava-lokki-7"
ADDRESS = "/administration/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_organisation(sit_down, language):
    desk = sit_down()
    page = desk.page
    desk.log_in("teemu")
    desk.read_in(language)
    for name in ("units", "professionals", "providers", "organisation-files", "units/new", "providers/new"):
        page.goto(f"{ADDRESS}{name}/")
        check_page(page, f"organisaatio-{name.replace('/', '-')}", language)
    for name in ("units", "professionals", "providers"):
        page.goto(f"{ADDRESS}{name}/")
        page.locator("tbody a.name").first.click()
        check_page(page, f"organisaatio-{name}-yksi", language)


def test_a_new_worker_begins(sit_down):
    desk = sit_down()
    page = desk.page
    desk.log_in("teemu")
    desk.go("Organisaatio")
    desk.go("Ammattihenkilöt")
    desk.go("Lisää ammattihenkilö")
    desk.press("Tallenna")
    expect(page.get_by_role("alert")).to_contain_text("Tieto on pakollinen.")
    desk.look("organisaatio-uusi-henkilo-virhe")
    written = {
        "family_name": "Uusitalo",
        "given_names": "Ulla",
        "title_fi": "sosiaaliohjaaja",
        "username": "ulla",
    }
    for name, text in written.items():
        desk.write(name, text)
    desk.press("Tallenna")
    desk.go("Anna uusi salasana")
    desk.write("password", PASSWORD)
    desk.press("Vaihda salasana")
    desk.go("Anna työtehtävä")
    page.get_by_label("Yksikkö").select_option(label="Aikuissosiaalityö, Itä")
    page.get_by_label("Työtehtävä pakollinen").select_option(label="Palvelun toteuttaminen")
    desk.press("Tallenna")
    expect(page.locator("main")).to_contain_text("Palvelun toteuttaminen, Aikuissosiaalityö, Itä")
    desk.look("organisaatio-henkilo")
    begun = sit_down()
    begun.page.goto("/")
    begun.page.get_by_label("Käyttäjätunnus").fill("ulla")
    begun.page.get_by_label("Salasana").fill(PASSWORD)
    begun.page.get_by_role("button", name="Kirjaudu", exact=True).click()
    expect(begun.page.locator(".here")).to_contain_text("Palvelun toteuttaminen")
    desk.press("Sulje tunnus")
    expect(page.locator("main")).to_contain_text("Tunnus on suljettu.")
