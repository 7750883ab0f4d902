"""How private each field of a table is."""

from enum import StrEnum


class Privacy(StrEnum):
    """Every model states this of each of its fields: `privacy = {Privacy.CLIENT: {"given_names"}, ...}`."""

    CLIENT = "client"
    """Tells of a client or another person in client work. Secret (703/2023, 4 §)."""
    STAFF = "staff"
    """Tells of a professional."""
    OPERATION = "operation"
    """Tells of the work or the system only: identifiers, states, moments, codes of structures."""
