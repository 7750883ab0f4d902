"""Documents, their drafts and their signed versions."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value

from nippu.base.ids import new_id
from nippu.base.privacy import Privacy
from nippu.cases.models import Case
from nippu.clients.models import Client
from nippu.documents.types import DocumentState
from nippu.organisations.models import Controller, Professional, Unit


class Document(models.Model):
    """A client document on a national structure: a paper in a case, or a client's relationship document."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    """Whose relationship document this is; null in documents of a case."""
    client_ids = ArrayField(models.UUIDField(), default=list, editable=False)
    """Whose document it is, copied here from DocumentClient by the database: for its policies and lists."""
    oid = models.CharField(max_length=120, unique=True)
    """The document's identifier in the national services; the same for all its versions' set."""
    structure_oid = models.CharField(max_length=100)
    structure_code = models.CharField(max_length=40)
    data_class = models.CharField(max_length=20, default="closed")
    """What it is to the access decree: nippu.access.types.DataClass. Given by its structure."""
    stage = models.CharField(max_length=20, blank=True)
    """The stage of the case that it belongs to; empty in the documents of management."""
    joint = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="fi")
    author = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=DocumentState.DRAFT.value)
    version = models.PositiveIntegerField(default=0)
    """Number of the newest signed version; 0 before the first."""
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_belongs_to_a_case_or_a_client",
                condition=Q(case__isnull=False, client__isnull=True)
                | Q(case__isnull=True, client__isnull=False, joint=False),
            ),
            models.CheckConstraint(
                name="document_signed_has_version_and_moment",
                condition=Q(state=DocumentState.DRAFT.value)
                | Q(state=DocumentState.SIGNED.value, version__gte=1, signed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(client__isnull=False), name="relationship_document_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "-changed_at"], name="document_case_changed"),
            models.Index(
                fields=["author", "-changed_at"], condition=Q(state="draft"), name="document_my_drafts"
            ),
            models.Index(fields=["author", "structure_code"], name="document_my_structures"),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {
            "case",
            "client",
            "client_ids",
            "stage",
            "joint",
            "structure_oid",
            "structure_code",
            "language",
        },
        Privacy.STAFF: {"author"},
        Privacy.OPERATION: {
            "id",
            "controller",
            "unit",
            "data_class",
            "oid",
            "state",
            "version",
            "created_at",
            "changed_at",
            "signed_at",
        },
    }

    def __str__(self) -> str:
        return str(self.id)


class DocumentClient(models.Model):
    """Whose document it is: the members of the case at the time, or the client of a relationship document."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clients")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "client"], name="document_client_once"),
        ]

    privacy: ClassVar = {Privacy.CLIENT: {"document", "client"}, Privacy.OPERATION: {"id"}}

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """The text being written. Its version grows with each saving; saving over a newer one is refused."""

    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, primary_key=True, related_name="draft"
    )
    content = models.TextField()
    """The document's JSON as typed so far; it need not fit the structure yet."""
    version = models.PositiveIntegerField(default=1)
    section = models.CharField(max_length=200, blank=True)
    """Key of the section where the writer left off."""
    based_on = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    """The earlier document whose text this one began with."""
    findings = models.PositiveSmallIntegerField(default=0)
    """How many findings there were at the last saving."""
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")

    privacy: ClassVar = {
        Privacy.CLIENT: {"content", "section", "based_on"},
        Privacy.STAFF: {"saved_by"},
        Privacy.OPERATION: {"document", "version", "findings", "saved_at"},
    }

    def __str__(self) -> str:
        return f"{self.document_id} {self.version}"


def _sha256_of_content() -> Func:
    digest = Func(F("content"), function="sha256", output_field=models.BinaryField())
    return Func(digest, Value("hex"), function="encode", output_field=models.CharField())


class SignedVersion(models.Model):
    """A signed version: canonical bytes, hash, author and moment. The database refuses change and removal.

    Rows come only through the SQL function `documents_sign`.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    structure_oid = models.CharField(max_length=100)
    language = models.CharField(max_length=2)
    content = models.BinaryField()
    """Canonical JSON (RFC 8785)."""
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "version"], name="version_once"),
            models.CheckConstraint(name="version_hash_fits", condition=Q(sha256=_sha256_of_content())),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {"content", "structure_oid", "language"},
        Privacy.STAFF: {"author"},
        Privacy.OPERATION: {"id", "document", "version", "sha256", "unit", "signed_at"},
    }

    def __str__(self) -> str:
        return f"{self.document_id} {self.version}"
