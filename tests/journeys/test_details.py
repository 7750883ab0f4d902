"""A client's details, the sheet to take along, a document begun from the previous one: as a person would."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.desk import NARROW, WIDE, Desk, assert_accessible, picture

A4_AT_96_DPI = 1123
"""The height of a page of A4 in CSS pixels."""


def look(page: Page, name: str) -> None:
    """Look at the open page in both widths."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        picture(page, f"{name}-fi-{width}")
    page.set_viewport_size({"width": WIDE, "height": 900})


def go(page: Page, text: str, what: str) -> None:
    """Follow a link whose end only those hear who do not see."""
    page.get_by_role("link", name=re.compile(rf"^{text}\s*: {re.escape(what)}$")).click()


def go_to_client(desk: Desk, family_name: str) -> str:
    """The page of a client who is found by name; its address."""
    page = desk.page
    page.locator("#haku").fill(family_name)
    page.locator("#haku").press("Enter")
    page.wait_for_url("**/search/")
    page.locator("main").get_by_role("link", name=re.compile(f"^{family_name}, ")).first.click()
    expect(page.get_by_role("heading", name="Tilannekuva")).to_be_visible()
    return page.url


def test_a_worker_changes_details_one_by_one(sit_down):
    desk = sit_down()
    page = desk.page
    desk.log_in("elina")
    client = go_to_client(desk, "Lehtovaara")
    look(page, "asiakas-muutettava")
    desk.go("Muuta tietoja")
    look(page, "tiedot")
    go(page, "Muuta", "Yhteystiedot")
    look(page, "tiedot-yhteystiedot")
    phone = page.get_by_label("Puhelin").input_value()
    page.get_by_label("Sähköposti").fill("ei ole osoite")
    desk.press("Tallenna")
    expect(page.locator("#virheet")).to_be_visible()
    expect(page.get_by_label("Puhelin")).to_have_value(phone)
    look(page, "tiedot-yhteystiedot-virhe")
    page.get_by_label("Sähköposti").fill("riina@example.org")
    desk.press("Tallenna")
    expect(page.get_by_text(re.compile("Asiakkuusasiakirja on uusittu, versio [0-9]+"))).to_be_visible()
    look(page, "tiedot-tallennettu")
    for what, name in (
        ("Asiointikieli ja tulkkaus", "tiedot-kieli"),
        ("Omatyöntekijä", "tiedot-omatyontekija"),
        ("Erityinen tuki", "tiedot-tuki"),
        ("Turvakielto", "tiedot-turvakielto"),
        ("Riskitiedot", "tiedot-riskit"),
    ):
        page.goto(f"{client}details/")
        go(page, "Muuta", what)
        look(page, name)
    page.get_by_label("Riskin kuvaus").fill("Pihalla irrallaan oleva koira.")
    desk.press("Tallenna")
    go(page, "Päätä", "Pihalla irrallaan oleva koira.")
    look(page, "tiedot-riski")
    desk.press("Päätä riskitieto")
    expect(page.get_by_role("status").first).to_contain_text("Tiedot on tallennettu.")


def test_a_security_ban_takes_the_contact_details_from_view(sit_down):
    desk = sit_down(script=False)
    page = desk.page
    desk.log_in("elina")
    client = go_to_client(desk, "Lehtovaara")
    page.goto(f"{client}security-ban/")
    desk.press("Merkitse turvakielto")
    expect(page.locator("main")).to_contain_text("Yhteystietoja ei näytetä")
    page.goto(f"{client}details/contact/")
    expect(page.locator("main")).to_contain_text("Siksi yhteystietoja ei näytetä kenellekään")
    picture(page, "tiedot-yhteystiedot-turvakielto-fi-1280")
    page.goto(f"{client}security-ban/")
    desk.press("Poista turvakielto")
    page.goto(f"{client}details/contact/")
    expect(page.get_by_label("Katuosoite")).to_be_visible()


def test_the_sheet_prints_on_one_page(sit_down, tmp_path):
    desk = sit_down()
    page = desk.page
    desk.log_in("elina")
    go_to_client(desk, "Lehtovaara")
    desk.go("Tulosta tilannekuva")
    look(page, "tuloste")
    desk.go("Näytä koko henkilötunnus")
    assert_accessible(page)
    printed = page.pdf(format="A4", path=tmp_path / "sheet.pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    picture(page, "tuloste-paperilla-fi")
    expect(page.locator(".sheet")).to_be_visible()
    expect(page.get_by_role("button", name="Tulosta")).to_be_hidden()
    assert page.locator(".sheet").bounding_box()["height"] < A4_AT_96_DPI


def test_a_document_begins_from_the_previous_one(sit_down):
    desk = sit_down()
    page = desk.page
    desk.log_in("elina")
    go_to_client(desk, "Lehtovaara")
    page.locator("main").get_by_role("link", name="Arjessa selviytymisen tuki").first.click()
    desk.go("Uusi asiakirja")
    page.locator("button[name='based_on']").first.wait_for()
    look(page, "uusi-asiakirja-pohja")
    page.locator("button[name='based_on']").first.click()
    expect(page.locator(".based")).to_contain_text("Pohjana:")
    look(page, "luonnos-pohja")
    desk.go("Poista luonnos")
    desk.press("Poista luonnos")
    desk.go("Uusi asiakirja")
    with_base = page.locator("li").filter(has=page.locator("button[name='based_on']")).first
    with_base.locator("button[name='structure']").click()
    offer = page.get_by_role("button", name=re.compile("^Aloita edellisen pohjalta"))
    expect(offer).to_be_visible()
    look(page, "luonnos-tarjous")
    offer.click()
    expect(page.locator(".based")).to_contain_text("Pohjana:")
    expect(offer).to_have_count(0)
    desk.go("Poista luonnos")
    desk.press("Poista luonnos")
