"""Accounts for logging in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

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

    USERNAME_FIELD = "username"
    objects: ClassVar[Accounts] = Accounts()

    privacy: ClassVar = {
        Privacy.STAFF: {"username", "password", "last_login"},
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
