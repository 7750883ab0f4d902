"""What people type, what a document then holds, and what is shown of it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.fi import hetu

from nippu.base.texts import Bilingual
from nippu.structures.field_types import type_of
from nippu.structures.kinds.dates import DATE_PATTERN, MOMENT_PATTERN
from nippu.structures.kinds.identifiers import fictitious_identity_code
from nippu.structures.tree import Coding, Field, Representation

R = Representation


def field(kind, **more) -> Field:
    return Field(
        key="kentta", path="asia/kentta", name=Bilingual("Kenttä", "Fält"), representation=kind, **more
    )


def typed(kind, text, **more):
    one = field(kind, **more)
    return type_of(one).parse(one, {"": text})


def shown(kind, value, language="fi", **more):
    one = field(kind, **more)
    return type_of(one).show(one, value, language)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5.2026", "2026-05-03"),
        ("03.05.2026", "2026-05-03"),
        (" 3. 5. 2026 ", "2026-05-03"),
        ("2026-05-03", "2026-05-03"),
        ("5.2026", "2026-05"),
        ("2026", "2026"),
        ("31.2.2026", "2026-02-31"),
        ("", None),
        ("   ", None),
        ("eilen", "eilen"),
        ("32.1.2026", "32.1.2026"),
        ("1.13.2026", "1.13.2026"),
        ("3.5.26", "2026-05-03"),
        ("3/5/2026", "2026-05-03"),
        ("27.2.90", "1990-02-27"),
        ("5.26", "5.26"),
        ("٣.٥.٢٠٢٦", "٣.٥.٢٠٢٦"),
    ],
)
def test_a_day_is_typed_as_people_write_it(text, value):
    assert typed(R.DATE, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5.2026 klo 9.15", "2026-05-03T09:15:00+03:00"),
        ("3.5.2026 kl. 9.15", "2026-05-03T09:15:00+03:00"),
        ("3.5.26 klo 9.15", "2026-05-03T09:15:00+03:00"),
        ("3.1.2026 9:05", "2026-01-03T09:05:00+02:00"),
        ("3.1.2026 klo 9", "2026-01-03T09:00:00+02:00"),
        ("3.1.2026 klo 9.05.30", "2026-01-03T09:05:30+02:00"),
        ("2026-01-03T09:05", "2026-01-03T09:05:00+02:00"),
        ("2026-01-03T09:05:00Z", "2026-01-03T09:05:00Z"),
        ("3.1.2026", "2026-01-03"),
        ("3.1.2026 klo 25.00", "3.1.2026 klo 25.00"),
        ("31.2.2026 klo 9.00", "2026-02-31T09:00:00+02:00"),
        ("3.1.1920 klo 12.00", "1920-01-03T12:00:00+01:39"),
        ("kohta", "kohta"),
        ("", None),
    ],
)
def test_a_moment_is_typed_in_finnish_time(text, value):
    assert typed(R.MOMENT, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1 234,50", 1234.5),
        ("1\u00a0234", 1234),
        ("1.234,50", 1234.5),
        ("−3", -3),
        ("1,500", 1.5),
        ("0.500", 0.5),
        ("1.500", "1.500"),
        ("1.234.567", "1.234.567"),
        ("0,0000001", "0,0000001"),
        ("0,30000000000000004", 0.30000000000000004),
        ("123456789012345,123456789", "123456789012345,123456789"),
        ("1e5", "1e5"),
        ("1234567890123456789", "1234567890123456789"),
        ("paljon", "paljon"),
        ("", None),
        ("nan", "nan"),
        ("１２", "１２"),
    ],
)
def test_a_number_is_typed_with_a_comma(text, value):
    number = typed(R.NUMBER, text)
    assert number == value
    assert type(number) is type(value)


@pytest.mark.parametrize(("text", "value"), [("kyllä", True), ("ei", False), ("", None), ("ehkä", "ehkä")])
def test_a_switch_is_yes_no_or_unanswered(text, value):
    assert typed(R.SWITCH, text) == value


def test_a_text_keeps_its_lines_and_loses_what_cannot_be_stored():
    assert typed(R.TEXT, "yksi\r\nkaksi\rkolme") == "yksi\nkaksi\nkolme"
    assert typed(R.TEXT, " a\x00b ") == " ab "
    assert typed(R.TEXT, " \r\n ") is None
    assert typed(R.TEXT, "yksi\x07\tkaksi\x0bkolme\x9f") == "yksi\tkaksi\nkolme"
    assert typed(R.NAME, "Mä\x1bkelä") == "Mäkelä"


def test_an_identity_code_is_typed_in_any_letters():
    one = field(R.IDENTIFIER, system_uri="urn:oid:1.2.246.21")
    value = type_of(one).parse(one, {"value": " 010171-900y "})
    assert value == {"system": "urn:oid:1.2.246.21", "value": "010171-900Y"}
    assert type_of(one).parse(one, {"value": " ", "system": "x"}) is None
    assert type_of(one).parse(one, {"value": "1", "system": ""}) == {"value": "1"}
    assert type_of(one).show(one, value, "fi") == "010171-900Y"


def test_a_quantity_has_a_unit():
    one = field(R.QUANTITY)
    assert type_of(one).parse(one, {"value": "1 250,5"}) == {"value": 1250.5, "code": "EUR"}
    assert type_of(one).parse(one, {"value": "paljon", "code": "SEK"}) == {"value": "paljon", "code": "SEK"}
    assert type_of(one).parse(one, {"value": "", "code": "EUR"}) is None
    assert type_of(one).show(one, {"value": 1250.5, "code": "EUR"}, "fi") == "1\u00a0250,5\u00a0€"
    assert type_of(one).show(one, {"value": -0.5, "code": "%"}, "fi") == "-0,5\u00a0%"
    assert type_of(one).show(one, {"value": -1250, "code": "EUR"}, "fi") == "-1\u00a0250\u00a0€"


OWN = Coding(
    system="paatos/koskee",
    accepted=("1", "2"),
    names=(("1", Bilingual("Myönteinen", "Positivt")), ("2", Bilingual("Kielteinen"))),
)


def test_a_code_gets_its_name_and_code_set():
    one = field(R.CODE, coding=OWN)
    chosen = {"system": "paatos/koskee", "code": "1", "display": "Myönteinen"}
    assert type_of(one).parse(one, {"code": "1"}) == chosen
    assert type_of(one).parse(one, {"code": " "}) is None
    assert type_of(one).parse(one, {"code": "9"}) == {**chosen, "code": "9", "display": ""}


def test_a_name_typed_without_its_code_waits_where_the_codes_are_not_known():
    one = field(R.CODE, coding=Coding(oid="1.2.246.537.6.99999"))
    value = {"system": "urn:oid:1.2.246.537.6.99999", "display": "Kuusamo"}
    assert type_of(one).parse(one, {"code": "", "display": "Kuusamo"}) == value
    assert type_of(one).parse(one, type_of(one).inputs(one, value)) == value
    assert type_of(one).parse(one, {"code": "", "display": " "}) is None
    assert type_of(one).parse(one, {"display": "Kuusamo"}) is None


def test_the_name_of_the_former_choice_does_not_stay():
    one = field(R.CODE, coding=OWN)
    assert type_of(one).parse(one, {"code": "2", "display": "Myönteinen"})["display"] == "Kielteinen"
    assert type_of(one).parse(one, {"code": "1", "display": "Positivt"})["display"] == "Positivt"
    assert type_of(one).parse(one, {"code": "1", "display": "Oma nimi"})["display"] == "Oma nimi"


def test_a_code_is_shown_in_the_readers_language_where_its_list_knows_it():
    one, value = field(R.CODE, coding=OWN), {"system": "x", "code": "1", "display": "Myönteinen"}
    assert type_of(one).show(one, value, "fi") == "Myönteinen"
    assert type_of(one).show(one, value, "sv") == "Positivt"
    assert type_of(one).show(one, {**value, "code": "2", "display": "Kielteinen"}, "sv") == "Kielteinen"
    assert type_of(one).show(one, {**value, "code": "7", "display": ""}, "fi") == "7"


def test_a_phrase_is_chosen_whole():
    phrase = Bilingual("Olen lukenut\n ehdot.", "Jag har läst.")
    one = field(R.PHRASE, phrase=phrase)
    assert type_of(one).parse(one, {"": "kyllä"}) == phrase.fi
    assert type_of(one).parse(one, {"": "Olen lukenut\r\nehdot."}) == phrase.fi
    assert type_of(one).parse(one, {"": ""}) is None
    assert type_of(one).schema(one) == {"type": "string", "enum": [phrase.fi]}
    assert type_of(one).show(one, phrase.fi, "sv") == "Jag har läst."
    assert type_of(field(R.PHRASE)).schema(field(R.PHRASE)) == {"type": "string"}


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (R.DATE, "2026-05-03", "3.5.2026"),
        (R.DATE, "2026-05", "5.2026"),
        (R.DATE, "2026", "2026"),
        (R.DATE, "-0044-03-15", "-0044-03-15"),
        (R.MOMENT, "2026-05-03T06:15:00Z", "3.5.2026 klo 9.15"),
        (R.MOMENT, "2026-05-03T09:15:20+03:00", "3.5.2026 klo 9.15.20"),
        (R.MOMENT, "2026-05-03", "3.5.2026"),
        (R.MOMENT, "2026-05-03T09:15:00", "2026-05-03T09:15:00"),
        (R.MOMENT, "2026-02-31T09:15:00+02:00", "31.2.2026 klo 09.15"),
        (R.SWITCH, True, "Kyllä"),
        (R.SWITCH, False, "Ei"),
        (R.NUMBER, 2026, "2026"),
        (R.NUMBER, 0.5, "0,5"),
        (R.TEXT, "a\nb", "a\nb"),
        (R.TEXT, 5, "5"),
    ],
)
def test_a_value_is_shown_as_people_write_it(kind, value, text):
    assert shown(kind, value) == text


@pytest.mark.parametrize(("language", "text"), [("sv", "3.5.2026 kl. 9.15"), ("en", "3.5.2026 at 9.15")])
def test_a_moment_is_shown_and_typed_in_the_readers_language(language, text):
    assert shown(R.MOMENT, "2026-05-03T06:15:00Z", language) == text
    assert typed(R.MOMENT, text) == "2026-05-03T09:15:00+03:00"


@pytest.mark.parametrize("kind", [kind for kind in R if kind not in {R.GROUP, R.HEADING}])
@pytest.mark.parametrize("value", [None, True, 1.5, "teksti", [], ["a"], {}, {"code": 1, "value": None}])
def test_a_value_of_a_wrong_type_is_shown_and_put_into_the_form_all_the_same(kind, value):
    one = field(kind)
    assert isinstance(type_of(one).show(one, value, "fi"), str)
    held = type_of(one).inputs(one, value)
    assert all(isinstance(each, str) for each in held.values())
    type_of(one).parse(one, held)
    list(type_of(one).check(one, value, "/asia/kentta"))


@settings(deadline=None)
@given(st.from_regex(re.compile(DATE_PATTERN, re.ASCII), fullmatch=True))
def test_any_day_that_the_schema_accepts_comes_back_from_the_form(value):
    one = field(R.DATE)
    assert type_of(one).parse(one, type_of(one).inputs(one, value.strip())) == value.strip()


@settings(deadline=None)
@given(st.from_regex(re.compile(MOMENT_PATTERN, re.ASCII), fullmatch=True))
def test_any_moment_that_the_schema_accepts_comes_back_from_the_form(value):
    one = field(R.MOMENT)
    assert type_of(one).parse(one, type_of(one).inputs(one, value.strip())) == value.strip()


@settings(deadline=None)
@given(st.integers(-(10**14), 10**14) | st.decimals(-(10**9), 10**9, places=4).map(float))
def test_any_common_number_comes_back_from_the_form(value):
    one = field(R.NUMBER)
    if "e" not in repr(value):
        assert type_of(one).parse(one, type_of(one).inputs(one, value)) == value


@settings(deadline=None)
@given(st.text())
def test_whatever_is_typed_is_kept_or_understood(text):
    for kind in (R.DATE, R.MOMENT, R.NUMBER, R.SWITCH):
        value = typed(kind, text)
        assert value is not None or not text.strip()


def test_fictitious_identity_codes_are_valid_and_nobodys():
    for n in range(200):
        code = fictitious_identity_code(n)
        assert hetu.is_valid(code, allow_temporary=True)
        assert not hetu.is_valid(code)
        assert 900 <= int(code[7:10]) <= 999


def test_what_cannot_be_right_is_found():
    one = field(R.DATE)
    assert [each.path for each in type_of(one).check(one, "2026-02-31", "/asia/kentta")] == ["/asia/kentta"]
    assert list(type_of(one).check(one, "2026-02-28", "/asia/kentta")) == []
    code = field(R.IDENTIFIER, system_uri="urn:oid:1.2.246.21")
    wrong = {"system": "urn:oid:1.2.246.21", "value": "010171-900X"}
    assert len(list(type_of(code).check(code, wrong, "/asia/kentta"))) == 1
    text = field(R.TEXT)
    assert len(list(type_of(text).check(text, "a\x07", "/asia/kentta"))) == 1
