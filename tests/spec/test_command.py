"""The command nippu structures reading the publication."""

from click.testing import CliRunner

from nippu.cli.structures import structures


def run(*arguments: str):
    return CliRunner().invoke(structures, arguments)


def test_a_publication_is_read_in_place_of_the_starter_set(publication):
    result = run("list", "--retired", "--from", str(publication))
    assert result.output.endswith("Tietorakenteita: 210\n")
    differing = run("diff", "1505.1.2020.4.7", "1505.1", "--from", str(publication)).output
    assert "poistettu: Palveluntoteuttajan nimi" in differing
