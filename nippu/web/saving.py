"""Lists saved for a spreadsheet: the same columns and rows as CSV and as XLSX."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

import xlsxwriter
from django.http import HttpResponse, QueryDict
from django.utils import timezone

from nippu.ui.show import day

SAVE = "save"
WIDEST = 420
"""Pixels: a longer text goes on beyond its cell's edge."""
LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OPTIONS = {
    "in_memory": True,  # names of clients never stand in a file of the server
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}

Row = TypeVar("Row")
Cell = str | int | date | None


class Form(StrEnum):
    """In which form a list is saved."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class SavedColumn(Generic[Row]):
    """A column of a saved list: its heading, and what it holds of a row."""

    head: str
    cell: Callable[[Row], Cell]


def wanted_form(query: QueryDict) -> Form | None:
    """The form in which an address asks for the list, or none when it is to be shown as a page."""
    wanted = query.get(SAVE)
    return Form(wanted) if wanted in set(Form) else None


def saved(form: Form, name: str, columns: Sequence[SavedColumn[Row]], rows: Iterable[Row]) -> HttpResponse:
    """The list as a file to keep, with a name that says what it holds."""
    heads = [each.head for each in columns]
    cells = ([_plain(each.cell(row)) for each in columns] for row in rows)
    if form is Form.CSV:
        body, kind = _csv(heads, cells), "text/csv; charset=utf-8"
    else:
        body, kind = (
            _xlsx(name, heads, cells),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form.value}"'
    return response


def _plain(cell: Cell) -> Cell:
    """The cell with a moment as its day here: a list tells days."""
    return timezone.localtime(cell).date() if isinstance(cell, datetime) else cell


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons and a mark of UTF-8, as Finnish and Swedish Excel expects."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heads)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    """The cell as text, also for a spreadsheet that would reckon it: a name may begin with = or +."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return day(cell) if isinstance(cell, date) else "" if cell is None else str(cell)


def _xlsx(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet whose headings stay in sight and offer to sort and narrow; every text is text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _OPTIONS) as book:
        sheet = book.add_worksheet(name.removeprefix("nippu-")[:LONGEST_SHEET_NAME])
        bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "d.m.yyyy"})
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(last, at, cell[:LONGEST_CELL])
                elif isinstance(cell, date):
                    sheet.write_datetime(last, at, cell, days)
                elif cell is not None:
                    sheet.write_number(last, at, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        sheet.autofit(WIDEST)
    return made.getvalue()
