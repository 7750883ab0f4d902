"""What has been written is never lost: the browser closes, the log-in expires, two write the same draft."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk

DESCRIBED = "asiakaskertomusmerkinta.tapahtuma.kuvaus"
AGREED = "sovitut_asiat"
FIRST, SECOND = "Tapasimme asemalla ja kävelimme rantaan.", "Ensi viikolla jatketaan samasta."
LONGEST_WAIT = 25_000
"""Milliseconds in which an ended session is found out and a draft saved: a few rounds of both."""


def begin_contact(desk: Desk, client: str) -> str:
    """Begin a contact entry in a client's case; the address of its editor."""
    page = desk.page
    page.goto("/cases/?whose=unit")
    page.locator("#haku").fill(client)
    page.locator("#haku").press("Enter")
    page.locator("main table").last.get_by_role("link").first.click()
    desk.press("Kirjaa yhteydenotto")
    page.wait_for_url("**/edit/")
    return page.url


def wait_until_saved(page: Page) -> None:
    """The page says itself that all is saved."""
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Tallennettu "), timeout=LONGEST_WAIT)


def test_a_draft_saves_itself_and_is_there_after_the_browser_was_closed(sit_down):
    desk = sit_down()
    desk.log_in("elina")
    editor = begin_contact(desk, "Karppinen")
    desk.write(DESCRIBED, FIRST)
    expect(desk.page.locator("[data-saved]")).to_have_text(re.compile("Tallentamatta|Tallennetaan"))
    desk.page.wait_for_timeout(100)
    expect(desk.page.locator("[data-saved]")).to_have_text(re.compile("^Tallennettu "), timeout=6_000)
    desk.context.close()

    again = sit_down()
    again.log_in("elina")
    drafts = again.page.locator("main section").filter(has_text="Luonnokset")
    drafts.get_by_role("link", name="Merkintä tapaamisesta tai yhteydenotosta").first.click()
    assert again.page.url == editor
    expect(again.field(DESCRIBED)).to_have_value(FIRST)


def test_when_the_log_in_expires_the_text_waits_in_the_page_and_is_saved_after_logging_in(
    sit_down, forget_sessions
):
    desk = sit_down()
    desk.log_in("elina")
    editor = begin_contact(desk, "Tolvanen")
    desk.write(DESCRIBED, FIRST)
    wait_until_saved(desk.page)

    forget_sessions()
    desk.page.wait_for_timeout(5_500)  # for so long a process may remember who acts
    desk.field(DESCRIBED).press_sequentially(" " + SECOND)
    expect(desk.page.locator("[data-saved]")).to_contain_text("Istunto on päättynyt", timeout=LONGEST_WAIT)
    expect(desk.field(DESCRIBED)).to_have_value(f"{FIRST} {SECOND}")
    desk.look()

    with desk.context.expect_page() as opened:
        desk.page.get_by_role("link", name="Kirjaudu uudessa välilehdessä").click()
    desk.write_log_in("elina", opened.value)
    expect(opened.value.get_by_role("button", name="Kirjaudu ulos")).to_be_visible()
    opened.value.close()
    wait_until_saved(desk.page)
    desk.page.goto(editor)
    expect(desk.field(DESCRIBED)).to_have_value(f"{FIRST} {SECOND}")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_when_the_log_in_expires_before_a_button_the_text_goes_on_after_logging_in(
    sit_down, forget_sessions, script
):
    desk = sit_down(script=script)
    desk.log_in("elina")
    begin_contact(desk, "Harju")
    forget_sessions()
    desk.page.wait_for_timeout(5_500)
    desk.write(AGREED, SECOND)
    desk.press("Tallenna")
    expect(desk.page.get_by_text("Tekstisi odottaa")).to_be_visible()
    desk.look()
    desk.write_log_in("elina")
    desk.look()
    desk.press("Jatka ja tallenna")
    expect(desk.field(AGREED)).to_have_value(SECOND)
    expect(desk.page.locator("[data-saved]")).to_have_text(re.compile("^Tallennettu "))


def test_the_second_of_two_who_write_the_same_draft_is_told_and_sees_both_texts(sit_down):
    elina, samuli = sit_down(), sit_down()
    elina.log_in("elina")
    samuli.log_in("samuli")
    editor = begin_contact(elina, "Räsänen")
    samuli.page.goto(editor)
    elina.write(DESCRIBED, FIRST)
    wait_until_saved(elina.page)

    samuli.write(DESCRIBED, SECOND)
    both = samuli.page.get_by_label("Kaksi tekstiä")
    expect(both).to_contain_text(FIRST, timeout=LONGEST_WAIT)
    expect(both).to_contain_text(SECOND)
    expect(both).to_contain_text("Elina Rantanen")
    expect(samuli.field(DESCRIBED)).to_have_value(SECOND)
    samuli.look()
    both.get_by_text("Uudempi: Elina Rantanen").first.click()
    samuli.press("Tallenna valinnat")
    samuli.page.wait_for_url("**/edit/")
    expect(samuli.field(DESCRIBED)).to_have_value(FIRST)


def test_without_script_the_second_is_told_on_a_page_of_its_own(sit_down):
    elina, samuli = sit_down(), sit_down(script=False)
    elina.log_in("elina")
    samuli.log_in("samuli")
    editor = begin_contact(elina, "Koivumäki")
    samuli.page.goto(editor)
    elina.write(DESCRIBED, FIRST)
    wait_until_saved(elina.page)

    samuli.write(DESCRIBED, SECOND)
    samuli.press("Tallenna")
    both = samuli.page.get_by_label("Kaksi tekstiä")
    expect(both).to_contain_text(FIRST)
    expect(both).to_contain_text(SECOND)
    samuli.press("Tallenna valinnat")
    expect(samuli.field(DESCRIBED)).to_have_value(SECOND)


def test_two_windows_of_one_intake_do_not_write_over_each_other(sit_down):
    desk = sit_down()
    desk.log_in("elina")
    desk.page.goto("/intake/")
    desk.page.locator("main button[name=oral]").click()
    matter = desk.page.url.replace("/persons/", "/matter/")
    first, second = desk.page, desk.open_page()
    for page in (first, second):
        page.goto(matter)
    for version, text in ((2, FIRST), (3, " " + SECOND)):  # a window is in no conflict with itself
        first.locator("#told").press_sequentially(text)
        expect(first.locator("#intake [name=version]")).to_have_value(str(version), timeout=LONGEST_WAIT)
    expect(first.locator("#saved")).to_have_text(re.compile("^Tallennettu "))

    second.locator("#told").fill("Toinen ikkuna")
    expect(second.locator("#saved")).to_contain_text("toisessa ikkunassa", timeout=LONGEST_WAIT)
    second.get_by_role("button", name="Jatka", exact=True).click()
    expect(second.locator("#newer")).to_contain_text(f"{FIRST} {SECOND}")
    expect(second.locator("#told")).to_have_value("Toinen ikkuna")
    second.get_by_role("button", name="Jatka", exact=True).click()
    expect(second.locator("#told")).to_have_count(0)
    first.goto(matter)
    expect(first.locator("#told")).to_have_value("Toinen ikkuna")
