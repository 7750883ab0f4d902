"""Releases of structures that this installation has loaded, and their imports."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nippu.base.ids import new_id
from nippu.base.privacy import Privacy
from nippu.catalogue.imports import ImportState


class Release(models.Model):
    """One version of a structure as it was published, byte for byte, with what a list shows of it."""

    oid = models.CharField(max_length=100, primary_key=True)
    code = models.CharField(max_length=40)
    """The structure whatever its version: 1506.1019."""
    status = models.CharField(max_length=20)
    """As the publication says: Valmis or Vanhentunut. A newer version of the same code retires this one."""
    name_fi = models.CharField(max_length=300)
    name_sv = models.CharField(max_length=300, blank=True)
    document_type = models.CharField(max_length=100)
    subject = models.CharField(max_length=300, blank=True)
    author = models.CharField(max_length=300, blank=True)
    client_repeats = models.BooleanField()
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["code"], name="release_by_code")]

    privacy: ClassVar = {
        Privacy.OPERATION: {
            "oid",
            "code",
            "status",
            "name_fi",
            "name_sv",
            "document_type",
            "subject",
            "author",
            "client_repeats",
            "raw",
            "sha256",
            "imported_at",
        }
    }

    def __str__(self) -> str:
        return self.oid


class KeptStarter(models.Model):
    """A structure of our own starter set on which documents have been made, as its file was then.

    A later Nippu may come without the file; the documents are read all the same.
    """

    oid = models.CharField(max_length=100, primary_key=True)
    raw = models.BinaryField()
    kept_at = models.DateTimeField()

    privacy: ClassVar = {Privacy.OPERATION: {"oid", "raw", "kept_at"}}

    def __str__(self) -> str:
        return self.oid


class Revision(models.Model):
    """A number that grows with each import, so that every process knows when to read the releases again."""

    id = models.SmallAutoField(primary_key=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="revision_is_one", condition=Q(id=1))]

    privacy: ClassVar = {Privacy.OPERATION: {"id", "number"}}

    def __str__(self) -> str:
        return str(self.number)


class StructureImport(models.Model):
    """One import of structures that goes on behind the pages: how far it is, and what came of each file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    professional_id = models.UUIDField()
    """Who began it."""
    state = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """Its latest sign of life."""
    cancel_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(null=True)
    """How many files there are, when they have been counted."""
    report = models.JSONField(default=list)
    """What came of each file so far: see `imports.kept`."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="import_one_at_a_time", fields=["state"], condition=Q(state=ImportState.RUNNING.value)
            ),
            models.CheckConstraint(
                name="import_ended_when_not_running",
                condition=Q(state=ImportState.RUNNING.value, ended_at__isnull=True)
                | (~Q(state=ImportState.RUNNING.value) & Q(ended_at__isnull=False)),
            ),
        ]

    privacy: ClassVar = {
        Privacy.STAFF: {"professional_id"},
        Privacy.OPERATION: {
            "id",
            "state",
            "began_at",
            "seen_at",
            "cancel_asked_at",
            "ended_at",
            "total",
            "report",
        },
    }

    def __str__(self) -> str:
        return str(self.id)
