"""Reading of accounts and of log-ins that failed."""

from datetime import datetime

from nippu.access.models import Account, FailedLogIn
from nippu.access.throttle import MOST_FAILED, MOST_FROM_ADDRESS, WITHIN, digest, digest_of_address
from nippu.base.ids import AccountId


def account_named(username: str) -> AccountId | None:
    """The account with this name, whether or not it may log in."""
    found = Account.objects.filter(username=username.strip()).values_list("id", flat=True).first()
    return AccountId(found) if found else None


def log_in_again_at(username: str, address: str, *, at: datetime) -> datetime | None:
    """When one may try to log in again; none when one may try now."""
    failed = FailedLogIn.objects.filter(at__gt=at - WITHIN).order_by("-at").values_list("at", flat=True)
    moments = [
        *failed.filter(who=digest(username, address))[MOST_FAILED - 1 : MOST_FAILED],
        *failed.filter(address=digest_of_address(address))[MOST_FROM_ADDRESS - 1 : MOST_FROM_ADDRESS],
    ]
    return max(moments) + WITHIN if moments else None
