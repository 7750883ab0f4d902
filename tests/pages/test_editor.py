"""Writing a document: the form, saving, two writers, one more and one fewer, throwing away."""

import json

import pytest

from nippu.catalogue.queries import newest, structure
from nippu.documents.actions.drafting import delete_draft, save_draft, start_document
from nippu.documents.actions.signing import sign
from nippu.documents.queries import open_draft
from nippu.structures.samples import full_document
from tests import cast
from tests.conftest import WALL_STATEMENTS
from tests.pages.making import ENTRY, sign_entry
from tests.pages.reading import form, links, texts

ASSESSMENT = "1506.1019"
FROM_SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def joint(aino, pekka, eero, now):
    return cast.joint_case(aino, pekka, by=eero, at=now)


@pytest.fixture
def draft(joint, eero, now):
    return start_document(joint, newest(ASSESSMENT).oid, by=eero, at=now)


def sent(browser, draft, **changes):
    """What the browser would send of the form with some fields changed."""
    return form(browser.get(f"/documents/{draft}/edit/"), "asiakirja") | changes


def kept(draft, eero, now):
    found = open_draft(draft, by=eero, at=now)
    return found.content[found.structure.root.key]


def test_the_form_is_filled_in_from_the_case_and_says_from_where(browser, draft):
    answer = browser.get(f"/documents/{draft}/edit/")
    assert answer.status_code == 200
    told, values = texts(answer), form(answer, "asiakirja")
    assert "Sosiaalihuollon palvelutarpeen arvio" in told
    assert values["asiakas.0.sukunimi"] == "Mäkelä"
    assert values["asiakas.1.etunimet"] == "Pekka Olavi"
    assert "Esitäytetty asiakkaan tiedoista." in told
    assert "Tallennettu" in told
    assert "Yhteinen asia" in answer.content.decode()


def test_saving_keeps_what_was_typed_and_shows_the_form_again(browser, draft, eero, now):
    typed = sent(browser, draft, _save="1") | {"asiakas.0.sukunimi": "Laine"}
    answer = browser.post(f"/documents/{draft}/edit/", typed)
    assert answer.status_code == 302
    assert answer["Location"] == f"/documents/{draft}/edit/"
    values = form(browser.get(f"/documents/{draft}/edit/"), "asiakirja")
    assert values["_version"] == "2"


def test_the_page_saves_by_itself_and_is_told_the_new_version(browser, draft):
    typed = sent(browser, draft)
    answer = browser.post(
        f"/documents/{draft}/draft/", typed | {"asiakas.0.sukunimi": "Laine"}, **FROM_SCRIPT
    )
    told = answer.json()
    assert answer.status_code == 200
    assert told["version"] == 2
    assert told["findings"] >= 0
    assert 'id="osat"' in told["parts"]["osat"]
    assert 'id="kohdat"' in told["parts"]["kohdat"]
    assert form(browser.get(f"/documents/{draft}/edit/"), "asiakirja")["asiakas.0.sukunimi"] == "Laine"


def test_what_is_missing_is_listed_once_and_the_list_follows_the_writing(browser, draft):
    before = browser.get(f"/documents/{draft}/edit/").content.decode()
    assert ('id="kohdat"' in before, 'id="virheet"' in before) == (True, False)
    after = browser.get(f"/documents/{draft}/edit/", {"asked": "1"}).content.decode()
    assert ('id="kohdat"' in after, 'id="virheet"' in after) == (False, True)
    told = browser.post(f"/documents/{draft}/draft/", sent(browser, draft), **FROM_SCRIPT).json()
    assert 'id="virheet"' in told["parts"]["virheet"]
    assert "autofocus" not in told["parts"]["virheet"]


def test_repetitions_beyond_the_limit_are_kept_and_told_of(browser, draft, eero, now):
    whole = {"sukunimi": "Laine", "etunimet": "Aino", "henkilotunnus~value": "120493-9088"}
    names = {f"asiakas.{number}.{key}": value for number in range(501) for key, value in whole.items()}
    told = browser.post(f"/documents/{draft}/draft/", sent(browser, draft) | names, **FROM_SCRIPT).json()
    assert "toistoja on liikaa" in told["parts"]["kohdat"]
    assert len(kept(draft, eero, now)["asiakas"]) == 501
    assert "toistoja on liikaa" in texts(browser.get(f"/documents/{draft}/edit/", {"asked": "1"}))


