"""The matrix of the oracle's model against what the decree says of each work task."""

import pytest

from tests.oracle import model
from tests.oracle.example import WORKING_AGE, unit, worker
from tests.oracle.model import ANY, LINKED

PROVIDER_CLASSES = {"contract", "implementation_plan", "plan", "assessment", "implementation", "case"}


@pytest.mark.parametrize("data_class", sorted(model.ALL_CLASSES))
@pytest.mark.parametrize(
    ("work_task", "service_task", "classes", "where"),
    [
        ("broad_responsibility", "99", model.OPEN_CLASSES, ANY),
        ("child_social_worker", "99", model.OPEN_CLASSES | {"shelter"}, ANY),
        ("arranging", "24", model.OPEN_CLASSES, ANY),
        ("arranging", "X-iakkaat", model.OPEN_CLASSES, ANY),
        ("arranging", "20", set(), None),
        ("child_supervisor", "X-perheoikeus", model.OPEN_CLASSES, ANY),
        ("child_supervisor", "X-iakkaat", set(), None),
        ("child_supervisor", "10", set(), None),
        ("administrative", WORKING_AGE, model.OPEN_CLASSES, ANY),
        ("administrative", "24", set(), None),
        ("provider_arranging", WORKING_AGE, PROVIDER_CLASSES, LINKED),
        ("provider_implementing", WORKING_AGE, PROVIDER_CLASSES, LINKED),
        ("provider_implementing", "24", set(), None),
        ("management", WORKING_AGE, set(), None),
        ("data_protection", WORKING_AGE, set(), None),
        ("system_administration", WORKING_AGE, set(), None),
    ],
)
def test_the_matrix_opens_to_a_work_task_its_classes_and_no_others(
    work_task, service_task, classes, where, data_class
):
    found = model.scope(worker(work_task), service_task, data_class)
    if data_class != "relationship":  # a paper of no case: see below
        assert found == (where if data_class in classes else None)


@pytest.mark.parametrize("own", ["10", "15", "20", "X-perheoikeus", "99"])
def test_who_arranges_sees_also_what_is_ones_own(own):
    assert model.scope(worker("arranging", own=frozenset({own})), own, "plan") == ANY
    assert model.scope(worker("arranging"), own, "plan") is None


def test_a_child_supervisor_sees_child_protection_when_working_there_and_nothing_else_of_ones_own():
    who = worker("child_supervisor", own=frozenset({"10", "15"}))
    assert model.scope(who, "10", "decision") == ANY
    assert model.scope(who, "15", "decision") is None


ELSEWHERE = {"assessment", "plan", "implementation_plan"}
IN_LINKED = {"case", "initiation", "preparation", "decision", "contract", "implementation", "general"}
IN_LINKED |= {"therapeutic", "examination"}


@pytest.mark.parametrize("data_class", sorted(model.ALL_CLASSES - {"relationship"}))
@pytest.mark.parametrize(
    ("marks", "everywhere", "linked"),
    [
        ({}, ELSEWHERE, IN_LINKED),
        ({"shelter": True}, ELSEWHERE, IN_LINKED | {"shelter"}),
        ({"mediation": True}, set(), {"mediation"}),
        ({"mediation": True, "shelter": True}, set(), {"mediation"}),
    ],
)
def test_who_gives_a_service_sees_plans_everywhere_and_the_rest_in_own_cases(
    marks, everywhere, linked, data_class
):
    who = worker("implementing", unit(**marks))
    expected = ANY if data_class in everywhere else LINKED if data_class in linked else None
    assert model.scope(who, WORKING_AGE, data_class) == expected
    assert model.scope(who, "20", data_class) is None
