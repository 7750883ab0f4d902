"""Opening a client on a special ground, its review, and restricting a client: the pages."""

import re

import pytest

from nippu.audit.models import UseRecord
from nippu.clients.models import Client, ClientGate, SpecialGround
from tests import cast
from tests.pages.conftest import log_in
from tests.pages.reading import links, texts

HERE = "/special-access/"
REVIEWS = f"{HERE}reviews/"
WORDS = "Päivystyksessä tarvitaan heti tieto tuen tarpeesta."
STATED = {"identity_code": cast.AINO.identity_code, "ground": "X-lapsen-etu", "law": "", "words": WORDS}


@pytest.fixture
def case(aino, eero, now):
    return cast.own_case(aino, by=eero, at=now)


@pytest.fixture
def supervisor(hilla):
    return log_in("hilla")


def stated(**changes):
    return STATED | changes


def test_the_page_tells_beforehand_what_it_does_and_how_long_it_lasts(other_browser):
    told = texts(other_browser.get(HERE))
    assert "8 tunnin ajan" in told
    assert "Et voi kirjata" in told
    assert "käyttölokiin" in told


def test_a_stated_ground_leads_to_the_client_and_the_strip_tells_until_when(case, aino, other_browser):
    assert other_browser.get(f"/clients/{aino}/").status_code == 404
    answer = other_browser.post(HERE, STATED, follow=True)
    assert answer.redirect_chain == [(f"/clients/{aino}/", 302)]
    page = answer.content.decode()
    assert "Katselet tietoja erityisestä syystä. Pääsy päättyy" in page
    assert "Katselet tietoja" in other_browser.get(f"/cases/{case}/").content.decode()
    assert "Katselet tietoja" in other_browser.get(f"/clients/{aino}/details/").content.decode()


def test_lopeta_nyt_ends_it(case, aino, other_browser):
    page = other_browser.post(HERE, STATED, follow=True).content.decode()
    end = re.search(r'action="(/special-access/[^"]+/end/)"', page)[1]
    assert other_browser.get(end).status_code == 405
    assert "on päättynyt" in texts(other_browser.post(end, follow=True))
    assert other_browser.get(f"/clients/{aino}/").status_code == 404


def test_one_who_has_taken_no_ground_sees_no_such_strip(case, aino, browser):
    assert "erityisestä syystä. Pääsy" not in browser.get(f"/clients/{aino}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "told", "status"),
    [
        ({"ground": ""}, "Valitse peruste", 400),
        ({"ground": "X-ei-ole"}, "Valitse peruste", 400),
        ({"ground": "law"}, "Kirjoita laki ja pykälä", 400),
        ({"words": "kiire"}, "vähintään 20 merkkiä", 400),
        ({"identity_code": "120493-9089"}, "tunnus", 400),
        ({"identity_code": "050561-9997"}, "ei ole asiakasta", 404),
    ],
)
def test_what_is_wrong_is_told_beside_what_was_typed(case, other_browser, changes, told, status):
    answer = other_browser.post(HERE, stated(**changes))
    assert answer.status_code == status
    assert told in texts(answer)
    assert changes.get("words", WORDS) in answer.content.decode()
    assert not SpecialGround.objects.exists()


def test_nothing_is_told_of_a_client_before_the_ground(case, other_browser):
    there, absent = (
        other_browser.post(HERE, stated(words="", identity_code=code))
        for code in (cast.AINO.identity_code, "050561-9997")
    )
    assert texts(there) == texts(absent)
    assert "Mäkelä" not in there.content.decode()


def test_a_wrong_identity_code_is_recorded_as_a_refusal(case, veera, other_browser):
    other_browser.post(HERE, stated(identity_code="050561-9997"))
    row = UseRecord.objects.get(kind="refusal")
    assert (row.action, row.refused) == ("page.special_access", "no_such_client")
    assert row.professional_id == veera.professional_id


def test_one_who_may_look_anyway_is_led_to_the_client_without_a_ground(case, aino, browser):
    answer = browser.post(HERE, STATED, follow=True)
    assert "Näet jo tämän asiakkaan tiedot" in texts(answer)
    assert not SpecialGround.objects.exists()


def test_supervisors_do_not_open_clients_and_workers_do_not_review(supervisor, browser):
    assert supervisor.get(HERE).status_code == 403
    assert browser.get(REVIEWS).status_code == 403
    assert HERE not in links(supervisor.get("/"))
    assert HERE in links(browser.get("/"))


