"""Unfinished intakes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nippu.base.ids import new_id
from nippu.base.privacy import Privacy
from nippu.cases.models import Case
from nippu.organisations.models import Controller, Professional, Unit


class Intake(models.Model):
    """What a professional has written down of a matter that is not a case yet.

    Emptied when the case is opened, so that nothing stands in two places.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    content = models.TextField(blank=True)
    """JSON of nippu.intake.types.Kept; empty when nothing has been written or the case has been opened."""
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    """The case that was opened."""
    version = models.PositiveIntegerField(default=1)
    """Grows when the matter is written, so that an old page does not write over a newer text."""
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="intake_is_emptied_when_opened", condition=Q(case__isnull=True) | Q(content="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["author", "-changed_at"], condition=Q(case__isnull=True), name="intake_my_unfinished"
            ),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"content", "case"},
        Privacy.STAFF: {"author"},
        Privacy.OPERATION: {"id", "controller", "unit", "version", "created_at", "changed_at"},
    }

    def __str__(self) -> str:
        return str(self.id)
