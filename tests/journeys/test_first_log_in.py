"""The first log-in where a second step is required: with an app, with a passkey, and what comes after it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import demonstration
from tests.journeys.desk import Desk
from tests.journeys.test_every_page import check_page


@pytest.fixture(scope="module")
def strict(demo: str, installation: dict[str, str], database: str) -> Iterator[str]:
    """Beside the demonstration another server, at which everyone needs a second step.

    It is spoken to by its name: browsers have no passkeys for numbers.
    """
    with demonstration(installation | {"NIPPU_SECOND_STEP": "required"}, "strict.log") as address:
        yield address.replace("127.0.0.1", "localhost")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DELETE FROM access_recoverycode")
        connection.execute("DELETE FROM access_secondstep")


def with_a_passkey(page: Page) -> None:
    """Give the browser a virtual authenticator whose owner agrees to everything."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def begin(desk: Desk, strict: str, username: str) -> Page:
    desk.page.goto(f"{strict}/")
    desk.read_in("fi")
    desk.write_log_in(username)
    return desk.page


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Kirjaudu ulos").click()
    expect(page.get_by_label("Käyttäjätunnus")).to_be_visible()


def expect_the_start_page(page: Page) -> None:
    expect(page.get_by_role("button", name="Kirjaudu ulos")).to_be_visible()
    assert urlsplit(page.url).path == "/"


def test_an_app_is_set_up_at_the_first_log_in_and_asked_at_the_next(sit_down, strict):
    desk = sit_down()
    page = begin(desk, strict, "elina")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ota käyttöön kirjautumisen toinen vaihe")
    check_page(page, "toinen-vaihe-alku", "fi")
    app = pyotp.TOTP(page.locator("main ol kbd").inner_text().replace(" ", ""))
    page.locator("#code").fill("000000")
    desk.press("Ota käyttöön")
    expect(page.get_by_role("alert").filter(has_text="Vahvistus ei onnistunut")).to_be_visible()
    page.locator("#code").fill(app.now())
    desk.press("Ota käyttöön")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ota varakoodit talteen")
    check_page(page, "varakoodit", "fi")
    codes = page.locator(".codes kbd").all_inner_texts()
    assert len(codes) == 10
    desk.go("Koodit ovat tallessa, jatka")
    expect_the_start_page(page)
    log_out(page)

    desk.write_log_in("elina")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kirjautumisen toinen vaihe")
    check_page(page, "toinen-vaihe", "fi")
    page.locator("#code").fill(codes[0])
    desk.press("Vahvista")
    expect_the_start_page(page)

    page.locator("header.frame").get_by_role("link", name="kirjautumisen turva").click()
    expect(page.get_by_text("Käyttämättömiä varakoodeja: 9.")).to_be_visible()
    check_page(page, "kirjautumisen-turva", "fi")
    desk.go("Lisää pääsyavain")
    check_page(page, "kirjautumistavan-lisays", "fi")


def test_a_passkey_is_made_at_the_first_log_in_and_logs_in_with_one_press(sit_down, strict):
    desk = sit_down()
    with_a_passkey(desk.page)
    page = begin(desk, strict, "samuli")
    page.get_by_label("Pääsyavaimen nimi").fill("Työkone")
    desk.press("Luo pääsyavain")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ota varakoodit talteen")
    desk.go("Koodit ovat tallessa, jatka")
    expect_the_start_page(page)
    log_out(page)

    desk.write_log_in("samuli")
    check_page(page, "toinen-vaihe-paasyavain", "fi")
    desk.press("Käytä pääsyavainta")
    expect_the_start_page(page)
    page.goto(f"{strict}/security/")
    expect(page.locator("li").filter(has_text="Työkone")).to_contain_text("Käytetty viimeksi")


def test_who_has_no_passkey_at_hand_is_told_so_and_uses_a_code(sit_down, strict):
    desk = sit_down()
    page = begin(desk, strict, "samuli")
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")  # an authenticator is asked for and there is none
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    tools.send(
        "WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}}
    )
    desk.press("Käytä pääsyavainta")
    expect(page.get_by_role("alert").filter(has_text="Selain ei saanut pääsyavainta")).to_be_visible(
        timeout=90_000
    )
    desk.look()
    assert page.get_by_label("Varakoodi", exact=False).is_visible()


def test_without_script_an_app_does(sit_down, strict):
    desk = sit_down(script=False)
    page = begin(desk, strict, "teemu")
    expect(page.get_by_role("button", name="Luo pääsyavain")).to_be_hidden()
    app = pyotp.TOTP(page.locator("main ol kbd").inner_text().replace(" ", ""))
    page.locator("#code").fill(app.now())
    desk.press("Ota käyttöön")
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", page.locator(".codes kbd").first.inner_text())
