"""The log of use (703/2023, 10 §): identifiers and moments, never contents. Rows are only added.

Who reads or gives out is told by identifiers without foreign keys: a record outlives what it tells of.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from nippu.audit.types import Kind, Outcome, Purpose
from nippu.base.ids import new_id
from nippu.base.privacy import Privacy

PLACELESS = (Kind.LOG_IN.value, Kind.UPKEEP.value)
"""Kinds of use that may happen outside all units: a log-in that failed, the upkeep of the log itself."""


class UseRecord(models.Model):
    """One use of client data: who, in which unit and work task, what, about whom, why, when."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, db_default=Kind.CHANGE.value)
    purpose = models.CharField(max_length=20, db_default=Purpose.CLIENT_WORK.value)
    controller_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    professional_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True)
    work_task = models.CharField(max_length=40, blank=True, db_default="")
    clients = ArrayField(models.UUIDField(), default=list)
    """Whose data were used."""
    subject_id = models.UUIDField(null=True)
    """The case, document or client that was used."""
    ground = models.CharField(max_length=40, blank=True, db_default="")
    """The relation or special ground on which the data were used, as a short code."""
    ground_id = models.UUIDField(null=True)
    data_from = models.DateField(null=True)
    """The earliest day that the used data tell of."""
    search_kind = models.CharField(max_length=20, blank=True, db_default="")
    refused = models.CharField(max_length=60, blank=True, db_default="")
    """The code of the failure with which the use was refused."""
    digest = models.CharField(max_length=64, blank=True, db_default="")
    """SHA-256 of the row of another table of the log that this record tells of, so that the seals hold it."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["controller_id", "at"], name="use_controller_at"),
            models.Index(fields=["professional_id", "at"], name="use_professional_at"),
            models.Index(fields=["subject_id"], name="use_subject"),
            GinIndex(fields=["clients"], name="use_clients"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="use_tells_who_and_where",
                condition=Q(kind__in=PLACELESS)
                | Q(
                    controller_id__isnull=False,
                    unit_id__isnull=False,
                    professional_id__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="use_refused_tells_why", condition=~Q(kind=Kind.REFUSAL.value) | ~Q(refused="")
            ),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"clients"},
        Privacy.STAFF: {"professional_id", "account_id", "work_task"},
        Privacy.OPERATION: {
            "id",
            "at",
            "action",
            "kind",
            "purpose",
            "controller_id",
            "unit_id",
            "subject_id",
            "ground",
            "ground_id",
            "data_from",
            "search_kind",
            "refused",
            "digest",
        },
    }

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id}"


class Disclosure(models.Model):
    """Client data given out of the register: what, by whom, to whom, when, why, on which provision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    controller_id = models.UUIDField()
    unit_id = models.UUIDField()
    professional_id = models.UUIDField()
    clients = ArrayField(models.UUIDField())
    recipient = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=300)
    """Law and section, or the client's permission."""
    data_sets = models.CharField(max_length=1000)
    purpose = models.CharField(max_length=300)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["controller_id", "at"], name="disclosure_controller_at"),
            GinIndex(fields=["clients"], name="disclosure_clients"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="disclosure_is_told",
                condition=~Q(recipient="") & ~Q(legal_basis="") & ~Q(data_sets="") & ~Q(purpose=""),
            ),
            models.CheckConstraint(name="disclosure_has_clients", condition=Q(clients__len__gt=0)),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"clients", "recipient", "legal_basis", "data_sets", "purpose"},
        Privacy.STAFF: {"professional_id"},
        Privacy.OPERATION: {"id", "at", "controller_id", "unit_id"},
    }

    def __str__(self) -> str:
        return str(self.id)


class LogRequest(models.Model):
    """A client's written request to know who has used the data and on what ground (703/2023, 11 §)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    controller_id = models.UUIDField()
    unit_id = models.UUIDField()
    professional_id = models.UUIDField()
    client_id = models.UUIDField()
    asked_on = models.DateField()
    due_on = models.DateField()
    period_from = models.DateField()
    period_to = models.DateField()
    reason = models.TextField(blank=True)
    """Why the log is wanted for longer than two years back."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["controller_id", "due_on"], name="log_request_due"),
            models.Index(fields=["client_id"], name="log_request_client"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="log_request_period_is_right", condition=Q(period_from__lte=F("period_to"))
            ),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"client_id", "reason", "asked_on", "period_from", "period_to"},
        Privacy.STAFF: {"professional_id"},
        Privacy.OPERATION: {"id", "at", "controller_id", "unit_id", "due_on"},
    }

    def __str__(self) -> str:
        return str(self.id)


class LogAnswer(models.Model):
    """How a client's request for the log was answered: given, or refused and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.OneToOneField(LogRequest, on_delete=models.PROTECT, related_name="answer")
    at = models.DateTimeField()
    unit_id = models.UUIDField()
    professional_id = models.UUIDField()
    outcome = models.CharField(max_length=10)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="log_answer_refused_tells_why",
                condition=Q(outcome=Outcome.GIVEN.value) | (Q(outcome=Outcome.REFUSED.value) & ~Q(reason="")),
            ),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"outcome", "reason"},
        Privacy.STAFF: {"professional_id"},
        Privacy.OPERATION: {"id", "request", "at", "unit_id"},
    }

    def __str__(self) -> str:
        return str(self.id)


class Seal(models.Model):
    """A batch of records under one hash tree, chained to the seal before it and signed."""

    number = models.BigIntegerField(primary_key=True)
    """From one up, without gaps."""
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    """All records from the end of the seal before up to this are in the batch."""
    record_ids = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()
    """The leaf hashes of the records in order, 32 bytes each: they stay when the records are removed."""
    earliest_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    """SHA-256 of what the seal before states; zeros in the first."""
    format = models.PositiveSmallIntegerField()
    sealed_at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="seal_is_of_records", condition=Q(number__gte=1, first_id__lte=F("last_id"))
            ),
        ]

    privacy: ClassVar = {
        Privacy.OPERATION: {
            "number",
            "first_id",
            "last_id",
            "record_ids",
            "leaves",
            "earliest_at",
            "latest_at",
            "root",
            "previous",
            "format",
            "sealed_at",
            "key_id",
            "signature",
        }
    }

    def __str__(self) -> str:
        return str(self.number)


class Removal(models.Model):
    """Tells that the records of a sealed batch were removed after their time of keeping."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, primary_key=True, related_name="removal")
    at = models.DateTimeField()

    privacy: ClassVar = {Privacy.OPERATION: {"seal", "at"}}

    def __str__(self) -> str:
        return str(self.seal_id)
