"""The log of use (703/2023, 10 §): identifiers and moments, never contents."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from nippu.base.privacy import Privacy


class UseRecord(models.Model):
    """One use of client data: who, in which unit, what, about whom, when. Rows are only added."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    controller_id = models.UUIDField()
    unit_id = models.UUIDField()
    professional_id = models.UUIDField()
    clients = ArrayField(models.UUIDField(), default=list)
    """Whose data were used."""
    subject_id = models.UUIDField(null=True)
    """The case, document or client that was used."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["controller_id", "at"], name="use_controller_at")]

    privacy: ClassVar = {
        Privacy.CLIENT: {"clients"},
        Privacy.STAFF: {"professional_id"},
        Privacy.OPERATION: {"id", "at", "action", "controller_id", "unit_id", "subject_id"},
    }

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id}"
