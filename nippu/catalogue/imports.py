"""An import of structures that goes on behind the pages, and its report as it is kept. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from nippu.base.ids import ImportId, StructureOid
from nippu.base.texts import Bilingual, Message, Value
from nippu.catalogue.entries import FileReport, ImportReport, Outcome

NO_SIGN_OF_LIFE: Final = timedelta(seconds=30)
"""An import that has been silent for longer has lost its process."""


class ImportState(StrEnum):
    """Where an import stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    """Ended between two files because somebody asked."""
    INTERRUPTED = "interrupted"
    """Its process ended before it. To import the same again does the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """How far an import has come."""

    id: ImportId
    state: ImportState
    began_at: datetime
    total: int | None
    """How many files there are; none until they have been counted."""
    cancelling: bool
    """Somebody has asked it to end."""
    report: ImportReport
    """What came of the files so far."""

    @property
    def done(self) -> int:
        """How many files have been handled."""
        return len(self.report.files)

    @property
    def is_running(self) -> bool:
        return self.state is ImportState.RUNNING


def state_now(state: ImportState, *, seen_at: datetime, at: datetime) -> ImportState:
    """The state that is true: an import that should run but gives no sign of life has been interrupted."""
    silent = state is ImportState.RUNNING and at - seen_at > NO_SIGN_OF_LIFE
    return ImportState.INTERRUPTED if silent else state


def kept(reports: Iterable[FileReport]) -> list[dict[str, object]]:
    """What came of the files as JSON data, from which `report_of` makes the same report again."""
    return [
        {
            "file": each.file,
            "outcome": each.outcome.value,
            "oid": each.oid,
            "name": _kept_value(each.name) if each.name else None,
            "reason": _kept_message(each.reason) if each.reason else None,
            "place": each.place,
            "retired": list(each.retired),
        }
        for each in reports
    ]


def report_of(rows: Iterable[Mapping[str, Any]]) -> ImportReport:
    """The report that was kept."""
    return ImportReport(
        tuple(
            FileReport(
                file=row["file"],
                outcome=Outcome(row["outcome"]),
                oid=row["oid"],
                name=Bilingual(**row["name"]) if row["name"] else None,
                reason=_message(row["reason"]) if row["reason"] else None,
                place=row["place"],
                retired=tuple(StructureOid(oid) for oid in row["retired"]),
            )
            for row in rows
        )
    )


def _kept_value(value: Value) -> object:
    return {"fi": value.fi, "sv": value.sv} if isinstance(value, Bilingual) else value


def _kept_message(message: Message) -> dict[str, object]:
    return {
        "text": message.text,
        "values": {name: _kept_value(value) for name, value in message.values.items()},
    }


def _message(row: Mapping[str, Any]) -> Message:
    values = {
        name: Bilingual(**value) if isinstance(value, dict) else value
        for name, value in row["values"].items()
    }
    return Message(row["text"], values)
