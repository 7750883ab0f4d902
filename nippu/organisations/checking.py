"""What is wrong with what an administrator gave, as far as the database has to be asked."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from nippu.access.models import Account
from nippu.base.ids import AssignmentId, ControllerId, ProfessionalId, UnitId
from nippu.base.texts import Message, _
from nippu.organisations.models import Assignment, Professional, ProviderContract, Unit
from nippu.organisations.types import AssignmentFields, Flaw, UnitFields


def unit_flaws(unit: Unit, fields: UnitFields, today: date) -> Iterator[Flaw]:
    """Whether the unit's identifier is free, and its provider and parent are the controller's own."""
    own = Unit.objects.filter(controller_id=unit.controller_id)
    if own.filter(oid=fields.oid).exclude(pk=unit.pk).exists():
        yield Flaw("oid", Message(_("Tällä OID-tunnuksella on jo yksikkö.")))
    if fields.provider_id is not None:
        contracts = ProviderContract.objects.filter(provider_id=fields.provider_id)
        if not contracts.filter(controller_id=unit.controller_id).exists():
            yield Flaw("provider", Message(_("Palveluntuottajan kanssa ei ole sopimusta.")))
    if _changes_hands(unit, fields) and unit.assignments.filter(_not_ended(today)).exists():
        text = _("Yksikössä on työtehtäviä, jotka eivät sovi uudelle tuottajalle. Päätä ne ensin.")
        yield Flaw("provider", Message(text))
    if fields.parent_id is not None and not _may_be_parent(fields.parent_id, unit):
        yield Flaw(
            "parent", Message(_("Valitse toinen yksikkö: yksikkö ei voi kuulua itseensä tai osaansa."))
        )


def _changes_hands(unit: Unit, fields: UnitFields) -> bool:
    """Whether a unit that is kept already goes from the controller's own to a provider, or the other way."""
    return not unit._state.adding and (unit.provider_id is None) != (fields.provider_id is None)


def _not_ended(today: date) -> Q:
    return Q(end=None) | Q(end__gte=today)


def _may_be_parent(parent_id: UnitId, unit: Unit) -> bool:
    """Whether the parent is the controller's, and neither the unit itself nor a part of it."""
    parents = dict(Unit.objects.filter(controller_id=unit.controller_id).values_list("id", "parent_id"))
    here: UUID | None = parent_id
    seen: set[UUID] = set()
    while here is not None and here not in seen:
        if here == unit.pk or here not in parents:
            return False
        seen.add(here)
        here = parents[here]
    return True


def username_flaws(username: str) -> Iterator[Flaw]:
    """Whether the name to log in with is free."""
    if Account.objects.filter(username__iexact=username).exists():
        yield Flaw("username", Message(_("Käyttäjätunnus on jo käytössä. Valitse toinen.")))


def employee_flaws(
    employee_id: str, controller_id: ControllerId, *, own: ProfessionalId | None = None
) -> Iterator[Flaw]:
    """Whether the employee's number is free in the controller."""
    same = Professional.objects.filter(controller_id=controller_id, employee_id=employee_id)
    others = same if own is None else same.exclude(pk=own)
    if employee_id and others.exists():
        yield Flaw("employee_id", Message(_("Henkilöstönumero on jo toisella henkilöllä.")))


def assignment_flaws(
    professional: Professional,
    unit: Unit | None,
    fields: AssignmentFields,
    *,
    own: AssignmentId | None = None,
) -> Iterator[Flaw]:
    """Whether the unit and the supervisor are of the controller, and the work task is not given twice."""
    if unit is None:
        yield Flaw("unit", Message(_("Valitse yksikkö luettelosta.")))
    elif unit.end is not None and fields.start > unit.end:
        yield Flaw("unit", Message(_("Yksikkö on päättynyt ennen työtehtävän alkamista.")))
    if fields.supervisor_id is not None and not _may_supervise(fields.supervisor_id, professional):
        yield Flaw(
            "supervisor", Message(_("Ohjaajan tulee olla saman rekisterinpitäjän toinen ammattihenkilö."))
        )
    if _is_given_already(professional, fields, own):
        text = _("Henkilöllä on jo tämä työtehtävä tässä yksikössä samaan aikaan.")
        yield Flaw("start", Message(text))


def _may_supervise(supervisor_id: ProfessionalId, professional: Professional) -> bool:
    colleagues = Professional.objects.filter(controller_id=professional.controller_id)
    return colleagues.filter(pk=supervisor_id).exclude(pk=professional.pk).exists()


def _is_given_already(professional: Professional, fields: AssignmentFields, own: AssignmentId | None) -> bool:
    same = Assignment.objects.filter(
        _not_ended(fields.start),
        professional=professional,
        unit_id=fields.unit_id,
        work_task=fields.work_task.value,
    )
    others = same if own is None else same.exclude(pk=own)
    return (others if fields.end is None else others.filter(start__lte=fields.end)).exists()
