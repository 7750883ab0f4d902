"""A permission: one rule that serves as the check of a row and as the filter of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeAlias, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from nippu.access.errors import NotAllowed, NotThere
from nippu.access.types import Actor

Row = TypeVar("Row", bound=Model)
Rule: TypeAlias = Callable[[Actor, datetime], Q]
NOTHING = Q(pk__in=())
"""The condition that no row fulfils."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What an actor may do to which rows at a moment. One of the rules is enough.

    `within` is the permission to know of the row at all: who lacks it is told that there is no such thing.
    """

    name: str
    rules: tuple[Rule, ...]
    within: "Permission | None" = None
    narrower: bool = False
    """Whether the rules let through only what `within` does, so that it need not be asked as well."""

    def __post_init__(self) -> None:
        if not self.rules:
            raise ValueError(f"the permission {self.name} has no rule")

    def condition(self, actor: Actor, *, at: datetime) -> Q:
        """The rows that the actor may touch, as a condition of a query."""
        allowed = reduce(or_, (rule(actor, at) for rule in self.rules))
        if self.within is None or self.narrower or self._lies_within(self.within):
            return allowed
        return allowed & self.within.condition(actor, at=at)

    def _lies_within(self, wider: "Permission") -> bool:
        """Whether each rule is also one of the wider permission's: to ask it again would only cost time."""
        return wider.within is None and set(self.rules) <= set(wider.rules)

    def filter(self, rows: QuerySet[Row], actor: Actor, *, at: datetime) -> QuerySet[Row]:
        """The rows of a list that the actor may touch."""
        return rows.filter(self.condition(actor, at=at))

    def open(self, rows: QuerySet[Row], row_id: UUID, actor: Actor, *, at: datetime) -> Row:
        """One row. Raises NotThere to one who may not know of it, NotAllowed to one who may only read it."""
        found = self.filter(rows, actor, at=at).filter(pk=row_id).first()
        if found is not None:
            return found
        if self.within is not None and self.within.filter(rows, actor, at=at).filter(pk=row_id).exists():
            raise NotAllowed
        raise NotThere
