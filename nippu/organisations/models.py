"""Controllers, units, professionals, and what professionals do in which unit."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nippu.access.models import Account
from nippu.access.types import WorkTask
from nippu.base.ids import new_id
from nippu.base.privacy import Privacy


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

    privacy: ClassVar = {Privacy.OPERATION: {"id", "oid", "name_fi", "name_sv"}}

    def __str__(self) -> str:
        return self.name_fi


class Unit(models.Model):
    """A service unit of a controller, with the service tasks that it takes care of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="units")
    oid = models.CharField(max_length=100, unique=True)
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200)
    service_tasks = ArrayField(models.CharField(max_length=40), default=list)
    """Codes of 1.2.246.537.6.1221."""

    privacy: ClassVar = {
        Privacy.OPERATION: {"id", "controller", "oid", "name_fi", "name_sv", "service_tasks"}
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

    privacy: ClassVar = {
        Privacy.STAFF: {
            "account",
            "given_names",
            "family_name",
            "title_fi",
            "title_sv",
            "registration_number",
            "phone",
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
    start = models.DateField()
    end = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="assignment_ends_after_start", condition=Q(end__isnull=True) | Q(end__gte=F("start"))
            ),
        ]

    privacy: ClassVar = {
        Privacy.STAFF: {"professional", "unit", "work_task", "start", "end"},
        Privacy.OPERATION: {"id"},
    }

    def __str__(self) -> str:
        return f"{self.work_task} {self.start}"
