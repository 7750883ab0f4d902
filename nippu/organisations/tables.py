"""Reading and writing of tables as the national code server and spreadsheets hand them out."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nippu.base.days import day_typed
from nippu.base.texts import Message, _
from nippu.organisations.errors import TableUnreadable
from nippu.organisations.types import Flaw

DELIMITERS = (";", "\t", ",")
LONGEST_CELL = 10_000
_TIMED = re.compile(r"(.+?)[T ]\d\d?[:.]\d\d.*")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its number in the file, and what stands in each column."""

    number: int
    values: Mapping[str, str]

    def text(self, *columns: str) -> str:
        """What stands in the first of the columns that has something."""
        return next((self.values[each] for each in columns if self.values.get(each)), "")

    def has(self, column: str) -> bool:
        """Whether the table has a column."""
        return column in self.values


def read(raw: bytes, needed: Iterable[str]) -> tuple[Line, ...]:
    """The rows of a table by its headings. Raises TableUnreadable when a heading is missing."""
    text = _text(raw)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise TableUnreadable(missing="-") from None
    heads = [each.strip() for each in rows[0][1]] if rows else []
    missing = [each for each in needed if each not in heads]
    if missing:
        raise TableUnreadable(missing=", ".join(missing))
    return tuple(Line(number, _by_head(heads, row)) for number, row in rows[1:] if any(map(str.strip, row)))


def _text(raw: bytes) -> str:
    """UTF-8, with or without its mark; else ISO-8859-1, which the code server uses."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("iso-8859-1")


def _by_head(heads: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """A spreadsheet's mark against reckoning is taken away: what was written as '=x is =x."""
    cells = [each.strip()[:LONGEST_CELL].replace("\x00", "") for each in row]
    cells += [""] * (len(heads) - len(cells))
    return {head: re.sub(r"^'(?=[=+\-@])", "", cell) for head, cell in zip(heads, cells, strict=False)}


def written(heads: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table for a spreadsheet: UTF-8 with its mark, and semicolons."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";")
    writer.writerow(heads)
    writer.writerows([_safe(row.get(head, "")) for head in heads] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """The cell so that no spreadsheet reckons it."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def day_of(line: Line, column: str, flaws: list[Flaw], *, name: str) -> date | None:
    """The day in a column, or none when it is empty. What is no day is added to the flaws."""
    typed = line.text(column)
    timed = _TIMED.fullmatch(typed)
    plain = timed[1] if timed else typed
    found = _day(plain) if plain else None
    if plain and found is None:
        flaws.append(Flaw(name, Message(_("Päivä {text} on väärässä muodossa."), {"text": typed[:40]})))
    return found


def _day(text: str) -> date | None:
    """A day as 31.12.2026, 2026-12-31 or 20261231."""
    found = day_typed(text, today=date.min)
    if found is not None:
        return found
    for form in ("%Y-%m-%d", "%Y%m%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def day_text(day: date | None) -> str:
    """A day as people and the code server write it: 31.12.2026."""
    return f"{day.day}.{day.month}.{day.year}" if day else ""
