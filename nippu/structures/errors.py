"""What can be wrong with a structure's file."""

from nippu.base.errors import Invalid
from nippu.base.texts import Message, Value, _


class StructureError(Invalid):
    """A file of a structure that cannot be trusted: which file, where in it, and what is wrong.

    `file` and `path` are shown beside the message. The path is that of the publication's own JSON,
    `/properties/arvio/properties/asiakas`.
    """

    code = "structure_unreadable"
    text = _("Tietorakenteen tiedostoa ei voi lukea.")

    def __init__(self, file: str, path: str, what: str, **values: Value) -> None:
        super().__init__()
        self.file = file
        self.path = path
        self.message = Message(what, {name: _short(value) for name, value in values.items()})

    def __str__(self) -> str:
        return f"{self.file} {self.path or '/'}: {self.message.in_language('fi')}"


def _short(value: Value) -> Value:
    return value[:100] if isinstance(value, str) else value
