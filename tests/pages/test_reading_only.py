"""One who may only read a client or a case is shown no way to write, and no form that is lost when sent."""

import pytest

from nippu.audit.models import Disclosure
from nippu.clients.actions import set_restricted
from nippu.http.openness import is_taking_in
from nippu.intake.models import Intake
from nippu.web import start
from tests import cast
from tests.pages.conftest import log_in
from tests.pages.reading import links, texts
from tests.pages.taking_in import aino_person, begin, send
from tests.pages.test_special_access import STATED

FORMS = (
    *(f"details/{part}/" for part in ("contact", "language", "support", "worker")),
    "security-ban/",
    "restriction/",
    "risks/",
    "disclosure/",
)
WAYS = ("Avaa uusi asia", "Kirjaa yhteydenotto", "Kirjaa luovutus", "Uusi asiakirja", "Lisää vaiheeseen")
GIVEN = {"recipient": "Kela", "legal_basis": "703/2023 64 §", "data_sets": "Päätös", "purpose": "Etuus"}


@pytest.fixture
def case(aino, eero, now):
    return cast.own_case(aino, by=eero, at=now)


@pytest.fixture
def reader(case, other_browser):
    """Veera's browser: she may look at Aino on a special ground."""
    assert other_browser.post("/special-access/", STATED).status_code == 302
    return other_browser


@pytest.fixture
def hidden(aino, eero, now):
    """Aino, restricted to Eero."""
    set_restricted(aino, restricted=True, gates={eero.professional_id}, by=eero, at=now)
    return aino


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_refused_before_anything_is_typed(reader, browser, aino, form):
    assert browser.get(f"/clients/{aino}/{form}").status_code == 200
    answer = reader.get(f"/clients/{aino}/{form}")
    assert answer.status_code == 403
    assert "ei oikeuta tähän" in texts(answer)


def test_a_document_is_not_chosen_where_it_cannot_be_begun(reader, browser, case):
    assert browser.get(f"/cases/{case}/new-document/").status_code == 200
    assert reader.get(f"/cases/{case}/new-document/").status_code == 403


def test_no_way_to_write_is_shown_to_a_reader(reader, browser, aino, case):
    pages = (f"/clients/{aino}/", f"/clients/{aino}/details/", f"/cases/{case}/")
    for_writer = [browser.get(each) for each in pages]
    for_reader = [reader.get(each) for each in pages]
    assert {each.status_code for each in (*for_writer, *for_reader)} == {200}
    for word in (
        "Avaa uusi asia",
        "Kirjaa yhteydenotto",
        "Kirjaa luovutus",
        "Uusi asiakirja",
        "Lisää vaiheeseen",
    ):
        assert any(word in each.content.decode() for each in for_writer), word
        assert not any(word in each.content.decode() for each in for_reader), word
    details = f"/clients/{aino}/details/"
    assert details in links(for_reader[0])
    assert any(
        each.startswith((f"{details}contact", f"/clients/{aino}/risks")) for each in links(for_writer[1])
    )
    written = tuple(f"/clients/{aino}/{form}" for form in FORMS)
    assert not any(each.startswith(written) for each in links(for_reader[1]))


def test_a_disclosure_is_written_by_those_who_work_with_the_client(reader, browser, aino):
    answer = reader.post(f"/clients/{aino}/disclosure/", GIVEN)
    assert answer.status_code == 403
    assert not Disclosure.objects.exists()
    browser.post(f"/clients/{aino}/disclosure/", GIVEN)
    assert Disclosure.objects.count() == 1


def test_an_unfinished_intake_about_another_units_client_leaves_the_name_out_of_the_start_page(
    case, aino, other_browser
):
    assert not is_taking_in(start.start)
    intake = begin(other_browser)
    send(other_browser, f"{intake}persons/", choose=str(aino_person(aino)))
    assert "Aino Maria Mäkelä" in texts(other_browser.get(f"{intake}matter/"))
    page = other_browser.get("/")
    assert page.status_code == 200
    assert "Henkilö, jonka nimi näkyy, kun avaat yhteydenoton" in texts(page)
    assert "Aino" not in texts(page)
    assert f"{intake}matter/" in links(page)
    assert "Aino Maria Mäkelä" in texts(other_browser.get("/intake/"))
    assert other_browser.get("/cases/").status_code == 200


def test_a_restricted_client_is_not_chosen_by_one_who_is_not_named(case, hidden, browser, otso):
    other = log_in("otso")
    intake = begin(other)
    found = other.post(f"{intake}persons/", {"q": "aino"}, HTTP_HX_REQUEST="true")
    assert "Mäkelä" in found.content.decode()  # so that nobody is added twice
    for button in ("choose", "instead"):
        answer = other.post(f"{intake}persons/", {button: str(aino_person(hidden)), "phone": "040 1"})
        assert answer.status_code == 400
        assert "näkevät vain nimetyt työntekijät" in texts(answer)
        assert 'value="040 1"' in answer.content.decode()
    assert not Intake.objects.filter(content__contains=str(aino_person(hidden))).exists()
    assert other.post("/intake/", {"client": str(hidden)}).status_code == 403
    assert browser.post("/intake/", {"client": str(hidden)}).status_code == 302


def test_the_page_of_restriction_tells_what_an_intake_shows(case, aino, browser):
    told = texts(browser.get(f"/clients/{aino}/restriction/"))
    assert "henkilö löytyy rekisteristä" in told
    assert "ei näy haussa" not in told
