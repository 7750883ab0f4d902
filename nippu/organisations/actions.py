"""Keeping controllers, units and professionals."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.timezone import localdate, localtime

from nippu.access.errors import NotThere
from nippu.access.models import Account
from nippu.access.types import Actor, Power, WorkTask
from nippu.audit.actions import record
from nippu.base.ids import (
    AccountId,
    AssignmentId,
    ContractId,
    ControllerId,
    ProfessionalId,
    ProviderId,
    UnitId,
)
from nippu.base.oids import Node, oid_of
from nippu.base.texts import Bilingual, Language, Message, _
from nippu.organisations import access, checking, rules
from nippu.organisations.errors import (
    AssignmentEndsBeforeStart,
    AssignmentHasBegun,
    FieldsRefused,
    OwnAccess,
    PasswordWeak,
    ProviderOfOthersToo,
    UnitOfAnother,
    UsernameTaken,
)
from nippu.organisations.models import (
    Assignment,
    Controller,
    Installation,
    Professional,
    Provider,
    ProviderContract,
    Unit,
)
from nippu.organisations.types import (
    AssignmentFields,
    ContractFields,
    ControllerKind,
    Flaw,
    NewProfessional,
    ProfessionalFields,
    ProviderFields,
    UnitFields,
)


def mark_demo() -> None:
    """Say for good that this database is a demo and holds no real data."""
    Installation.objects.get_or_create(id=1, defaults={"is_demo": True})


def create_controller(
    *, oid: str, name: Bilingual, kind: ControllerKind = ControllerKind.PUBLIC
) -> ControllerId:
    """Add a data controller."""
    row = Controller.objects.create(oid=oid, name_fi=name.fi, name_sv=name.sv or name.fi, kind=kind.value)
    return ControllerId(row.id)


def create_unit(
    controller_id: ControllerId, *, oid: str, name: Bilingual, service_tasks: Iterable[str]
) -> UnitId:
    """Add a service unit with the service tasks that it takes care of."""
    row = Unit.objects.create(
        controller_id=controller_id,
        oid=oid,
        name_fi=name.fi,
        name_sv=name.sv or name.fi,
        service_tasks=list(service_tasks),
    )
    return UnitId(row.id)


@transaction.atomic
def create_professional(controller_id: ControllerId, new: NewProfessional) -> ProfessionalId:
    """Add a professional with an account to log in with."""
    if new.password is not None:
        _check_password(new.password)
    if Account.objects.filter(username=new.username).exists():
        raise UsernameTaken
    account = Account(username=new.username, language=new.language)
    account.set_password(new.password)
    account.save()
    row = Professional.objects.create(
        controller_id=controller_id,
        account=account,
        given_names=new.given_names,
        family_name=new.family_name,
        title_fi=new.title.fi,
        title_sv=new.title.sv or new.title.fi,
        registration_number=new.registration_number,
        phone=new.phone,
        employee_id=new.employee_id,
    )
    return ProfessionalId(row.id)


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as refused:
        raise PasswordWeak from refused


def assign_work_task(
    professional_id: ProfessionalId,
    unit_id: UnitId,
    work_task: WorkTask,
    *,
    start: date,
    end: date | None = None,
    powers: Iterable[Power] = (),
) -> AssignmentId:
    """Give a professional a work task in a unit of the same controller."""
    if end is not None and end < start:
        raise AssignmentEndsBeforeStart
    professional = Professional.objects.get(pk=professional_id)
    if not Unit.objects.filter(pk=unit_id, controller_id=professional.controller_id).exists():
        raise UnitOfAnother
    row = Assignment(professional=professional, unit_id=unit_id, start=start, end=end, powers=list(powers))
    row.work_task = work_task.value
    row.save()
    return AssignmentId(row.id)


def end_work_task(assignment_id: AssignmentId, *, on: date) -> None:
    """Let a work task end after a day."""
    row = Assignment.objects.get(pk=assignment_id)
    if on < row.start:
        raise AssignmentEndsBeforeStart
    row.end = on
    row.save(update_fields=["end"])


def close_account(account_id: AccountId) -> None:
    """Let nobody log in with an account any more."""
    Account.objects.filter(pk=account_id).update(is_active=False)


def choose_language(account_id: AccountId, language: Language) -> None:
    """Remember in which language a person reads the interface."""
    Account.objects.filter(pk=account_id).update(language=language)


def issue_oid(node: Node, *, controller_oid: str, at: datetime) -> str:
    """A new object identifier for a relationship or a document, used by nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('organisations_oid_number')")
        (number,) = cursor.fetchone()
    return oid_of(controller_oid, node, year=localtime(at).year, number=number)


def _begin(by: Actor) -> None:
    """Let administrators of one controller change things one at a time."""
    access.check_keeps(by)
    Controller.objects.select_for_update().get(pk=by.controller_id)


def _refuse(flaws: Iterable[Flaw]) -> None:
    found = tuple(flaws)
    if found:
        raise FieldsRefused(found)


