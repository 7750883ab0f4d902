"""The command nippu structures, without a database."""

import pytest
from click.testing import CliRunner

from nippu.cli.structures import structures
from nippu.structures.starter import FILES


def run(*arguments: str):
    return CliRunner().invoke(structures, arguments)


def test_list_tells_the_current_ones_and_with_retired_all():
    current, both = run("list"), run("list", "--retired")
    assert current.output.endswith("Tietorakenteita: 75\n")
    assert both.output.endswith("Tietorakenteita: 78\n")
    assert "vanhentunut" in both.output
    assert "vanhentunut" not in current.output


def test_list_finds_by_name_in_either_language():
    assert "1506.1006.2023.5.31" in run("list", "--search", "lastensuojeluILMOITUKSEN arvio").output
    swedish = run("list", "--search", "bedömning av barnskydds", "--language", "sv").output
    assert "Bedömning av barnskyddsanmälan" in swedish


@pytest.mark.parametrize("oid", ["1506.1006", "1506.1006.2023.5.31", "1.2.246.537.6.1506.1006.2023.5.31"])
def test_show_gives_the_fields_as_a_table(oid):
    output = run("show", oid).output
    assert output.startswith(
        "Lastensuojeluilmoituksen arvio\n1.2.246.537.6.1506.1006.2023.5.31  Arvio  voimassa"
    )
    assert "   2    Sukunimi" in output
    assert "1.2.246.537.6.1252" in output


def test_skeleton_writes_the_starter_sets_file():
    assert run("skeleton", "1506.1006").output == (FILES / "1506.1006.2023.5.31.yaml").read_text()


def test_diff_tells_what_differs():
    assert run("diff", "1506.1006", "1506.1006").output == "Eroja: 0\n"
    output = run("diff", "1505.8", "1505.9").output
    assert "uusi: " in output
    assert "poistettu: " in output


def test_an_unknown_structure_is_told_of():
    result = run("show", "1506.99999")
    assert result.exit_code == 1
    assert "Tietorakennetta 1506.99999 ei tunneta." in result.output


def test_broken_files_are_told_of_and_the_rest_is_listed(tmp_path):
    (tmp_path / "rikki.json").write_text("{")
    result = run("list", "--from", str(tmp_path))
    assert result.exit_code == 1
    assert "rikki.json /: Tiedosto ei ole JSON-muotoa." in result.output
