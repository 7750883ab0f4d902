"""nippu codes: the command that tells which code sets are known."""

import pytest
from click.testing import CliRunner

from nippu.cli.codes import codes
from nippu.codes.sets import Coverage, all_code_sets


def run(*words):
    return CliRunner().invoke(codes, words)


def test_the_list_names_every_set_with_its_coverage():
    result = run("list")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert len(lines) == len(all_code_sets()) + 1
    assert "1.2.246.537.6.1282           12  kattava" in result.output
    assert lines[-1].endswith(str(len(all_code_sets())))


@pytest.mark.parametrize("coverage", list(Coverage))
def test_the_list_can_be_narrowed_to_a_coverage(coverage):
    result = run("list", "--coverage", coverage.value)
    of_that_kind = [found for found in all_code_sets().values() if found.coverage is coverage]
    assert len(result.output.splitlines()) == len(of_that_kind) + 1


def test_one_set_is_shown_with_its_codes_and_what_is_provisional():
    result = run("show", "1221")
    assert result.exit_code == 0
    assert "urn:oid:1.2.246.537.6.1221.201601" in result.output
    assert [line for line in result.output.splitlines() if "Työikäisten palvelut" in line] == [
        "  X-tyoikaiset   Työikäisten palvelut  (väliaikainen)"
    ]


def test_codes_below_others_are_set_in():
    lines = run("show", "1292").output.splitlines()
    assert lines[2].startswith("  X-arki ")
    assert lines[3].startswith("    X-arki-1 ")


def test_names_are_shown_in_the_language_asked():
    assert "Service för barnfamiljer" in run("show", "1221", "--language", "sv").output


def test_an_empty_set_is_shown_as_one():
    assert "koodit puuttuvat" in run("show", "887").output


def test_an_unknown_set_is_an_error_that_names_it():
    result = run("show", "9999")
    assert result.exit_code == 1
    assert "Luokitusta 9999 ei tunneta." in result.output
