"""Reading a page as a person does: its texts, links and forms."""

import re
from html import unescape
from html.parser import HTMLParser

from django.http import HttpResponse


def texts(answer: HttpResponse) -> str:
    """The words of the page's main part, each run of spaces as one."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    plain = re.sub(r"<[^>]*>", " ", main.partition(">")[2])
    return re.sub(r"\s+([.,])", r"\1", " ".join(unescape(plain).split()))


def links(answer: HttpResponse) -> set[str]:
    """Where the links of the page lead."""
    return {unescape(each) for each in re.findall(r'<a[^>]* href="([^"]*)"', answer.content.decode())}


class _Form(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.values = form_id, False, {}
        self.open: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        elif self.inside and tag == "input":
            kind = given.get("type", "text")
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.values[given["name"]] = given.get("value", "")
        elif self.inside and tag == "textarea":
            self.open = given["name"]
            self.values[self.open] = ""
        elif self.inside and tag == "select":
            self.select = given["name"]
            self.values.setdefault(self.select, "")
        elif self.select and tag == "option" and "selected" in given:
            self.values[self.select] = given.get("value", "")

    def handle_data(self, data):
        if self.open:
            self.values[self.open] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.open:
            self.values[self.open] = self.values[self.open].removeprefix("\n")
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False


def form(answer: HttpResponse, form_id: str) -> dict[str, str]:
    """What a browser would send from a form as it stands."""
    reader = _Form(form_id)
    reader.feed(answer.content.decode())
    return {name: value for name, value in reader.values.items() if name != "csrfmiddlewaretoken"}
