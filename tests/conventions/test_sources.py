"""Modules and functions stay small, packages stay empty, the clock is read at the edge, tests test."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conventions.our_files import ROOT, all_files, listed, modules_below, name_of, python_files

MOST_LINES = 400
MOST_LINES_OF_FUNCTION = 40
MOST_ARGUMENTS = 7
COUNTED = frozenset({".py", ".css", ".js", ".html", ".sql", ".sh"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(source: str) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, Function))


def _long_functions(source: str) -> Iterator[str]:
    for function in _functions(source):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > MOST_LINES_OF_FUNCTION:
            yield f"{function.lineno} {function.name} has {lines} lines"


def _greedy_functions(source: str) -> Iterator[str]:
    for function in _functions(source):
        given = function.args
        count = len(
            [one for one in (*given.posonlyargs, *given.args, *given.kwonlyargs) if one.arg != "self"]
        )
        if count > MOST_ARGUMENTS:
            yield f"{function.lineno} {function.name} takes {count} arguments"


def test_no_module_passes_400_lines():
    faults = [
        f"{name_of(path)}: {lines} lines"
        for path in all_files()
        if path.suffix in COUNTED and (lines := len(path.read_text().splitlines())) > MOST_LINES
    ]
    assert not faults, listed(faults)


def test_no_function_passes_40_lines():
    faults = [f"{name}:{fault}" for name, source in _own_code() for fault in _long_functions(source)]
    assert not faults, listed(faults)


def test_no_function_takes_more_than_7_arguments():
    faults = [f"{name}:{fault}" for name, source in _own_code() for fault in _greedy_functions(source)]
    assert not faults, listed(faults)


def _own_code() -> Iterator[tuple[str, str]]:
    return ((name, source) for name, source in python_files() if "/migrations/" not in name)


def test_a_function_that_is_too_long_or_takes_too_much_is_found():
    body = "".join(f"    x = {number}\n" for number in range(40))
    assert list(_long_functions(f"def f():\n{body}"))
    assert not list(_long_functions(f"def f():\n{body}".removesuffix("    x = 39\n")))
    assert list(_greedy_functions("def f(a, b, c, d, *, e, f, g, h): ..."))
    assert not list(_greedy_functions("def f(self, a, b, c, d, *, e, f, g): ..."))


def _is_one_docstring(source: str) -> bool:
    body = ast.parse(source).body
    return len(body) == 1 and ast.get_docstring(ast.parse(source)) is not None


def test_an_init_file_of_ours_holds_one_docstring_only():
    inits = [(name, source) for name, source in modules_below("nippu") if name.endswith("/__init__.py")]
    faults = [name for name, source in inits if not _is_one_docstring(source)]
    assert inits
    assert not faults, listed(faults)


def test_every_module_of_ours_says_what_it_holds():
    faults = [
        name
        for name, source in (*modules_below("nippu"), *modules_below("tools"))
        if ast.get_docstring(ast.parse(source)) is None and not name.endswith("/apps.py")
    ]
    assert not faults, listed(faults)


CLOCKS = frozenset({"now", "utcnow", "today"})
OWNERS = frozenset({"timezone", "datetime", "date"})
MAY_READ_THE_CLOCK = re.compile(r"nippu/(http|cli)/|nippu/\w+/jobs(\.py|/)")


def _clock_readings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            owner = ast.unparse(node.value)
            if owner.rpartition(".")[2] in OWNERS:
                yield f"{node.lineno} {owner}.{node.attr}"
        elif isinstance(node, ast.Call) and not node.args and not node.keywords:
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in {"localdate", "localtime"}:
                yield f"{node.lineno} {called}() without a moment"


def test_the_clock_is_read_in_http_cli_and_jobs_only():
    faults = [
        f"{name}:{fault}"
        for name, source in modules_below("nippu")
        if not MAY_READ_THE_CLOCK.match(name)
        for fault in _clock_readings(source)
    ]
    assert not faults, listed(faults)


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "datetime.datetime.now(UTC)",
        "date.today()",
        "Field(default=timezone.now)",
        "localdate()",
    ],
)
def test_a_reading_of_the_clock_is_seen(line):
    assert list(_clock_readings(line))


def test_a_day_made_of_a_given_moment_is_no_reading_of_the_clock():
    assert not list(_clock_readings("localdate(at)\nlocaltime(at)\nrequest.at.date()"))


def _dependency_lines() -> list[str]:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    return [line for line in lines if re.match(r'\s+"[a-z0-9-]+(\[[a-z0-9,-]+\])?[<>=~!]=?[^"]*",', line)]


def test_every_dependency_states_its_reason():
    lines = _dependency_lines()
    assert len(lines) > 20
    faults = [line for line in lines if not re.search(r'",\s+# \S.{4,}', line)]
    assert not faults, listed(faults)


MARKS = {
    "a task left for later": re.compile(r"#.*\b(TO" r"DO|FIX" r"ME|X" r"XX)\b"),
    "noqa without a code": re.compile(r"#\s*noqa\b(?!:\s*[A-Z]+\d)"),
    "type: ignore without a code": re.compile(r"#\s*type:\s*ignore\b(?!\[)"),
    "a skipped test": re.compile(r"pytest\.mark\.(skip\b|xfail|skipif\((?!os\.geteuid))|@unittest\.skip"),
}


@pytest.mark.parametrize("what", MARKS)
def test_no_file_holds(what):
    faults = [
        f"{name}:{number} {line.strip()}"
        for name, source in python_files()
        if name != "tests/conventions/test_sources.py"
        for number, line in enumerate(source.splitlines(), 1)
        if MARKS[what].search(line)
    ]
    assert not faults, listed(faults)


ASKS = re.compile(r"(^|[._])(assert|check|expect|raises|fail|must)\w*$")


def _asks_something(function: Function) -> bool:
    """Whether a test can fail by what it finds: an assert, or a call whose name says that it checks."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and ASKS.search(ast.unparse(node.func)) is not None)
        for node in ast.walk(function)
    )


def test_every_test_asks_something():
    faults = [
        f"{name}:{function.lineno} {function.name}"
        for name, source in python_files()
        if re.match(r"tests/.*/test_\w+\.py$", name)
        for function in _functions(source)
        if function.name.startswith("test_") and not _asks_something(function)
    ]
    assert not faults, listed(faults)
