"""The changelog: what is written under its versions, with the newest changes gathered from changelog.d/."""

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
CHANGELOG = CHECKOUT / "CHANGELOG.md"
NEWS = CHECKOUT / "changelog.d"
KINDS = ("added", "changed", "deprecated", "removed", "fixed", "security")
NAME = re.compile(rf"\d{{4}}(-\w+)?\.({'|'.join(KINDS)})\.md")
HEAD = """# Changelog

What users and administrators of Nippu notice, in the form of
[Keep a Changelog](https://keepachangelog.com/en/1.1.0/).
Each change is a file in `changelog.d/`, named `NNNN.kind.md`, of one sentence; `make docs` gathers them here.
A release gives the gathered ones a heading of their own below and empties the folder.
"""


def changelog() -> str:
    """The text of the changelog: the head, the gathered news, the versions as they stand."""
    return "\n".join([HEAD, "## [Unreleased]\n", *_news(), _released()]).rstrip() + "\n"


def _news() -> list[str]:
    lines = []
    for kind in KINDS:
        sentences = [_sentence(path) for path in sorted(NEWS.glob(f"*.{kind}.md"))]
        if sentences:
            lines += [f"### {kind.capitalize()}\n", *(f"- {sentence}" for sentence in sentences), ""]
    return lines


def _sentence(path: Path) -> str:
    if not NAME.fullmatch(path.name):
        raise ValueError(f"{path.name} is not of the form NNNN.kind.md")
    return " ".join(path.read_text(encoding="utf-8").split())


def _released() -> str:
    """The versions that have been released, which are written once and kept."""
    text = CHANGELOG.read_text(encoding="utf-8") if CHANGELOG.exists() else ""
    found = re.search(r"^## \[\d", text, flags=re.MULTILINE)
    return text[found.start() :] if found else ""
