"""Every failure has a stable code of its own, a text, and one of the four kinds."""

import importlib
from collections import Counter
from collections.abc import Iterator

from nippu.base.errors import Conflict, Denied, Invalid, NippuError, NotFound
from tests.conventions.our_files import modules_below

KINDS = (NotFound, Denied, Conflict, Invalid)


def _below(kind: type[NippuError]) -> Iterator[type[NippuError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def _errors() -> list[type[NippuError]]:
    for name, source in modules_below("nippu"):
        if "from nippu.base.errors import" in source:
            importlib.import_module(name.removesuffix(".py").replace("/", "."))
    return [each for each in _below(NippuError) if each not in KINDS and each.__module__.startswith("nippu.")]


def test_every_error_has_a_code_and_a_text_of_its_own():
    errors = _errors()
    assert len(errors) > 10
    assert not [each for each in errors if not each.__dict__.get("code") or not getattr(each, "text", "")]


def test_no_two_errors_have_the_same_code():
    counts = Counter(each.code for each in _errors())
    assert not [code for code, count in counts.items() if count > 1]


def test_every_error_is_of_one_of_the_four_kinds():
    assert not [each for each in _errors() if sum(issubclass(each, kind) for kind in KINDS) != 1]
