"""Scenario A, steps 1 to 3: a joint case, its assessment, and what is Riina's alone."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk

TOLD = "Soittivat yhdessä: muutto on sekoittanut arjen, ja laskut ovat jääneet avaamatta."
SITUATION = (
    "Arki yhteisessä kodissa ei ole muuton jälkeen järjestynyt. He ovat aloittaneet laskujen avaamisen."
)
CONCLUSIONS = "Molemmat hyötyvät sosiaaliohjauksesta kolmen kuukauden ajan."
DEBTS = "Pikalainoja on kolme. Lyhennykset vievät sen, mikä vuokran ja ruoan jälkeen jää."


@dataclass(frozen=True)
class Caller:
    """One who calls the service number."""

    given_names: str
    family_name: str
    identity_code: str = ""
    """Only of one who is not in the register yet."""

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"


FOUND = (Caller("Riina", "Lehtovaara"), Caller("Jarno", "Saarela"))
NEW = (
    Caller("Kaisa Inkeri", "Aallonharja", "140288-9223"),
    Caller("Onni Samuel", "Rantakoski", "010985-9394"),
)


@pytest.mark.parametrize(
    ("callers", "script"), [(FOUND, True), (NEW, False)], ids=["with script", "without script"]
)
def test_a_joint_case_is_opened_assessed_and_signed_and_an_own_case_stays_apart(sit_down, callers, script):
    desk = sit_down(script=script)
    desk.log_in("elina")
    desk.look()

    joint = open_joint_case(desk, callers)
    check_what_was_made(desk, callers)

    assessment = assess_together(desk, callers)
    check_signed_assessment(desk, callers, assessment, joint)

    own = open_own_case(desk, callers[0])
    plan = make_plan(desk, callers[0])
    check_nothing_of_it_elsewhere(desk, callers, own, plan, joint)


# Step 1: Riina phones, and the worker opens one joint case for both.


def open_joint_case(desk: Desk, callers: tuple[Caller, Caller]) -> str:
    desk.press("Avaa uusi asia")
    for caller in callers:
        add_person(desk, caller)
    desk.look()
    desk.press("Jatka")
    desk.write("told", TOLD)
    desk.page.get_by_text("Puhelu tai käynti", exact=True).click()
    desk.page.get_by_text("Työikäisten palvelut", exact=True).click()
    desk.page.get_by_label("Asian nimi pakollinen").select_option("X-arki")
    desk.choose("urgent", "no")
    desk.choose("joint", "yes")
    desk.look()
    desk.press("Jatka")
    expect(desk.page.get_by_text(TOLD)).to_be_visible()
    desk.page.get_by_label("Allekirjoita merkintä yhteydenotosta samalla").check()
    desk.look()
    desk.press("Avaa asia")
    return desk.page.url


def add_person(desk: Desk, caller: Caller) -> None:
    """Find the person in the register, or add one who is not there."""
    desk.page.get_by_label("Nimi tai henkilötunnus").fill(caller.family_name)
    if not desk.script:
        desk.press("Hae")
    if caller.identity_code:
        expect(desk.page.get_by_text("Ketään ei löytynyt")).to_be_visible()
        desk.page.get_by_label("Sukunimi").fill(caller.family_name)
        desk.page.get_by_label("Etunimet").fill(caller.given_names)
        desk.page.locator("#identity_code").fill(caller.identity_code)
        desk.press("Lisää henkilö")
    else:
        desk.press(f"Valitse: {caller.name}")
    expect(desk.button(f"Poista: {caller.name}")).to_be_visible()


def check_what_was_made(desk: Desk, callers: tuple[Caller, Caller]) -> None:
    page = desk.page
    expect(page.get_by_role("status").get_by_text("Asia on avattu")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arjessa selviytymisen tuki")
    expect(page.get_by_label(re.compile("^Yhteinen asia, asiakkaat:")).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"Mukana .* alkaen"))).to_have_count(2)
    entry = page.get_by_role("listitem").filter(has_text="Merkintä asian vireilletulosta")
    expect(entry).to_contain_text("Allekirjoitettu")
    expect(entry).to_contain_text("Yhteinen")
    desk.unfold(page.locator("#asia-asiakirja li").first)
    expect(page.locator("#asia-asiakirja").get_by_role("link", name="Asia-asiakirja")).to_be_visible()
    relationships = page.locator("#asiakkuusasiakirjat")
    expect(relationships.locator("summary")).to_contain_text(callers[0].name)
    expect(relationships.locator("summary")).to_contain_text(callers[1].name)
    desk.look()


# Step 2: a joint case offers 1019, says why not 1012, and the joint assessment is written and signed.


def assess_together(desk: Desk, callers: tuple[Caller, Caller]) -> str:
    desk.go("Uusi asiakirja")
    desk.page.get_by_label("Asiakirjan nimi suomeksi tai ruotsiksi").fill("palvelutarpeen arvio")
    if not desk.script:
        desk.press("Hae")
    check_one_fits_and_one_does_not(desk)
    desk.press("Sosiaalihuollon palvelutarpeen arvio")
    for number, caller in enumerate(callers):
        expect(desk.page.locator(f"[name='asiakas.{number}.sukunimi']")).to_have_value(caller.family_name)
    desk.look()
    write_a_part(desk)
    be_told_what_is_missing(desk)
    write_the_rest(desk)
    desk.press("Tarkista ja allekirjoita")
    expect(desk.page.get_by_role("button", name="Allekirjoita", exact=True)).to_be_visible()
    expect(desk.page.locator("article.paper")).to_contain_text("Yhteinen asiakirja")
    desk.look()
    desk.press("Allekirjoita")
    return desk.page.url


def check_one_fits_and_one_does_not(desk: Desk) -> None:
    fits = desk.page.get_by_role("button", name="Sosiaalihuollon palvelutarpeen arvio", exact=True)
    expect(fits).to_be_visible()
    unsuited = desk.page.locator(".unsuited li").filter(has_text="Työikäisten palvelutarpeen arvio")
    desk.unfold(unsuited.first)
    expect(unsuited).to_contain_text("Asia on yhteinen, ja tämä asiakirja koskee vain yhtä asiakasta.")
    expect(unsuited.get_by_role("button")).to_have_count(0)
    expect(
        desk.page.get_by_role("button", name="Työikäisten palvelutarpeen arvio", exact=True)
    ).to_have_count(0)
    desk.look()


def write_a_part(desk: Desk) -> None:
    desk.choose("asian_vireilletuloa_koskevat_tiedot.vireilletulon_tapa~code", "X-suullinen")
    desk.write("kuvaus_asiakkaan_tilanteesta", SITUATION)
    desk.write("johtopaatokset_ja_jatkotoimet.jatkosuunnitelma", "Jatketaan sosiaaliohjauksella.")


def be_told_what_is_missing(desk: Desk) -> None:
    desk.press("Tarkista ja allekirjoita")
    told = desk.page.locator("#virheet")
    expect(told).to_contain_text("Ennen allekirjoitusta")
    expect(told.get_by_role("link").filter(has_text="Ammattihenkilön johtopäätökset")).to_be_visible()
    assert told.get_by_role("link").count() >= 3
    desk.look()
    expect(desk.field("kuvaus_asiakkaan_tilanteesta")).to_have_value(SITUATION)


def write_the_rest(desk: Desk) -> None:
    about, after = "palvelutarpeen_arviointia_koskevat_tiedot", "johtopaatokset_ja_jatkotoimet"
    desk.write(f"{about}.palvelutarpeen_arvioinnin_aloittamispaiva", "3.11.2026")
    desk.choose(f"{about}.asiakkaalla_on_oikeus_erityiseen_tukeen", "ei")
    desk.write(f"{after}.ammattihenkilon_johtopaatokset", CONCLUSIONS)
    desk.choose(f"{after}.asiakkuus_jatkuu_palvelutarpeen_arvioinnin_jalkeen", "kyllä")
    desk.choose(f"{after}.asiakas_tarvitsee_omatyontekijan", "kyllä")


def check_signed_assessment(desk: Desk, callers: tuple[Caller, Caller], assessment: str, joint: str) -> None:
    page = desk.page
    expect(page.get_by_text("Asiakirja on allekirjoitettu.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sosiaalihuollon palvelutarpeen arvio")
    paper = page.locator("article.paper")
    expect(paper).to_contain_text("Yhteinen asiakirja")
    expect(paper).to_contain_text(f"Koskee: {callers[0].name} ja {callers[1].name}")
    expect(paper).to_contain_text(SITUATION)
    expect(paper).to_contain_text(CONCLUSIONS)
    desk.look()
    desk.go("Palaa asiaan")
    assert page.url == joint
    row = page.locator(".docs li").filter(has=page.locator(f"a[href='{_path(assessment)}']"))
    expect(row).to_contain_text("Yhteinen")
    expect(row).to_contain_text("Allekirjoitettu")


# Step 3: what is Riina's alone is a case of her own, with a plan that nobody else's case shows.


def open_own_case(desk: Desk, caller: Caller) -> str:
    page = desk.page
    desk.go_to_member(caller.name)
    desk.look()
    desk.press("Avaa uusi asia")
    desk.write("told", "Rahan kanssa on ollut aina vaikeaa. Haluaa hoitaa asian itse.")
    page.get_by_text("Puhelu tai käynti", exact=True).click()
    page.get_by_text("Työikäisten palvelut", exact=True).click()
    page.get_by_label("Asian nimi pakollinen").select_option("X-talous")
    desk.choose("urgent", "no")
    desk.press("Jatka")
    desk.press("Avaa asia")
    expect(page.get_by_role("heading", level=1)).to_have_text("Taloudellinen tuki")
    expect(page.get_by_label(f"Asiakas: {caller.name}")).to_contain_text("Oma asia")
    desk.look()
    return page.url


def make_plan(desk: Desk, caller: Caller) -> str:
    desk.go("Uusi asiakirja")
    desk.press("Työikäisten palvelujen asiakassuunnitelma")
    expect(desk.page.locator("[name='asiakas.0.sukunimi']")).to_have_value(caller.family_name)
    desk.look()
    desk.write("kuvaus_asiakkaan_tilanteesta", DEBTS)
    desk.add("asetettavat_tavoitteet")
    goal = "asetettavat_tavoitteet.0"
    desk.write_code(f"{goal}.tavoite", "Velkatilanne selkiytyy")
    desk.write(f"{goal}.kuvaus", "Velat on koottu yhteen.")
    desk.add(f"{goal}.tilannetekijat")
    desk.choose(f"{goal}.tilannetekijat.0.tilannetekija~code", "X-velat")
    desk.press("Tarkista ja allekirjoita")
    desk.press("Allekirjoita")
    paper = desk.page.locator("article.paper")
    expect(paper).to_contain_text("Velkatilanne selkiytyy")
    expect(paper).to_contain_text("Velat on koottu yhteen.")
    expect(paper).not_to_contain_text("Yhteinen asiakirja")
    desk.look()
    return desk.page.url


def check_nothing_of_it_elsewhere(
    desk: Desk, callers: tuple[Caller, Caller], own: str, plan: str, joint: str
) -> None:
    page = desk.page
    page.goto(joint)
    _check_not_there(desk, own, plan)
    desk.go_to_member(callers[1].name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilannekuva")
    expect(page.locator("main")).to_contain_text("Arjessa selviytymisen tuki")
    _check_not_there(desk, own, plan)
    page.goto(joint)
    desk.go_to_member(callers[0].name)
    expect(page.locator(f"main a[href='{_path(own)}']").first).to_be_visible()


def _check_not_there(desk: Desk, own: str, plan: str) -> None:
    expect(desk.page.locator(f"a[href='{_path(own)}']")).to_have_count(0)
    expect(desk.page.locator(f"a[href='{_path(plan)}']")).to_have_count(0)
    expect(desk.page.locator("main")).not_to_contain_text("Taloudellinen tuki")


def _path(address: str) -> str:
    return re.sub(r"^https?://[^/]+|\?.*$", "", address)
