import pytest
from django.db.models import Q

from nippu.access.errors import NotAllowed, NotThere
from nippu.access.permissions import Permission
from nippu.access.types import WorkTask
from nippu.cases.models import Case
from tests import cast


def in_own_unit(actor, _at):
    return Q(controller_id=actor.controller_id, unit_id=actor.unit_id)


def abroad(actor, at):
    return ~in_own_unit(actor, at)


def anyone(actor, at):
    return abroad(actor, at) | in_own_unit(actor, at)


READ = Permission("test.read", (in_own_unit,))
CHANGE_ABROAD = Permission("test.change", (abroad,), within=READ)
READ_ALL = Permission("test.read_all", (anyone,))
CHANGE = Permission("test.change", (in_own_unit,), within=READ_ALL)
EITHER = Permission("test.either", (in_own_unit, anyone))


@pytest.mark.parametrize(
    ("permission", "who", "error"),
    [
        (READ, "eero", None),
        (READ, "veera", NotThere),
        (CHANGE, "eero", None),
        (CHANGE, "veera", NotAllowed),
        (CHANGE_ABROAD, "eero", NotAllowed),
        (CHANGE_ABROAD, "veera", NotThere),
        (EITHER, "veera", None),
    ],
)
def test_a_permission_opens_a_row_and_filters_a_list_alike(aino, eero, now, request, permission, who, error):
    case_id = cast.own_case(aino, by=eero, at=now)
    actor = request.getfixturevalue(who)
    assert permission.filter(Case.objects.all(), actor, at=now).exists() is (error is None)
    if error is None:
        assert permission.open(Case.objects.all(), case_id, actor, at=now).pk == case_id
        return
    with pytest.raises(error):
        permission.open(Case.objects.all(), case_id, actor, at=now)


def test_what_does_not_exist_is_answered_as_what_one_may_not_know_of(eero, now):
    with pytest.raises(NotThere):
        CHANGE.open(Case.objects.all(), eero.unit_id, eero, at=now)


def test_a_permission_without_rules_is_not_made():
    with pytest.raises(ValueError, match=r"test\.none"):
        Permission("test.none", ())


def test_every_work_task_has_a_name_and_the_actor_a_full_name(eero):
    assert len({each.label for each in WorkTask}) == len(WorkTask)
    assert eero.name == "Eero Pohjola"
