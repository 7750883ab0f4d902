from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from nippu.access.types import WorkTask
from nippu.base.oids import Node, oid_of, root_of, temporary_code_system
from nippu.base.texts import Bilingual
from nippu.organisations import actions, queries
from nippu.organisations.errors import (
    AssignmentEndsBeforeStart,
    PasswordWeak,
    UnitOfAnother,
    UsernameTaken,
)
from nippu.organisations.models import Assignment, Installation, Professional
from nippu.organisations.types import NewProfessional
from tests import cast

NEW = NewProfessional(
    given_names="Uuno",
    family_name="Uusi",
    title=Bilingual("sosiaaliohjaaja"),
    username="uuno",
    password=cast.PASSWORD,
)


def test_the_actor_is_told_whole_in_one_statement(organisation, eero, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        actor = queries.actor_of(eero.account_id, at=now)
    assert actor == eero
    assert actor.controller_id == organisation.controller
    assert (actor.unit_name.sv, actor.title.sv) == ("Vuxensocialarbete, Norr", "socialarbetare")
    assert actor.service_tasks == (cast.WORKING_AGE, cast.CHILD_PROTECTION)
    assert (actor.unit_oid, actor.controller_oid) == (f"{cast.ROOT}.11", f"{cast.ROOT}.0")


@pytest.mark.parametrize(
    ("moment", "acts"),
    [
        (datetime(2026, 11, 22, 12, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 22, 0, tzinfo=UTC), True),  # midnight in Helsinki
        (datetime(2026, 11, 24, 21, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 22, 0, tzinfo=UTC), False),
    ],
)
def test_one_acts_on_the_days_of_the_work_task_only(organisation, moment, acts):
    person = actions.create_professional(organisation.controller, NEW)
    actions.assign_work_task(
        person,
        organisation.north,
        WorkTask.IMPLEMENTING,
        start=date(2026, 11, 23),
        end=date(2026, 11, 24),
    )
    assert (queries.actor_named("uuno", at=moment) is not None) is acts


def test_a_closed_account_does_not_act(eero, now):
    actions.close_account(eero.account_id)
    assert queries.actor_of(eero.account_id, at=now) is None
    assert queries.actor_named("eero", at=now) is None
    assert queries.assignments_of(eero.account_id, now) == ()


def test_the_chosen_work_task_is_acted_in_else_the_one_that_began_first(organisation, eero, veera, now):
    second = actions.assign_work_task(
        eero.professional_id, organisation.south, WorkTask.ARRANGING, start=date(2026, 1, 1)
    )
    assert queries.actor_of(eero.account_id, at=now).unit_id == organisation.north
    acting = queries.actor_of(eero.account_id, at=now, assignment_id=second)
    assert (acting.unit_id, acting.work_task) == (organisation.south, WorkTask.ARRANGING)
    of_another = queries.actor_of(eero.account_id, at=now, assignment_id=veera.assignment_id)
    assert of_another.unit_id == organisation.north
    assert [each.unit_name.fi for each in queries.assignments_of(eero.account_id, now)] == [
        "Aikuissosiaalityö, Pohjoinen",
        "Aikuissosiaalityö, Etelä",
    ]


def test_a_professional_logs_in_with_the_password_given(organisation):
    actions.create_professional(organisation.controller, NEW)
    assert authenticate(username="uuno", password=cast.PASSWORD) is not None
    assert authenticate(username="uuno", password="muu-salasana-9") is None
    assert cast.PASSWORD not in repr(NEW)
    assert Professional.objects.get().title_sv == "sosiaaliohjaaja"


@pytest.mark.parametrize("password", ["", "lyhyt", "password123"])
def test_a_weak_password_is_refused(organisation, password):
    with pytest.raises(PasswordWeak):
        actions.create_professional(organisation.controller, replace(NEW, password=password))


def test_a_user_name_is_given_once(organisation):
    actions.create_professional(organisation.controller, NEW)
    with pytest.raises(UsernameTaken):
        actions.create_professional(organisation.controller, NEW)


def test_a_work_task_is_in_a_unit_of_the_own_controller(organisation, eero):
    other = actions.create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    unit = actions.create_unit(other, oid="1.2.246.10.1.10.1", name=Bilingual("Yksikkö"), service_tasks=[])
    with pytest.raises(UnitOfAnother):
        actions.assign_work_task(eero.professional_id, unit, WorkTask.ARRANGING, start=date(2026, 1, 1))


def test_a_work_task_does_not_end_before_it_starts(organisation, eero):
    day = date(2019, 12, 31)
    with pytest.raises(AssignmentEndsBeforeStart):
        actions.end_work_task(eero.assignment_id, on=day)
    with pytest.raises(AssignmentEndsBeforeStart):
        actions.assign_work_task(
            eero.professional_id, organisation.north, WorkTask.ARRANGING, start=cast.BEGINNING, end=day
        )
    with pytest.raises(IntegrityError, match="assignment_ends_after_start"), transaction.atomic():
        Assignment.objects.filter(pk=eero.assignment_id).update(end=day)


def test_a_demo_may_write_in_an_empty_database_and_in_its_own_only(db):
    assert (queries.is_demo(), queries.is_empty_or_demo()) == (False, True)
    cast.make_organisation()
    assert queries.is_empty_or_demo() is False
    actions.mark_demo()
    actions.mark_demo()
    assert (queries.is_demo(), queries.is_empty_or_demo()) == (True, True)


def test_only_a_demo_tells_whom_one_may_log_in_as(eero, veera, now):
    assert queries.demo_accounts(at=now) == ()
    actions.mark_demo()
    assert [each.username for each in queries.demo_accounts(at=now)] == ["eero", "veera"]


def test_an_installation_is_told_of_once(db):
    actions.mark_demo()
    with pytest.raises(IntegrityError, match="installation_is_one"), transaction.atomic():
        Installation.objects.create(id=2, is_demo=False)


def test_a_production_installation_without_controllers_is_not_a_demo(db):
    Installation.objects.create(id=1, is_demo=False)
    assert queries.is_empty_or_demo() is False


def test_identifiers_are_given_once_under_the_controllers_root(eero, now):
    first = actions.issue_oid(Node.DOCUMENT, controller_oid=eero.controller_oid, at=now)
    second = actions.issue_oid(Node.DOCUMENT, controller_oid=eero.controller_oid, at=now)
    assert first.startswith("1.2.246.10.99999999.52.2026.")
    assert first != second


@pytest.mark.parametrize(
    ("oid", "root"),
    [
        ("1.2.246.10.12345678.10.0", "1.2.246.10.12345678"),
        ("1.2.246.10.12345678.10.4.2", "1.2.246.10.12345678"),
        ("1.2.246.10.12345678", "1.2.246.10.12345678"),
        ("1.2.246.10", "1.2.246.10"),
    ],
)
def test_the_root_of_an_organisation_is_its_business_id(oid, root):
    assert root_of(oid) == root
    assert oid_of(oid, Node.CASE, year=2026, number=7) == f"{root}.50.2026.7"
    assert temporary_code_system(oid, 2026) == f"{root}.22.2026"
