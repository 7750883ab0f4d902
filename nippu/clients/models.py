"""Clients of a controller, and what belongs to the person rather than to a case."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from nippu.base.ids import new_id
from nippu.base.privacy import Privacy
from nippu.organisations.models import Controller, Professional, Unit
from nippu.people.models import Person


class Client(models.Model):
    """A person as a client of one controller. A client is always one person, also in a joint case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    """The unit that took the person as a client; it may know of the client also before there is a case."""
    own_worker = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    """The designated personal worker (1301/2014, 42 §)."""
    service_language = models.CharField(max_length=2, default="fi")
    interpreter = models.CharField(max_length=100, blank=True)
    """The language of interpretation, empty when none is needed."""
    security_ban = models.BooleanField(default=False)
    """Non-disclosure for personal safety (661/2009, 36 §): contact details are kept from view."""
    restricted = models.BooleanField(default=False)
    """A colleague or a known person: only those named in the gates and those in charge have access."""
    special_support = models.BooleanField(null=True)
    """Whether the client needs special support (1301/2014, 3 §); null when not assessed."""
    created_at = models.DateTimeField()

    privacy: ClassVar = {
        Privacy.CLIENT: {
            "person",
            "unit",
            "own_worker",
            "service_language",
            "interpreter",
            "security_ban",
            "restricted",
            "special_support",
        },
        Privacy.OPERATION: {"id", "controller", "created_at"},
    }

    def __str__(self) -> str:
        return str(self.id)


class Risk(models.Model):
    """A risk that one who meets the client must know of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="risks")
    description = models.TextField()
    start = models.DateField()
    end = models.DateField(null=True)
    recorded_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="risk_ends_after_start", condition=Q(end__isnull=True) | Q(end__gte=F("start"))
            ),
            models.CheckConstraint(name="risk_is_described", condition=~Q(description="")),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"client", "description", "start", "end"},
        Privacy.STAFF: {"recorded_by"},
        Privacy.OPERATION: {"id"},
    }

    def __str__(self) -> str:
        return str(self.id)


def _days() -> Func:
    return Func(
        F("started_on"), F("ended_on"), Value("[]"), function="daterange", output_field=DateRangeField()
    )


class ClientRelationship(models.Model):
    """A client's relationship with the controller (1301/2014, 34 § 2): one at a time, days included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="relationships")
    oid = models.CharField(max_length=120, unique=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="relationship_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
            ExclusionConstraint(
                name="relationship_one_at_a_time",
                expressions=[("client", RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
            ),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"client", "started_on", "ended_on", "end_reason"},
        Privacy.OPERATION: {"id", "oid"},
    }

    def __str__(self) -> str:
        return str(self.id)


class ServiceTaskMembership(models.Model):
    """A service task in which the client has cases, and the unit that handles them, for a period of days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    relationship = models.ForeignKey(
        ClientRelationship, on_delete=models.PROTECT, related_name="service_tasks"
    )
    service_task = models.CharField(max_length=40)
    """Code of 1.2.246.537.6.1221."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["relationship", "service_task", "unit"],
                condition=Q(ended_on__isnull=True),
                name="service_task_open_once_in_unit",
            ),
            models.CheckConstraint(
                name="service_task_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "relationship"], name="service_task_by_unit")]

    privacy: ClassVar = {
        Privacy.CLIENT: {"relationship", "service_task", "started_on", "ended_on"},
        Privacy.OPERATION: {"id", "unit"},
    }

    def __str__(self) -> str:
        return f"{self.service_task} {self.started_on}"


class ClientGate(models.Model):
    """A professional who may look at a restricted client as at any other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="gates")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "professional"], name="gate_once"),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"client"},
        Privacy.STAFF: {"professional"},
        Privacy.OPERATION: {"id"},
    }

    def __str__(self) -> str:
        return str(self.id)


class SpecialGround(models.Model):
    """Access that a professional took for a stated ground, for a short time; a supervisor reviews it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="special_grounds")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40)
    """Code of 1.2.246.537.6.1299, or empty when a section of law is named instead."""
    law = models.CharField(max_length=200, blank=True)
    """Act and section, when no code of the national set fits."""
    words = models.TextField()
    """Why, in the professional's own words."""
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    review = models.CharField(max_length=20, blank=True)
    """What the supervisor found: approved, questioned, unjustified; empty before the review."""
    review_words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="special_ground_is_stated",
                condition=~Q(words="") & (~Q(ground="") | ~Q(law="")),
            ),
            models.CheckConstraint(
                name="special_ground_ends_after_beginning", condition=Q(ends_at__gt=F("begins_at"))
            ),
            models.CheckConstraint(
                name="special_ground_review_is_whole",
                condition=Q(review="", reviewed_at__isnull=True, reviewed_by__isnull=True)
                | (~Q(review="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["client", "professional", "-ends_at"], name="special_ground_of_client"),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"client", "ground", "law", "words", "review_words"},
        Privacy.STAFF: {"professional", "reviewed_by"},
        Privacy.OPERATION: {"id", "unit", "begins_at", "ends_at", "reviewed_at", "review"},
    }

    def __str__(self) -> str:
        return str(self.id)