@transaction.atomic
def add_unit(fields: UnitFields, *, by: Actor, at: datetime) -> UnitId:
    """Add a unit to the own controller."""
    _begin(by)
    row = Unit(controller_id=by.controller_id)
    _keep_unit(row, fields, at)
    record("organisations.unit.add", by=by, clients=(), at=at, subject_id=row.id)
    return UnitId(row.id)


@transaction.atomic
def change_unit(unit_id: UnitId, fields: UnitFields, *, by: Actor, at: datetime) -> None:
    """Change what is told of a unit. With an end nobody acts in it after that day."""
    _begin(by)
    row = access.KEEP_UNITS.open(Unit.objects.all(), unit_id, by, at=at)
    if unit_id == by.unit_id and not rules.is_open(fields.start, fields.end, localdate(at)):
        raise OwnAccess
    _keep_unit(row, fields, at)
    record("organisations.unit.change", by=by, clients=(), at=at, subject_id=row.id)


def _keep_unit(row: Unit, fields: UnitFields, at: datetime) -> None:
    _refuse([*rules.check_unit(fields), *checking.unit_flaws(row, fields, localdate(at))])
    row.oid, row.name_fi, row.name_sv = fields.oid, fields.name.fi, fields.name.sv or fields.name.fi
    row.service_tasks = list(fields.service_tasks)
    row.provider_id, row.parent_id = fields.provider_id, fields.parent_id
    row.shelter, row.mediation = fields.shelter, fields.mediation
    row.start, row.end = fields.start, fields.end
    row.save()


@transaction.atomic
def add_provider(fields: ProviderFields, contract: ContractFields, *, by: Actor, at: datetime) -> ProviderId:
    """Add a private provider with its first contract. One known through others keeps its names."""
    _begin(by)
    _refuse([*rules.check_provider(fields), *rules.check_contract(contract)])
    row = Provider.objects.filter(oid=fields.oid).first()
    if row is None:
        row = Provider(oid=fields.oid)
        _keep_provider(row, fields)
    elif row.contracts.filter(controller_id=by.controller_id).exists():
        _refuse([Flaw("oid", Message(_("Palveluntuottaja on jo luettelossa.")))])
    record("organisations.provider.add", by=by, clients=(), at=at, subject_id=row.id)
    add_contract(ProviderId(row.id), contract, by=by, at=at)
    return ProviderId(row.id)


@transaction.atomic
def change_provider(provider_id: ProviderId, fields: ProviderFields, *, by: Actor, at: datetime) -> None:
    """Change the names and numbers of a private provider with which only the own controller has contracts."""
    _begin(by)
    row = access.KEEP_PROVIDERS.open(Provider.objects.distinct(), provider_id, by, at=at)
    if row.contracts.exclude(controller_id=by.controller_id).exists():
        raise ProviderOfOthersToo
    taken = Provider.objects.filter(oid=fields.oid).exclude(pk=row.pk).exists()
    flaw = Flaw("oid", Message(_("Tällä OID-tunnuksella on jo palveluntuottaja.")))
    _refuse([*rules.check_provider(fields), *([flaw] if taken else [])])
    _keep_provider(row, fields)
    record("organisations.provider.change", by=by, clients=(), at=at, subject_id=row.id)


def _keep_provider(row: Provider, fields: ProviderFields) -> None:
    row.oid, row.business_id = fields.oid, fields.business_id
    row.name_fi, row.name_sv = fields.name.fi, fields.name.sv or fields.name.fi
    row.save()


@transaction.atomic
def add_contract(provider_id: ProviderId, fields: ContractFields, *, by: Actor, at: datetime) -> ContractId:
    """Add a contract of the own controller with a private provider."""
    _begin(by)
    if not Provider.objects.filter(pk=provider_id).exists():
        raise NotThere
    row = ProviderContract(controller_id=by.controller_id, provider_id=provider_id)
    _keep_contract(row, fields)
    record("organisations.contract.add", by=by, clients=(), at=at, subject_id=row.id)
    return ContractId(row.id)


@transaction.atomic
def change_contract(contract_id: ContractId, fields: ContractFields, *, by: Actor, at: datetime) -> None:
    """Change the service tasks or the period of a contract. After its end nobody acts in its units."""
    _begin(by)
    row = access.KEEP_CONTRACTS.open(ProviderContract.objects.all(), contract_id, by, at=at)
    _keep_contract(row, fields)
    record("organisations.contract.change", by=by, clients=(), at=at, subject_id=row.id)


def _keep_contract(row: ProviderContract, fields: ContractFields) -> None:
    _refuse(rules.check_contract(fields))
    row.service_tasks, row.start, row.end = list(fields.service_tasks), fields.start, fields.end
    row.save()


@transaction.atomic
def add_professional(new: NewProfessional, *, by: Actor, at: datetime) -> ProfessionalId:
    """Add a professional to the own controller, with an account."""
    _begin(by)
    fields = ProfessionalFields(
        given_names=new.given_names,
        family_name=new.family_name,
        title=new.title,
        registration_number=new.registration_number,
        employee_id=new.employee_id,
        phone=new.phone,
    )
    _refuse(
        [
            *rules.check_username(new.username),
            *checking.username_flaws(new.username),
            *rules.check_professional(fields),
            *checking.employee_flaws(new.employee_id, by.controller_id),
        ]
    )
    professional_id = create_professional(by.controller_id, new)
    record("organisations.professional.add", by=by, clients=(), at=at, subject_id=professional_id)
    return professional_id


