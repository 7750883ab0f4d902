"""What a person does at a browser: goes, reads, writes, presses; and what must hold on every page."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from nippu.organisations.types import DEMO_PASSWORD
from tests.conftest import VAR

SCREENSHOTS = VAR / "screenshots"
WIDE, NARROW = 1280, 390
EXPECTED = re.compile(
    r"(the server responded with a status of|Response Status Error Code) (400|401|403|404|409)"
)
"""Chromium and htmx write also answers that are meant into the console."""


class Desk:
    """One browser and the page open in it."""

    def __init__(self, context: BrowserContext, *, script: bool) -> None:
        self.context = context
        self.script = script
        self.troubles: list[str] = []
        self.page = self.open_page()

    def open_page(self) -> Page:
        """A new tab, whose troubles are listened to."""
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", self._hear)
        page.on("response", self._watch)
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not EXPECTED.search(said.text):
            self.troubles.append(f"console: {said.text}")

    def _watch(self, answer: Response) -> None:
        if answer.status >= 500:
            self.troubles.append(f"{answer.status}: {answer.url}")

    def log_in(self, username: str) -> None:
        """Log in with the demonstration's password, and come to the start page in Finnish."""
        self.page.goto("/")
        self.write_log_in(username)
        expect(self.page.get_by_role("link", name="Nippu", exact=True)).to_be_visible()
        self.read_in("fi")
        expect(self.page.get_by_role("button", name="Kirjaudu ulos")).to_be_visible()

    def read_in(self, language: str) -> None:
        """Read the pages in a language from now on; the page that was open opens anew."""
        frame = self.page.locator("html")
        if frame.get_attribute("lang") != language:
            self.page.locator(f".languages button[value='{language}']").click()
        expect(frame).to_have_attribute("lang", language)

    def write_log_in(self, username: str, page: Page | None = None) -> None:
        """Fill in the log-in page that is open."""
        page = page or self.page
        page.get_by_label("Käyttäjätunnus").fill(username)
        page.get_by_label("Salasana").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Kirjaudu", exact=True).click()

    def go(self, text: str) -> None:
        """Follow a link of the page's own content."""
        self.page.locator("body").get_by_role("link", name=text).first.click()

    def go_to_member(self, name: str) -> None:
        """Go to the page of a client who stands in the strip on top."""
        self.page.locator(".strip").get_by_role("link", name=name, exact=True).click()

    def press(self, text: str) -> None:
        """Press a button."""
        self.button(text).click()

    def button(self, text: str) -> Locator:
        """A button by the whole of its name; what only those hear who do not see comes after a colon."""
        name = re.escape(text).replace(r":\ ", r"\s*:\s*")
        return self.page.locator("main").get_by_role("button", name=re.compile(f"^{name}$")).first

    def field(self, name: str) -> Locator:
        """An input by its name, with the folds around it opened."""
        found = self.page.locator(f"[name='{name}']:not([type=hidden])").first
        self.unfold(found)
        return found

    def unfold(self, found: Locator) -> None:
        """Open the folds around something, the outermost first."""
        closed = found.locator("xpath=ancestor::details[not(@open)]")
        while closed.count():
            closed.first.locator("> summary").click()

    def write(self, name: str, text: str) -> None:
        """Write into a field of the form."""
        self.field(name).fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose from a list, or mark one of the buttons of a field."""
        found = self.field(name)
        if found.evaluate("element => element.tagName") == "SELECT":
            found.select_option(value)
            return
        one = self.page.locator(f"[name='{name}'][value='{value}']")
        label = self.page.locator(f"label[for='{one.get_attribute('id')}']")
        label.click()
        if not one.is_checked():  # what was found in another field moved it away just then
            label.click()
        expect(one).to_be_checked()

    def write_code(self, name: str, text: str) -> None:
        """Find a class of a long list by typing its name."""
        self.field(f"{name}~pick").fill(text)

    def add(self, repeat: str) -> None:
        """One more of what repeats."""
        one_more = self.page.locator(f"button[name='_add'][value='{repeat}']")
        self.unfold(one_more)
        before = self.page.locator(f"[data-repeat='{repeat}'] > fieldset").count()
        one_more.click()
        expect(self.page.locator(f"[data-repeat='{repeat}'] > fieldset")).to_have_count(before + 1)

    def look(self, name: str = "") -> None:
        """Everyone can use the page: axe finds nothing, with no rule off. A name keeps a picture of it."""
        if self.script:
            assert_accessible(self.page)
        if name:
            picture(self.page, name)


def assert_accessible(page: Page) -> None:
    """No finding of axe, whichever rule."""
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=Path(SCREENSHOTS / f"{name}.png"), full_page=True, animations="disabled")
