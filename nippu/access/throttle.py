"""How many log-ins may fail before one has to wait. Plain values and digests."""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from nippu.access.sealing import keys
from nippu.base.ids import AccountId

MOST_FAILED = 10
"""With one name from one address."""
MOST_FROM_ADDRESS = 50
"""With any names from one address: a workplace often has one address, but its people know their passwords."""
WITHIN = timedelta(minutes=15)


def digest(username: str, address: str) -> str:
    """Tells names and addresses apart without telling what they are."""
    return _digest(f"{username.strip().casefold()}\n{address}")


def digest_of_address(address: str) -> str:
    """Tells addresses apart without telling what they are."""
    return _digest(address)


def _digest(text: str) -> str:
    return salted_hmac("nippu.access.throttle", text, algorithm="sha256").hexdigest()


def address_of_second_step(account_id: AccountId) -> str:
    """Stands for an address when codes are counted for one account, from wherever they are tried.

    Who guesses codes knows the password already, and has perhaps many addresses.
    """
    return f"second step of {account_id}"


def digests_of_code(account_id: AccountId, code: str) -> tuple[str, ...]:
    """The digests of a recovery code of one account: by the present key first, then by those before it."""
    told = f"{account_id}\n{code}"
    salt = "nippu.access.recovery_code"
    return tuple(salted_hmac(salt, told, secret=key, algorithm="sha256").hexdigest() for key in keys())
