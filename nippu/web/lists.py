"""What every list has: order, pages, a file to save."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The addresses of a list in its different orders and pages. They hold no personal data."""

    path: str
    order: str
    values: Mapping[str, str] = field(default_factory=dict)
    """The other choices of the list, kept when the order or the page changes."""

    def sorted_by(self, name: str, *, newest_first: bool = False) -> str:
        """Where a press on a column's heading leads: its order, or turned when it is the present one."""
        first, turned = (f"-{name}", name) if newest_first else (name, f"-{name}")
        return self._address(order=turned if self.order == first else first)

    def state_of(self, name: str) -> str:
        """How a column is sorted now, as `aria-sort` says it."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.order, "")

    def numbered(self, page: int) -> str:
        """The address of a page of the list."""
        return self._address(order=self.order, page=str(page))

    def with_value(self, name: str, value: str) -> str:
        """The list with another choice."""
        return self._address(order=self.order, **{name: value})

    def _address(self, **changes: str) -> str:
        given = {key: value for key, value in {**self.values, **changes}.items() if value}
        return f"{self.path}?{urlencode(given)}"


def as_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A file for a spreadsheet: semicolons and a mark of UTF-8, as Finnish and Swedish Excel expects."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heads)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _harmless(cell: str) -> str:
    """The cell as text also for a spreadsheet that would reckon it: a name may begin with = or +."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
