"""The access decree as data: every section's limits, row by row."""

from dataclasses import replace

import pytest

from nippu.access.data_classes import DataClass, classes_of_structures, data_class_of
from nippu.access.decree import (
    Scope,
    all_rows,
    allows,
    changing_clients,
    may_handle,
    may_handle_in,
    may_see,
    open_classes,
    policy_rows,
    rows_for,
    rows_of,
    sealed_classes,
    sees_relationship,
    sights_of,
    signing_of,
    signings,
    without_client_data,
)
from nippu.access.types import Actor, Power, WorkTask
from nippu.base.ids import AccountId, ControllerId, ProfessionalId, UnitId, new_id
from nippu.base.texts import Bilingual

CHILD, ADDICTION, DISABILITY, FAMILIES = "10", "15", "20", "24"
WORKING_AGE, OLDER, FAMILY_LAW = "X-tyoikaiset", "X-iakkaat", "X-perheoikeus"
ALL_TASKS = (CHILD, ADDICTION, DISABILITY, FAMILIES, WORKING_AGE, OLDER, FAMILY_LAW)
UNKNOWN = "X-uusi"
ACTOR = Actor(
    account_id=AccountId(new_id()),
    professional_id=ProfessionalId(new_id()),
    controller_id=ControllerId(new_id()),
    unit_id=UnitId(new_id()),
    work_task=WorkTask.BROAD_RESPONSIBILITY,
    given_names="Eero",
    family_name="Pohjola",
    title=Bilingual("sosiaalityöntekijä"),
    unit_name=Bilingual("Pohjoinen"),
    unit_oid="1",
    controller_name=Bilingual("Alue"),
    controller_oid="2",
)


def acting(work_task, *own, **more):
    return replace(ACTOR, work_task=work_task, service_tasks=own, **more)


def seen(actor, *, linked, tasks=ALL_TASKS):
    """The classes of data that are seen, by service task."""
    return {task: {each for each in DataClass if may_see(actor, task, each, linked=linked)} for task in tasks}


def test_the_open_classes_are_those_that_are_not_sealed():
    assert {each.value for each in sealed_classes()} == {
        "mediation", "shelter", "therapeutic", "examination", "closed"
    }  # fmt: skip
    assert open_classes() | sealed_classes() == set(DataClass)


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize(
    ("work_task", "more"),
    [(WorkTask.BROAD_RESPONSIBILITY, set()), (WorkTask.CHILD_SOCIAL_WORKER, {DataClass.SHELTER})],
)
def test_broad_responsibility_sees_all_service_tasks_but_nothing_sealed(work_task, more, linked):
    found = seen(acting(work_task), linked=linked, tasks=(*ALL_TASKS, UNKNOWN))
    assert all(classes == open_classes() | more for classes in found.values())


@pytest.mark.parametrize(
    ("work_task", "own", "expected"),
    [
        (WorkTask.ARRANGING, (), {FAMILIES, WORKING_AGE, OLDER}),
        (WorkTask.ARRANGING, (CHILD, DISABILITY), {FAMILIES, WORKING_AGE, OLDER, CHILD, DISABILITY}),
        (WorkTask.CHILD_SUPERVISOR, (), {FAMILY_LAW, FAMILIES, WORKING_AGE}),
        (WorkTask.CHILD_SUPERVISOR, (CHILD,), {FAMILY_LAW, FAMILIES, WORKING_AGE, CHILD}),
        (WorkTask.CHILD_SUPERVISOR, (ADDICTION, OLDER), {FAMILY_LAW, FAMILIES, WORKING_AGE}),
        (WorkTask.ADMINISTRATIVE, (DISABILITY,), {DISABILITY}),
        (WorkTask.ADMINISTRATIVE, (), set()),
    ],
)
def test_other_work_tasks_see_the_service_tasks_of_their_section(work_task, own, expected):
    found = seen(acting(work_task, *own), linked=False)
    assert {task for task, classes in found.items() if classes} == expected
    assert all(classes in (set(), open_classes()) for classes in found.values())


def test_a_service_task_that_nobody_has_thought_of_is_seen_only_when_own():
    assert not may_see(acting(WorkTask.ARRANGING), UNKNOWN, DataClass.PLAN, linked=True)
    assert may_see(acting(WorkTask.ARRANGING, UNKNOWN), UNKNOWN, DataClass.PLAN, linked=True)
    assert not may_see(acting(WorkTask.CHILD_SUPERVISOR, UNKNOWN), UNKNOWN, DataClass.PLAN, linked=True)


PLANS = {DataClass.ASSESSMENT, DataClass.PLAN, DataClass.IMPLEMENTATION_PLAN}


def test_implementing_sees_plans_of_the_own_service_task_and_the_rest_in_linked_cases():
    actor = acting(WorkTask.IMPLEMENTING, DISABILITY)
    assert seen(actor, linked=False) == {task: PLANS if task == DISABILITY else set() for task in ALL_TASKS}
    rest = open_classes() - {DataClass.RELATIONSHIP} | {DataClass.THERAPEUTIC, DataClass.EXAMINATION}
    assert seen(actor, linked=True)[DISABILITY] == rest
    assert sees_relationship(actor)


def test_shelter_is_seen_in_a_shelter_and_mediation_only_in_mediation():
    shelter = acting(WorkTask.IMPLEMENTING, FAMILIES, shelter=True)
    assert may_see(shelter, FAMILIES, DataClass.SHELTER, linked=True)
    assert not may_see(shelter, FAMILIES, DataClass.SHELTER, linked=False)
    assert not may_see(replace(shelter, shelter=False), FAMILIES, DataClass.SHELTER, linked=True)
    mediation = acting(WorkTask.IMPLEMENTING, FAMILY_LAW, mediation=True, shelter=True)
    assert seen(mediation, linked=True)[FAMILY_LAW] == {DataClass.MEDIATION}
    assert sees_relationship(mediation)
    for task in WorkTask:
        elsewhere = acting(task, FAMILY_LAW)
        assert not may_see(elsewhere, FAMILY_LAW, DataClass.MEDIATION, linked=True), task


