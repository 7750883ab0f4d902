"""Controllers, units, professionals, and what professionals do in which unit."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nippu.access.models import Account
from nippu.access.types import WorkTask
from nippu.base.ids import new_id
from nippu.base.privacy import Privacy
from nippu.organisations.types import ControllerKind


class Installation(models.Model):
    """What this database is for. One row at most; a demo's database says so from its first moment."""

    id = models.SmallAutoField(primary_key=True)
    is_demo = models.BooleanField()

    privacy: ClassVar = {Privacy.OPERATION: {"id", "is_demo"}}

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="installation_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return "demo" if self.is_demo else "production"


class Controller(models.Model):
    """A data controller (703/2023, 13 §): a wellbeing services county or a private provider."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    oid = models.CharField(max_length=100, unique=True)
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in ControllerKind], default="public"
    )

    privacy: ClassVar = {Privacy.OPERATION: {"id", "oid", "name_fi", "name_sv", "kind"}}

    def __str__(self) -> str:
        return self.name_fi


class Provider(models.Model):
    """A private provider, which carries out services on behalf of a controller."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    oid = models.CharField(max_length=100, unique=True)
    business_id = models.CharField(max_length=20)
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200)

    privacy: ClassVar = {Privacy.OPERATION: {"id", "oid", "business_id", "name_fi", "name_sv"}}

    def __str__(self) -> str:
        return self.name_fi


class ProviderContract(models.Model):
    """What a private provider carries out for a controller, for a period of days, both included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="contracts")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contracts")
    service_tasks = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """Codes of 1.2.246.537.6.1221; none means all."""
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contract_ends_after_start", condition=Q(end__isnull=True) | Q(end__gte=F("start"))
            ),
        ]

    privacy: ClassVar = {Privacy.OPERATION: {"id", "controller", "provider", "service_tasks", "start", "end"}}

    def __str__(self) -> str:
        return f"{self.provider_id} {self.start}"


class Unit(models.Model):
    """A service unit of a controller, with the service tasks that it takes care of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="units")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="units")
    """Whose unit it is, when a private provider works in it for the controller."""
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    """The unit that it is a part of, in the national register of organisations."""
    oid = models.CharField(max_length=100)
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200)
    service_tasks = ArrayField(models.CharField(max_length=40), default=list)
    """Codes of 1.2.246.537.6.1221."""
    shelter = models.BooleanField(default=False)
    """Whether it is a shelter: only there are the documents of shelter work seen."""
    mediation = models.BooleanField(default=False)
    """Whether it is a unit of family mediation: only there are the documents of mediation seen."""
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            # A private provider's unit may work for several controllers.
            models.UniqueConstraint(name="unit_oid_once_in_controller", fields=["controller", "oid"]),
            models.CheckConstraint(name="unit_is_no_part_of_itself", condition=~Q(parent=F("id"))),
            models.CheckConstraint(
                name="unit_ends_after_start",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
            ),
        ]

    privacy: ClassVar = {
        Privacy.OPERATION: {
            "id",
            "controller",
            "provider",
            "parent",
            "oid",
            "name_fi",
            "name_sv",
            "service_tasks",
            "shelter",
            "mediation",
            "start",
            "end",
        }
    }

    def __str__(self) -> str:
        return self.name_fi


class Professional(models.Model):
    """A person who works for a controller."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="professionals")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, null=True, related_name="+")
    given_names = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=100)
    title_sv = models.CharField(max_length=100)
    registration_number = models.CharField(max_length=40, blank=True)
    """Number in the national register of professionals (817/2015)."""
    phone = models.CharField(max_length=60, blank=True)
    employee_id = models.CharField(max_length=40, blank=True)
    """Number by which the employer knows the person."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="employee_id_once_in_controller",
                fields=["controller", "employee_id"],
                condition=~Q(employee_id=""),
            ),
        ]

    privacy: ClassVar = {
        Privacy.STAFF: {
            "account",
            "given_names",
            "family_name",
            "title_fi",
            "title_sv",
            "registration_number",
            "phone",
            "employee_id",
        },
        Privacy.OPERATION: {"id", "controller"},
    }

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}"


class Assignment(models.Model):
    """A professional's work task in a unit for a period of days, both included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    work_task = models.CharField(max_length=40, choices=[(task.value, task.value) for task in WorkTask])
    service_tasks = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """Codes of 1.2.246.537.6.1221; none means those of the unit."""
    student = models.BooleanField(default=False)
    """Whether the person studies for the profession and works under a supervisor (457/2024, 21 §)."""
    supervisor = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, related_name="supervised"
    )
    powers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """What the law gives to the holder of an office: nippu.access.types.Power."""
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assignment_ends_after_start", condition=Q(end__isnull=True) | Q(end__gte=F("start"))
            ),
            models.CheckConstraint(
                name="student_has_supervisor", condition=Q(student=False) | Q(supervisor__isnull=False)
            ),
            models.CheckConstraint(
                name="nobody_supervises_oneself", condition=~Q(supervisor=F("professional"))
            ),
        ]

    privacy: ClassVar = {
        Privacy.STAFF: {
            "professional",
            "unit",
            "work_task",
            "service_tasks",
            "student",
            "supervisor",
            "powers",
            "start",
            "end",
        },
        Privacy.OPERATION: {"id"},
    }

    def __str__(self) -> str:
        return f"{self.work_task} {self.start}"
