"""Keeping count of log-ins that fail."""

from datetime import datetime

from nippu.access.models import FailedLogIn
from nippu.access.throttle import WITHIN, digest, digest_of_address


def note_failed_log_in(username: str, address: str, *, at: datetime) -> None:
    """Count a log-in that failed. What no longer counts is cleared away."""
    FailedLogIn.objects.filter(at__lte=at - WITHIN).delete()
    who, where = digest(username, address), digest_of_address(address)
    FailedLogIn.objects.create(who=who, address=where, at=at)


def forget_failed_log_ins(username: str, address: str) -> None:
    """Begin the count anew, after a log-in that succeeded."""
    FailedLogIn.objects.filter(who=digest(username, address)).delete()