@pytest.mark.parametrize("work_task", [WorkTask.PROVIDER_ARRANGING, WorkTask.PROVIDER_IMPLEMENTING])
def test_a_private_provider_sees_linked_cases_of_its_own_service_tasks_only(work_task):
    actor = acting(work_task, OLDER, provider=True)
    assert not any(seen(actor, linked=False).values())
    found = seen(actor, linked=True)
    assert found.pop(OLDER) == PLANS | {DataClass.CONTRACT, DataClass.IMPLEMENTATION, DataClass.CASE}
    assert not any(found.values())
    assert sees_relationship(actor)


def test_nobody_sees_what_is_closed():
    for task in WorkTask:
        actor = acting(task, *ALL_TASKS, shelter=True)
        assert not may_see(actor, FAMILIES, DataClass.CLOSED, linked=True)


@pytest.mark.parametrize("work_task", list(without_client_data()))
def test_management_data_protection_and_upkeep_see_no_client_data(work_task):
    assert rows_for(work_task) == ()
    assert sights_of(acting(work_task, *ALL_TASKS)) == ()
    assert not may_handle(acting(work_task, *ALL_TASKS))


def test_every_work_task_has_rows_or_says_that_it_has_none():
    assert {row.work_task for row in all_rows()} | set(without_client_data()) == set(WorkTask)


def test_the_archive_sees_open_classes_of_closed_cases_and_no_relationship_document():
    (row,) = rows_for(WorkTask.ARCHIVE)
    assert (row.scope, row.classes) == (Scope.CLOSED, open_classes())
    assert not sees_relationship(acting(WorkTask.ARCHIVE))
    assert not allows(row, acting(WorkTask.ARRANGING), FAMILIES, DataClass.PLAN, linked=True)


@pytest.mark.parametrize(
    ("actor", "handles"),
    [
        (acting(WorkTask.BROAD_RESPONSIBILITY), True),
        (acting(WorkTask.IMPLEMENTING, FAMILIES), True),
        (acting(WorkTask.CHILD_SUPERVISOR, DISABILITY, FAMILIES), True),
        (acting(WorkTask.ARCHIVE), False),
        (acting(WorkTask.PROVIDER_ARRANGING, FAMILIES, provider=True), False),
    ],
)
def test_cases_are_opened_in_work_with_clients_and_never_at_a_private_provider(actor, handles):
    assert may_handle(actor) is handles
    assert may_handle_in(actor, FAMILIES) is handles


def test_no_case_is_opened_in_which_one_would_see_nothing():
    assert not may_handle_in(acting(WorkTask.CHILD_SUPERVISOR, DISABILITY), DISABILITY)


@pytest.mark.parametrize("linked", [True, False])
def test_what_is_put_together_for_queries_says_the_same_as_the_rows(linked):
    for task in WorkTask:
        for marks in ({}, {"shelter": True}, {"mediation": True}):
            actor = acting(task, CHILD, OLDER, **marks)
            told = {
                (service_task, each)
                for sight in sights_of(actor)
                for service_task in ALL_TASKS
                for each in sight.classes
                if (sight.service_tasks is None or service_task in sight.service_tasks)
                and (linked or sight.scope is not Scope.LINKED)
            }
            classes = seen(actor, linked=linked)
            assert told == {(one, each) for one, found in classes.items() for each in found}, actor


@pytest.mark.parametrize("linked", [True, False])
def test_the_rows_for_the_database_say_the_same_as_the_decree(linked):
    """As `access_allows` of wall.sql reads them."""
    for task in WorkTask:
        for marks in ({}, {"shelter": True}, {"mediation": True}):
            actor = acting(task, CHILD, OLDER, **marks)
            told = {
                (service_task, each.data_class)
                for each in policy_rows()
                for service_task in ALL_TASKS
                if each.work_task == task
                and each.service_task in ("*", service_task)
                and (not each.own or service_task in actor.service_tasks)
                and (linked or not each.linked)
                and each.shelter in (None, actor.shelter)
                and each.mediation in (None, actor.mediation)
            }
            classes = seen(actor, linked=linked)
            assert told == {(one, each) for one, found in classes.items() for each in found}, actor


def test_a_structure_that_nobody_has_classed_is_closed():
    assert data_class_of("1506.99999") is DataClass.CLOSED
    assert data_class_of("1506.1012") is DataClass.ASSESSMENT
    assert data_class_of("1506.19014") is DataClass.THERAPEUTIC
    assert DataClass.CLOSED not in classes_of_structures().values()


def test_each_power_is_asked_for_some_structures_that_are_decisions_or_assessments():
    assert {each.power for each in signings()} == set(Power)
    for each in signings():
        assert each.structures <= set(classes_of_structures())
    assert signing_of("1506.11023").power is Power.CARE_DECISIONS
    assert signing_of("1506.1012").special_support_only
    assert signing_of("1506.19005") is None


def test_every_class_scope_and_power_has_a_name():
    for kind in (DataClass, Scope, Power):
        assert len({each.label for each in kind}) == len(kind)


def test_clients_are_changed_in_work_tasks_that_handle_them():
    assert WorkTask.IMPLEMENTING not in changing_clients()
    assert all(each.is_client_work for each in changing_clients())
    assert all(row.section.endswith(("§", "1", "2")) for row in rows_of(ACTOR))
