"""Writes the figures of the last run into docs/performance.md: `python -m bench.page`."""

import json
import re
import sys
from pathlib import Path
from typing import Any

from bench.figures import Figure, told

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE = CHECKOUT / "docs" / "performance.md"
RESULTS = CHECKOUT / "var" / "bench" / "results.json"
BEGIN, END = "<!-- figures: made by python -m bench.page -->", "<!-- end of figures -->"


def main() -> int:
    """Put the table in its place; the rest of the page is written by hand."""
    results = json.loads(RESULTS.read_text())
    about = results.pop("machine")
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text("\n".join([before + BEGIN, "", machine(about), "", *table(results), "", END]) + after)
    return 0


def machine(about: dict[str, Any]) -> str:
    """The machine and the moment, as a sentence."""
    version = re.match(r"[\d.]+", str(about["postgresql"]))
    assert version is not None
    return (
        f"Measured {about['when'][:10]} on {about['cores']} cores of {about['cpu']}, "
        f"Python {about['python']}, PostgreSQL {version[0]} with `fsync` and `synchronous_commit` on. "
        f"Load of the machine before: {about['load before']}, at the end: {about['load after']}."
    )


def table(results: dict[str, dict[str, Any]]) -> list[str]:
    """The lines of a table in Markdown."""
    lines = ["| what | value | target | |", "|---|---|---|---|"]
    for name, each in results.items():
        figure = Figure(
            name=name,
            value=each["value"],
            unit=each["unit"],
            target=each["target"],
            at_least=each["at_least"],
        )
        state = {None: "", True: "holds", False: "**missed**"}[figure.holds]
        lines.append(f"| {name} | {told(figure.value)} {figure.unit} | {figure.aim} | {state} |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
