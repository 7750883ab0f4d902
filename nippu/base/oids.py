"""Object identifiers of our own: cases, client relationships and documents under the controller's root."""

from enum import IntEnum


class Node(IntEnum):
    """The branch of a controller's name space in which the things of one kind stand."""

    TEMPORARY_PERSON = 22
    CASE = 50
    RELATIONSHIP = 51
    DOCUMENT = 52


def root_of(organisation_oid: str) -> str:
    """The name space of an organisation: 1.2.246.10.<business id>, without its .10.<unit> ending.

    An identifier of any other form is itself the root.
    """
    root, mark, unit = organisation_oid.rpartition(".10.")
    return root if mark and root.count(".") >= 4 and unit.replace(".", "").isdigit() else organisation_oid


def oid_of(controller_oid: str, node: Node, *, year: int, number: int) -> str:
    """The identifier of one thing: <root>.<node>.<year>.<number>."""
    if year < 1 or number < 1:
        raise ValueError(f"an identifier needs a year and a number from 1: {year}, {number}")
    return f"{root_of(controller_oid)}.{node.value}.{year}.{number}"


def temporary_code_system(controller_oid: str, year: int) -> str:
    """The name space of the temporary codes that a controller has given to persons in a year."""
    return f"{root_of(controller_oid)}.{Node.TEMPORARY_PERSON.value}.{year}"
