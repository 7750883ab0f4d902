"""Structures to which the law gives a role in handling a case."""

from functools import cache

from nippu.base.ids import StructureCode
from nippu.catalogue.tables import role_table
from nippu.catalogue.types import Role


def structures_with(role: Role) -> tuple[StructureCode, ...]:
    """The structures that have this role."""
    return tuple(StructureCode(code) for code in role_table()["roles"][role.value])


def structure_with(role: Role) -> StructureCode:
    """The only structure that has this role. Raises ValueError when there are several."""
    (only,) = structures_with(role)
    return only


@cache
def roles_of(code: str) -> frozenset[Role]:
    """The roles that a structure has; most have none."""
    return frozenset(Role(role) for role, codes in role_table()["roles"].items() if code in codes)


def has_role(code: str, role: Role) -> bool:
    """Whether a structure has this role."""
    return role in roles_of(code)


def evaluation_of(code: str) -> StructureCode | None:
    """The evaluation that follows a notification, contact or application; none when none is made."""
    found = role_table()["evaluation_of"].get(code)
    return StructureCode(found) if found else None
