"""Reading of controllers, units and professionals."""

from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate

from nippu.access.types import Actor, Power, WorkTask
from nippu.base.ids import AccountId, AssignmentId, ControllerId, ProfessionalId, UnitId
from nippu.base.texts import LANGUAGES, Bilingual, Language
from nippu.organisations.models import Assignment, Controller, Installation, Professional, ProviderContract
from nippu.organisations.rules import covered
from nippu.organisations.types import AssignmentFacts, Colleague, DemoAccount


def is_demo() -> bool:
    """Whether this database is a demo. It is said once, before anything else is put in."""
    return Installation.objects.filter(is_demo=True).exists()


def is_empty_or_demo() -> bool:
    """Whether a demo may write here: nothing is in the database yet, or it is a demo's."""
    return is_demo() or not (Installation.objects.exists() or Controller.objects.exists())


def demo_accounts(*, at: datetime) -> tuple[DemoAccount, ...]:
    """Whom one may log in as in a demo; nobody when the database is not a demo's."""
    if not is_demo():
        return ()
    found: dict[UUID, Assignment] = {}
    for row in _current_assignments(Q(), at):
        found.setdefault(row.professional_id, row)
    return tuple(
        DemoAccount(
            username=row.professional.account.username,
            name=str(row.professional),
            title=Bilingual(row.professional.title_fi, row.professional.title_sv),
            unit_name=Bilingual(row.unit.name_fi, row.unit.name_sv),
        )
        for row in found.values()
        if row.professional.account is not None
    )


def _current(day: date) -> Q:
    return Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gte=day))


def _current_assignments(account: Q, at: datetime) -> QuerySet[Assignment]:
    """Work tasks of the day. In a unit of a private provider nobody acts without a contract in force."""
    day = localdate(at)
    contracts = ProviderContract.objects.filter(
        _current(day), controller=OuterRef("unit__controller"), provider=OuterRef("unit__provider")
    )
    unit_is_open = (Q(unit__start=None) | Q(unit__start__lte=day)) & (
        Q(unit__end=None) | Q(unit__end__gte=day)
    )
    return (
        Assignment.objects.filter(account, _current(day), unit_is_open, professional__account__is_active=True)
        .filter(Q(unit__provider=None) | Exists(contracts))
        .annotate(contracted=ArraySubquery(contracts.values(json=JSONObject(tasks="service_tasks"))))
        .select_related("professional__account", "unit__controller")
        .order_by("start", "id")
    )


def _own_service_tasks(row: Assignment) -> tuple[str, ...]:
    """The work task's own, else the unit's; of a private provider only those that a contract covers."""
    own = tuple(row.service_tasks or row.unit.service_tasks)
    if row.unit.provider_id is None:
        return own
    contracts: list[dict[str, list[str]]] = getattr(row, "contracted")  # noqa: B009  annotated above
    return covered(own, (each["tasks"] for each in contracts))


def actor_of(
    account_id: AccountId, *, at: datetime, assignment_id: AssignmentId | None = None
) -> Actor | None:
    """Who acts when this account is logged in: in the chosen work task, else in the one that began first.

    None when the account is closed or has no work task today. One statement.
    """
    rows = list(_current_assignments(Q(professional__account_id=account_id), at))
    chosen = next((row for row in rows if row.id == assignment_id), None)
    row = chosen or next(iter(rows), None)
    return None if row is None else _actor(row)


def actor_named(username: str, *, at: datetime) -> Actor | None:
    """Who acts under a user name: for commands and demonstrations."""
    row = _current_assignments(Q(professional__account__username=username), at).first()
    return None if row is None else _actor(row)


def _actor(row: Assignment) -> Actor:
    professional, unit = row.professional, row.unit
    controller, account = unit.controller, professional.account
    assert account is not None
    return Actor(
        account_id=AccountId(account.id),
        professional_id=ProfessionalId(professional.id),
        controller_id=ControllerId(controller.id),
        unit_id=UnitId(unit.id),
        work_task=WorkTask(row.work_task),
        given_names=professional.given_names,
        family_name=professional.family_name,
        title=Bilingual(professional.title_fi, professional.title_sv),
        registration_number=professional.registration_number,
        unit_name=Bilingual(unit.name_fi, unit.name_sv),
        unit_oid=unit.oid,
        controller_name=Bilingual(controller.name_fi, controller.name_sv),
        controller_oid=controller.oid,
        service_tasks=_own_service_tasks(row),
        student=row.student,
        provider=unit.provider_id is not None,
        shelter=unit.shelter,
        mediation=unit.mediation,
        powers=tuple(map(Power, row.powers)),
        assignment_id=AssignmentId(row.id),
        language=language_of(account.language),
    )


def language_of(stored: str) -> Language:
    """The language of the interface that is stored of an account; Finnish for any other."""
    return next((known for known in LANGUAGES if known == stored), "fi")


def assignments_of(account_id: AccountId, at: datetime) -> tuple[AssignmentFacts, ...]:
    """The work tasks that one may act in today, those that began first coming first."""
    return tuple(
        AssignmentFacts(
            id=AssignmentId(row.id),
            unit_id=UnitId(row.unit_id),
            unit_name=Bilingual(row.unit.name_fi, row.unit.name_sv),
            work_task=WorkTask(row.work_task),
            start=row.start,
            end=row.end,
        )
        for row in _current_assignments(Q(professional__account_id=account_id), at)
    )


def colleagues_in(unit_id: UnitId, *, at: datetime) -> tuple[Colleague, ...]:
    """Those who work with clients in a unit today, by family name. One statement."""
    rows = Professional.objects.filter(
        Exists(
            Assignment.objects.filter(
                _current(localdate(at)), professional=OuterRef("pk"), unit_id=unit_id
            ).exclude(work_task__in=[each.value for each in WorkTask if not each.is_client_work])
        )
    )
    return tuple(colleague(each) for each in rows.order_by("family_name", "given_names", "id"))


def colleague(row: Professional) -> Colleague:
    """A professional as colleagues see them."""
    return Colleague(
        id=ProfessionalId(row.id),
        given_names=row.given_names,
        family_name=row.family_name,
        title=Bilingual(row.title_fi, row.title_sv),
        registration_number=row.registration_number,
        phone=row.phone,
    )
