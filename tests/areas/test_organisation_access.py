"""Who keeps an organisation: an administrator, that of the own controller, and not the own access."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nippu.access.errors import NotAllowed, NotThere
from nippu.access.types import WorkTask
from nippu.audit.models import UseRecord
from nippu.base.texts import Bilingual
from nippu.organisations import actions, queries, upkeep
from nippu.organisations.errors import (
    FieldsRefused,
    OwnAccess,
)
from nippu.organisations.models import ProviderContract
from nippu.organisations.types import (
    AssignmentFields,
    ProfessionalFields,
    Standing,
)
from tests import cast
from tests.areas.organising import CONTRACT, NEW, PROVIDER, TODAY, UNIT


def changes(organisation, eero, uuno, by, now):
    """Every change that an administrator makes, of things of the first controller."""
    person = ProfessionalFields(given_names="A", family_name="B", title=Bilingual("c"))
    given = AssignmentFields(unit_id=organisation.north, work_task=WorkTask.ARRANGING, start=TODAY)
    known = AssignmentFields(
        unit_id=organisation.north, work_task=eero.work_task, start=cast.BEGINNING, end=TODAY
    )
    contract = ProviderContract.objects.get()
    return {
        "change_unit": lambda: actions.change_unit(
            organisation.south, replace(UNIT, oid="1.2.3.5"), by=by, at=now
        ),
        "change_provider": lambda: actions.change_provider(contract.provider_id, PROVIDER, by=by, at=now),
        "change_contract": lambda: actions.change_contract(contract.id, CONTRACT, by=by, at=now),
        "change_professional": lambda: actions.change_professional(uuno, person, by=by, at=now),
        "set_password": lambda: actions.set_password(uuno, cast.PASSWORD, by=by, at=now),
        "let_log_in": lambda: actions.let_log_in(uuno, may=False, by=by, at=now),
        "give_work_task": lambda: actions.give_work_task(uuno, given, by=by, at=now),
        "change_work_task": lambda: actions.change_work_task(eero.assignment_id, known, by=by, at=now),
        "remove_work_task": lambda: actions.remove_work_task(eero.assignment_id, by=by, at=now),
        "open_unit": lambda: upkeep.open_unit(organisation.south, by=by, at=now),
        "open_provider": lambda: upkeep.open_provider(contract.provider_id, by=by, at=now),
        "open_contract": lambda: upkeep.open_contract(contract.id, by=by, at=now),
        "open_professional": lambda: upkeep.open_professional(uuno, by=by, at=now),
        "open_work_task": lambda: upkeep.open_work_task(eero.assignment_id, by=by, at=now),
    }


def additions(by, now):
    """What an administrator adds and lists."""
    return {
        "add_unit": lambda: actions.add_unit(replace(UNIT, oid="1.2.3.4"), by=by, at=now),
        "add_provider": lambda: actions.add_provider(PROVIDER, CONTRACT, by=by, at=now),
        "add_professional": lambda: actions.add_professional(NEW, by=by, at=now),
        "list_units": lambda: upkeep.list_units(by=by, at=now),
        "list_providers": lambda: upkeep.list_providers(by=by, at=now),
        "list_professionals": lambda: upkeep.list_professionals(by=by, at=now),
        "professional_named": lambda: upkeep.professional_named("eero", by=by, at=now),
    }


@pytest.fixture
def stranger_admin(yrsa, now):
    """The administrator of another controller."""
    other = actions.create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    unit = actions.create_unit(other, oid="1.2.246.10.1.10.1", name=Bilingual("Yksikkö"), service_tasks=[])
    person = actions.create_professional(other, replace(NEW, username="outi", password=cast.PASSWORD))
    actions.assign_work_task(person, unit, WorkTask.SYSTEM_ADMINISTRATION, start=cast.BEGINNING)
    return queries.actor_named("outi", at=now)


def test_only_an_administrator_keeps_the_organisation(organisation, eero, uuno, provider_unit, now):
    calls = changes(organisation, eero, uuno, eero, now) | additions(eero, now)
    for name, call in calls.items():
        with pytest.raises(NotAllowed):
            pytest.fail(f"{name} was allowed: {call()}")


def test_an_administrator_of_another_controller_finds_nothing(
    organisation, eero, uuno, provider_unit, stranger_admin, now
):
    for name, call in changes(organisation, eero, uuno, stranger_admin, now).items():
        with pytest.raises(NotThere):
            pytest.fail(f"{name} was allowed: {call()}")
    assert [each.fields.oid for each in upkeep.list_units(by=stranger_admin, at=now)] == ["1.2.246.10.1.10.1"]
    assert upkeep.list_providers(by=stranger_admin, at=now) == ()
    assert [each.username for each in upkeep.list_professionals(by=stranger_admin, at=now)] == ["outi"]
    assert upkeep.professional_named("eero", by=stranger_admin, at=now) is None


def test_nobody_gives_access_to_oneself_or_locks_oneself_out(organisation, yrsa, now):
    known = upkeep.open_work_task(yrsa.assignment_id, by=yrsa, at=now).fields
    given = replace(known, work_task=WorkTask.BROAD_RESPONSIBILITY)
    calls = [
        lambda: actions.give_work_task(yrsa.professional_id, given, by=yrsa, at=now),
        lambda: actions.change_work_task(yrsa.assignment_id, replace(known, end=TODAY), by=yrsa, at=now),
        lambda: actions.remove_work_task(yrsa.assignment_id, by=yrsa, at=now),
        lambda: actions.let_log_in(yrsa.professional_id, may=False, by=yrsa, at=now),
        lambda: actions.set_password(yrsa.professional_id, cast.PASSWORD, by=yrsa, at=now),
    ]
    for call in calls:
        with pytest.raises(OwnAccess):
            call()


def test_each_change_is_recorded_and_a_refused_one_is_not(organisation, eero, uuno, provider_unit, yrsa, now):
    before = UseRecord.objects.count()
    expected = []
    for name, call in changes(organisation, eero, uuno, yrsa, now).items():
        if name.startswith("open") or name == "remove_work_task":
            continue
        call()
        expected.append(name)
    rows = UseRecord.objects.order_by("id")[before:]
    assert [each.action for each in rows] == [
        "organisations.unit.change",
        "organisations.provider.change",
        "organisations.contract.change",
        "organisations.professional.change",
        "organisations.password.set",
        "organisations.account.close",
        "organisations.work_task.give",
        "organisations.work_task.change",
    ]
    assert len(expected) == len(rows)
    assert {(each.professional_id, tuple(each.clients)) for each in rows} == {(yrsa.professional_id, ())}
    with pytest.raises(FieldsRefused):
        actions.add_unit(replace(UNIT, oid=""), by=yrsa, at=now)
    assert UseRecord.objects.count() == before + len(expected)


def test_the_day_changes_at_midnight_in_helsinki(organisation, eero, yrsa):
    known = upkeep.open_work_task(eero.assignment_id, by=yrsa, at=datetime(2026, 11, 24, tzinfo=UTC)).fields
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    actions.change_work_task(eero.assignment_id, replace(known, end=TODAY), by=yrsa, at=late)
    assert upkeep.open_work_task(eero.assignment_id, by=yrsa, at=late).standing is Standing.ENDED
