"""A new document on any structure begins with what is known, and breaks nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import jsonschema_rs
import pytest

from nippu.base.texts import Bilingual
from nippu.documents.facts import AuthorFacts, ClientDetails, OrganisationFacts, Surroundings
from nippu.documents.prefill import prefill, still_prefilled
from nippu.structures.canonical import canonical
from nippu.structures.checking import check
from nippu.structures.compiled import compile_structure
from nippu.structures.findings import Problem
from nippu.structures.tree import Status

AINO = ClientDetails(
    family_name="Mäkelä",
    given_names="Aino Maria",
    identity_code="120493-9088",
    birth_date=date(1993, 4, 12),
    street_address="Kaislatie 7 B 12",
    postal_code="00990",
    post_office="Eteläranta",
    phone="040 555 0162",
    email="aino@example.org",
)
PEKKA = ClientDetails(
    family_name="Mäkelä", given_names="Pekka", temporary_code="T2026-1", birth_date=date(1961, 5, 5)
)
AROUND = Surroundings(
    clients=(AINO,),
    author=AuthorFacts(
        family_name="Pohjola",
        given_names="Eero",
        title=Bilingual("sosiaalityöntekijä", "socialarbetare"),
        registration_number="90000000001",
    ),
    unit=OrganisationFacts(oid="1.2.246.10.99999999.10.11", name=Bilingual("Pohjoinen", "Norr")),
    controller=OrganisationFacts(oid="1.2.246.10.99999999.10.0", name=Bilingual("Hyvinvointialue")),
    day=date(2026, 11, 24),
    now=datetime(2026, 11, 24, 9, 13, 40, tzinfo=timezone(timedelta(hours=2))),
    service_task="X-tyoikaiset",
    case_oid="1.2.246.10.99999999.50.2026.1",
    initiated_on=date(2026, 11, 20),
    told="Arki ei suju.",
    urgent=True,
)
SITUATIONS = {
    "one client": AROUND,
    "two clients": replace(AROUND, clients=(AINO, PEKKA)),
    "a temporary code": replace(AROUND, clients=(PEKKA,)),
    "a security ban": replace(AROUND, clients=(replace(AINO, security_ban=True),)),
    "in Swedish": replace(AROUND, language="sv"),
    "nothing known": replace(
        AROUND, clients=(), service_task="", case_oid="", initiated_on=None, told="", urgent=None
    ),
}


@pytest.fixture(scope="module")
def current(structures):
    return [each for each in structures.values() if each.status is Status.CURRENT]


@pytest.fixture(scope="module")
def by_code(current):
    return {each.code: each for each in current}


def inside(structure, filled):
    return filled.content[structure.root.key]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_new_document_breaks_no_schema_it_only_lacks(current, schemas, situation):
    assert len(current) == 202
    for structure in current:
        content = prefill(structure, SITUATIONS[situation]).content
        errors = list(jsonschema_rs.validator_for(schemas[structure.oid]).iter_errors(content))
        wrong = [each.message for each in errors if "is a required property" not in each.message]
        assert wrong == [], structure.oid


def test_what_is_filled_in_has_no_findings_but_of_what_is_missing(current):
    for structure in current:
        body = canonical(prefill(structure, AROUND).content)
        found = check(compile_structure(structure), body)
        assert {each.problem for each in found} <= {Problem.SCHEMA}, structure.oid


def test_every_structure_but_one_is_given_its_client(current):
    without = [each.code for each in current if "asiakas" not in inside(each, prefill(each, AROUND))]
    assert len(without) == 1


def test_a_personal_structure_is_not_given_one_of_two_clients(by_code):
    structure = by_code["1506.1012"]
    assert "asiakas" not in inside(structure, prefill(structure, SITUATIONS["two clients"]))


def test_a_client_without_identity_code_is_named_by_the_temporary_one(by_code):
    entry = inside(by_code["1506.19001"], prefill(by_code["1506.19001"], SITUATIONS["a temporary code"]))
    system = "urn:oid:1.2.246.10.99999999.22.2026"
    assert entry["asiakas"][0]["tilapainen_yksilointitunnus"] == {"system": system, "value": "T2026-1"}
    assert "henkilotunnus" not in entry["asiakas"][0]
    assessment = inside(by_code["1506.1019"], prefill(by_code["1506.1019"], SITUATIONS["a temporary code"]))
    assert assessment["asiakas"][0]["henkilotunnus"] == {"system": system, "value": "T2026-1"}


def test_contact_details_are_given_unless_there_is_a_security_ban(by_code):
    application = by_code["1506.4018"]
    (client,) = inside(application, prefill(application, AROUND))["asiakas"]
    assert client["yhteystiedot"]["puhelinnumero"] == "040 555 0162"
    assert client["yhteystiedot"]["osoite"] == [
        {"lahiosoite": "Kaislatie 7 B 12", "postinumero": "00990", "postitoimipaikka": "Eteläranta"}
    ]
    (banned,) = inside(application, prefill(application, SITUATIONS["a security ban"]))["asiakas"]
    assert "yhteystiedot" not in banned
    assert banned["turvakielto"] is True


def test_the_author_is_filled_in_where_a_professional_writes_and_not_where_the_client_does(by_code):
    assessment = inside(by_code["1506.1019"], prefill(by_code["1506.1019"], AROUND))
    assert assessment["laatija"][0]["palveluyksikko"]["display"] == "Pohjoinen"
    application = inside(by_code["1506.3011"], prefill(by_code["1506.3011"], AROUND))
    assert "laatija" not in application


def test_case_facts_and_days_are_filled_in(by_code):
    assessment = inside(by_code["1506.1019"], prefill(by_code["1506.1019"], AROUND))
    assert assessment["asian_vireilletuloa_koskevat_tiedot"] == {"vireilletulopaiva": "2026-11-20"}
    assert assessment["paivamaara"] == "2026-11-24"
    assert assessment["palvelutehtava"]["code"] == "X-tyoikaiset"


def test_names_of_codes_and_units_are_in_the_documents_language(by_code):
    assessment = inside(by_code["1506.1019"], prefill(by_code["1506.1019"], SITUATIONS["in Swedish"]))
    assert assessment["laatija"][0]["palveluyksikko"]["display"] == "Norr"
    assert assessment["laatija"][0]["tehtavanimike"] == "socialarbetare"


def test_what_was_told_at_the_opening_stands_in_the_entry(by_code):
    entry = inside(by_code["1506.19001"], prefill(by_code["1506.19001"], AROUND))
    assert entry["kuvaus_asian_vireilletulosta"] == "Arki ei suju."
    assert entry["arvio_asian_kiireellisyydesta"]["code"] == "2"


@pytest.mark.parametrize("code", ["1506.19003", "1506.19004", "1506.19005", "1506.19007", "1506.19015"])
def test_what_a_journal_entry_tells_of_began_a_moment_ago(by_code, code):
    filled = prefill(by_code[code], AROUND)
    event = inside(by_code[code], filled)["asiakaskertomusmerkinta"]["tapahtuma"]
    assert event["ajanjakso"] == {"alkamishetki": "2026-11-24T09:10:00+02:00"}
    (source,) = (each.source.in_language("fi") for each in filled.sources if "alkamishetki" in each.path)
    assert source == "Esitäytetty tällä hetkellä. Muuta, jos tapahtuma oli muulloin."
    earlier = inside(by_code[code], prefill(by_code[code], replace(AROUND, told_on=date(2026, 11, 22))))
    assert earlier["asiakaskertomusmerkinta"]["tapahtuma"]["ajanjakso"] == {"alkamishetki": "2026-11-22"}


@pytest.mark.parametrize("code", ["1506.11019", "1506.4001", "1506.1018"])
def test_a_restriction_is_not_taken_to_begin_now(by_code, code):
    assert "T09:10" not in canonical(prefill(by_code[code], AROUND).content).decode()


def test_a_notification_has_the_day_on_which_it_was_made(by_code):
    structure = by_code["1506.4006"]
    assert inside(structure, prefill(structure, AROUND))["ilmoittamispaivamaara"] == "2026-11-24"
    earlier = replace(AROUND, told_on=date(2026, 11, 22))
    assert inside(structure, prefill(structure, earlier))["ilmoittamispaivamaara"] == "2026-11-22"


def test_the_mark_of_a_forms_version_and_its_fixed_texts_are_filled_in(by_code):
    structure = by_code["1506.10001"]
    content = inside(structure, prefill(structure, AROUND))
    title = next(each.title for each in structure.root.fields if each.key == "versiotunnus")
    assert content["versiotunnus"] == {"value": title.fi}


def test_a_source_is_told_only_of_what_stands_as_it_was_filled_in(by_code):
    structure = by_code["1506.19001"]
    filled = prefill(structure, AROUND)
    assert still_prefilled(filled, filled.content) == filled.sources
    assert still_prefilled(filled, {}) == ()
