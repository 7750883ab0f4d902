"""Writing the log of use."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nippu.audit.models import UseRecord
from nippu.audit.types import User
from nippu.base.ids import ClientId


def record(
    action: str, *, by: User, clients: Iterable[ClientId], at: datetime, subject_id: UUID | None = None
) -> None:
    """Add one use to the log, in the transaction of the use itself. Identifiers only."""
    UseRecord.objects.create(
        at=at,
        action=action,
        controller_id=by.controller_id,
        unit_id=by.unit_id,
        professional_id=by.professional_id,
        clients=list(clients),
        subject_id=subject_id,
    )
