"""The sheet of a client's situation that is taken along."""

from nippu.audit.models import UseRecord
from nippu.base.ids import new_id
from nippu.clients.actions import change_client, name_own_worker, record_risk, set_security_ban
from nippu.clients.types import ClientChanges
from tests import cast
from tests.conftest import WALL_STATEMENTS
from tests.pages.making import sign_entry
from tests.pages.reading import links, texts

CODE = cast.AINO.identity_code


def test_the_client_page_leads_to_the_sheet(browser, aino):
    assert f"/clients/{aino}/sheet/" in links(browser.get(f"/clients/{aino}/"))


def test_the_sheet_tells_what_one_must_know_risks_first(browser, eero, aino, pekka, now):
    joint = cast.joint_case(aino, pekka, by=eero, at=now)
    name_own_worker(aino, eero.professional_id, by=eero, at=now)
    record_risk(aino, "Kotona vartioiva koira.", start=now.date(), by=eero, at=now)
    change_client(aino, ClientChanges(interpreter="arabia"), by=eero, at=now)
    for _n in range(4):
        sign_entry(joint, by=eero, at=now)
    page = browser.get(f"/clients/{aino}/sheet/")
    told = texts(page)
    for said in (
        "Aino Maria Mäkelä",
        "Suomi",
        "arabia",
        "Eero Pohjola, sosiaalityöntekijä",
        "050 555 0100",
        "Kaislatie 7 B 12, 00990 Eteläranta",
        "040 555 0162",
        "Yhteinen asia",
        "Vastaa Eero Pohjola.",
        "Ei allekirjoitettuja suunnitelmia.",
        "Tulostanut Eero Pohjola, Aikuissosiaalityö, Pohjoinen",
    ):
        assert said in told
    assert told.index("vartioiva koira") < told.index("050 555 0100") < told.index("Vastaa Eero")
    assert told.count("Kirjasi Eero Pohjola.") == 1 + 3  # the risk and the last three contacts
    assert "Pekka" not in told  # the paper is about one client


def test_contact_details_are_left_out_under_a_security_ban(browser, eero, aino, now):
    set_security_ban(aino, banned=True, by=eero, at=now)
    page = browser.get(f"/clients/{aino}/sheet/").content.decode()
    assert "Turvakielto" in page
    for secret in ("Kaislatie", "00990", "040 555 0162"):
        assert secret not in page


def test_the_identity_code_is_whole_only_when_asked_and_each_use_is_recorded(browser, aino):
    assert CODE not in browser.get(f"/clients/{aino}/sheet/").content.decode()
    assert UseRecord.objects.filter(action="client.sheet", clients=[aino], subject_id=aino).count() == 1
    asked = UseRecord.objects.filter(action="client.show_identity_code", clients=[aino])
    assert asked.count() == 0
    assert CODE in browser.get(f"/clients/{aino}/sheet/?identity-code=whole").content.decode()
    assert asked.count() == 1


def test_one_who_has_a_temporary_code_is_known_by_it(browser, eero, now):
    new = cast.NewPerson(family_name="Laine", given_names="Liisa", birth_date=cast.BEGINNING)
    client = cast.make_client(new, by=eero, at=now)
    told = texts(browser.get(f"/clients/{client}/sheet/"))
    assert f"Tilapäinen tunnus T{now.year}-1" in told
    assert "Näytä koko henkilötunnus" not in told


def test_the_sheet_of_a_client_of_another_unit_is_not_there(other_browser, stranger, eero, aino, now):
    cast.own_case(aino, by=eero, at=now)
    theirs = other_browser.get(f"/clients/{aino}/sheet/")
    nobodys = other_browser.get(f"/clients/{new_id()}/sheet/")
    assert theirs.status_code == nobodys.status_code == 404
    assert texts(theirs) == texts(nobodys)
    assert stranger.get(f"/clients/{aino}/sheet/").status_code == 404


def test_the_statements_do_not_grow_with_the_papers(browser, eero, aino, now, django_assert_max_num_queries):
    case = cast.own_case(aino, by=eero, at=now)
    for _n in range(4):
        sign_entry(case, by=eero, at=now)
    browser.get(f"/clients/{aino}/sheet/")
    with django_assert_max_num_queries(15 + WALL_STATEMENTS):
        browser.get(f"/clients/{aino}/sheet/")
