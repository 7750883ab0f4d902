"""What is kept of an intake, between JSON and Python."""

import msgspec

from nippu.intake.types import Kept

_decoder = msgspec.json.Decoder(Kept)


def read(text: str) -> Kept:
    """What has been written so far."""
    return _decoder.decode(text) if text else Kept()


def written(kept: Kept) -> str:
    """The same as a text for the database."""
    return msgspec.json.encode(kept).decode()
