"""nippu organisations: what an administrator does from the command line."""

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from nippu.access.types import WorkTask
from nippu.audit.models import UseRecord
from nippu.cli import database, organisations
from nippu.organisations import actions, queries
from nippu.organisations.models import Controller, Unit
from tests import cast

REGISTER = f"CodeId;LongName;ParentId\n{cast.ROOT}.31;Perhetyö;{cast.ROOT}.0\n1.2.3;Muu;1.2\n"
BEGIN = {
    "--oid": "1.2.246.10.1.10.0",
    "--name": "Uusi hyvinvointialue",
    "--unit-oid": "1.2.246.10.1.10.1",
    "--unit-name": "Hallinto",
    "--username": "alku",
    "--given-names": "Aino",
    "--family-name": "Alku",
    "--password": cast.PASSWORD,
}


@pytest.fixture
def run(monkeypatch, db, quick_passwords):
    """Runs the command in the database of the test; what cannot be done is told in words."""

    @contextmanager
    def ready():
        with database._told_plainly():
            yield

    monkeypatch.setattr(organisations, "django_ready", ready)

    def invoke(*arguments):
        return CliRunner().invoke(organisations.organisations, [str(each) for each in arguments])

    return invoke


def begun(told):
    return ["begin", *(part for pair in told.items() for part in pair)]


def test_a_controller_begins_with_an_administrator(run, now):
    assert run(*begun(BEGIN)).exit_code == 0
    actor = queries.actor_named("alku", at=now.replace(year=2100))
    assert (actor.work_task, actor.controller_name.fi) == (
        WorkTask.SYSTEM_ADMINISTRATION,
        "Uusi hyvinvointialue",
    )
    assert Controller.objects.get().kind == "public"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"--oid": "x"}, "oid: OID-tunnuksessa on virhe."),
        ({"--unit-name": " " * 0}, "name_fi: Tieto on pakollinen."),
        ({"--password": "lyhyt"}, "Salasana on liian lyhyt"),
    ],
)
def test_what_is_wrong_with_a_beginning_is_told_and_nothing_kept(run, wrong, words):
    done = run(*begun(BEGIN | wrong))
    assert (done.exit_code, Controller.objects.count()) == (1, 0)
    assert words in done.output


def test_a_controller_begins_once(run):
    run(*begun(BEGIN))
    again = run(*begun(BEGIN | {"--username": "toinen"}))
    assert again.exit_code == 1
    assert "Tällä OID-tunnuksella on jo rekisterinpitäjä." in again.output


def test_units_go_in_and_out(run, yrsa, tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(REGISTER)
    tried = run("import", source, "--by", "yrsa", "--trial")
    assert tried.exit_code == 0
    assert "Lisätään: 1" in tried.output
    assert "Muiden organisaatioiden rivejä: 1" in tried.output
    assert Unit.objects.count() == 2
    assert run("import", source, "--by", "yrsa").exit_code == 0
    assert run("export", target, "--by", "yrsa").exit_code == 0
    assert f"{cast.ROOT}.31;Perhetyö;Perhetyö;Perhetyö;{cast.ROOT}.0" in target.read_text("utf-8-sig")
    again = run("import", target, "--by", "yrsa")
    assert "Ennallaan: 3" in again.output
    assert {each.professional_id for each in UseRecord.objects.all()} == {yrsa.professional_id}


def test_a_wrong_row_is_told_and_ends_with_one(run, yrsa, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(REGISTER.replace("Perhetyö", ""))
    done = run("import", source, "--by", "yrsa")
    assert done.exit_code == 1
    assert "LongName: Tieto on pakollinen." in done.output


def test_professionals_go_out_and_in(run, yrsa, tmp_path):
    target = tmp_path / "staff.csv"
    assert run("export", target, "--kind", "professionals", "--by", "yrsa").exit_code == 0
    done = run("import", target, "--kind", "professionals", "--by", "yrsa")
    assert "Ennallaan: 1" in done.output


def test_only_an_administrator_does_it_and_in_that_work_task(run, eero, organisation, tmp_path):
    target = tmp_path / "out.csv"
    refused = run("export", target, "--by", "eero")
    assert (refused.exit_code, target.exists()) == (1, False)
    assert "Työtehtäväsi ei oikeuta tähän." in refused.output
    assert "Tunnuksella nobody ei voi toimia nyt." in run("export", target, "--by", "nobody").output
    actions.assign_work_task(
        eero.professional_id, organisation.north, WorkTask.SYSTEM_ADMINISTRATION, start=cast.BEGINNING
    )
    assert run("export", target, "--by", "eero").exit_code == 0
