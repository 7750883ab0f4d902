"""Accounts for logging in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from nippu.access.second_steps import SecondStepKind
from nippu.base.ids import new_id
from nippu.base.privacy import Privacy


class Accounts(BaseUserManager["Account"]):
    """Django's log-in asks for accounts through this."""


class Account(AbstractBaseUser):
    """A name and a password with which a person logs in. What the person may do is told elsewhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=150, unique=True)
    language = models.CharField(max_length=2, default="fi")
    is_active = models.BooleanField(default=True)
    external_provider = models.CharField(max_length=40, blank=True, default="")
    """The identity provider that knows this person: its name in the settings."""
    external_id = models.CharField(max_length=200, blank=True, default="")
    """Who the person is to that provider."""

    USERNAME_FIELD = "username"
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="account_external_id_is_one",
                fields=["external_provider", "external_id"],
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(
                name="account_external_id_has_provider",
                condition=Q(external_id="", external_provider="")
                | (~Q(external_id="") & ~Q(external_provider="")),
            ),
        ]

    privacy: ClassVar = {
        Privacy.STAFF: {"username", "password", "last_login", "external_provider", "external_id"},
        Privacy.OPERATION: {"id", "language", "is_active"},
    }

    def __str__(self) -> str:
        return str(self.id)


class FailedLogIn(models.Model):
    """A log-in that failed lately, so that nobody guesses for long.

    They are counted for each name from an address, and for each address whatever the names.
    """

    id = models.BigAutoField(primary_key=True)
    who = models.CharField(max_length=64)
    """A keyed digest of the name and the address: what was typed may be anything, even a password."""
    address = models.CharField(max_length=64)
    """A keyed digest of the address alone."""
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["who", "at"], name="failed_log_in_who_at"),
            models.Index(fields=["address", "at"], name="failed_log_in_address_at"),
        ]

    privacy: ClassVar = {Privacy.STAFF: {"who", "address"}, Privacy.OPERATION: {"id", "at"}}

    def __str__(self) -> str:
        return str(self.id)


class WallKey(models.Model):
    """A key of the second wall, ready for HMAC-SHA-256. Only the owner of the tables may read it."""

    name = models.CharField(max_length=20, primary_key=True)
    """`application`: with which we say who acts; `transaction`: with which the database keeps it."""
    inner = models.BinaryField()
    outer = models.BinaryField()

    privacy: ClassVar = {Privacy.OPERATION: {"name", "inner", "outer"}}

    def __str__(self) -> str:
        return self.name


class DecreeRow(models.Model):
    """A row of the access decree, as the policies of the database read it. Written anew at each migration."""

    id = models.BigAutoField(primary_key=True)
    work_task = models.CharField(max_length=40)
    data_class = models.CharField(max_length=20)
    service_task = models.CharField(max_length=40)
    """A code of 1.2.246.537.6.1221, or * for every service task."""
    own = models.BooleanField()
    """Whether the service task must be one of the person's own."""
    linked = models.BooleanField()
    """Whether only in cases that the person's unit handles or carries out."""
    shelter = models.BooleanField(null=True)
    """Whether the unit must be, or must not be, a shelter; null when it does not matter."""
    mediation = models.BooleanField(null=True)
    """The same for family mediation."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["work_task", "data_class"], name="decree_by_task_and_class"),
        ]

    privacy: ClassVar = {
        Privacy.OPERATION: {
            "id",
            "work_task",
            "data_class",
            "service_task",
            "own",
            "linked",
            "shelter",
            "mediation",
        }
    }

    def __str__(self) -> str:
        return f"{self.work_task} {self.data_class} {self.service_task}"


class SecondStep(models.Model):
    """What a person has at hand to log in with after the password: an app that shows codes, or a passkey."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="second_steps")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in SecondStepKind])
    name = models.CharField(max_length=100, blank=True)
    """By which its owner tells it from the others."""
    secret = models.TextField()
    """The secret of the app or the public key of the passkey, sealed with a key kept elsewhere."""
    uses = models.BigIntegerField(default=0)
    """The last counter that was used: nothing that was used once is good again."""
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="second_step_one_code_app",
                fields=["account"],
                condition=Q(kind=SecondStepKind.CODE_APP.value),
            )
        ]

    privacy: ClassVar = {
        Privacy.STAFF: {"account", "kind", "name", "secret", "added_at", "used_at"},
        Privacy.OPERATION: {"id", "uses"},
    }

    def __str__(self) -> str:
        return str(self.id)


class RecoveryCode(models.Model):
    """One of the codes with which a person logs in once when the phone or the key is lost."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    """A keyed digest: the code itself is shown once and kept nowhere."""
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="recovery_code_is_one", fields=["account", "digest"])
        ]

    privacy: ClassVar = {Privacy.STAFF: {"account", "digest", "used_at"}, Privacy.OPERATION: {"id"}}

    def __str__(self) -> str:
        return str(self.id)


class OpenSession(models.Model):
    """A log-in that has not ended, for its owner to see and to end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sessions")
    key = models.CharField(max_length=40, unique=True)
    """The key of the session among the sessions of the framework."""
    agent = models.CharField(max_length=200, blank=True)
    """What the browser says of itself."""
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    privacy: ClassVar = {
        Privacy.STAFF: {"account", "key", "agent", "began_at", "seen_at"},
        Privacy.OPERATION: {"id"},
    }

    def __str__(self) -> str:
        return str(self.id)
