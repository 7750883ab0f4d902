from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from nippu.access.errors import NotThere
from nippu.base.texts import Bilingual
from nippu.organisations.actions import create_controller
from nippu.people import actions, queries, rules
from nippu.people.errors import BirthDateWrong, IdentityCodeTaken, IdentityCodeWrong, NameMissing
from nippu.people.models import Person
from nippu.people.types import ContactDetails, NewPerson
from tests import cast

BORN_1990, BORN_2015 = date(1990, 1, 1), date(2015, 2, 1)
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def code(day, number="900", separator="-"):
    """A fictitious identity code with its check character."""
    digits = f"{day:%d%m%y}"
    return f"{digits}{separator}{number}{CHECK[int(digits + number) % 31]}"


@pytest.mark.parametrize("separator", "-UVWXYABCDEF+")
def test_every_separator_of_2023_is_known(separator):
    century = {"+": 1800} | dict.fromkeys("-UVWXY", 1900) | dict.fromkeys("ABCDEF", 2000)
    good = code(date(1990, 6, 5), separator=separator)
    assert rules.check_identity_code(good) == good
    assert rules.birth_date_of(good) == date(century[separator] + 90, 6, 5)


@pytest.mark.parametrize(
    "typed",
    ["120493-9088", " 120493-9088 ", "120493 - 9088", "120493–9088", "120493\u20119088", "1204939088"],
)
def test_spaces_and_other_dashes_are_forgiven(typed):
    if "-" not in typed and "–" not in typed and "\u2011" not in typed:
        with pytest.raises(IdentityCodeWrong):
            rules.check_identity_code(typed)
        return
    assert rules.check_identity_code(typed) == "120493-9088"


def test_small_letters_are_forgiven():
    assert rules.check_identity_code("010190-900p") == "010190-900P"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "120493-9089",
        "120493-908",
        "120493-90888",
        "120493G9088",
        "310290-9001",
        "000190-900P",
        "T2026-1",
        "x" * 11,
        "١٢٠٤٩٣-٩٠٨8",
        code(BORN_1990, "001"),
    ],
)
def test_a_wrong_identity_code_is_refused(wrong):
    with pytest.raises(IdentityCodeWrong):
        rules.check_identity_code(wrong)


@pytest.mark.parametrize(("number", "sex"), [("900", "2"), ("901", "1"), ("999", "1"), ("998", "2")])
def test_the_identity_code_tells_the_sex(number, sex):
    assert rules.sex_of(code(BORN_1990, number)) == sex


@pytest.mark.parametrize(
    ("day", "born", "age"),
    [
        (date(2026, 11, 24), date(1993, 11, 24), 33),
        (date(2026, 11, 23), date(1993, 11, 24), 32),
        (date(2026, 2, 28), date(2004, 2, 29), 21),
        (date(2026, 3, 1), date(2004, 2, 29), 22),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
        (date(2026, 3, 1), None, None),
    ],
)
def test_age_is_told_in_full_years(day, born, age):
    assert rules.age_on(day, born) == age


def test_a_person_gets_day_of_birth_and_sex_from_the_identity_code(eero, now):
    person = Person.objects.get(pk=actions.add_person(cast.AINO, by=eero, at=now))
    assert (person.identity_code, person.temporary_code) == ("120493-9088", None)
    assert (person.birth_date, person.sex) == (date(1993, 4, 12), "2")
    assert queries.contact_details(person).post_office == "Eteläranta"


def test_a_person_without_an_identity_code_gets_a_temporary_one(eero, now):
    new = NewPerson(family_name="Tuntematon", given_names="Tuisku", birth_date=BORN_2015, sex="1")
    codes = [Person.objects.get(pk=actions.add_person(new, by=eero, at=now)).temporary_code for _ in "ab"]
    next_year = actions.add_person(new, by=eero, at=now + timedelta(days=60))
    assert [*codes, Person.objects.get(pk=next_year).temporary_code] == ["T2026-1", "T2026-2", "T2027-1"]
    assert Person.objects.first().birth_date == BORN_2015


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({}, None),
        ({"birth_date": BORN_1990}, None),
        ({"family_name": " "}, NameMissing),
        ({"given_names": ""}, NameMissing),
        ({"identity_code": "010190-900X"}, IdentityCodeWrong),
        ({"birth_date": date(1990, 1, 2)}, BirthDateWrong),
        ({"birth_date": date(2026, 11, 25), "identity_code": ""}, BirthDateWrong),
        ({"birth_date": date(2026, 11, 24), "identity_code": ""}, None),
    ],
)
def test_a_person_is_added_or_refused_by_what_is_told(eero, now, changes, error):
    told = {"family_name": "Koe", "given_names": "Kaisa", "identity_code": "010190-900P"} | changes
    if error is None:
        assert actions.add_person(NewPerson(**told), by=eero, at=now)
        return
    with pytest.raises(error):
        actions.add_person(NewPerson(**told), by=eero, at=now)


