"""Reading a saved list as a spreadsheet does, from the file's own parts."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

from django.http import HttpResponse

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Sheet:
    """The first sheet of a workbook: its rows with text as text, numbers as numbers and days as days."""

    def __init__(self, answer: HttpResponse) -> None:
        assert answer.status_code == 200
        assert answer["Content-Type"] == XLSX
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            assert book.testzip() is None
            self.root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
            self.styles = ElementTree.fromstring(book.read("xl/styles.xml"))
            self.book = ElementTree.fromstring(book.read("xl/workbook.xml"))
            shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        self.texts = ["".join(each.itertext()) for each in shared.iter(f"{MAIN}si")]
        self.formats = self.styles.findall(f"{MAIN}cellXfs/{MAIN}xf")
        self.rows = [self._row(each) for each in self.root.iter(f"{MAIN}row")]

    def _row(self, row: ElementTree.Element) -> dict[str, object]:
        return {re.sub(r"\d", "", each.attrib["r"]): self._cell(each) for each in row}

    def _cell(self, cell: ElementTree.Element) -> object:
        value = cell.findtext(f"{MAIN}v", "")
        if cell.get("t") == "s":
            return self.texts[int(value)]
        assert cell.get("t") is None, "neither text nor a number"
        if self._format(cell).get("numFmtId") == "0":
            return int(value)
        return date(1899, 12, 30) + timedelta(days=int(value))

    def _format(self, cell: ElementTree.Element) -> ElementTree.Element:
        return self.formats[int(cell.get("s", "0"))]

    def column(self, head: str) -> list[object]:
        """What stands below a heading, from the top."""
        letter = next(letter for letter, text in self.rows[0].items() if text == head)
        return [row.get(letter) for row in self.rows[1:]]

    @property
    def heads_are_bold(self) -> bool:
        """Whether each cell of the first row is in bold."""
        fonts = self.styles.findall(f"{MAIN}fonts/{MAIN}font")
        first = next(self.root.iter(f"{MAIN}row"))
        return all(
            fonts[int(self._format(each).attrib["fontId"])].find(f"{MAIN}b") is not None for each in first
        )

    def part(self, name: str) -> dict[str, str]:
        """The attributes of a part of the sheet."""
        found = next(self.root.iter(f"{MAIN}{name}"))
        return dict(found.attrib)

    @property
    def widths(self) -> list[float]:
        """How wide each column is, in letters."""
        return [
            float(each.attrib["width"])
            for each in self.root.iter(f"{MAIN}col")
            for _n in range(int(each.attrib["min"]), int(each.attrib["max"]) + 1)
        ]


def csv_column(answer: HttpResponse, head: str) -> list[str]:
    """What stands below a heading of a list saved as CSV."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return [
        row[head] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    ]
