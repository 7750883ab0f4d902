"""What the tests of keeping an organisation share: what is added, and how a refusal is read."""

from datetime import date

import pytest

from nippu.access.types import WorkTask
from nippu.base.texts import Bilingual
from nippu.organisations import actions, queries
from nippu.organisations.errors import FieldsRefused
from nippu.organisations.models import ProviderContract
from nippu.organisations.types import (
    AssignmentFields,
    ContractFields,
    NewProfessional,
    ProviderFields,
    UnitFields,
)
from tests import cast

UNIT = UnitFields(
    oid=f"{cast.ROOT}.21", name=Bilingual("Vammaispalvelut", "Funktionshinder"), service_tasks=("20",)
)
PROVIDER = ProviderFields(oid="1.2.246.10.28888881.10.0", business_id="2888888-1", name=Bilingual("Hoiva Oy"))
CONTRACT = ContractFields(start=date(2026, 1, 1))
NEW = NewProfessional(
    given_names="Uuno", family_name="Uusi", title=Bilingual("sosiaaliohjaaja"), username="uuno"
)
TODAY = date(2026, 11, 24)


def flaws_of(call):
    """The fields that a change is refused for."""
    with pytest.raises(FieldsRefused) as refused:
        call()
    return [each.field for each in refused.value.flaws]


def acting_in(unit, person, yrsa, now, task=WorkTask.PROVIDER_IMPLEMENTING, **more):
    """Who acts when the person has been given a work task in the unit."""
    fields = AssignmentFields(unit_id=unit, work_task=task, start=date(2026, 1, 1), **more)
    actions.give_work_task(person, fields, by=yrsa, at=now)
    return queries.actor_named("uuno", at=now)


def contract_of(unit):
    return ProviderContract.objects.get(provider__units=unit)
