"""Changing a client's details: each part, what is refused, what the relationship document says of it."""

import pytest

from nippu.audit.models import UseRecord
from nippu.base.ids import new_id
from nippu.clients.actions import name_own_worker, record_risk, set_security_ban
from nippu.clients.queries import open_client
from nippu.documents.actions.relationship import end_risk
from nippu.documents.queries import documents_of_client, open_document
from nippu.http import replay
from nippu.organisations import actions as organisations
from nippu.people.types import ContactDetails
from nippu.structures.sizes import MOST_CHARACTERS
from tests import cast
from tests.pages.reading import links, texts

SECRETS = ("Kaislatie", "00990", "040 555 0162")
CONTACT = {
    "street_address": "Koivukuja 3",
    "postal_code": "00991",
    "post_office": "Pohjola",
    "phone": "050 1",
    "email": "aino@example.org",
}


@pytest.fixture
def here(aino, eero, now):
    """The address of the details of Aino, who has a relationship."""
    cast.own_case(aino, by=eero, at=now)
    return f"/clients/{aino}/"


@pytest.fixture
def kept(aino, eero, now):
    """What is kept of Aino at the moment of asking."""
    return lambda: known(aino, eero, now)


def known(aino, eero, now):
    return open_client(aino, by=eero, at=now)


def relationship_document(aino, eero, now):
    rows = documents_of_client(aino, by=eero, at=now)
    (row,) = [each for each in rows if each.case_id is None]
    return open_document(row.id, by=eero, at=now)


def test_the_client_page_leads_to_the_details_and_they_to_each_part(browser, here):
    assert f"{here}details/" in links(browser.get(here))
    found = links(browser.get(f"{here}details/"))
    parts = {f"{here}details/{each}/" for each in ("contact", "language", "worker", "support")}
    assert parts | {f"{here}risks/", f"{here}security-ban/"} <= found


def test_contact_details_are_changed_and_the_relationship_document_is_renewed(browser, here, aino, eero, now):
    assert "Kaislatie 7 B 12" in browser.get(f"{here}details/contact/").content.decode()
    first = browser.post(f"{here}details/contact/", CONTACT, follow=True)
    assert first.redirect_chain == [(f"{here}details/", 302)]
    assert "Asiakkuusasiakirja on uusittu, versio 1." in texts(first)
    assert known(aino, eero, now).contact == ContactDetails(**CONTACT)
    second = browser.post(f"{here}details/contact/", CONTACT | {"phone": "050 2"}, follow=True)
    assert "Asiakkuusasiakirja on uusittu, versio 2." in texts(second)
    assert "050 2" in str(relationship_document(aino, eero, now).content)
    third = browser.post(f"{here}details/contact/", CONTACT | {"phone": "050 2"}, follow=True)
    assert "Asiakkuusasiakirjan sisältö pysyi ennallaan." in texts(third)


def test_without_a_relationship_no_document_is_told_of(browser, aino):
    answer = browser.post(f"/clients/{aino}/details/contact/", CONTACT, follow=True)
    assert "Tiedot on tallennettu." in texts(answer)
    assert "Asiakkuusasiakirja" not in texts(answer)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "aino at example.org", "Kirjoita sähköpostiosoite muodossa nimi@esimerkki.fi."),
        ("phone", "0" * 61, "Kirjoita lyhyemmin: enintään 60 merkkiä."),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(
    browser, here, kept, field, typed, said
):
    answer = browser.post(f"{here}details/contact/", CONTACT | {field: typed})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert f'<p class="flaw" id="{field}-v">{said}</p>' in page
    assert f'href="#{field}"' in page
    for text in (CONTACT | {field: typed}).values():
        assert f'value="{text}"' in page
    assert kept().contact.street_address == "Kaislatie 7 B 12"


def test_under_a_security_ban_contact_details_are_neither_shown_nor_changed(browser, here, aino, eero, now):
    set_security_ban(aino, banned=True, by=eero, at=now)
    for page in ("details/", "details/contact/"):
        told = browser.get(here + page).content.decode()
        assert "turvakielto" in told
        for secret in SECRETS:
            assert secret not in told
    assert "<form method" not in browser.get(f"{here}details/contact/").content.decode().partition("<main")[2]
    answer = browser.post(f"{here}details/contact/", CONTACT)
    assert answer.status_code == 400
    assert "Yhteystietoja ei tallennettu." in texts(answer)
    set_security_ban(aino, banned=False, by=eero, at=now)
    assert known(aino, eero, now).contact.phone == "040 555 0162"


