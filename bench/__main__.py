"""All measurements in one run: a table on the screen, and the results in var/bench/results.json."""

import os
import sys
from collections.abc import Iterator

from bench import database, structures
from bench.figures import Figure, machine, show, write
from nippu.cli import postgres

PARTS = ("structures", "pages", "signing")


def main(parts: list[str]) -> int:
    """Measure these parts, or all. A missed target is told and does not fail the run: machines differ."""
    unknown = set(parts) - set(PARTS)
    if unknown:
        print(f"Parts are {', '.join(PARTS)}.")
        return 2
    with postgres.running(database.var_folder()) as beside:
        about = machine(database.durability(beside))
        print(", ".join(f"{name}: {value}" for name, value in about.items()), flush=True)
        figures = []
        for figure in _measured(beside, parts or list(PARTS)):
            show([figure])
            figures.append(figure)
    about["load after"] = round(os.getloadavg()[0], 2)
    write(figures, about, database.var_folder() / "bench" / "results.json")
    missed = [each.name for each in figures if each.holds is False]
    print(f"{len(figures)} figures, {len(missed)} beside their target.")
    return 0


def _measured(beside: str, parts: list[str]) -> Iterator[Figure]:
    if "structures" in parts:
        yield from structures.measure()
    if {"pages", "signing"} & set(parts):
        url = database.make_anew(beside)
        try:
            database.use(url)
            yield from _with_database(url, parts)
        finally:
            database.remove(beside)


def _with_database(url: str, parts: list[str]) -> Iterator[Figure]:
    from bench import pages, signing, world

    made = world.make(workers=8, cases=8)
    if "pages" in parts:
        yield from pages.measure(made)
    if "signing" in parts:
        yield from signing.measure(url, made)


if __name__ == "__main__":
    os.environ.pop("NIPPU_DEBUG", None)
    sys.exit(main(sys.argv[1:]))
