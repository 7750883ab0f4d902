"""Reading, compiling and checking: structures alone, without a database."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import jsonschema_rs
import orjson

from bench.figures import Figure, least
from nippu.structures import publication, starter
from nippu.structures.canonical import canonical
from nippu.structures.checking import check
from nippu.structures.compiled import Compiled
from nippu.structures.samples import full_document
from nippu.structures.tree import Status, Structure

CHECKOUT = Path(__file__).resolve().parents[1]
PUBLICATION = CHECKOUT.parent / "shared" / "data" / "sosmeta-2025-05-20.zip"
ROUNDS = 25


@dataclass(frozen=True, slots=True)
class Sample:
    """A structure made ready for checking, and a full document made on it."""

    compiled: Compiled
    body: bytes


def measure() -> Iterator[Figure]:
    """Every figure of the structures."""
    structures, source, loading = _loaded()
    print(f"Structures: {len(structures)} current ones of {source}.")
    began = time.thread_time()
    samples = [Sample(Compiled(each), canonical(full_document(each))) for each in structures]
    sampling = time.thread_time() - began
    began = time.thread_time()
    for each in samples:
        each.compiled.is_right(each.body, code_lists=True)
        _ = each.compiled.validator
    compiling = time.thread_time() - began
    yield Figure(name=f"load all structures of {source}", value=loading, unit="s of CPU")
    yield Figure(name="compile all, ready to check", value=compiling, unit="s of CPU")
    yield Figure(name="make a full document of each", value=sampling, unit="s of CPU")
    yield from _checks(samples)


def _loaded() -> tuple[list[Structure], str, float]:
    """All current structures, where they are from and how long reading them took."""
    if PUBLICATION.exists():
        files = list(publication.read(PUBLICATION))
        parse, source = publication.parse, "the publication"
    else:
        files = [(file.name, file.read_bytes()) for file in sorted(starter.FILES.glob("*.yaml"))]
        parse, source = starter.load, "the starter set (no publication here)"
    began = time.thread_time()
    structures = [parse(raw, name) for name, raw in files]
    loading = time.thread_time() - began
    return [each for each in structures if each.status is Status.CURRENT], source, loading


def _checks(samples: list[Sample]) -> Iterator[Figure]:
    refused = [each.compiled.structure.oid for each in samples if check(each.compiled, each.body)]
    assert not refused, f"full documents with findings: {refused}"
    decode, accept, find, rust = least(
        [_decoding(samples), _accepting(samples), _finding(samples), _by_rust(samples)], ROUNDS
    )
    (python,) = least([_by_python(samples)], 2)
    each = 1e6 / len(samples)
    yield Figure(name="orjson decodes a full document", value=decode * each, unit="µs")
    yield Figure(name="schema check with decoding", value=accept * each, unit="µs")
    yield Figure(name="all findings of a full document", value=find * each, unit="µs")
    yield Figure(name="jsonschema-rs with decoding", value=rust * each, unit="µs")
    yield Figure(name="jsonschema with decoding", value=python * each, unit="µs")
    yield Figure(
        name="schema check: share of bare orjson's speed", value=decode / accept, unit="x", target=0.7,
        at_least=True,
    )  # fmt: skip
    yield Figure(name="findings: share of jsonschema-rs's time", value=find / rust, unit="x", target=1.0)
    yield Figure(
        name="findings: times as fast as jsonschema", value=python / find, unit="x", target=10, at_least=True
    )


def _decoding(samples: list[Sample]) -> Callable[[], None]:
    bodies, loads = [each.body for each in samples], orjson.loads

    def run() -> None:
        for body in bodies:
            loads(body)

    return run


def _accepting(samples: list[Sample]) -> Callable[[], None]:
    pairs = [(each.compiled, each.body) for each in samples]

    def run() -> None:
        for compiled, body in pairs:
            compiled.accepts(body)

    return run


def _finding(samples: list[Sample]) -> Callable[[], None]:
    pairs = [(each.compiled, each.body) for each in samples]

    def run() -> None:
        for compiled, body in pairs:
            check(compiled, body)

    return run


def _by_rust(samples: list[Sample]) -> Callable[[], None]:
    pairs = [(jsonschema_rs.Draft7Validator(each.compiled.schema), each.body) for each in samples]
    loads = orjson.loads

    def run() -> None:
        for validator, body in pairs:
            list(validator.iter_errors(loads(body)))

    return run


def _by_python(samples: list[Sample]) -> Callable[[], None]:
    pairs = [(jsonschema.Draft7Validator(each.compiled.schema), each.body) for each in samples]
    loads = orjson.loads

    def run() -> None:
        for validator, body in pairs:
            list(validator.iter_errors(loads(body)))

    return run
