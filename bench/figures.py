"""Figures of one run: each with its unit and what was aimed at, as a table and as JSON."""

import gc
import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value. `target` is "at least" when more is better, else "at most"; none is only told."""

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target

    @property
    def aim(self) -> str:
        if self.target is None:
            return ""
        return f"{'at least' if self.at_least else 'at most'} {told(self.target)}"


def least(runs: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The least CPU seconds that each run took, the runs taking turns, so that all meet the same noise.

    Time that the machine spent on others does not count; what they cost through shared caches, the least of
    several rounds leaves out for the most part.
    """
    best = [float("inf")] * len(runs)
    with _no_collecting():
        for _ in range(rounds):
            for number, run in enumerate(runs):
                began = time.thread_time()
                run()
                best[number] = min(best[number], time.thread_time() - began)
    return best


@contextmanager
def _no_collecting() -> Iterator[None]:
    """No search for cycles of garbage meanwhile: when it comes is a matter of chance."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def best_median(run: Callable[[], object], *, batches: int, times: int) -> float:
    """Milliseconds on the clock: the median of a batch, in the best of several batches."""
    run()
    return min(median(_milliseconds(run) for _ in range(times)) for _ in range(batches))


def _milliseconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of all values does not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine(postgres_version: str) -> dict[str, object]:
    """On what, and when, the figures were measured."""
    return {
        "cores": os.cpu_count(),
        "cpu": _cpu(),
        "python": platform.python_version(),
        "postgresql": postgres_version,
        "load before": round(os.getloadavg()[0], 2),
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")


def show(figures: Iterable[Figure]) -> None:
    """Print the figures as a table."""
    for each in figures:
        state = {None: "", True: "ok", False: "MISSED"}[each.holds]
        print(f"{each.name:<58} {told(each.value):>9} {each.unit:<11} {each.aim:<16} {state}", flush=True)


def told(value: float) -> str:
    """A number with the digits that mean something."""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def write(figures: Iterable[Figure], about: dict[str, object], path: Path) -> None:
    """Write the figures and the description of the machine as JSON."""
    results: dict[str, object] = {
        each.name: {
            "value": round(each.value, 4),
            "unit": each.unit,
            "target": each.target,
            "at_least": each.at_least,
            "holds": each.holds,
        }
        for each in figures
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": about, **results}, indent=1, ensure_ascii=False) + "\n")
