"""Units and professionals go into the installation from a file and out of it: wholly or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from nippu.access.errors import NotAllowed
from nippu.access.types import Power, WorkTask
from nippu.audit.models import UseRecord
from nippu.base.texts import Bilingual
from nippu.organisations import actions, queries, upkeep
from nippu.organisations.errors import TableUnreadable
from nippu.organisations.exchange import export_file, import_file
from nippu.organisations.imports import FileKind, RowOutcome
from nippu.organisations.models import Assignment, Professional, Unit
from nippu.organisations.types import ContractFields, ProviderFields, UnitFields
from tests import cast

ROOT = cast.ROOT
REGISTER = f"""CodeId;Abbreviation;LongName;ParentId;BeginningDate;ExpiringDate;A:Huom
1.2.246.10.5555555.10.0;Muu;Muu hyvinvointialue;;1.1.2023;;
1.2.246.10.5555555.10.1;Muu;Muun yksikkö;1.2.246.10.5555555.10.0;1.1.2023;;
{ROOT}.0;Esim;Esimerkin hyvinvointialue;;1.1.2023;;
{ROOT}.31.1;Osa;Perhetyön lähipalvelut;{ROOT}.31;2024-01-01T00:00:00;31.12.2027;
{ROOT}.31;Perhe;Perhetyö Järvenpää;{ROOT}.0;20230101;;
{ROOT}.11;Pohj;Aikuissosiaalityö, Pohjoinen;{ROOT}.0;;;
{ROOT}.12;Etel;Aikuissosiaalityö, Eteläinen;{ROOT}.0;;;
"""
STAFF_HEAD = (
    "username;given_names;family_name;title_fi;title_sv;registration_number;employee_id;phone;language;account;"
    "unit;work_task;service_tasks;powers;student;supervisor;start;end\n"
)
UUNO = "uuno;Uuno;Uusi;sosiaaliohjaaja;socialhandledare;90011;101;050 555 0200;sv;open"
EERO = "eero;Eero;Pohjola;sosiaalityöntekijä;socialarbetare;;;050 555 0100;fi;open"
STAFF = f"""{STAFF_HEAD}{UUNO};{ROOT}.11;implementing;10;;;;1.1.2026;
uuno;;;;;;;;;;{ROOT}.12;arranging;;;;;1.2.2026;31.12.2026
outi;Outi;Opiskelija;opiskelija;;;;;;;{ROOT}.11;implementing;;;1;uuno;1.11.2026;31.5.2027
{EERO};{ROOT}.11;broad_responsibility;;restriction_decisions;;;1.1.2020;
"""


def units(text, yrsa, now, *, trial=False):
    raw = text if isinstance(text, bytes) else text.encode()
    return import_file(FileKind.UNITS, raw, by=yrsa, at=now, trial=trial)


def staff(text, yrsa, now, *, trial=False):
    return import_file(FileKind.PROFESSIONALS, text.encode(), by=yrsa, at=now, trial=trial)


def outcomes(report):
    return [(each.number, each.outcome.value) for each in report.rows]


def flaws(report):
    return [(row.number, each.field) for row in report.rows for each in row.flaws]


def test_own_units_are_taken_from_the_register_and_others_passed_over(organisation, yrsa, now):
    report = units(REGISTER, yrsa, now)
    assert outcomes(report) == [(6, "added"), (7, "unchanged"), (8, "changed"), (5, "added")]
    assert (report.others, report.is_clean, report.changes) == (3, True, 3)
    part = Unit.objects.get(oid=f"{ROOT}.31.1")
    assert (part.parent.name_fi, part.start, part.end) == (
        "Perhetyö Järvenpää",
        date(2024, 1, 1),
        date(2027, 12, 31),
    )
    south = Unit.objects.get(pk=organisation.south)
    assert (south.name_fi, south.name_sv, south.service_tasks) == (
        "Aikuissosiaalityö, Eteläinen",
        "Vuxensocialarbete, Söder",
        [cast.WORKING_AGE, cast.DISABILITY],
    )
    assert not Unit.objects.filter(oid__startswith="1.2.246.10.5555555").exists()


def test_the_register_may_be_in_the_encoding_of_the_code_server(yrsa, now):
    raw = REGISTER.replace("\n", "\r\n").encode("iso-8859-1")
    assert units(raw, yrsa, now).is_clean
    assert Unit.objects.filter(name_fi="Perhetyö Järvenpää").exists()


def test_importing_again_changes_nothing(yrsa, now):
    units(REGISTER, yrsa, now)
    again = units(REGISTER, yrsa, now)
    assert {each.outcome for each in again.rows} == {RowOutcome.UNCHANGED}


def test_a_trial_keeps_nothing_and_tells_the_same(yrsa, now):
    before = UseRecord.objects.count()
    tried = units(REGISTER, yrsa, now, trial=True)
    assert (Unit.objects.count(), UseRecord.objects.count()) == (2, before)
    assert outcomes(units(tried.content, yrsa, now))[0][1] in {"unchanged", "changed", "added"}
    assert Unit.objects.count() == 4
    assert UseRecord.objects.filter(action="organisations.units.import").count() == 1


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        ("Perhetyö Järvenpää", "", (6, "LongName")),
        ("20230101", "2023-13-01", (6, "BeginningDate")),
        ("31.12.2027", "31.12.2022", (5, "ExpiringDate")),
        (f";{ROOT}.0;;;\n{ROOT}.12", f";{ROOT}.77;;;\n{ROOT}.12", (7, "ParentId")),
    ],
)
def test_when_one_row_is_wrong_nothing_is_kept(yrsa, now, old, new, flaw):
    assert old in REGISTER
    report = units(REGISTER.replace(old, new), yrsa, now)
    assert flaw in flaws(report)
    assert not report.is_clean
    assert (Unit.objects.count(), UseRecord.objects.count()) == (2, 0)


def test_of_several_periods_the_last_one_holds(yrsa, now):
    later = f"{ROOT}.31;Perhe;Perhetyö Uusi;{ROOT}.0;1.1.2025;;\n"
    units(REGISTER + later, yrsa, now)
    assert Unit.objects.get(oid=f"{ROOT}.31").name_fi == "Perhetyö Uusi"


@pytest.mark.parametrize("text", ["", "CodeId;Name\n1;2\n", "<html></html>"])
def test_what_is_no_such_table_is_refused(yrsa, now, text):
    with pytest.raises(TableUnreadable):
        units(text, yrsa, now)


def test_a_unit_in_a_circle_is_refused_or_passed_over(yrsa, now):
    circle = f"CodeId;LongName;ParentId\n{ROOT}.41;Yksi;{ROOT}.42\n{ROOT}.42;Kaksi;{ROOT}.41\n"
    report = units(circle, yrsa, now)
    assert (report.others, report.rows) == (2, ())


def test_exported_units_come_back_as_they_were(organisation, yrsa, now):
    provider = actions.add_provider(
        ProviderFields(oid="1.2.246.10.28888881.10.0", business_id="2888888-1", name=Bilingual("Hoiva Oy")),
        ContractFields(start=date(2026, 1, 1)),
        by=yrsa,
        at=now,
    )
    fields = UnitFields(
        oid="1.2.246.10.28888881.10.1",
        name=Bilingual("=Hoivakoti", "Vårdhem"),
        provider_id=provider,
        service_tasks=("20", "15"),
        shelter=True,
        start=date(2026, 1, 1),
        end=date(2027, 2, 3),
    )
    actions.add_unit(fields, by=yrsa, at=now)
    actions.add_unit(
        UnitFields(oid=f"{ROOT}.51", name=Bilingual("Osa", "Del"), parent_id=organisation.north),
        by=yrsa,
        at=now,
    )
    before = [each.fields for each in upkeep.list_units(by=yrsa, at=now)]
    made = export_file(FileKind.UNITS, by=yrsa, at=now)
    assert {each.outcome for each in units(made, yrsa, now).rows} == {RowOutcome.UNCHANGED}
    Unit.objects.update(name_fi="x", name_sv="y", service_tasks=[], shelter=False, start=None, end=None)
    assert units(made, yrsa, now).changes == len(before)
    assert [each.fields for each in upkeep.list_units(by=yrsa, at=now)] == before


def test_professionals_come_with_their_work_tasks(organisation, eero, yrsa, now):
    report = staff(STAFF, yrsa, now)
    assert outcomes(report) == [(2, "added"), (3, "added"), (4, "added"), (5, "changed")]
    assert queries.actor_of(eero.account_id, at=now).powers == (Power.RESTRICTION_DECISIONS,)
    uuno = queries.actor_named("uuno", at=now)
    assert (uuno.unit_id, uuno.service_tasks, uuno.language) == (organisation.north, ("10",), "sv")
    outi = queries.actor_named("outi", at=now)
    assert (outi.student, outi.work_task) == (True, WorkTask.IMPLEMENTING)
    view = upkeep.open_professional(uuno.professional_id, by=yrsa, at=now)
    assert (view.has_password, len(view.assignments), view.fields.employee_id) == (False, 2, "101")
    assert {each.outcome for each in staff(STAFF, yrsa, now).rows} == {RowOutcome.UNCHANGED}


def test_an_imported_change_ends_a_work_task_and_closes_an_account(eero, yrsa, now):
    staff(STAFF, yrsa, now)
    changed = STAFF.replace("1.1.2020;\n", "1.1.2020;23.11.2026\n").replace(";sv;open;", ";sv;closed;")
    report = staff(changed, yrsa, now)
    assert outcomes(report) == [(2, "changed"), (3, "unchanged"), (4, "unchanged"), (5, "changed")]
    assert queries.actor_named("eero", at=now) is None
    assert queries.actor_named("uuno", at=now) is None


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        ("Uuno;Uusi", ";Uusi", (2, "given_names")),
        (f"{ROOT}.11;implementing;10", f"{ROOT}.99;implementing;10", (2, "unit")),
        ("implementing;10", "toteuttaja;10", (2, "work_task")),
        ("implementing;10", "implementing;11", (2, "service_tasks")),
        ("1.1.2026;\n", "31.2.2026;\n", (2, "start")),
        ("1.1.2026;\n", ";\n", (2, "start")),
        ("1.2.2026;31.12.2026", "1.2.2026;31.1.2026", (3, "end")),
        ("uuno;;;;;;", "uuno;Juuso;;;;;", (3, "given_names")),
        (";1;uuno;", ";1;;", (4, "supervisor")),
        (";1;uuno;", ";1;nobody;", (4, "supervisor")),
        ("outi;Outi", ";Outi", (4, "username")),
        ("implementing;;;1;", "implementing;;care_decisions;1;", (4, "powers")),
        ("restriction_decisions", "rajoitus", (5, "powers")),
        ("implementing;;;1", "provider_implementing;;;1", (4, "work_task")),
    ],
)
def test_when_one_row_of_staff_is_wrong_nobody_is_kept(eero, yrsa, now, old, new, flaw):
    assert old in STAFF
    report = staff(STAFF.replace(old, new, 1), yrsa, now)
    assert flaw in flaws(report)
    assert (Professional.objects.count(), Assignment.objects.count(), UseRecord.objects.count()) == (2, 2, 0)


def test_a_name_of_another_controller_is_taken(yrsa, now):
    other = actions.create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    new = actions.NewProfessional(
        given_names="U", family_name="U", title=Bilingual("x"), username="uuno", password=cast.PASSWORD
    )
    actions.create_professional(other, new)
    assert (2, "username") in flaws(staff(STAFF, yrsa, now))


def test_an_administrator_gives_oneself_nothing_by_a_file(yrsa, now):
    row = f"yrsa;Yrsa;Ylläpitäjä;pääkäyttäjä;;;;;;;{ROOT}.11;broad_responsibility;;;;;1.1.2026;\n"
    report = staff(STAFF_HEAD + row, yrsa, now)
    assert flaws(report) == [(2, "")]
    assert queries.actor_named("yrsa", at=now).work_task is WorkTask.SYSTEM_ADMINISTRATION


def test_exported_professionals_come_back_as_they_were(eero, otso, yrsa, now):
    staff(STAFF, yrsa, now)
    made = export_file(FileKind.PROFESSIONALS, by=yrsa, at=now)
    assert cast.PASSWORD.encode() not in made
    assert b"md5$" not in made
    before = upkeep.list_professionals(by=yrsa, at=now)
    again = import_file(FileKind.PROFESSIONALS, made, by=yrsa, at=now, trial=False)
    assert {each.outcome for each in again.rows} == {RowOutcome.UNCHANGED}
    uuno = queries.actor_named("uuno", at=now)
    Professional.objects.filter(pk=uuno.professional_id).update(phone="1", family_name="x")
    import_file(FileKind.PROFESSIONALS, made, by=yrsa, at=now, trial=False)
    assert upkeep.list_professionals(by=yrsa, at=now) == before
    assert UseRecord.objects.filter(action="organisations.professionals.export").count() == 1


def test_only_an_administrator_imports_and_exports(eero, now):
    with pytest.raises(NotAllowed):
        units(REGISTER, eero, now)
    with pytest.raises(NotAllowed):
        export_file(FileKind.PROFESSIONALS, by=eero, at=now)
    with pytest.raises(NotAllowed):
        units(REGISTER, replace(eero, work_task=WorkTask.MANAGEMENT), now, trial=True)
