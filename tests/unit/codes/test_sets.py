"""Code sets: what is known, what is ours, and how a code is found."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nippu.base.texts import Bilingual
from nippu.codes.sets import (
    CASE_NAME,
    CASE_STATE,
    GOAL,
    METHOD,
    SERVICE_PROCESS,
    SERVICE_TASK,
    URGENCY,
    Code,
    CodeSet,
    Coverage,
    UnknownCodeSetError,
    all_code_sets,
    code_set,
    code_set_of,
    folded,
)

SETS = sorted(all_code_sets())


@pytest.mark.parametrize("oid", ["1221", "6.1221", "1.2.246.537.6.1221"])
def test_a_code_set_is_found_by_its_short_and_whole_oid(oid):
    assert code_set(oid).oid == SERVICE_TASK


def test_the_set_of_sexes_is_found_by_its_short_oid():
    assert code_set("5.1").name_of("1", "sv") == "Man"


def test_an_unknown_set_is_a_key_error_that_names_it():
    with pytest.raises(UnknownCodeSetError, match=r"1\.2\.246\.537\.6\.9999") as caught:
        code_set("9999")
    assert isinstance(caught.value, KeyError)


@pytest.mark.parametrize(
    ("system", "oid"),
    [
        ("urn:oid:1.2.246.537.6.1221.201601", SERVICE_TASK),
        ("urn:oid:1.2.246.537.6.1221", SERVICE_TASK),
        ("arvio/oma_luokitus", None),
        ("", None),
    ],
)
def test_the_set_is_known_from_the_system_of_a_coded_value(system, oid):
    found = code_set_of(system)
    assert (found.oid if found else None) == oid


def test_the_system_carries_the_version_only_when_it_is_known():
    assert code_set(SERVICE_TASK).system == "urn:oid:1.2.246.537.6.1221.201601"
    assert code_set(CASE_STATE).system == "urn:oid:1.2.246.537.6.1501"


@pytest.mark.parametrize("oid", SETS)
def test_every_code_has_names_and_every_provisional_one_its_mark(oid):
    found = code_set(oid)
    for code in found.codes:
        assert code.name.fi.strip() == code.name.fi
        assert code.name.fi
        assert code.provisional == (code.code.startswith("X-") or code.name.fi.startswith("X: "))
        if code.provisional:
            assert code.name.sv, code
    assert len(found.tree()) == len(found.codes), "every code is reached from the top"


@pytest.mark.parametrize("oid", SETS)
def test_the_coverage_says_what_the_codes_are(oid):
    found = code_set(oid)
    provisional = any(code.provisional for code in found.codes)
    assert (found.coverage is Coverage.UNKNOWN) == (not found.codes)
    assert (found.coverage is Coverage.PROVISIONAL) == provisional


def test_only_a_set_of_which_every_code_is_here_refuses_others():
    complete = {oid.rpartition(".")[2] for oid, found in all_code_sets().items() if found.is_complete}
    assert complete == {"1211", "1243", "1282"}


def test_the_service_tasks_are_seven_and_three_of_them_provisional():
    found = code_set(SERVICE_TASK)
    assert [code.code for code in found.codes if not code.provisional] == ["10", "15", "20", "24"]
    assert [code.code for code in found.codes if code.provisional] == [
        "X-tyoikaiset",
        "X-iakkaat",
        "X-perheoikeus",
    ]


def test_the_stages_of_the_service_process_stand_in_the_order_of_the_work():
    assert [code.code for code in code_set(SERVICE_PROCESS).codes] == ["X-1", "X-2", "3", "X-4", "X-5", "X-6"]


def test_the_other_case_comes_last_of_the_case_names():
    assert code_set(CASE_NAME).codes[-1] == Code("99", Bilingual("Muu", "Annat"))


def test_urgency_has_national_codes_whose_names_are_marked_as_ours():
    assert [(code.code, code.provisional) for code in code_set(URGENCY).codes] == [
        ("1", True),
        ("2", True),
        ("3", False),
    ]


def test_goals_stand_in_seven_areas_and_only_goals_are_leaves():
    found = code_set(GOAL)
    areas = found.below(None)
    assert len(areas) == 7
    assert len(found.leaves()) == 45
    assert all(found.is_heading(area.code) for area in areas)
    assert [depth for depth, _ in found.tree()][:3] == [0, 1, 1]
    assert not {code.code for code in found.leaves()} & {area.code for area in areas}


def test_a_name_is_given_in_the_language_asked_and_falls_back_to_finnish():
    found = code_set("1506")
    assert found.name_of("1019", "sv") == "Bedömning av servicebehov inom socialvården"
    assert found.name_of("4000", "sv") == found.name_of("4000", "fi")
    assert found.name_of("nothing", "fi") is None
    assert "1019" in found
    assert found.find("nothing") is None


@pytest.mark.parametrize(
    ("oid", "text", "first"),
    [
        ("97", "suo", "FI"),
        ("97", "ahvenan", "AX"),
        ("97", "Åland", "AX"),
        ("97", "aland", "AX"),
        ("97", "fi", "FI"),
        ("21", "hameenl", "109"),
        ("21", "  ", "005"),
        ("1293", "talo suun", "X-talous"),
        ("1282", "PÄIHT", "8"),
        ("1282", "paiht", "8"),
    ],
)
def test_a_code_is_found_by_the_beginnings_of_words(oid, text, first):
    assert code_set(oid).search(text, "fi")[0].code == first


def test_nothing_is_found_by_the_middle_of_a_word():
    assert code_set("1293").search("keskeinen") == ()


def test_names_that_begin_with_the_text_come_first():
    names = [code.name.fi for code in code_set("1222").search("asumi")]
    assert names[0] == "Asumisen tuki"
    assert "Lapsen asumisen tuki" in names


@given(st.sampled_from(sorted(code_set(METHOD).codes, key=lambda code: code.code)), st.integers(1, 40))
def test_a_code_is_found_by_any_beginning_of_its_name(code, length):
    assert code in code_set(METHOD).search(code.name.fi[:length])


@given(st.text(max_size=30))
def test_any_text_can_be_searched(text):
    assert isinstance(code_set(METHOD).search(text), tuple)
    assert not any(unicodedata.combining(each) for each in folded(text))


def test_a_code_may_not_stand_twice():
    twice = (Code("1", Bilingual("Yksi")), Code("1", Bilingual("Toinen")))
    with pytest.raises(ValueError, match="twice"):
        CodeSet("1.2.3", Bilingual("Koe"), Coverage.PARTIAL, twice)


def test_a_code_may_not_stand_below_one_that_is_not_there():
    with pytest.raises(ValueError, match="unknown parent"):
        CodeSet("1.2.3", Bilingual("Koe"), Coverage.PARTIAL, (Code("1", Bilingual("Yksi"), parent="2"),))


def test_all_sets_are_read():
    all_code_sets.cache_clear()
    assert len(all_code_sets()) == 110


def test_no_national_code_has_been_given_another_name(publication):
    collected = publication.with_name("codesets.json").read_text(encoding="utf-8")
    for facts in json.loads(collected):
        if facts["kind"] != "internal":
            _check_against(facts, code_set(facts["oid"]))


def _check_against(facts, found):
    national = {value["code"]: value for value in facts["values"]}
    for code in found.codes:
        if code.provisional:
            assert code.code not in national
        elif code.code in national:
            assert code.name.fi == national[code.code]["fi"]
            assert national[code.code]["sv"] in (None, code.name.sv)
        else:
            assert (found.oid, code.code) == ("1.2.246.537.6.1222", "12"), "named only in the structures"
