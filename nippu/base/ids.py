"""Identifiers, one type for each kind of thing."""

from typing import NewType
from uuid import UUID

from uuid_utils.compat import uuid7

AccountId = NewType("AccountId", UUID)
AssignmentId = NewType("AssignmentId", UUID)
CaseId = NewType("CaseId", UUID)
ClientId = NewType("ClientId", UUID)
ContractId = NewType("ContractId", UUID)
ControllerId = NewType("ControllerId", UUID)
DocumentId = NewType("DocumentId", UUID)
GroundId = NewType("GroundId", UUID)
ImportId = NewType("ImportId", UUID)
PersonId = NewType("PersonId", UUID)
ProfessionalId = NewType("ProfessionalId", UUID)
ProviderId = NewType("ProviderId", UUID)
RelationshipId = NewType("RelationshipId", UUID)
RiskId = NewType("RiskId", UUID)
UnitId = NewType("UnitId", UUID)
StructureOid = NewType("StructureOid", str)
"""For example 1.2.246.537.6.1506.1019.2023.9.28."""
StructureCode = NewType("StructureCode", str)
"""A structure whatever its version: "1506.1019"."""


def new_id() -> UUID:
    """A new identifier that sorts by the moment of its making (UUIDv7), so that tables grow at one end."""
    return UUID(int=uuid7().int)
