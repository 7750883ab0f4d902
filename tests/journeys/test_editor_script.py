"""What the script of the editor does in a real browser: saving, losing the connection, conflicts, keys."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

import django_htmx
import pytest
from django.template import engines
from django.utils import translation
from markupsafe import Markup
from playwright.sync_api import Page, expect

import nippu.ui
from nippu.structures.form_data import from_form
from nippu.structures.starter import all_starters
from nippu.structures.tree import Structure
from nippu.ui.form_posted import posted, pressed
from nippu.ui.form_views import FormView
from nippu.ui.forms import build_form
from nippu.ui.frame import Addresses, Frame

STATIC = [
    Path(nippu.ui.__file__).parent / "static",
    Path(django_htmx.__file__).parent / "static",
]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; font-src 'self'"
)


class Editor(BaseHTTPRequestHandler):
    """The editor's page and its three addresses, with answers that a test chooses."""

    structure: ClassVar[Structure]
    content: ClassVar[dict[str, object]] = {}
    status: ClassVar[int] = 200
    version: ClassVar[int] = 1
    saved: ClassVar[list[dict[str, str]]] = []
    sent: ClassVar[list[dict[str, str]]] = []

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            self._file(path.removeprefix("/static/"))
        else:
            self._answer(200, self._page())

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        sent = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        if self.path == "/tallenna":
            self._autosave(sent)
        elif self.path == "/tarkista":
            text = "Kirjoita nimi." if not sent.get(sent["_field"]) else ""
            self._answer(200, f'<p class="flaw">{text}</p>' if text else "")
        else:
            type(self).sent.append(sent)
            data, focus = pressed(self.structure, sent) or (posted(self.structure, sent), "")
            type(self).content = from_form(self.structure, data, keep_blank=True)
            self._answer(200, self._page(focus))

    def _autosave(self, sent: dict[str, str]) -> None:
        if self.status == 200:
            type(self).version += 1
            type(self).saved.append(sent | {"version": self.headers["X-Draft-Version"]})
            self._answer(200, json.dumps({"version": self.version, "saved": "14.05"}), "application/json")
        elif self.status == 409:
            html = '<div class="notice">Toisen kirjoittama teksti</div>'
            self._answer(409, json.dumps({"html": html}), "application/json")
        else:
            self._answer(self.status, "")

    def _page(self, focus: str = "") -> str:
        with translation.override("fi"):
            view: FormView = build_form(self.structure, self.content, focus=focus)
            return (
                engines["jinja2"]
                .env.get_template("ui/editor.html")
                .render(
                    frame=Frame(addresses=Addresses(search="/haku", log_in="/kirjaudu")),
                    view=view,
                    document_type="Arvio",
                    version=self.version,
                    saved="",
                    address="/",
                    autosave_url="/tallenna",
                    check_url="/tarkista",
                    csrf_input=Markup('<input type="hidden" name="csrfmiddlewaretoken" value="x">'),
                    csrf_token="x",
                )
            )

    def _file(self, name: str) -> None:
        for folder in STATIC:
            if (folder / name).is_file():
                self._answer(200, (folder / name).read_text(), KINDS[(folder / name).suffix])
                return
        self._answer(200, "", "text/css")

    def _answer(self, status: int, text: str, kind: str = "text/html; charset=utf-8") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def editor() -> type[Editor]:
    """A fresh editor of the assessment of service needs."""
    structure = next(each for each in all_starters().values() if each.code == "1506.1019")
    values = {"structure": structure, "content": {structure.root.key: {}}, "saved": [], "sent": []}
    return type("FreshEditor", (Editor,), values)


@pytest.fixture
def page(browser, editor) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda said: troubles.append(said.text) if "Policy" in said.text else None)
    with serving(editor) as address:
        opened.goto(address)
        yield opened
        context.close()
    assert troubles == []


SURNAME = "asiakas.0.sukunimi"


def test_what_is_written_is_saved_when_the_field_is_left(page, editor):
    page.fill(f"[name='{SURNAME}']", "Mäkelä")
    expect(page.locator("[data-saved]")).to_have_text("Tallentamatta")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_have_text("Tallennettu 14.05")
    assert editor.saved[-1][SURNAME] == "Mäkelä"
    assert editor.saved[-1]["version"] == "1"
    page.fill("[name='asiakas.0.etunimet']", "Aino")
    page.keyboard.press("Tab")
    expect(page.locator("[data-version]")).to_have_value("3")
    assert editor.saved[-1]["version"] == "2"


