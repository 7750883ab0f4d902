"""Taking in a case."""

import re

import pytest

from nippu.audit.models import UseRecord
from nippu.base.ids import new_id
from nippu.cases.models import Case, CaseMember
from nippu.clients.models import Client as ClientRow
from nippu.documents.models import Document
from nippu.intake.models import Intake
from nippu.people.actions import add_person
from nippu.people.models import Person
from nippu.people.types import NewPerson
from tests import cast
from tests.conftest import WALL_STATEMENTS
from tests.pages.conftest import log_in
from tests.pages.reading import form, links, texts
from tests.pages.taking_in import JARNO, MATTER, RIINA, add, aino_person, begin, send


def test_a_person_whom_another_has_added_meanwhile_is_chosen_from_the_register(browser, eero, now):
    intake = begin(browser)
    add(browser, intake, RIINA)
    send(browser, f"{intake}matter/", go="check", **MATTER | {"joint": ""})
    add_person(NewPerson(**RIINA), by=eero, at=now)
    page = send(browser, f"{intake}check/", go="open")
    assert page.redirect_chain[-1] == (f"{intake}persons/", 302)
    assert "Henkilö on jo rekisterissä" in texts(page)
    assert not Case.objects.exists()


def test_a_character_that_no_database_keeps_is_left_out_of_names(browser):
    intake = begin(browser)
    add(browser, intake, RIINA | {"given_names": "Rii\0na"})
    send(
        browser,
        f"{intake}matter/",
        go="check",
        **MATTER | {"joint": "", "name_code": "99", "name_text": "A\0rki"},
    )
    send(browser, f"{intake}check/", go="open")
    assert (Person.objects.get().given_names, Case.objects.get().name_text) == ("Riina", "Arki")


def test_a_phone_call_of_two_new_persons_becomes_a_joint_case_with_its_documents(browser):
    intake = begin(browser)
    add(browser, intake, RIINA)
    add(browser, intake, JARNO)
    send(browser, f"{intake}matter/", go="check", **MATTER)
    page = send(browser, f"{intake}check/", go="open")
    case = Case.objects.get()
    assert page.redirect_chain[-1] == (f"/cases/{case.id}/", 302)
    told = texts(page)
    assert "Asia on avattu." in told
    assert "asiakkuusasiakirjat 2 asiakkaalle" in told
    assert "luonnos: Merkintä asian vireilletulosta" in told
    members = CaseMember.objects.filter(case=case).order_by("position")
    assert [each.client.person.family_name for each in members] == ["Lehtovaara", "Saarela"]
    assert case.joint
    assert Person.objects.get(family_name="Saarela").temporary_code
    codes = sorted(Document.objects.values_list("structure_code", flat=True))
    assert codes == ["1505.1", "1505.1", "1505.2", "1506.19001"]
    assert "arki ei suju" in Document.objects.get(structure_code="1506.19001").draft.content


def test_the_entry_of_a_call_is_signed_at_once_when_that_is_wanted(browser, aino):
    intake = begin(browser, client=str(aino))
    page = send(browser, f"{intake}matter/", go="check", **MATTER)
    assert 'name="sign"' in page.content.decode()
    told = texts(send(browser, f"{intake}check/", go="open", sign="1"))
    assert "Merkintä asian vireilletulosta, joka on allekirjoitettu." in told
    assert Document.objects.get(structure_code="1506.19001").state == "signed"


def test_nothing_is_put_in_the_register_before_the_case_is_opened(browser):
    intake = begin(browser)
    add(browser, intake, RIINA)
    assert not Person.objects.exists()
    assert not ClientRow.objects.exists()


def test_writing_down_a_call_begins_with_the_person(browser):
    page = browser.post("/intake/", {"oral": ""}, follow=True)
    assert page.redirect_chain[-1][0].endswith("/persons/")
    assert "Yhteydenotto" in texts(page)
    page = send(browser, page.redirect_chain[-1][0], go="matter")
    assert form(page, "intake")["how"] == "1506.19001"
    assert "autofocus" in re.search(r"<textarea[^>]*>", page.content.decode())[0]


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        ({"family_name": "L" * 151}, "family_name", "Sukunimi on liian pitkä: enintään 150 merkkiä."),
        ({"given_names": "R" * 300}, "given_names", "Etunimet ovat liian pitkät: enintään 150 merkkiä."),
        ({"phone": "0" * 61}, "phone", "Kirjoita lyhyemmin: enintään 60 merkkiä."),
    ],
)
def test_what_is_too_long_of_a_person_is_refused_and_not_cut(browser, change, field, text):
    intake = begin(browser)
    page = add(browser, intake, RIINA | change)
    assert page.status_code == 400
    assert f"#{field}" in links(page)
    assert text in texts(page)
    assert form(page, "intake").items() >= (RIINA | change).items()