def test_language_and_interpreter_are_changed(browser, here, aino, eero, now):
    values = {"service_language": "sv", "interpreter": "arabia"}
    answer = browser.post(f"{here}details/language/", values, follow=True)
    assert "Ruotsi, tulkkaus: arabia" in texts(answer)
    assert "versio 1" in texts(answer)
    found = known(aino, eero, now)
    assert (found.service_language, found.interpreter) == ("sv", "arabia")
    assert "arabia" in str(relationship_document(aino, eero, now).content)


@pytest.mark.parametrize(
    ("values", "flaw"),
    [
        ({"service_language": "xx", "interpreter": "arabia"}, "service_language-v"),
        ({"service_language": "sv", "interpreter": "a" * 101}, "interpreter-v"),
    ],
)
def test_a_language_that_cannot_be_kept_is_refused(browser, here, aino, eero, now, values, flaw):
    answer = browser.post(f"{here}details/language/", values)
    assert answer.status_code == 400
    assert f'id="{flaw}"' in answer.content.decode()
    assert f'value="{values["interpreter"]}"' in answer.content.decode()
    assert known(aino, eero, now).service_language == "fi"


def test_a_colleague_of_the_unit_is_named_own_worker_and_taken_away(
    browser, here, aino, eero, veera, yrsa, now
):
    page = browser.get(f"{here}details/worker/").content.decode()
    assert "Eero Pohjola, sosiaalityöntekijä" in page
    assert "Veera Etelä" not in page  # works in another unit
    assert "Ylläpitäjä" not in page  # works with the system, not with clients
    assert str(yrsa.professional_id) not in page
    browser.post(f"{here}details/worker/", {"worker": str(eero.professional_id)})
    assert known(aino, eero, now).own_worker.name == "Eero Pohjola"
    assert (
        f'value="{eero.professional_id}" selected' in browser.get(f"{here}details/worker/").content.decode()
    )
    refused = browser.post(f"{here}details/worker/", {"worker": str(veera.professional_id)})
    assert refused.status_code == 400
    assert known(aino, eero, now).own_worker.name == "Eero Pohjola"
    browser.post(f"{here}details/worker/", {"worker": "-"})
    assert known(aino, eero, now).own_worker is None


def test_an_own_worker_of_another_unit_stays_when_nothing_is_changed(browser, here, aino, eero, veera, now):
    name_own_worker(aino, veera.professional_id, by=eero, at=now)
    assert (
        f'value="{veera.professional_id}" selected' in browser.get(f"{here}details/worker/").content.decode()
    )
    browser.post(f"{here}details/worker/", {"worker": str(veera.professional_id)})
    assert known(aino, eero, now).own_worker.name == "Veera Etelä"


def test_one_whose_work_in_the_unit_has_ended_is_no_longer_offered(browser, here, organisation, now):
    gone = organisations.create_professional(
        organisation.controller,
        organisations.NewProfessional(
            given_names="Lauha",
            family_name="Lähtenyt",
            title=cast.SOCIAL_WORKER,
            username="lauha",
            password=cast.PASSWORD,
        ),
    )
    organisations.assign_work_task(
        gone, organisation.north, cast.WorkTask.BROAD_RESPONSIBILITY, start=cast.BEGINNING, end=cast.BEGINNING
    )
    assert "Lähtenyt" not in browser.get(f"{here}details/worker/").content.decode()


@pytest.mark.parametrize(("answer", "needed"), [("yes", True), ("no", False)])
def test_special_support_is_written_down(browser, here, aino, eero, now, answer, needed):
    assert browser.post(f"{here}details/support/", {}).status_code == 400
    browser.post(f"{here}details/support/", {"support": answer})
    assert known(aino, eero, now).special_support is needed


def test_a_security_ban_is_set_and_removed_after_telling_what_it_does(browser, here, aino, eero, now):
    asked = browser.get(f"{here}security-ban/")
    assert "ei näytetä enää kenellekään" in texts(asked)
    assert not known(aino, eero, now).security_ban
    assert browser.post(f"{here}security-ban/", {"banned": "?"}).status_code == 200
    assert not known(aino, eero, now).security_ban
    told = texts(browser.post(f"{here}security-ban/", {"banned": "yes"}, follow=True))
    assert known(aino, eero, now).security_ban
    assert "versio 1" in told
    for secret in SECRETS:
        assert secret not in str(relationship_document(aino, eero, now).content)
    assert "Poistetaanko turvakielto?" in texts(browser.get(f"{here}security-ban/"))
    told = texts(browser.post(f"{here}security-ban/", {"banned": "no"}, follow=True))
    assert "Kaislatie" in told
    assert not known(aino, eero, now).security_ban


