"""Releases of structures that this installation has loaded."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nippu.base.privacy import Privacy


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