@transaction.atomic
def change_professional(
    professional_id: ProfessionalId, fields: ProfessionalFields, *, by: Actor, at: datetime
) -> None:
    """Change what is told of a professional."""
    row = _opened_professional(professional_id, by, at)
    taken = checking.employee_flaws(fields.employee_id, by.controller_id, own=professional_id)
    _refuse([*rules.check_professional(fields), *taken])
    row.given_names, row.family_name, row.phone = fields.given_names, fields.family_name, fields.phone
    row.title_fi, row.title_sv = fields.title.fi, fields.title.sv or fields.title.fi
    row.registration_number, row.employee_id = fields.registration_number, fields.employee_id
    row.save()
    record("organisations.professional.change", by=by, clients=(), at=at, subject_id=row.id)


def _opened_professional(
    professional_id: ProfessionalId, by: Actor, at: datetime, *, may_be_own: bool = True
) -> Professional:
    _begin(by)
    rows = Professional.objects.select_related("account")
    row = access.KEEP_PROFESSIONALS.open(rows, professional_id, by, at=at)
    if not may_be_own and professional_id == by.professional_id:
        raise OwnAccess
    return row


@transaction.atomic
def set_password(professional_id: ProfessionalId, password: str, *, by: Actor, at: datetime) -> None:
    """Give a professional a new password. Sessions that are open with the old one end."""
    account = _opened_professional(professional_id, by, at, may_be_own=False).account
    if account is None:
        raise NotThere
    _check_password(password)
    account.set_password(password)
    account.save(update_fields=["password"])
    record("organisations.password.set", by=by, clients=(), at=at, subject_id=professional_id)


@transaction.atomic
def let_log_in(professional_id: ProfessionalId, *, may: bool, by: Actor, at: datetime) -> None:
    """Close the account of a professional, or open it again."""
    account = _opened_professional(professional_id, by, at, may_be_own=False).account
    if account is None:
        raise NotThere
    account.is_active = may
    account.save(update_fields=["is_active"])
    done = "open" if may else "close"
    record(f"organisations.account.{done}", by=by, clients=(), at=at, subject_id=professional_id)


@transaction.atomic
def give_work_task(
    professional_id: ProfessionalId, fields: AssignmentFields, *, by: Actor, at: datetime
) -> AssignmentId:
    """Give a professional a work task in a unit of the own controller."""
    professional = _opened_professional(professional_id, by, at, may_be_own=False)
    row = Assignment(professional=professional, unit_id=fields.unit_id, work_task=fields.work_task.value)
    _keep_assignment(row, fields)
    record("organisations.work_task.give", by=by, clients=(), at=at, subject_id=row.id)
    return AssignmentId(row.id)


@transaction.atomic
def change_work_task(
    assignment_id: AssignmentId, fields: AssignmentFields, *, by: Actor, at: datetime
) -> None:
    """Change the period, service tasks or supervisor of a work task. Its unit and kind stay as they are."""
    row = _opened_assignment(assignment_id, by, at)
    if (row.unit_id, row.work_task) != (fields.unit_id, fields.work_task.value):
        text = _("Yksikköä ja työtehtävää ei muuteta. Päätä työtehtävä ja anna uusi.")
        _refuse([Flaw("unit", Message(text))])
    _keep_assignment(row, fields, own=assignment_id)
    record("organisations.work_task.change", by=by, clients=(), at=at, subject_id=row.id)


@transaction.atomic
def remove_work_task(assignment_id: AssignmentId, *, by: Actor, at: datetime) -> None:
    """Take away a work task that was given by mistake: one that has not begun before today."""
    row = _opened_assignment(assignment_id, by, at)
    if row.start < localdate(at):
        raise AssignmentHasBegun
    row.delete()
    record("organisations.work_task.remove", by=by, clients=(), at=at, subject_id=assignment_id)


def _opened_assignment(assignment_id: AssignmentId, by: Actor, at: datetime) -> Assignment:
    _begin(by)
    rows = Assignment.objects.select_related("professional")
    row = access.KEEP_WORK_TASKS.open(rows, assignment_id, by, at=at)
    if row.professional_id == by.professional_id:
        raise OwnAccess
    return row


def _keep_assignment(row: Assignment, fields: AssignmentFields, own: AssignmentId | None = None) -> None:
    professional = row.professional
    unit = Unit.objects.filter(pk=fields.unit_id, controller_id=professional.controller_id).first()
    in_provider = unit is not None and unit.provider_id is not None
    wrong = rules.check_assignment(fields, in_provider=in_provider)
    _refuse([*checking.assignment_flaws(professional, unit, fields, own=own), *wrong])
    row.service_tasks, row.student = list(fields.service_tasks), fields.student
    row.supervisor_id = fields.supervisor_id
    row.powers = list(row.powers if fields.powers is None else fields.powers)
    row.start, row.end = fields.start, fields.end
    row.save()