def test_a_risk_is_written_down_and_ended(browser, here, aino, eero, now):
    typed = {"description": "Kotona vartioiva koira.", "start": "1.2.2026", "end": ""}
    told = texts(browser.post(f"{here}risks/", typed, follow=True))
    assert "versio 1" in told
    assert "Voimassa 1.2.2026 alkaen." in told
    (risk,) = known(aino, eero, now).risks
    address = f"{here}risks/{risk.id}/"
    assert address in links(browser.get(f"{here}risks/"))
    refused = browser.post(address, {"on": "31.1.2026"})
    assert refused.status_code == 400
    assert "Riskitieto päättyy ennen kuin se alkaa." in texts(refused)
    assert 'value="31.1.2026"' in refused.content.decode()
    browser.post(address, {"on": "2.2.2026"})
    assert known(aino, eero, now).risks == ()
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize(
    ("changed", "flaws"),
    [
        ({"description": " "}, ["description"]),
        ({"start": "eilen"}, ["start"]),
        ({"start": "1.1.2999"}, ["start"]),
        ({"end": "huomenna"}, ["end"]),
        ({"end": "2.1.2020"}, ["end"]),
        ({"description": "", "start": "", "end": "x"}, ["description", "start", "end"]),
    ],
)
def test_a_risk_with_something_wrong_is_given_back_as_typed(browser, here, aino, eero, now, changed, flaws):
    typed = {"description": "Koira", "start": "1.1.2020", "end": "1.1.2999"} | changed
    answer = browser.post(f"{here}risks/", typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert [each for each in ("description", "start", "end") if f'id="{each}-v"' in page] == flaws
    assert f'value="{typed["start"]}"' in page
    assert f'value="{typed["end"]}"' in page
    assert typed["description"].strip() in page
    assert known(aino, eero, now).risks == ()


def test_text_that_the_relationship_document_cannot_hold_is_given_back(browser, here, kept):
    typed = {"description": "K" * (MOST_CHARACTERS + 1), "start": "1.2.2026", "end": ""}
    answer = browser.post(f"{here}risks/", typed)
    assert answer.status_code == 400
    assert "Tekstiä ei voi kirjata asiakkuusasiakirjaan" in texts(answer)
    assert typed["description"] in answer.content.decode()
    assert kept().risks == ()


def test_a_risk_of_another_client_is_not_there(browser, here, aino, pekka, eero, now):
    risk = record_risk(pekka, "Koira", start=now.date(), by=eero, at=now)
    assert browser.get(f"{here}risks/{risk}/").status_code == 404
    assert browser.post(f"{here}risks/{risk}/", {"on": "1.1.2999"}).status_code == 404
    assert known(pekka, eero, now).risks[0].end is None
    end_risk(pekka, risk, on=now.date(), by=eero, at=now)


PAGES = (
    "details/",
    "details/contact/",
    "details/language/",
    "details/worker/",
    "details/support/",
    "security-ban/",
    "risks/",
)


@pytest.mark.parametrize("part", PAGES)
def test_the_details_of_a_client_of_another_unit_are_not_there(browser, other_browser, stranger, here, part):
    assert browser.get(here + part).status_code == 200
    theirs = other_browser.get(here + part)
    nobodys = other_browser.get(f"/clients/{new_id()}/{part}")
    assert theirs.status_code == nobodys.status_code == stranger.get(here + part).status_code == 404
    assert texts(theirs) == texts(nobodys)


@pytest.mark.parametrize(
    ("part", "sent"),
    [
        ("details/contact/", CONTACT),
        ("details/language/", {"service_language": "sv", "interpreter": ""}),
        ("details/worker/", {"worker": "-"}),
        ("details/support/", {"support": "yes"}),
        ("security-ban/", {"banned": "yes"}),
        ("risks/", {"description": "Koira", "start": "1.2.2026", "end": ""}),
    ],
)
def test_another_unit_changes_nothing(other_browser, here, aino, eero, now, part, sent):
    before = known(aino, eero, now)
    assert other_browser.post(here + part, sent).status_code == 404
    assert known(aino, eero, now) == before


def test_an_unknown_part_is_not_there(browser, here):
    assert browser.get(f"{here}details/nothing/").status_code == 404


def test_what_was_typed_when_the_login_had_expired_waits_for_it(stranger, here, eero):
    mark = {replay.MARK: replay.mark_of(eero.account_id)}
    answer = stranger.post(f"{here}details/contact/", CONTACT | mark)
    assert answer.status_code == 401
    assert 'name="sent"' in answer.content.decode()


def test_each_change_is_recorded(browser, here, aino):
    browser.post(f"{here}details/contact/", CONTACT)
    browser.post(f"{here}security-ban/", {"banned": "yes"})
    actions = set(UseRecord.objects.filter(clients=[aino]).values_list("action", flat=True))
    assert {"client.change_contact_details", "client.set_security_ban", "document.generate"} <= actions