def test_a_text_that_is_too_long_is_kept_whole_and_opens_no_case(browser, aino):
    intake, told = begin(browser, client=str(aino)), "a" * 100_001
    page = send(browser, f"{intake}matter/", go="check", **MATTER | {"told": told})
    assert "Teksti on liian pitkä: enintään 100000 merkkiä, nyt 100001." in texts(page)
    assert send(browser, f"{intake}check/", go="open").status_code == 400
    assert form(browser.get(f"{intake}matter/"), "intake")["told"] == told
    page = send(
        browser,
        f"{intake}matter/",
        go="check",
        **MATTER | {"version": "2", "name_code": "99", "name_text": "n" * 201},
    )
    assert "enintään 200 merkkiä, nyt 201." in texts(page)


def test_when_one_of_two_is_removed_the_page_says_that_the_case_is_no_longer_joint(browser, aino):
    intake = begin(browser, client=str(aino))
    page = add(browser, intake, RIINA)
    key = re.findall(r'name="remove" value="([^"]*)"', page.content.decode())[1]
    send(browser, f"{intake}matter/", go="check", **MATTER)
    send(browser, f"{intake}persons/", remove=key)
    assert "Asia ei ole enää yhteinen" in texts(browser.get(f"{intake}check/"))


def test_the_same_client_taken_in_again_has_one_intake_until_something_is_written(browser, aino):
    first = begin(browser, client=str(aino))
    assert begin(browser, client=str(aino)) == first
    send(browser, f"{first}matter/", go="later", **MATTER)
    assert begin(browser, client=str(aino)) != first


def test_an_intake_of_a_call_in_which_nothing_was_written_is_in_no_list(browser):
    begin(browser, oral="")
    assert "Ei keskeneräisiä." in texts(browser.get("/intake/"))


def test_an_intake_is_left_and_continued_from_the_start_page(browser, aino):
    intake = begin(browser)
    send(browser, f"{intake}persons/", choose=str(aino_person(aino)))
    page = send(browser, f"{intake}matter/", go="later", **MATTER)
    assert page.redirect_chain[-1] == ("/", 302)
    assert "Yhteydenotto on tallessa." in texts(page)
    assert f"{intake}matter/" in links(browser.get("/"))
    kept = form(browser.get(f"{intake}matter/"), "intake")
    assert {name: kept[name] for name in ("told", "how", "name_code", "urgent")} == {
        name: MATTER[name] for name in ("told", "how", "name_code", "urgent")
    }


def test_persons_are_found_while_typing(browser, aino, pekka):
    intake = begin(browser)
    part = browser.post(f"{intake}persons/", {"q": "mäk"}, HTTP_HX_REQUEST="true").content.decode()
    assert part.count('name="choose"') == 2
    assert "<html" not in part
    assert cast.AINO.identity_code not in part
    assert UseRecord.objects.filter(action="person.search").exists()


def test_persons_are_found_without_script(browser, aino):
    intake = begin(browser)
    page = browser.post(f"{intake}persons/", {"q": "mäkelä", "search": "1", "given_names": "Uusi"})
    assert f'value="{aino_person(aino)}"' in page.content.decode()
    assert form(page, "intake")["given_names"] == "Uusi"
    page = send(browser, f"{intake}persons/", choose=str(aino_person(aino)))
    assert "Valitut henkilöt" in texts(page)
    assert "Mäkelä" in texts(page)


def test_what_was_typed_of_a_new_person_stays_when_another_is_chosen(browser, aino):
    intake = begin(browser)
    page = send(browser, f"{intake}persons/", choose=str(aino_person(aino)), **JARNO)
    assert form(page, "intake").items() >= JARNO.items()


def test_going_on_adds_the_new_person_too(browser):
    intake = begin(browser)
    page = send(browser, f"{intake}persons/", go="matter", **RIINA)
    assert page.redirect_chain[-1] == (f"{intake}matter/", 302)
    assert "Riina Lehtovaara" in texts(page) or "Riina Lehtovaara" in page.content.decode()


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        ({"identity_code": "120493-914X"}, "identity_code", "Henkilötunnus ei ole oikein."),
        ({"identity_code": ""}, "birth_date", "Anna henkilötunnus."),
        ({"given_names": ""}, "family_name", "Anna sukunimi ja vähintään yksi etunimi."),
        ({"birth_date": "31.2.1990"}, "birth_date", "Kirjoita päivä muodossa"),
        (
            {"identity_code": "", "birth_date": "1.1.2999"},
            "birth_date",
            "Syntymäpäivä ei voi olla tulevaisuudessa",
        ),
    ],
)
def test_what_is_wrong_with_a_new_person_is_told_at_the_field(browser, change, field, text):
    intake = begin(browser)
    page = add(browser, intake, RIINA | change)
    assert page.status_code == 400
    assert f"#{field}" in links(page)
    assert text in texts(page)
    assert form(page, "intake").items() >= (RIINA | change).items()


