"""An administrator keeps units, private providers and their contracts; contracts say who acts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from nippu.access.errors import NotThere
from nippu.access.types import WorkTask
from nippu.base.ids import new_id
from nippu.base.texts import Bilingual
from nippu.organisations import actions, queries, upkeep
from nippu.organisations.errors import (
    OwnAccess,
    ProviderOfOthersToo,
)
from nippu.organisations.models import Controller, Provider, ProviderContract, Unit
from nippu.organisations.types import (
    ContractFields,
    ControllerKind,
    Standing,
)
from tests import cast
from tests.areas.organising import CONTRACT, PROVIDER, TODAY, UNIT, acting_in, contract_of, flaws_of


def test_a_unit_is_added_changed_and_ended(yrsa, now):
    unit = actions.add_unit(UNIT, by=yrsa, at=now)
    changed = replace(UNIT, name=Bilingual("Vammaispalvelu", "Funktionshinder"), end=date(2026, 11, 23))
    actions.change_unit(unit, changed, by=yrsa, at=now)
    view, workers = upkeep.open_unit(unit, by=yrsa, at=now)
    assert (view.fields, view.standing, workers) == (changed, Standing.ENDED, ())
    actions.change_unit(unit, UNIT, by=yrsa, at=now)
    assert upkeep.open_unit(unit, by=yrsa, at=now)[0].standing is Standing.NOW


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"oid": "abc"}, ["oid"]),
        ({"oid": f"{cast.ROOT}.11"}, ["oid"]),
        ({"name": Bilingual("")}, ["name_fi"]),
        ({"name": Bilingual("x" * 201, "y" * 201)}, ["name_fi", "name_sv"]),
        ({"service_tasks": ("99", "20")}, ["service_tasks"]),
        ({"start": date(2026, 2, 1), "end": date(2026, 1, 31)}, ["end"]),
        ({"provider_id": new_id()}, ["provider"]),
        ({"parent_id": new_id()}, ["parent"]),
    ],
)
def test_what_cannot_be_right_of_a_unit_is_told_by_field(yrsa, now, wrong, fields):
    assert flaws_of(lambda: actions.add_unit(replace(UNIT, **wrong), by=yrsa, at=now)) == fields
    assert Unit.objects.count() == 2


def test_a_unit_is_no_part_of_its_own_part(yrsa, organisation, now):
    unit = actions.add_unit(replace(UNIT, parent_id=organisation.north), by=yrsa, at=now)
    north = replace(upkeep.open_unit(organisation.north, by=yrsa, at=now)[0].fields, parent_id=unit)
    assert flaws_of(lambda: actions.change_unit(organisation.north, north, by=yrsa, at=now)) == ["parent"]
    with pytest.raises(IntegrityError, match="unit_is_no_part_of_itself"), transaction.atomic():
        Unit.objects.filter(pk=unit).update(parent=unit)


def test_two_controllers_may_have_a_providers_unit_but_one_only_once(yrsa, now):
    unit = actions.add_unit(UNIT, by=yrsa, at=now)
    other = actions.create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    actions.create_unit(other, oid=UNIT.oid, name=UNIT.name, service_tasks=[])
    row = Unit.objects.get(pk=unit)
    row.pk = new_id()
    with pytest.raises(IntegrityError, match="unit_oid_once_in_controller"), transaction.atomic():
        row.save(force_insert=True)


def test_nobody_acts_in_a_unit_that_has_ended_or_not_begun(yrsa, eero, organisation, now):
    north = upkeep.open_unit(organisation.north, by=yrsa, at=now)[0].fields
    Unit.objects.filter(pk=organisation.north).update(end=TODAY)
    assert queries.actor_of(eero.account_id, at=now) is not None
    Unit.objects.filter(pk=organisation.north).update(end=TODAY - timedelta(days=1))
    assert queries.actor_of(eero.account_id, at=now) is None
    Unit.objects.filter(pk=organisation.north).update(end=None, start=TODAY + timedelta(days=1))
    assert queries.actor_of(eero.account_id, at=now) is None
    with pytest.raises(OwnAccess):
        actions.change_unit(organisation.north, replace(north, end=date(2026, 1, 1)), by=yrsa, at=now)


def test_a_provider_is_added_with_its_contract(yrsa, now):
    provider = actions.add_provider(PROVIDER, CONTRACT, by=yrsa, at=now)
    view = upkeep.open_provider(provider, by=yrsa, at=now)
    assert view.fields == replace(PROVIDER, name=Bilingual("Hoiva Oy", "Hoiva Oy"))
    assert [each.fields for each in view.contracts] == [CONTRACT]
    assert (view.standing, view.may_change) == (Standing.NOW, True)
    assert flaws_of(lambda: actions.add_provider(PROVIDER, CONTRACT, by=yrsa, at=now)) == ["oid"]


@pytest.mark.parametrize(
    ("business_id", "is_right"),
    [("2888888-1", True), ("2888888-2", False), ("0112038-9", True), ("288888-1", False), ("", False)],
)
def test_a_business_id_has_a_check_digit(yrsa, now, business_id, is_right):
    fields = replace(PROVIDER, business_id=business_id)
    if is_right:
        assert actions.add_provider(fields, CONTRACT, by=yrsa, at=now)
    else:
        assert flaws_of(lambda: actions.add_provider(fields, CONTRACT, by=yrsa, at=now)) == ["business_id"]


def test_a_provider_of_others_keeps_its_names(yrsa, now):
    other = actions.create_controller(
        oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"), kind=ControllerKind.PRIVATE
    )
    assert Controller.objects.get(pk=other).kind == "private"
    row = Provider.objects.create(
        oid=PROVIDER.oid, business_id="0112038-9", name_fi="Vanha Oy", name_sv="Vanha Oy"
    )
    with pytest.raises(NotThere):
        upkeep.open_provider(row.id, by=yrsa, at=now)
    provider = actions.add_provider(PROVIDER, CONTRACT, by=yrsa, at=now)
    assert (provider, upkeep.open_provider(provider, by=yrsa, at=now).fields.name.fi) == (row.id, "Vanha Oy")
    actions.change_provider(provider, PROVIDER, by=yrsa, at=now)
    ProviderContract.objects.create(controller_id=other, provider=row, start=TODAY)
    with pytest.raises(ProviderOfOthersToo):
        actions.change_provider(provider, replace(PROVIDER, name=Bilingual("Muu Oy")), by=yrsa, at=now)
    view = upkeep.open_provider(provider, by=yrsa, at=now)
    assert (view.fields.name.fi, view.may_change, len(view.contracts)) == ("Hoiva Oy", False, 1)


def test_in_a_providers_unit_one_acts_while_a_contract_is_in_force(provider_unit, uuno, yrsa, now):
    actor = acting_in(provider_unit, uuno, yrsa, now)
    assert (actor.provider, actor.service_tasks) == (True, ("20", "15"))
    contract = contract_of(provider_unit)
    cases = [
        (ContractFields(start=TODAY, end=TODAY), True),
        (ContractFields(start=TODAY + timedelta(days=1)), False),
        (ContractFields(start=date(2026, 1, 1), end=TODAY - timedelta(days=1)), False),
    ]
    for fields, acts in cases:
        actions.change_contract(contract.id, fields, by=yrsa, at=now)
        assert (queries.actor_named("uuno", at=now) is not None) is acts
        assert bool(queries.assignments_of(actor.account_id, now)) is acts


def test_contracts_cover_the_service_tasks_that_they_name(provider_unit, uuno, yrsa, now):
    acting_in(provider_unit, uuno, yrsa, now)
    contract = contract_of(provider_unit)

    def tasks():
        return queries.actor_named("uuno", at=now).service_tasks

    actions.change_contract(contract.id, replace(CONTRACT, service_tasks=("15", "24")), by=yrsa, at=now)
    assert tasks() == ("15",)
    actions.change_contract(contract.id, replace(CONTRACT, service_tasks=("24",)), by=yrsa, at=now)
    assert tasks() == ()
    actions.add_contract(contract.provider_id, replace(CONTRACT, service_tasks=("20",)), by=yrsa, at=now)
    assert tasks() == ("20",)
    actions.add_contract(contract.provider_id, CONTRACT, by=yrsa, at=now)
    assert tasks() == ("20", "15")


def test_a_contract_of_another_controller_gives_nothing(provider_unit, uuno, yrsa, now):
    acting_in(provider_unit, uuno, yrsa, now)
    other = actions.create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    ProviderContract.objects.update(controller_id=other)
    assert queries.actor_named("uuno", at=now) is None


def test_the_actor_is_read_in_one_statement(provider_unit, uuno, yrsa, now):
    account = acting_in(provider_unit, uuno, yrsa, now).account_id
    with CaptureQueriesContext(connection) as asked:
        assert queries.actor_of(account, at=now).provider
    assert len(asked) == 1


def test_what_the_unit_is_shows_in_the_actor(organisation, uuno, yrsa, now):
    unit = actions.add_unit(replace(UNIT, shelter=True, mediation=True), by=yrsa, at=now)
    actor = acting_in(unit, uuno, yrsa, now, WorkTask.IMPLEMENTING)
    assert (actor.shelter, actor.mediation, actor.provider, actor.student) == (True, True, False, False)
