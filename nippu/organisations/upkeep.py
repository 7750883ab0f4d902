"""What an administrator reads: the units, private providers and professionals of the own controller."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate

from nippu.access.types import Actor, Power, WorkTask
from nippu.base.ids import AssignmentId, ContractId, ProfessionalId, ProviderId, UnitId
from nippu.base.texts import Bilingual
from nippu.organisations import access
from nippu.organisations.models import Assignment, Professional, Provider, ProviderContract, Unit
from nippu.organisations.queries import language_of
from nippu.organisations.rules import standing_of
from nippu.organisations.types import (
    AssignmentFields,
    AssignmentView,
    ContractFields,
    ContractView,
    ProfessionalFields,
    ProfessionalView,
    ProviderFields,
    ProviderView,
    Standing,
    UnitFields,
    UnitView,
)


def list_units(*, by: Actor, at: datetime) -> tuple[UnitView, ...]:
    """The units of the own controller, by their Finnish names."""
    rows = access.KEEP_UNITS.filter(_units(by), by, at=at)
    today = localdate(at)
    workers = Counter(
        row.unit_id
        for row in access.KEEP_WORK_TASKS.filter(Assignment.objects.all(), by, at=at)
        if standing_of(row.start, row.end, today) is Standing.NOW
    )
    return tuple(_unit(row, workers, today) for row in rows)


def open_unit(unit_id: UnitId, *, by: Actor, at: datetime) -> tuple[UnitView, tuple[AssignmentView, ...]]:
    """A unit, and the work tasks that have been given in it."""
    row = access.KEEP_UNITS.open(_units(by), unit_id, by, at=at)
    today = localdate(at)
    given = [_assignment(each, today) for each in _assignments().filter(unit=row)]
    now = sum(each.standing is Standing.NOW for each in given)
    return _unit(row, {row.id: now}, today), tuple(given)


def _units(by: Actor) -> QuerySet[Unit]:
    access.check_keeps(by)
    return Unit.objects.select_related("provider", "parent").order_by("name_fi", "id")


def _unit(row: Unit, workers: Mapping[UUID, int], today: date) -> UnitView:
    return UnitView(
        id=UnitId(row.id),
        fields=UnitFields(
            oid=row.oid,
            name=Bilingual(row.name_fi, row.name_sv),
            service_tasks=tuple(row.service_tasks),
            provider_id=ProviderId(row.provider_id) if row.provider_id else None,
            parent_id=UnitId(row.parent_id) if row.parent_id else None,
            shelter=row.shelter,
            mediation=row.mediation,
            start=row.start,
            end=row.end,
        ),
        provider_name=Bilingual(row.provider.name_fi, row.provider.name_sv) if row.provider else None,
        parent_name=Bilingual(row.parent.name_fi, row.parent.name_sv) if row.parent else None,
        standing=standing_of(row.start, row.end, today),
        workers=workers.get(row.id, 0),
    )


def list_providers(*, by: Actor, at: datetime) -> tuple[ProviderView, ...]:
    """The private providers with which the controller has or has had a contract, by their Finnish names."""
    access.check_keeps(by)
    rows = list(
        access.KEEP_PROVIDERS.filter(Provider.objects.distinct().order_by("name_fi", "id"), by, at=at)
    )
    return _providers(rows, by, at)


def open_provider(provider_id: ProviderId, *, by: Actor, at: datetime) -> ProviderView:
    """A private provider with its contracts and units."""
    access.check_keeps(by)
    row = access.KEEP_PROVIDERS.open(Provider.objects.distinct(), provider_id, by, at=at)
    return _providers([row], by, at)[0]


def open_contract(contract_id: ContractId, *, by: Actor, at: datetime) -> ContractView:
    """A contract of the own controller."""
    access.check_keeps(by)
    row = access.KEEP_CONTRACTS.open(ProviderContract.objects.all(), contract_id, by, at=at)
    return _contract(row, localdate(at))


def _providers(rows: Iterable[Provider], by: Actor, at: datetime) -> tuple[ProviderView, ...]:
    today = localdate(at)
    contracts, shared = defaultdict(list), set()
    for each in ProviderContract.objects.filter(provider__in=rows).order_by("-start", "id"):
        if each.controller_id == by.controller_id:
            contracts[each.provider_id].append(_contract(each, today))
        else:
            shared.add(each.provider_id)
    units = defaultdict(list)
    for unit in access.KEEP_UNITS.filter(_units(by), by, at=at).filter(provider__in=rows):
        units[unit.provider_id].append((UnitId(unit.id), Bilingual(unit.name_fi, unit.name_sv)))
    return tuple(
        ProviderView(
            id=ProviderId(row.id),
            fields=ProviderFields(
                oid=row.oid, business_id=row.business_id, name=Bilingual(row.name_fi, row.name_sv)
            ),
            contracts=tuple(contracts[row.id]),
            units=tuple(units[row.id]),
            may_change=row.id not in shared,
        )
        for row in rows
    )


def _contract(row: ProviderContract, today: date) -> ContractView:
    return ContractView(
        id=ContractId(row.id),
        provider_id=ProviderId(row.provider_id),
        fields=ContractFields(service_tasks=tuple(row.service_tasks), start=row.start, end=row.end),
        standing=standing_of(row.start, row.end, today),
    )


def list_professionals(*, by: Actor, at: datetime) -> tuple[ProfessionalView, ...]:
    """The professionals of the own controller with their work tasks, by name."""
    today = localdate(at)
    return tuple(
        _professional(row, today) for row in access.KEEP_PROFESSIONALS.filter(_professionals(by), by, at=at)
    )


def open_professional(professional_id: ProfessionalId, *, by: Actor, at: datetime) -> ProfessionalView:
    """A professional with every work task that the person has or has had."""
    row = access.KEEP_PROFESSIONALS.open(_professionals(by), professional_id, by, at=at)
    return _professional(row, localdate(at))


def open_work_task(assignment_id: AssignmentId, *, by: Actor, at: datetime) -> AssignmentView:
    """A work task of a professional."""
    access.check_keeps(by)
    row = access.KEEP_WORK_TASKS.open(_assignments(), assignment_id, by, at=at)
    return _assignment(row, localdate(at))


def professional_named(username: str, *, by: Actor, at: datetime) -> ProfessionalId | None:
    """The professional of the own controller who logs in with a name."""
    rows = access.KEEP_PROFESSIONALS.filter(_professionals(by), by, at=at)
    found = rows.filter(account__username=username).values_list("id", flat=True).first()
    return ProfessionalId(found) if found else None


def _professionals(by: Actor) -> QuerySet[Professional]:
    access.check_keeps(by)
    given = Prefetch("assignments", _assignments())
    rows = Professional.objects.select_related("account").prefetch_related(given)
    return rows.order_by("family_name", "given_names", "id")


def _assignments() -> QuerySet[Assignment]:
    rows = Assignment.objects.select_related("professional", "unit", "supervisor__account")
    return rows.order_by("-start", "id")


def _professional(row: Professional, today: date) -> ProfessionalView:
    account = row.account
    return ProfessionalView(
        id=ProfessionalId(row.id),
        fields=ProfessionalFields(
            given_names=row.given_names,
            family_name=row.family_name,
            title=Bilingual(row.title_fi, row.title_sv),
            registration_number=row.registration_number,
            employee_id=row.employee_id,
            phone=row.phone,
        ),
        username=account.username if account else "",
        language=language_of(account.language if account else "fi"),
        is_open=account is not None and account.is_active,
        has_password=account is not None and account.has_usable_password(),
        assignments=tuple(_assignment(each, today) for each in row.assignments.all()),
    )


def _assignment(row: Assignment, today: date) -> AssignmentView:
    supervisor = row.supervisor
    return AssignmentView(
        id=AssignmentId(row.id),
        professional_id=ProfessionalId(row.professional_id),
        fields=AssignmentFields(
            unit_id=UnitId(row.unit_id),
            work_task=WorkTask(row.work_task),
            service_tasks=tuple(row.service_tasks),
            student=row.student,
            supervisor_id=ProfessionalId(row.supervisor_id) if row.supervisor_id else None,
            powers=tuple(map(Power, row.powers)),
            start=row.start,
            end=row.end,
        ),
        unit_name=Bilingual(row.unit.name_fi, row.unit.name_sv),
        unit_oid=row.unit.oid,
        professional_name=f"{row.professional.family_name} {row.professional.given_names}",
        supervisor_name=str(supervisor) if supervisor else "",
        supervisor_username=supervisor.account.username if supervisor and supervisor.account else "",
        standing=standing_of(row.start, row.end, today),
    )
