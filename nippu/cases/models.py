"""Cases and their members."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nippu.base.ids import new_id
from nippu.base.privacy import Privacy
from nippu.cases.types import CaseState
from nippu.clients.models import Client
from nippu.organisations.models import Controller, Professional, Unit


class CaseNumbers(models.Model):
    """The last case number given by a controller in a year."""

    id = models.BigAutoField(primary_key=True)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["controller", "year"], name="case_numbers_once_a_year"),
        ]

    privacy: ClassVar = {Privacy.OPERATION: {"id", "controller", "year", "last"}}

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Case(models.Model):
    """A case (asia): a bundle of papers about one need of support, in exactly one service task."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    """Year and running number of the controller: 2026-4718."""
    oid = models.CharField(max_length=120, unique=True)
    """The case identifier of the national services."""
    name_code = models.CharField(max_length=40)
    """Code of 1.2.246.537.6.1265."""
    name_text = models.CharField(max_length=200, blank=True)
    """The name in words when the code is 99, other."""
    state = models.CharField(max_length=10, default=CaseState.OPEN.value)
    service_task = models.CharField(max_length=40)
    """Code of 1.2.246.537.6.1221."""
    joint = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    stage = models.CharField(max_length=20, default="initiation")
    """The stage the case is in: nippu.catalogue.types.Stage."""
    responsible = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["controller", "number"], name="case_number_once"),
            models.CheckConstraint(
                name="case_closed_has_day_and_closer",
                condition=Q(state=CaseState.CLOSED.value, closed_on__isnull=False, closed_by__isnull=False)
                | Q(state=CaseState.OPEN.value, closed_on__isnull=True, closed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="case_other_name_in_words", condition=~Q(name_code="99") | ~Q(name_text="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-changed_at"], name="case_unit_changed"),
            models.Index(fields=["responsible", "state", "-changed_at"], name="case_responsible_changed"),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"name_code", "name_text", "service_task", "joint", "urgent", "stage"},
        Privacy.STAFF: {"responsible", "closed_by"},
        Privacy.OPERATION: {
            "id",
            "controller",
            "unit",
            "number",
            "oid",
            "state",
            "opened_at",
            "opened_on",
            "closed_on",
            "changed_at",
        },
    }

    def __str__(self) -> str:
        return self.number


class CaseMember(models.Model):
    """A client's time in a case, from the instant of joining to that of leaving."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    """Order of joining, from 1: gives the member's colour."""
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "client"], condition=Q(left_at__isnull=True), name="member_once_at_a_time"
            ),
            models.CheckConstraint(
                name="member_leaves_after_joining",
                condition=Q(left_at__isnull=True) | Q(left_at__gt=F("joined_at")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["client", "case"], name="member_by_client")]

    privacy: ClassVar = {
        Privacy.CLIENT: {"case", "client", "joined_at", "left_at"},
        Privacy.OPERATION: {"id", "position"},
    }

    def __str__(self) -> str:
        return str(self.id)


class ImplementationLink(models.Model):
    """A unit that carries out a service in a case, for a period of days, both included.

    For a private provider's unit this is the right to use the organiser's register (703/2023, 14 §).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="implementations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(ended_on__isnull=True), name="implementation_open_once"
            ),
            models.CheckConstraint(
                name="implementation_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "case"], name="implementation_by_unit")]

    privacy: ClassVar = {
        Privacy.CLIENT: {"case", "started_on", "ended_on"},
        Privacy.OPERATION: {"id", "unit"},
    }

    def __str__(self) -> str:
        return str(self.id)