def test_a_known_identity_code_offers_the_person_of_the_register(browser, aino):
    intake = begin(browser)
    page = add(browser, intake, RIINA | {"identity_code": cast.AINO.identity_code.lower()})
    assert "Henkilö on jo rekisterissä" in texts(page)
    assert f'name="choose" value="{aino_person(aino)}"' in page.content.decode()


def test_persons_with_the_name_that_is_being_added_are_shown_while_typing(browser, aino):
    intake = begin(browser)
    sent = {"alike": "1", "family_name": "mäkelä", "given_names": "aino"}
    part = browser.post(f"{intake}persons/", sent, HTTP_HX_REQUEST="true").content.decode()
    assert f'name="instead" value="{aino_person(aino)}"' in part
    assert "<html" not in part
    assert not browser.post(
        f"{intake}persons/", sent | {"given_names": ""}, HTTP_HX_REQUEST="true"
    ).content.strip()


def test_one_with_the_same_name_and_day_of_birth_is_added_only_knowingly(browser, aino):
    intake = begin(browser)
    same = {"family_name": "Mäkelä", "given_names": "Aino", "birth_date": "12.4.1993"}
    page = add(browser, intake, same)
    assert page.status_code == 400
    assert "Rekisterissä on samanniminen ja samana päivänä syntynyt henkilö." in texts(page)
    assert f'name="instead" value="{aino_person(aino)}"' in page.content.decode()
    chosen = send(browser, f"{intake}persons/", instead=str(aino_person(aino)), **same)
    assert "Aino Maria Mäkelä" in texts(chosen)
    assert not form(chosen, "intake")["family_name"]  # the one in the register stands in the new one's place
    sent = form(page, "intake")
    assert sent["anyway"] == "1"
    assert "Aino Mäkelä" in texts(send(browser, f"{intake}persons/", **sent, go="persons"))


def test_the_same_person_is_not_chosen_twice(browser, aino):
    intake = begin(browser)
    for _n in range(2):
        send(browser, f"{intake}persons/", choose=str(aino_person(aino)))
    add(browser, intake, RIINA)
    assert "Sama henkilö on jo valittu." in texts(add(browser, intake, RIINA))
    assert browser.get(f"{intake}persons/").content.decode().count('name="remove"') == 2


def test_a_person_is_removed(browser):
    intake = begin(browser)
    page = add(browser, intake, RIINA)
    key = re.search(r'name="remove" value="([^"]*)"', page.content.decode())[1]
    assert "Lehtovaara" not in texts(send(browser, f"{intake}persons/", remove=key))


def test_what_is_missing_is_told_with_links_and_nothing_is_opened(browser):
    intake = begin(browser)
    page = send(browser, f"{intake}check/", go="open")
    assert page.status_code == 400
    assert "Ennen avaamista: 5 kohtaa" in texts(page)
    assert {f"{intake}persons/?checked=1#q", f"{intake}matter/?checked=1#how"} <= links(page)
    assert not Case.objects.exists()
    assert "Valitse, miten asia tuli vireille." in texts(browser.get(f"{intake}matter/?checked=1"))
    assert "Valitse, miten asia tuli vireille." not in texts(browser.get(f"{intake}matter/"))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"joint": "no"}, "Oma asia on yhden henkilön."),
        ({"joint": ""}, "Valitse, onko asia yhteinen vai oma."),
        ({"urgent": ""}, "Kirjaa, onko avun tarve kiireellinen."),
        ({"told": " "}, "Kirjoita, mitä yhteydenotossa kerrottiin."),
        ({"name_code": "99"}, "Kirjoita asian nimi, kun nimeksi on valittu Muu."),
        ({"service_task": cast.DISABILITY}, "Valitse palvelutehtävä, jota asia koskee."),
        ({"on": "1.1.2999"}, "Päivä ei voi olla tulevaisuudessa."),
        ({"on": "eilen"}, "Kirjoita päivä muodossa"),
        ({"how": "1506.4009", "service_task": cast.CHILD_PROTECTION}, "koskee vain yhtä asiakasta"),
        ({"how": "1506.4009"}, "Kuuluu toiseen palvelutehtävään"),
        ({"how": "1506.1019"}, "Valitse, miten asia tuli vireille."),
    ],
)
def test_a_matter_that_cannot_be_right_is_told_and_kept(browser, change, text):
    intake = begin(browser)
    add(browser, intake, RIINA)
    add(browser, intake, JARNO)
    page = send(browser, f"{intake}matter/", go="check", **(MATTER | change))
    assert text in texts(page)
    assert "Ennen avaamista: 1 kohta" in texts(page)


