"""What every list has: order, pages, addresses of the file to save."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import normalize
from urllib.parse import urlencode

from nippu.codes.sets import folded
from nippu.web.saving import SAVE

_LAST_LETTERS = {"å": "z\uf001", "ä": "z\uf002", "ö": "z\uf003"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The addresses of a list in its different orders and pages. They hold no personal data."""

    path: str
    order: str
    values: Mapping[str, str] = field(default_factory=dict)
    """The other choices of the list, kept when the order or the page changes."""
    save_path: str = ""
    """Where the list is saved, when it is elsewhere than where it is shown."""

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

    def unordered(self) -> str:
        """The list in the order that it has by itself."""
        return self._address()

    def saved_as(self, form: str) -> str:
        """The list as it is narrowed and ordered, as a file: csv or xlsx."""
        return self._address(order=self.order, **{SAVE: form}, path=self.save_path or self.path)

    def _address(self, path: str = "", **changes: str) -> str:
        given = {key: value for key, value in {**self.values, **changes}.items() if value}
        return f"{path or self.path}?{urlencode(given)}"


def alphabetical(text: str) -> str:
    """The text for sorting by the Finnish and Swedish alphabet, where å, ä and ö come after z."""
    return "".join(_LAST_LETTERS.get(each) or folded(each) for each in normalize("NFC", text).casefold())
