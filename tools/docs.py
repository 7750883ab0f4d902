"""Make the generated pages of docs/ and the changelog; with --check only tell which are out of date."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import access_page
import changelog
import glossary
import reference

CHECKOUT = Path(__file__).resolve().parents[1]

PAGES: Mapping[str, Callable[[], str]] = {
    "CHANGELOG.md": changelog.changelog,
    "docs/glossary.md": glossary.glossary,
    "docs/reference/errors.md": reference.errors,
    "docs/reference/commands.md": reference.commands,
    "docs/reference/tables.md": reference.tables,
    "docs/reference/access.md": access_page.access,
}


def main() -> None:
    """Write what has changed, or with --check fail when something would."""
    made = {name: make() for name, make in PAGES.items()}
    stale = [name for name, text in made.items() if _is_stale(CHECKOUT / name, text)]
    if stale and "--check" in sys.argv[1:]:
        sys.exit("out of date, run make docs: " + ", ".join(stale))
    for name in stale:
        path = CHECKOUT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[name], encoding="utf-8")
        print(name)


def _is_stale(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


if __name__ == "__main__":
    main()
