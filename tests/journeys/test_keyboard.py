"""One contact is recorded from log-in to signed with the keyboard alone, and quickly."""

import time

from playwright.sync_api import Locator, expect

from tests.journeys.desk import Desk

MOST_TABS = 150
MOST_SECONDS = 60
MOST_PRESSES = 5


class Keys:
    """Hands on the keyboard: moving costs nothing, each press of a link or button is counted."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.presses = 0
        self.keyboard = desk.page.keyboard

    def move_to(self, target: Locator) -> None:
        """Move on with Tab until the target has the focus, which must be seen."""
        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                break
            self.keyboard.press("Tab")
        else:
            raise AssertionError(f"the keyboard does not reach {target}")
        shown = target.evaluate(
            "element => getComputedStyle(element).outlineStyle !== 'none'"
            " || getComputedStyle(element).boxShadow !== 'none'"
        )
        assert shown, f"nothing shows that the focus is at {target}"

    def press(self, target: Locator) -> None:
        """Move to a link or button and press it."""
        self.move_to(target)
        self.press_key("Enter")

    def press_key(self, key: str) -> None:
        self.keyboard.press(key)
        self.presses += 1


def test_a_contact_is_recorded_with_the_keyboard_alone(sit_down):
    desk = sit_down()
    page = desk.page
    desk.log_in("samuli")
    keys = Keys(desk)
    began = time.monotonic()

    mine = page.locator("main section").filter(has=page.get_by_role("heading", name="Omat asiat"))
    keys.press(mine.locator("tbody").get_by_role("link").first)
    keys.press(desk.button("Kirjaa yhteydenotto"))
    page.wait_for_url("**/edit/")
    assert keys.presses <= 2, "the first letter must be at most two presses away"
    described = page.locator("[name='asiakaskertomusmerkinta.tapahtuma.kuvaus']")
    expect(page.locator("main input:focus, main textarea:focus")).to_be_visible()  # one can write at once
    keys.move_to(described)
    keys.keyboard.type("Soitti ja kertoi, että aamun käynnit sopivat hyvin.")

    keys.press_key("Control+Enter")
    sign = desk.button("Allekirjoita")
    expect(sign).to_be_visible()
    keys.press(sign)
    expect(page.get_by_text("Asiakirja on allekirjoitettu.")).to_be_visible()

    assert keys.presses <= MOST_PRESSES
    assert time.monotonic() - began <= MOST_SECONDS
    expect(page.locator("article.paper")).to_contain_text("aamun käynnit sopivat hyvin")


def test_the_first_key_leads_past_the_frame_to_the_content(sit_down):
    desk = sit_down()
    desk.log_in("samuli")
    keys = Keys(desk)
    skip = desk.page.get_by_role("link", name="Siirry sisältöön")
    desk.page.goto("/cases/")
    keys.keyboard.press("Tab")
    expect(skip).to_be_focused()
    keys.keyboard.press("Enter")
    keys.keyboard.press("Tab")
    assert desk.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_slash_leads_to_the_search_which_finds_a_client(sit_down):
    desk = sit_down()
    desk.log_in("samuli")
    desk.page.keyboard.press("/")
    expect(desk.page.locator("#haku")).to_be_focused()
    desk.page.keyboard.type("heikk aune")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("link", name="Heikkinen, Aune Elisabet")).to_be_visible()
    assert "heikk" not in desk.page.url.lower()
