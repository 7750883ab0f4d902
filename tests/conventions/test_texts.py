"""Texts of the interface are translated; pages have titles and keep to the content security policy."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import pytest

from nippu.cli.messages import collected, find_faults
from tests.conventions.our_files import all_files, listed, name_of

EXTENDS = re.compile(r"""\{%-?\s*extends\s+["']([^"']+)["']""")
TITLE = re.compile(r"\{%-?\s*block\s+title\b")
AGAINST_POLICY = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.DOTALL),
    "a handler attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.DOTALL),
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>"),
    "a style sheet in the page": re.compile(r"<style\b"),
    "an address of another host": re.compile(r"""\s(src|href|action)\s*=\s*["'](https?:)?//"""),
}


def test_every_text_of_the_interface_is_in_swedish_and_english():
    assert len(collected()) > 20
    faults = list(find_faults())
    assert not faults, f"{len(faults)} faults; the first:{listed(faults[:20])}"


def _templates() -> dict[str, str]:
    """Name, as other templates call it, and source of each template."""
    found = {}
    for path in all_files():
        parts = PurePosixPath(name_of(path)).parts
        if "jinja2" in parts and path.suffix == ".html":
            found["/".join(parts[parts.index("jinja2") + 1 :])] = path.read_text()
    return found


def _has_title(name: str, templates: Mapping[str, str]) -> bool:
    """Whether a page names itself, or the page that it extends does; the outermost frame names none."""
    parent = EXTENDS.search(templates[name])
    if parent is None:
        return False
    return TITLE.search(templates[name]) is not None or _has_title(parent[1], templates)


def _untitled(templates: Mapping[str, str]) -> Iterator[str]:
    """The pages without a title; what others extend is a frame, which leaves it to them."""
    frames = {found[1] for text in templates.values() if (found := EXTENDS.search(text))}
    for name, text in templates.items():
        if EXTENDS.search(text) and name not in frames and not _has_title(name, templates):
            yield name


def test_every_page_has_a_title_of_its_own():
    faults = list(_untitled(_templates()))
    assert not faults, listed(faults)


def test_a_page_without_a_title_is_found():
    templates = {
        "ui/base.html": "{% block title %}{% endblock %}",
        "ui/columns.html": '{% extends "ui/base.html" %}',
        "web/good.html": '{% extends "ui/columns.html" %}{% block title %}Asiat{% endblock %}',
        "web/bad.html": "{%- extends 'ui/columns.html' -%}",
    }
    assert list(_untitled(templates)) == ["web/bad.html"]


@pytest.mark.parametrize("what", AGAINST_POLICY)
def test_no_template_holds(what):
    faults = [
        f"{name}: {found[0][:80]}"
        for name, text in _templates().items()
        if (found := AGAINST_POLICY[what].search(re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)))
    ]
    assert not faults, listed(faults)


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("a style attribute", '<p class="a" style="color: red">'),
        ("a handler attribute", '<button type="button" onclick="go()">'),
        ("a script in the page", "<script>go()</script>"),
        ("a style sheet in the page", "<style>p {}</style>"),
        ("an address of another host", '<img src="//example.org/a.png">'),
    ],
)
def test_markup_against_the_policy_is_seen(what, markup):
    assert AGAINST_POLICY[what].search(markup)
