"""An administrator keeps professionals and gives them work tasks."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from nippu.access.models import Account
from nippu.access.types import Power, WorkTask
from nippu.base.ids import new_id
from nippu.base.texts import Bilingual
from nippu.organisations import actions, queries, rules, upkeep
from nippu.organisations.errors import (
    AssignmentHasBegun,
    PasswordWeak,
)
from nippu.organisations.models import Assignment, Professional
from nippu.organisations.types import (
    AssignmentFields,
    ProfessionalFields,
)
from tests import cast
from tests.areas.organising import NEW, TODAY, acting_in, flaws_of


def test_a_professional_is_added_without_a_password_and_given_one(uuno, yrsa, now):
    view = upkeep.open_professional(uuno, by=yrsa, at=now)
    assert (view.is_open, view.has_password, view.assignments) == (True, False, ())
    with pytest.raises(PasswordWeak):
        actions.set_password(uuno, "lyhyt", by=yrsa, at=now)
    actions.set_password(uuno, cast.PASSWORD, by=yrsa, at=now)
    assert authenticate(username="uuno", password=cast.PASSWORD) is not None
    assert upkeep.open_professional(uuno, by=yrsa, at=now).has_password


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"username": ""}, ["username"]),
        ({"username": "uuno uusi"}, ["username"]),
        ({"username": "EERO"}, ["username"]),
        ({"family_name": "", "given_names": ""}, ["given_names", "family_name"]),
        ({"title": Bilingual("")}, ["title_fi"]),
        ({"employee_id": "17"}, ["employee_id"]),
        ({"phone": "0" * 61}, ["phone"]),
    ],
)
def test_what_cannot_be_right_of_a_professional_is_told_by_field(eero, yrsa, now, wrong, fields):
    Professional.objects.filter(pk=eero.professional_id).update(employee_id="17")
    assert flaws_of(lambda: actions.add_professional(replace(NEW, **wrong), by=yrsa, at=now)) == fields
    assert not Account.objects.filter(username="uuno").exists()


def test_what_is_told_of_a_professional_is_changed(uuno, yrsa, now):
    fields = ProfessionalFields(
        given_names="Uuno", family_name="Uudempi", title=Bilingual("ohjaaja", "handledare"), employee_id="5"
    )
    actions.change_professional(uuno, fields, by=yrsa, at=now)
    actions.change_professional(uuno, fields, by=yrsa, at=now)
    assert upkeep.open_professional(uuno, by=yrsa, at=now).fields == fields
    wrong = replace(fields, family_name="")
    assert flaws_of(lambda: actions.change_professional(uuno, wrong, by=yrsa, at=now)) == ["family_name"]


def test_a_closed_account_is_opened_again(eero, yrsa, now):
    actions.let_log_in(eero.professional_id, may=False, by=yrsa, at=now)
    assert queries.actor_of(eero.account_id, at=now) is None
    assert not upkeep.open_professional(eero.professional_id, by=yrsa, at=now).is_open
    actions.let_log_in(eero.professional_id, may=True, by=yrsa, at=now)
    assert queries.actor_of(eero.account_id, at=now) is not None


def test_a_work_task_has_service_tasks_of_its_own_or_the_units(organisation, uuno, yrsa, now):
    actor = acting_in(organisation.south, uuno, yrsa, now, WorkTask.IMPLEMENTING)
    assert actor.service_tasks == (cast.WORKING_AGE, cast.DISABILITY)
    fields = AssignmentFields(
        unit_id=organisation.south,
        work_task=WorkTask.IMPLEMENTING,
        service_tasks=(cast.DISABILITY,),
        start=date(2026, 1, 1),
    )
    actions.change_work_task(actor.assignment_id, fields, by=yrsa, at=now)
    assert queries.actor_named("uuno", at=now).service_tasks == (cast.DISABILITY,)


def test_a_student_has_a_supervisor(organisation, uuno, eero, yrsa, now):
    fields = AssignmentFields(
        unit_id=organisation.north, work_task=WorkTask.IMPLEMENTING, student=True, start=TODAY
    )
    give = lambda fields: actions.give_work_task(uuno, fields, by=yrsa, at=now)  # noqa: E731
    assert flaws_of(lambda: give(fields)) == ["supervisor"]
    assert flaws_of(lambda: give(replace(fields, supervisor_id=uuno))) == ["supervisor"]
    assert flaws_of(lambda: give(replace(fields, supervisor_id=new_id()))) == ["supervisor"]
    given = give(replace(fields, supervisor_id=eero.professional_id))
    assert queries.actor_named("uuno", at=now).student
    assert upkeep.open_work_task(given, by=yrsa, at=now).supervisor_username == "eero"
    with pytest.raises(IntegrityError, match="student_has_supervisor"), transaction.atomic():
        Assignment.objects.filter(pk=given).update(supervisor=None)
    with pytest.raises(IntegrityError, match="nobody_supervises_oneself"), transaction.atomic():
        Assignment.objects.filter(pk=given).update(supervisor_id=uuno)


@pytest.mark.parametrize(
    ("task", "own", "of_provider"),
    [
        (WorkTask.PROVIDER_ARRANGING, ["work_task"], []),
        (WorkTask.PROVIDER_IMPLEMENTING, ["work_task"], []),
        (WorkTask.IMPLEMENTING, [], ["work_task"]),
        (WorkTask.SYSTEM_ADMINISTRATION, [], ["work_task"]),
        (WorkTask.MANAGEMENT, [], ["work_task"]),
    ],
)
def test_a_providers_people_have_the_work_tasks_of_a_provider(task, own, of_provider):
    given = AssignmentFields(unit_id=new_id(), work_task=task, start=TODAY)
    for in_provider, fields in ((False, own), (True, of_provider)):
        assert [each.field for each in rules.check_assignment(given, in_provider=in_provider)] == fields


def test_a_wrong_work_task_is_not_given(provider_unit, uuno, yrsa, now):
    given = AssignmentFields(unit_id=provider_unit, work_task=WorkTask.IMPLEMENTING, start=TODAY)
    assert flaws_of(lambda: actions.give_work_task(uuno, given, by=yrsa, at=now)) == ["work_task"]


def test_powers_of_office_are_given_to_officeholders_only(organisation, provider_unit, uuno, eero, yrsa, now):
    powers = (Power.CARE_DECISIONS, Power.RESTRICTION_DECISIONS)
    fields = AssignmentFields(
        unit_id=organisation.north, work_task=WorkTask.CHILD_SOCIAL_WORKER, powers=powers, start=TODAY
    )
    student = replace(fields, student=True, supervisor_id=eero.professional_id)
    assert flaws_of(lambda: actions.give_work_task(uuno, student, by=yrsa, at=now)) == ["powers"]
    of_provider = replace(fields, unit_id=provider_unit, work_task=WorkTask.PROVIDER_ARRANGING)
    assert flaws_of(lambda: actions.give_work_task(uuno, of_provider, by=yrsa, at=now)) == ["powers"]
    given = actions.give_work_task(uuno, fields, by=yrsa, at=now)
    assert queries.actor_named("uuno", at=now).powers == powers
    actions.change_work_task(given, replace(fields, powers=None), by=yrsa, at=now)
    assert upkeep.open_work_task(given, by=yrsa, at=now).fields.powers == powers
    actions.change_work_task(given, replace(fields, powers=()), by=yrsa, at=now)
    assert queries.actor_named("uuno", at=now).powers == ()


def test_a_unit_does_not_change_hands_under_those_who_work_in_it(provider_unit, uuno, yrsa, now):
    acting_in(provider_unit, uuno, yrsa, now)
    own = replace(upkeep.open_unit(provider_unit, by=yrsa, at=now)[0].fields, provider_id=None)
    assert flaws_of(lambda: actions.change_unit(provider_unit, own, by=yrsa, at=now)) == ["provider"]


@pytest.mark.parametrize(
    ("start", "end", "fields"),
    [
        (date(2026, 5, 1), None, ["start"]),
        (date(2025, 1, 1), date(2026, 3, 1), ["start"]),
        (date(2025, 1, 1), date(2026, 2, 28), []),
        (date(2026, 7, 1), None, []),
    ],
)
def test_the_same_work_task_is_not_given_twice_at_a_time(organisation, uuno, yrsa, now, start, end, fields):
    given = AssignmentFields(
        unit_id=organisation.north,
        work_task=WorkTask.ARRANGING,
        start=date(2026, 3, 1),
        end=date(2026, 6, 30),
    )
    actions.give_work_task(uuno, given, by=yrsa, at=now)
    again = replace(given, start=start, end=end)
    if fields:
        assert flaws_of(lambda: actions.give_work_task(uuno, again, by=yrsa, at=now)) == fields
    else:
        assert actions.give_work_task(uuno, again, by=yrsa, at=now)


def test_a_work_task_ends_and_its_unit_and_kind_stay(organisation, eero, yrsa, now):
    known = upkeep.open_work_task(eero.assignment_id, by=yrsa, at=now).fields
    actions.change_work_task(eero.assignment_id, replace(known, end=date(2026, 11, 23)), by=yrsa, at=now)
    assert queries.actor_of(eero.account_id, at=now) is None
    other = replace(known, unit_id=organisation.south)
    assert flaws_of(lambda: actions.change_work_task(eero.assignment_id, other, by=yrsa, at=now)) == ["unit"]
    other = replace(known, work_task=WorkTask.MANAGEMENT)
    assert flaws_of(lambda: actions.change_work_task(eero.assignment_id, other, by=yrsa, at=now)) == ["unit"]


def test_a_work_task_given_by_mistake_is_taken_away_on_its_first_day(organisation, uuno, eero, yrsa, now):
    fields = AssignmentFields(unit_id=organisation.north, work_task=WorkTask.ARRANGING, start=TODAY)
    given = actions.give_work_task(uuno, fields, by=yrsa, at=now)
    actions.remove_work_task(given, by=yrsa, at=now)
    assert queries.actor_named("uuno", at=now) is None
    with pytest.raises(AssignmentHasBegun):
        actions.remove_work_task(eero.assignment_id, by=yrsa, at=now)


def test_colleagues_are_those_who_work_with_clients(organisation, eero, uuno, yrsa, now):
    for task in (WorkTask.MANAGEMENT, WorkTask.DATA_PROTECTION, WorkTask.ARCHIVE):
        fields = AssignmentFields(unit_id=organisation.north, work_task=task, start=TODAY)
        actions.give_work_task(uuno, fields, by=yrsa, at=now)
    assert [each.id for each in queries.colleagues_in(organisation.north, at=now)] == [eero.professional_id]
