"""Intakes: what the database refuses, what waits in a unit, what is recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from nippu.access.errors import NotThere
from nippu.base.days import day_typed
from nippu.base.texts import Bilingual
from nippu.cases.types import NewCase
from nippu.catalogue.queries import newest
from nippu.clients.models import ClientRelationship
from nippu.documents.actions.drafting import start_document
from nippu.documents.actions.opening import open_case
from nippu.intake import actions
from nippu.intake.errors import IntakeClosed, IntakeIncomplete, MatterIsNewer
from nippu.intake.models import Intake
from nippu.intake.queries import my_intakes, open_intake, waiting_in_unit
from nippu.intake.types import Matter, Step
from tests import cast

MATTER = Matter(
    how="1506.19001",
    service_task=cast.WORKING_AGE,
    name_code="X-talous",
    urgent=False,
    told="Soitti vuokrasta.",
)
NOTIFICATION, EVALUATION, APPLICATION = "1506.4006", "1506.1009", "1506.3011"


@pytest.fixture
def intake(eero, aino, now):
    return actions.begin_intake(by=eero, at=now, client_id=aino)


def test_an_opened_intake_is_empty(intake, eero, aino, now):
    case = cast.own_case(aino, by=eero, at=now)
    with pytest.raises(IntegrityError, match="intake_is_emptied_when_opened"), transaction.atomic():
        Intake.objects.filter(pk=intake).update(case_id=case)


def test_an_opened_intake_is_not_written_any_more(intake, eero, now):
    actions.write_matter(intake, MATTER, version=1, by=eero, at=now)
    actions.open_case_of(intake, by=eero, at=now)
    for change in (
        lambda: actions.write_matter(intake, MATTER, version=1, by=eero, at=now),
        lambda: actions.discard_intake(intake, by=eero, at=now),
    ):
        with pytest.raises(IntakeClosed):
            change()


@pytest.mark.parametrize(
    ("how", "began"), [("1506.3011", date(2026, 9, 1)), ("1506.19001", date(2026, 11, 24))]
)
def test_a_relationship_begins_with_an_application_else_when_the_matter_is_taken_up(
    intake, eero, now, how, began
):
    matter = Matter(
        how=how,
        on="1.9.2026",
        service_task=cast.WORKING_AGE,
        name_code="X-arki",
        urgent=False,
        told="Hakee apua.",
    )
    actions.write_matter(intake, matter, version=1, by=eero, at=now)
    actions.open_case_of(intake, by=eero, at=now)
    relationship = ClientRelationship.objects.get()
    assert relationship.started_on == relationship.service_tasks.get().started_on == began


def test_nothing_is_opened_while_something_is_missing(intake, eero, now):
    with pytest.raises(IntakeIncomplete) as refused:
        actions.open_case_of(intake, by=eero, at=now)
    assert {each.step for each in refused.value.lacks} == {Step.MATTER}
    assert Intake.objects.get(pk=intake).case_id is None


def test_what_another_window_has_written_is_not_written_over(intake, eero, now):
    version = actions.write_matter(intake, MATTER, version=1, by=eero, at=now)
    late = replace(MATTER, told="Soitti")
    with pytest.raises(MatterIsNewer):
        actions.write_matter(intake, late, version=1, by=eero, at=now)
    page = open_intake(intake, by=eero, at=now)
    assert (page.matter, page.version) == (MATTER, version)
    assert actions.write_matter(intake, MATTER, version=1, by=eero, at=now) == version  # the same text twice
    actions.write_matter(intake, late, version=version, by=eero, at=now)
    assert open_intake(intake, by=eero, at=now).matter == late


def test_a_blank_intake_is_not_given_to_two_windows_but_is_used_again_later(eero, now):
    first = actions.begin_intake(by=eero, at=now)
    second = actions.begin_intake(by=eero, at=now + timedelta(minutes=59))
    later = now + actions.LEFT_BLANK
    assert first != second
    assert actions.begin_intake(by=eero, at=later) == first
    assert actions.begin_intake(by=eero, at=later) not in {first, second}


@pytest.mark.parametrize("who", ["veera", "otso"])
def test_only_the_writer_knows_of_an_intake(intake, who, now, request):
    other = request.getfixturevalue(who)
    with pytest.raises(NotThere):
        open_intake(intake, by=other, at=now)
    with pytest.raises(NotThere):
        actions.write_matter(intake, MATTER, version=1, by=other, at=now)
    assert my_intakes(by=other, at=now) == ()


def test_my_intakes_name_the_persons_and_the_matter(intake, eero, now):
    actions.write_matter(intake, MATTER, version=1, by=eero, at=now)
    (row,) = my_intakes(by=eero, at=now)
    assert row.names == ("Aino Maria Mäkelä",)
    assert row.case_name == Bilingual("Taloudellinen tuki", "Ekonomiskt stöd")


@pytest.mark.parametrize(("begun_with", "waits"), [(NOTIFICATION, 1), (APPLICATION, 0), ("1506.19001", 0)])
def test_what_needs_an_evaluation_waits_until_one_is_begun(begun_with, waits, aino, eero, veera, now):
    new = NewCase(clients=(aino,), service_task=cast.WORKING_AGE, name_code="X-arki")
    case = open_case(new, by=eero, at=now, begun_with=begun_with).case_id
    assert waiting_in_unit(by=eero, at=now).count == waits
    assert waiting_in_unit(by=veera, at=now).count == 0
    start_document(case, newest(EVALUATION).oid, by=eero, at=now)
    assert waiting_in_unit(by=eero, at=now).count == 0


def test_the_newest_of_many_are_shown_with_the_count_of_all(aino, eero, now):
    new = NewCase(clients=(aino,), service_task=cast.WORKING_AGE, name_code="X-arki")
    for _n in range(4):
        open_case(new, by=eero, at=now, begun_with=NOTIFICATION)
    waiting = waiting_in_unit(by=eero, at=now, most=3)
    assert (len(waiting.rows), waiting.count) == (3, 4)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("3.12.2026", "2026-12-03"),
        (" 03.12.2026 ", "2026-12-03"),
        ("3. 12. 2026", "2026-12-03"),
        ("3.11.26", "2026-11-03"),
        ("3/11/2026", "2026-11-03"),
        ("3.8.90", "1990-08-03"),
        ("3.11.", "2026-11-03"),
        ("3.12.", "2025-12-03"),
    ],
)
def test_a_day_is_read_as_it_is_typed(typed, iso):
    assert day_typed(typed, today=date(2026, 11, 24)).isoformat() == iso


def test_a_day_without_a_year_may_be_one_to_come():
    assert day_typed("3.12.", today=date(2026, 11, 24), ahead=True) == date(2026, 12, 3)


@pytest.mark.parametrize(
    "typed", ["", "eilen", "31.2.2026", "31.2.", "3.12.6", "3/12", "2026-12-03", "0.1.2026", "٣.1.2026"]
)
def test_what_is_no_day_is_none(typed):
    assert day_typed(typed, today=date(2026, 11, 24)) is None
