"""Reading of the log of use and of its seals."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nippu.audit import keys
from nippu.audit.models import Seal
from nippu.audit.sealing import statement_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The latest seal, for printing and for keeping elsewhere."""

    number: int
    last_id: int
    sealed_at: datetime
    root: str
    digest: str
    """It stands for this seal and all before it."""
    key_id: str
    public_key: str
    signature: str

    def told(self) -> dict[str, str | int]:
        """The values by name."""
        return {
            "number": self.number,
            "last_record": self.last_id,
            "sealed_at": self.sealed_at.isoformat(),
            "root": self.root,
            "digest": self.digest,
            "key": self.key_id,
            "public_key": self.public_key,
            "signature": self.signature,
        }


def latest_root(key_file: Path) -> Root | None:
    """The latest root; none when nothing has been sealed."""
    found = Seal.objects.order_by("-number").first()
    if found is None:
        return None
    public = keys.known_keys(key_file).get(found.key_id)
    return Root(
        number=found.number,
        last_id=found.last_id,
        sealed_at=found.sealed_at,
        root=found.root,
        digest=statement_of(found).digest,
        key_id=found.key_id,
        public_key=keys.public_text(public) if public else "",
        signature=found.signature,
    )
