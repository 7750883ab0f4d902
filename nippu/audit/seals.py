"""The hash tree of a batch of records, and what a seal states and signs.

The tree is that of RFC 6962: leaves and nodes are hashed with different first bytes, so that none passes for
the other, and a tree of n leaves is split at the largest power of two below n.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nippu.audit.canonical import canonical, record_bytes

HASH_BYTES = 32
NOTHING_BEFORE = "0" * 64


def leaf_of(record: Mapping[str, object], version: int) -> bytes:
    """The leaf hash of a record in a format."""
    return hashlib.sha256(b"\x00" + record_bytes(record, version)).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of the hash tree over the leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def split(leaves: bytes) -> list[bytes]:
    """The leaf hashes of a batch one by one."""
    return [leaves[start : start + HASH_BYTES] for start in range(0, len(leaves), HASH_BYTES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All that a seal says and signs."""

    number: int
    first_id: int
    last_id: int
    record_ids: tuple[int, ...]
    earliest_at: datetime
    latest_at: datetime
    root: str
    previous: str
    """The digest of the seal before; zeros in the first."""
    format: int
    sealed_at: datetime
    key_id: str

    def to_bytes(self) -> bytes:
        """What is signed. The identifiers of the records are told by their number and SHA-256."""
        ids = hashlib.sha256(canonical({"ids": list(self.record_ids)})).hexdigest()
        return canonical(
            {
                "number": self.number,
                "first_id": self.first_id,
                "last_id": self.last_id,
                "records": len(self.record_ids),
                "record_ids": ids,
                "earliest_at": self.earliest_at,
                "latest_at": self.latest_at,
                "root": self.root,
                "previous": self.previous,
                "format": self.format,
                "sealed_at": self.sealed_at,
                "key_id": self.key_id,
            }
        )

    @property
    def digest(self) -> str:
        """SHA-256 of what is signed: it stands for this seal and all before it."""
        return hashlib.sha256(self.to_bytes()).hexdigest()
