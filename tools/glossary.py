"""The glossary, made of docs/terms.yaml."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

DOCS = Path(__file__).resolve().parents[1] / "docs"
TERMS = DOCS / "terms.yaml"
HEAD = """# Glossary

The words that Nippu uses, as the work uses them. *Code* is the name in our code, *national* an OID of a code
set or identifier, or the code of a document structure. `make docs` makes this page of
[terms.yaml](terms.yaml).
"""
COLUMNS = ("fi", "sv", "en", "code", "national", "means")
TITLES = ("Finnish", "Swedish", "English", "code", "national", "meaning")


def areas() -> Sequence[Mapping[str, object]]:
    """The areas of the terms file, each with its terms."""
    loaded = yaml.safe_load(TERMS.read_text(encoding="utf-8"))
    assert isinstance(loaded, list)
    return loaded


def glossary() -> str:
    """The text of the glossary."""
    return "\n".join([HEAD, *(line for area in areas() for line in _area(area))])


def _area(area: Mapping[str, object]) -> Iterator[str]:
    terms = area["terms"]
    assert isinstance(terms, list)
    yield f"## {area['area']}\n"
    yield _row(TITLES)
    yield "|" + "---|" * len(COLUMNS)
    for term in sorted(terms, key=lambda term: term["fi"].casefold()):
        code = f"`{term['code']}`" if "code" in term else ""
        yield _row([str({**term, "code": code}.get(column, "")) for column in COLUMNS])
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
