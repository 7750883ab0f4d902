"""The beginning of a controller: what has to be there before an administrator can keep the rest."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from nippu.access.types import WorkTask
from nippu.base.texts import Bilingual, Message, _
from nippu.organisations import actions, rules
from nippu.organisations.errors import FieldsRefused
from nippu.organisations.models import Controller
from nippu.organisations.types import ControllerKind, Flaw, NewProfessional, UnitFields


@transaction.atomic
def begin_controller(
    oid: str,
    name: Bilingual,
    unit: UnitFields,
    administrator: NewProfessional,
    *,
    kind: ControllerKind = ControllerKind.PUBLIC,
    at: datetime,
) -> None:
    """Add a controller with its first unit and its first administrator, who then keeps all else."""
    flaws = [
        *rules.check_unit(UnitFields(oid=oid, name=name)),
        *rules.check_unit(unit),
        *rules.check_username(administrator.username),
    ]
    if Controller.objects.filter(oid=oid).exists():
        flaws.append(Flaw("oid", Message(_("Tällä OID-tunnuksella on jo rekisterinpitäjä."))))
    if flaws:
        raise FieldsRefused(flaws)
    controller = actions.create_controller(oid=oid, name=name, kind=kind)
    first = actions.create_unit(controller, oid=unit.oid, name=unit.name, service_tasks=unit.service_tasks)
    person = actions.create_professional(controller, administrator)
    actions.assign_work_task(person, first, WorkTask.SYSTEM_ADMINISTRATION, start=localdate(at))