def test_one_person_has_an_own_case_and_nothing_is_asked_of_jointness(browser, aino):
    intake = begin(browser, client=str(aino))
    assert 'name="joint"' not in browser.get(f"{intake}matter/").content.decode()
    own = {key: value for key, value in MATTER.items() if key != "joint"} | {
        "how": "1506.4006",
        "urgent": "yes",
    }
    send(browser, f"{intake}matter/", go="check", **own)
    send(browser, f"{intake}check/", go="open")
    case = Case.objects.get()
    assert (case.joint, case.urgent, case.service_task) == (False, True, cast.WORKING_AGE)


def test_a_button_pressed_twice_opens_one_case(browser, aino):
    intake = begin(browser, client=str(aino))
    send(browser, f"{intake}matter/", go="check", **MATTER)
    first, second = (browser.post(f"{intake}check/", {"go": "open"})["Location"] for _n in range(2))
    assert first == second == f"/cases/{Case.objects.get().id}/"
    assert browser.get(f"{intake}matter/")["Location"] == first
    assert browser.post(f"{intake}matter/", MATTER).status_code == 409
    assert Intake.objects.get().content == ""


def test_what_is_written_is_saved_while_writing(browser):
    intake = begin(browser, oral="")
    answer = browser.post(f"{intake}matter/", MATTER | {"told": "Puhelu kes"}, HTTP_HX_REQUEST="true")
    assert re.match(r"Tallennettu \d{1,2}\.\d\d<input", answer.content.decode())
    assert form(browser.get(f"{intake}matter/"), "intake")["told"] == "Puhelu kes"


def test_an_intake_that_leads_to_nothing_is_thrown_away(browser, aino):
    intake = begin(browser, client=str(aino))
    page = browser.post(f"{intake}discard/", follow=True)
    assert "Keskeneräinen yhteydenotto on poistettu." in texts(page)
    assert browser.get(f"{intake}matter/").status_code == 404
    assert UseRecord.objects.get(action="intake.discard").clients == [aino]


def test_a_client_of_another_register_or_none_is_not_taken(browser):
    assert browser.post("/intake/", {"client": str(new_id())}).status_code == 404
    assert browser.post("/intake/", {"client": "x"}).status_code == 404
    intake = begin(browser)
    assert browser.post(f"{intake}persons/", {"choose": str(new_id())}).status_code == 404
    assert browser.post(f"{intake}persons/", {"choose": "x"}).status_code == 404
    assert browser.get(f"{intake}nonsense/").status_code == 404


@pytest.mark.parametrize("step", ["persons", "matter", "check"])
def test_the_intake_of_another_is_not_there(browser, other_browser, yrsa, stranger, step):
    intake = begin(browser)
    for other in (other_browser, log_in("yrsa")):
        assert other.get(f"{intake}{step}/").status_code == 404
        assert send(other, f"{intake}{step}/", go=step, told="x").status_code == 404
    assert stranger.get(f"{intake}{step}/").status_code == 404
    assert stranger.post(f"{intake}{step}/", {"go": step, "told": "x"}).status_code == 404


def test_no_name_stands_in_an_address(browser):
    intake = begin(browser)
    pages = [
        add(browser, intake, RIINA),
        browser.post(f"{intake}persons/", {"q": "lehto", "search": "1"}, follow=True),
    ]
    visited = [address for page in pages for address, _status in page.redirect_chain]
    assert not [address for address in visited if "lehto" in address.casefold()]


@pytest.mark.parametrize("step", ["persons", "matter", "check"])
def test_the_statements_of_a_step_are_few(browser, aino, pekka, step, django_assert_max_num_queries):
    intake = begin(browser, client=str(aino))
    send(browser, f"{intake}persons/", choose=str(aino_person(pekka)))
    browser.get(f"{intake}{step}/")
    with django_assert_max_num_queries(8 + WALL_STATEMENTS):
        browser.get(f"{intake}{step}/")