def test_without_a_connection_the_text_stays_and_is_saved_later(page, editor):
    page.context.set_offline(True)
    page.fill(f"[name='{SURNAME}']", "Mäkelä")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_contain_text("Ei yhteyttä")
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text("Tallennettu 14.05", timeout=15_000)
    assert editor.saved[-1][SURNAME] == "Mäkelä"


def test_when_the_session_has_ended_the_text_stays_and_a_way_in_is_shown(page, editor):
    editor.status = 401
    page.fill(f"[name='{SURNAME}']", "Mäkelä")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved] a")).to_have_attribute("href", "/kirjaudu")
    expect(page.locator(f"[name='{SURNAME}']")).to_have_value("Mäkelä")
    editor.status = 200
    expect(page.locator("[data-saved]")).to_have_text("Tallennettu 14.05", timeout=15_000)


def test_when_another_has_changed_the_draft_both_texts_are_shown(page, editor):
    editor.status = 409
    page.fill(f"[name='{SURNAME}']", "Mäkelä")
    page.keyboard.press("Tab")
    expect(page.locator("#ristiriita")).to_contain_text("Toisen kirjoittama teksti")
    expect(page.locator(f"[name='{SURNAME}']")).to_have_value("Mäkelä")


def test_a_field_is_checked_when_it_is_left(page):
    page.fill(f"[name='{SURNAME}']", "x")
    page.fill(f"[name='{SURNAME}']", "")
    page.keyboard.press("Tab")
    expect(page.locator(f"[data-flaws='{SURNAME}']")).to_have_text("Kirjoita nimi.")
    expect(page.locator(f"[name='{SURNAME}']")).to_have_attribute("aria-invalid", "true")
    page.fill(f"[name='{SURNAME}']", "Mäkelä")
    page.keyboard.press("Tab")
    expect(page.locator(f"[data-flaws='{SURNAME}']")).to_have_text("")
    expect(page.locator(f"[name='{SURNAME}']")).not_to_have_attribute("aria-invalid", "true")


def test_one_more_comes_without_leaving_the_page_and_one_begins_there(page):
    page.evaluate("window.same = true")
    page.fill(f"[name='{SURNAME}']", "Mäkelä")
    page.click("button[name=_add][value=asiakas]")
    expect(page.locator("[name='asiakas.1.sukunimi']")).to_be_focused()
    expect(page.locator(f"[name='{SURNAME}']")).to_have_value("Mäkelä")
    assert page.evaluate("window.same")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("button[name=_remove][value='asiakas.0']")
    expect(page.locator("[name='asiakas.1.sukunimi']")).to_have_count(0)
    expect(page.locator(f"[name='{SURNAME}']")).to_have_value("")


def test_one_more_works_without_script(browser, editor):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with serving(editor) as address:
        page.goto(address)
        page.fill(f"[name='{SURNAME}']", "Mäkelä")
        page.click("button[name=_add][value=asiakas]")
        expect(page.locator("[name='asiakas.1.sukunimi']")).to_have_count(1)
        expect(page.locator(f"[name='{SURNAME}']")).to_have_value("Mäkelä")
        context.close()


def test_control_and_enter_send_the_form_to_be_checked(page, editor):
    page.fill("textarea >> nth=0", "teksti")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert editor.sent[-1].get("_check") == "1"


def test_slash_goes_to_the_search_and_escape_loses_no_text(page):
    page.locator("body").press("/")
    expect(page.locator("#haku")).to_be_focused()
    page.keyboard.type("Mäkelä/")
    page.keyboard.press("Escape")
    expect(page.locator("#haku")).to_have_value("Mäkelä/")


def test_a_question_mark_shows_the_keys(page):
    page.locator("body").press("?")
    expect(page.locator("#pikanappaimet dl")).to_be_visible()
    page.fill("textarea >> nth=0", "")
    page.keyboard.type("?")
    expect(page.locator("textarea >> nth=0")).to_have_value("?")


def test_a_link_to_a_field_opens_the_folds_around_it(page):
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = false; })")
    page.evaluate("location.hash = '#k-laatija-0-sukunimi'")
    expect(page.locator("#k-laatija-0-sukunimi")).to_be_focused()


def test_nothing_that_is_written_stays_in_the_browser(page):
    page.fill(f"[name='{SURNAME}']", "Mäkelä")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_have_text("Tallennettu 14.05")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Mäkelä" not in kept
