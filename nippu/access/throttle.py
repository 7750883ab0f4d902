"""How many log-ins may fail before one has to wait. Plain values and a digest."""

from datetime import timedelta

from django.utils.crypto import salted_hmac

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