def test_a_known_identity_code_is_refused_and_leads_to_the_person(eero, veera, now):
    known = actions.add_person(cast.AINO, by=eero, at=now)
    again = NewPerson(family_name="Muu", given_names="Nimi", identity_code=" 120493-9088")
    with pytest.raises(IdentityCodeTaken) as refused:
        actions.add_person(again, by=veera, at=now)
    assert refused.value.person_id == known
    assert "120493" not in str(refused.value)
    assert "Mäkelä" not in str(refused.value)


def test_one_added_meanwhile_by_another_is_answered_as_known(eero, now, monkeypatch):
    known = actions.add_person(cast.AINO, by=eero, at=now)
    looks = iter([False, True])
    refuse = actions._refuse_known
    monkeypatch.setattr(actions, "_refuse_known", lambda *told: next(looks) and refuse(*told))
    with pytest.raises(IdentityCodeTaken) as refused, transaction.atomic():
        actions.add_person(cast.AINO, by=eero, at=now)
    assert refused.value.person_id == known


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mäkelä", ["Aino Maria", "Pekka Olavi"]),
        ("Makela", ["Aino Maria", "Pekka Olavi"]),
        ("mäk", ["Aino Maria", "Pekka Olavi"]),
        ("maria mäk", ["Aino Maria"]),
        ("olavi pekka", ["Pekka Olavi"]),
        ("a mä", ["Aino Maria"]),
        ("andersson", ["Åke Örjan"]),
        ("ake orj", ["Åke Örjan"]),
        ("karlsson", ["Åke Örjan"]),
        ("120493-9088", ["Aino Maria"]),
        ("t2026-1", ["Åke Örjan"]),
        ("T2026-2", []),
        ("äkelä", []),
        ("m", []),
        ("", []),
        ("':* | !", []),
    ],
)
def test_persons_are_found_by_names_in_any_order_and_by_codes(eero, now, text, found):
    actions.add_person(cast.AINO, by=eero, at=now)
    actions.add_person(cast.PEKKA, by=eero, at=now)
    actions.add_person(NewPerson(family_name="Andersson-Karlsson", given_names="Åke Örjan"), by=eero, at=now)
    assert [each.given_names for each in queries.find_persons(text, by=eero)] == found


def test_persons_of_another_controller_are_not_found_nor_changed(eero, now):
    person = actions.add_person(cast.AINO, by=eero, at=now)
    other = create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    Person.objects.update(controller_id=other)
    assert queries.find_persons("mäkelä", by=eero) == ()
    with pytest.raises(NotThere):
        actions.change_contact_details(person, ContactDetails(phone="1"), by=eero)
    assert actions.add_person(cast.AINO, by=eero, at=now) != person


def test_the_search_by_name_uses_its_index(eero, now):
    actions.add_person(cast.AINO, by=eero, at=now)
    rows = Person.objects.filter(queries.search_condition("aino mäk"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "person_by_name" in rows.explain()


def test_found_persons_are_limited(eero, now):
    for _ in range(3):
        actions.add_person(NewPerson(family_name="Sama", given_names="Nimi"), by=eero, at=now)
    assert len(queries.find_persons("sama", by=eero, limit=2)) == 2


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("person_is_identified", {"identity_code": None}),
        ("person_has_a_name", {"family_name": ""}),
        ("person_identity_code_once", {"identity_code": "050561-9997"}),
    ],
)
def test_the_database_refuses_a_wrong_person(eero, now, constraint, wrong):
    actions.add_person(cast.PEKKA, by=eero, at=now)
    person = actions.add_person(cast.AINO, by=eero, at=now)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Person.objects.filter(pk=person).update(**wrong)