def test_a_sign_that_nobody_sees_does_not_come_along(browser, draft, eero, now):
    typed = sent(browser, draft) | {"asiakas.0.sukunimi": "Lai\x07ne"}
    browser.post(f"/documents/{draft}/draft/", typed, **FROM_SCRIPT)
    assert kept(draft, eero, now)["asiakas"][0]["sukunimi"] == "Laine"


def test_provisional_codes_are_offered_as_the_others(browser, draft):
    assert "väliaikai" not in texts(browser.get(f"/documents/{draft}/edit/"))


def test_few_statements_are_needed_to_save(browser, draft, django_assert_max_num_queries):
    typed = sent(browser, draft) | {"asiakas.0.sukunimi": "Laine"}
    with django_assert_max_num_queries(4 + WALL_STATEMENTS):
        browser.post(f"/documents/{draft}/draft/", typed, **FROM_SCRIPT)


def test_few_statements_are_needed_to_show_the_form(browser, draft, django_assert_max_num_queries):
    browser.get("/help/")
    with django_assert_max_num_queries(12 + WALL_STATEMENTS):
        assert browser.get(f"/documents/{draft}/edit/").status_code == 200


def test_a_field_is_checked_when_it_is_left(browser, draft):
    typed = sent(browser, draft)
    name = next(each for each in typed if each.endswith("henkilotunnus~value"))
    wrong = typed | {name: "120493-9081", "_field": name.partition("~")[0]}
    said = browser.post(f"/documents/{draft}/check/", wrong, **FROM_SCRIPT).content.decode()
    assert 'class="flaw"' in said
    right = typed | {"_field": name.partition("~")[0]}
    assert "flaw" not in browser.post(f"/documents/{draft}/check/", right, **FROM_SCRIPT).content.decode()


def test_one_more_and_one_fewer_work_without_script(browser, draft, eero, now):
    typed = sent(browser, draft, _add="asiakas")
    more = browser.post(f"/documents/{draft}/edit/", typed)
    assert more.status_code == 200
    values = form(more, "asiakirja")
    assert values["asiakas.2.sukunimi"] == ""
    fewer = browser.post(f"/documents/{draft}/edit/", values | {"_remove": "asiakas.1"})
    left = form(fewer, "asiakirja")
    assert left["asiakas.0.etunimet"] == "Aino Maria"
    assert "Pekka Olavi" not in left.values()
    assert len(kept(draft, eero, now)["asiakas"]) == 1


def test_with_script_only_the_form_comes_back_and_the_version_stays(browser, draft, eero, now):
    typed = sent(browser, draft, _add="asiakas")
    answer = browser.post(f"/documents/{draft}/edit/", typed, HTTP_HX_REQUEST="true")
    part = answer.content.decode()
    assert "<html" not in part
    assert 'name="asiakas.2.sukunimi"' in part
    assert open_draft(draft, by=eero, at=now).version == 1


def test_a_newer_text_is_not_saved_over_and_both_are_shown(browser, draft, eero, now):
    typed = sent(browser, draft) | {"asiakas.0.sukunimi": "Oma"}
    found = open_draft(draft, by=eero, at=now)
    other = json.loads(json.dumps(found.content))
    other[found.structure.root.key]["asiakas"][0]["sukunimi"] = "Toisen"
    save_draft(draft, other, version=1, by=eero, at=now)
    answer = browser.post(f"/documents/{draft}/edit/", typed | {"_save": "1"})
    told = texts(answer)
    assert answer.status_code == 409
    assert "Oma" in told
    assert "Toisen" in told
    assert kept(draft, eero, now)["asiakas"][0]["sukunimi"] == "Toisen"
    again = form(answer, "asiakirja")
    assert again["asiakas.0.sukunimi"] == "Oma"
    script = browser.post(f"/documents/{draft}/draft/", typed, **FROM_SCRIPT)
    assert script.status_code == 409
    assert "Toisen" in script.json()["html"]


@pytest.mark.parametrize(("who", "name"), [("mine", "Oma"), ("theirs", "Toisen")])
def test_the_writer_chooses_between_the_two_texts(browser, draft, eero, now, who, name):
    typed = sent(browser, draft) | {"asiakas.0.sukunimi": "Oma", "asiakas.1.sukunimi": "Minun"}
    found = open_draft(draft, by=eero, at=now)
    other = json.loads(json.dumps(found.content))
    other[found.structure.root.key]["asiakas"][0]["sukunimi"] = "Toisen"
    save_draft(draft, other, version=1, by=eero, at=now)
    choice = {"_merge": "2", "_pick.asiakas.0.sukunimi": who, "_pick.asiakas.1.sukunimi": "mine"}
    assert browser.post(f"/documents/{draft}/edit/", typed | choice).status_code == 302
    clients = kept(draft, eero, now)["asiakas"]
    assert [each["sukunimi"] for each in clients] == [name, "Minun"]


