import pytest
from django.db import ProgrammingError, transaction

from nippu.audit.actions import record
from nippu.audit.models import UseRecord


@pytest.fixture
def use(aino, eero, now):
    record("client.read", by=eero, clients=[aino], at=now, subject_id=aino)
    return UseRecord.objects.get(action="client.read")


def test_a_use_is_recorded_with_who_where_whom_and_when(use, aino, eero, now):
    assert (use.professional_id, use.unit_id, use.controller_id) == (
        eero.professional_id,
        eero.unit_id,
        eero.controller_id,
    )
    assert (use.clients, use.subject_id, use.at) == ([aino], aino, now)
    assert str(use) == f"client.read {aino}"


@pytest.mark.parametrize("change", ["update", "delete", "delete_all"])
def test_the_database_refuses_to_change_or_remove_a_use(use, change):
    changes = {
        "update": lambda: UseRecord.objects.filter(pk=use.pk).update(action="other"),
        "delete": use.delete,
        "delete_all": lambda: UseRecord.objects.all().delete(),
    }
    with pytest.raises(ProgrammingError, match="only grows"), transaction.atomic():
        changes[change]()
    assert UseRecord.objects.filter(pk=use.pk, action="client.read").exists()
