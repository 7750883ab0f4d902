"""Persons in a controller's register."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from nippu.base.ids import new_id
from nippu.base.privacy import Privacy


class TemporaryCodes(models.Model):
    """The last temporary code given by a controller in a year."""

    id = models.BigAutoField(primary_key=True)
    controller_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["controller_id", "year"], name="temporary_codes_once_a_year"),
        ]

    privacy: ClassVar = {Privacy.OPERATION: {"id", "controller_id", "year", "last"}}

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Person(models.Model):
    """A person whose data a controller holds: names, identifiers, ways to reach the person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller_id = models.UUIDField()
    """The controller in whose register the person stands (organisations.Controller, which lies above)."""
    family_name = models.CharField(max_length=200)
    given_names = models.CharField(max_length=200)
    search_name = models.CharField(max_length=400)
    """The names folded for search: small letters without accents, words apart."""
    identity_code = models.CharField(max_length=11, null=True)  # noqa: DJ001  unknown is not empty: unique among known
    temporary_code = models.CharField(max_length=40, null=True)  # noqa: DJ001  as above
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=4, blank=True)
    """Code of 1.2.246.537.5.1; empty when not known."""
    street_address = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    post_office = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["controller_id", "identity_code"], name="person_identity_code_once"
            ),
            models.UniqueConstraint(
                fields=["controller_id", "temporary_code"], name="person_temporary_code_once"
            ),
            models.CheckConstraint(
                name="person_is_identified",
                condition=Q(identity_code__isnull=False) | Q(temporary_code__isnull=False),
            ),
            models.CheckConstraint(
                name="person_has_a_name", condition=~Q(family_name="") & ~Q(given_names="")
            ),
        ]
        indexes: ClassVar = [
            GinIndex(SearchVector("search_name", config="simple"), name="person_by_name"),
        ]

    privacy: ClassVar = {
        Privacy.CLIENT: {
            "family_name",
            "given_names",
            "search_name",
            "identity_code",
            "temporary_code",
            "birth_date",
            "sex",
            "street_address",
            "postal_code",
            "post_office",
            "phone",
            "email",
        },
        Privacy.OPERATION: {"id", "controller_id", "created_at"},
    }

    def __str__(self) -> str:
        return str(self.id)