def test_a_draft_that_is_gone_gives_the_text_back(browser, joint, eero, now):
    draft = start_document(joint, newest(ENTRY).oid, by=eero, at=now)
    typed = form(browser.get(f"/documents/{draft}/edit/"), "asiakirja")
    content = full_document(structure(newest(ENTRY).oid))
    save_draft(draft, content, version=1, by=eero, at=now)
    sign(draft, version=2, by=eero, at=now)
    answer = browser.post(
        f"/documents/{draft}/edit/", typed | {"asiakas.0.sukunimi": "Talteen", "_save": "1"}
    )
    assert answer.status_code == 409
    assert "Talteen" in texts(answer)
    assert browser.get(f"/documents/{draft}/edit/")["Location"] == f"/documents/{draft}/"


def test_what_was_typed_to_a_deleted_draft_is_given_back(browser, draft, eero, now):
    typed = sent(browser, draft) | {"asiakas.0.sukunimi": "Talteen", "_save": "1"}
    delete_draft(draft, version=1, by=eero, at=now)
    answer = browser.post(f"/documents/{draft}/edit/", typed)
    assert answer.status_code == 404
    assert "Talteen" in texts(answer)


def test_what_was_typed_when_the_log_in_had_expired_is_saved_after_it(draft, browser, stranger, eero, now):
    typed = sent(browser, draft) | {"asiakas.0.sukunimi": "Odotti", "_save": "1"}
    ours = {"HTTP_ORIGIN": "http://testserver"}
    waiting = stranger.post(f"/documents/{draft}/edit/", typed, **ours)
    assert waiting.status_code == 401
    seal = form_of(waiting, "sent")
    again = stranger.post("/login/", {"username": "eero", "password": cast.PASSWORD, "sent": seal})
    assert f'action="/documents/{draft}/edit/"' in again.content.decode()
    assert "Odotti" in again.content.decode()
    assert stranger.post(f"/documents/{draft}/edit/", typed).status_code == 302
    assert kept(draft, eero, now)["asiakas"][0]["sukunimi"] == "Odotti"


def form_of(answer, name):
    """The value of a hidden input."""
    return answer.content.decode().partition(f'name="{name}" value="')[2].partition('"')[0]


def test_the_script_is_told_that_the_log_in_has_expired(stranger, draft):
    answer = stranger.post(f"/documents/{draft}/draft/", {"_version": "1"}, **FROM_SCRIPT)
    assert answer.status_code == 401
    assert answer.json()["code"] == "logged_out"


def test_a_draft_is_thrown_away_after_asking(browser, joint, draft, eero, now):
    asked = browser.get(f"/documents/{draft}/discard/")
    assert "Poistetaanko luonnos?" in texts(asked)
    answer = browser.post(f"/documents/{draft}/discard/", {"_version": "1"})
    assert answer["Location"] == f"/cases/{joint}/"
    page = browser.get(f"/cases/{joint}/")
    assert "Luonnos on poistettu." in texts(page)
    assert f"/documents/{draft}/edit/" not in links(page)


def test_earlier_documents_and_contacts_stand_beside(browser, joint, eero, now):
    entry = sign_entry(joint, by=eero, at=now)
    draft = start_document(joint, newest(ENTRY).oid, by=eero, at=now)
    assert f"/documents/{entry}/" in links(browser.get(f"/documents/{draft}/edit/"))


@pytest.mark.parametrize("what", ["edit", "discard", "sign"])
def test_the_draft_of_another_unit_is_as_if_it_were_not(other_browser, draft, what):
    assert other_browser.get(f"/documents/{draft}/{what}/").status_code == 404
    assert other_browser.post(f"/documents/{draft}/{what}/", {"_version": "1"}).status_code == 404


@pytest.mark.parametrize("what", ["draft", "check"])
def test_nobody_else_saves_or_checks_it(other_browser, draft, what):
    answer = other_browser.post(f"/documents/{draft}/{what}/", {"_version": "1"}, **FROM_SCRIPT)
    assert answer.status_code == 404


def test_a_stranger_sees_nothing(stranger, draft):
    assert stranger.get(f"/documents/{draft}/edit/").status_code == 404
