"""Keeping controllers, units and professionals."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.timezone import localtime

from nippu.access.models import Account
from nippu.access.types import WorkTask
from nippu.base.ids import AccountId, AssignmentId, ControllerId, ProfessionalId, UnitId
from nippu.base.oids import Node, oid_of
from nippu.base.texts import Bilingual, Language
from nippu.organisations.errors import AssignmentEndsBeforeStart, PasswordWeak, UnitOfAnother, UsernameTaken
from nippu.organisations.models import Assignment, Controller, Installation, Professional, Unit
from nippu.organisations.types import NewProfessional


def mark_demo() -> None:
    """Say for good that this database is a demo and holds no real data."""
    Installation.objects.get_or_create(id=1, defaults={"is_demo": True})


def create_controller(*, oid: str, name: Bilingual) -> ControllerId:
    """Add a data controller."""
    row = Controller.objects.create(oid=oid, name_fi=name.fi, name_sv=name.sv or name.fi)
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
    try:
        validate_password(new.password)
    except ValidationError as refused:
        raise PasswordWeak from refused
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
    )
    return ProfessionalId(row.id)


def assign_work_task(
    professional_id: ProfessionalId,
    unit_id: UnitId,
    work_task: WorkTask,
    *,
    start: date,
    end: date | None = None,
) -> AssignmentId:
    """Give a professional a work task in a unit of the same controller."""
    if end is not None and end < start:
        raise AssignmentEndsBeforeStart
    professional = Professional.objects.get(pk=professional_id)
    if not Unit.objects.filter(pk=unit_id, controller_id=professional.controller_id).exists():
        raise UnitOfAnother
    row = Assignment.objects.create(
        professional=professional, unit_id=unit_id, work_task=work_task.value, start=start, end=end
    )
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
