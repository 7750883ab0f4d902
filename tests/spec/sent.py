"""What a browser would send of a form, read from its HTML without a browser."""

from html.parser import HTMLParser


class SentForm(HTMLParser):
    """The inputs of a form as a browser sends them, and the ids of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self._area: str | None = None
        self._text = ""
        self._select: str | None = None
        self._values: list[str] = []
        self._chosen: str | None = None
        self.feed("".join(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "label" and given.get("for"):
            self.labelled.add(given["for"] or "")
        if tag == "input" and given.get("name"):
            self._input(given)
        elif tag == "textarea":
            self._area, self._text = given["name"], ""
        elif tag == "select":
            self._select, self._values, self._chosen = given["name"], [], None
        elif tag == "option" and self._select:
            self._values.append(given.get("value") or "")
            if "selected" in given:
                self._chosen = self._values[-1]

    def _input(self, given: dict[str, str | None]) -> None:
        name, value = given["name"] or "", given.get("value") or ""
        if given.get("type") in {"radio", "checkbox"}:
            if "checked" in given:
                self.data[name] = value
        elif given.get("type") == "hidden":
            self.data[name] = value
        else:  # a line of text loses its line ends
            self.data[name] = value.replace("\r", "").replace("\n", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.data[self._area] = self._text.removeprefix("\n").replace("\n", "\r\n")
            self._area = None
        elif tag == "select" and self._select:
            self.data[self._select] = self._values[0] if self._chosen is None else self._chosen
            self._select = None