def test_the_supervisor_meets_it_on_the_start_page_and_settles_it(case, aino, other_browser, supervisor):
    assert REVIEWS not in texts(supervisor.get("/"))
    other_browser.post(HERE, STATED)
    assert "odottaa käsittelyäsi: 1" in texts(supervisor.get("/"))
    listed = supervisor.get(REVIEWS)
    assert "Mäkelä, Aino Maria" in texts(listed)
    assert WORDS in texts(listed)
    (address,) = [each for each in links(listed) if each.startswith(REVIEWS) and each != REVIEWS]
    assert "Lapsen etu" in texts(supervisor.get(address))
    wrong = supervisor.post(address, {"review": "questioned", "words": ""})
    assert (wrong.status_code, "Kirjoita, mitä jää" in texts(wrong)) == (400, True)
    done = supervisor.post(address, {"review": "questioned", "words": "Keskustellaan."}, follow=True)
    assert done.redirect_chain == [(REVIEWS, 302)]
    assert "Selvitettävä" in texts(done)
    assert "odottaa käsittelyäsi" not in texts(supervisor.get("/"))
    assert "Keskustellaan." in texts(supervisor.get(address))
    again = supervisor.post(address, {"review": "approved", "words": ""}, follow=True)
    assert "on jo käsitelty" in texts(again)
    assert SpecialGround.objects.get().review == "questioned"
    assert supervisor.get(f"/clients/{aino}/").status_code == 404


def test_the_search_leads_to_it(case, other_browser):
    found = other_browser.post("/search/", {"q": "Mäkelä"}, follow=True)
    assert "Ei asiakkaita tällä haulla" in texts(found)
    assert HERE in links(found)


def test_those_in_charge_restrict_a_client_and_name_who_may_look(case, aino, eero, otso, browser):
    address = f"/clients/{aino}/restriction/"
    assert address in links(browser.get(f"/clients/{aino}/details/"))
    page = browser.get(address).content.decode()
    assert f'value="{eero.professional_id}" checked' in page
    assert f'value="{otso.professional_id}"' in page
    other = log_in("otso")
    assert other.get(f"/cases/{case}/").status_code == 200
    answer = browser.post(address, {"gates": str(eero.professional_id), "restricted": "yes"}, follow=True)
    assert "Rajaus on tallennettu." in texts(answer)
    assert "vain nimetyt" in texts(answer)
    for each in (f"/cases/{case}/", f"/clients/{aino}/", f"/clients/{aino}/sheet/"):
        assert other.get(each).status_code == 404
    assert "Mäkelä" not in texts(other.get("/cases/?whose=unit"))
    assert "Mäkelä" not in other.get("/cases/save/?whose=unit").content.decode()
    browser.post(address, {"restricted": "no"})
    assert not Client.objects.get().restricted
    assert other.get(f"/cases/{case}/").status_code == 200


def test_somebody_must_be_named(case, aino, browser):
    answer = browser.post(f"/clients/{aino}/restriction/", {"restricted": "yes"})
    assert answer.status_code == 400
    assert "Valitse ainakin yksi" in texts(answer)


def test_only_colleagues_are_named(case, aino, veera, browser):
    answer = browser.post(
        f"/clients/{aino}/restriction/", {"restricted": "yes", "gates": str(veera.professional_id)}
    )
    assert answer.status_code == 400
    assert not ClientGate.objects.exists()


def test_one_who_cannot_change_the_client_cannot_restrict_it(case, aino, other_browser):
    other_browser.post(HERE, STATED)
    answer = other_browser.post(f"/clients/{aino}/restriction/", {"restricted": "yes"})
    assert answer.status_code in (400, 403, 404)
    assert not Client.objects.get().restricted


def test_the_other_client_of_a_joint_case_stays_unnamed(aino, pekka, eero, otso, browser, now):
    joint = cast.joint_case(aino, pekka, by=eero, at=now)
    browser.post(f"/clients/{aino}/restriction/", {"gates": str(eero.professional_id), "restricted": "yes"})
    other = log_in("otso")
    page = other.get(f"/cases/{joint}/")
    assert page.status_code == 200
    assert "Toinen asiakas" in page.content.decode()
    assert "Aino" not in page.content.decode()
    for address in (f"/clients/{pekka}/", f"/cases/{joint}/new-document/", f"/clients/{pekka}/sheet/"):
        answer = other.get(address)
        assert answer.status_code == 200
        assert "Aino" not in answer.content.decode()
