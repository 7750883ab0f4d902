"""Writing happens in actions and migrations only."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.conventions.our_files import constants_without_docstrings, listed, modules_below

ALWAYS = frozenset({"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}) | {
    "create_user",
    "create_superuser",
    "_raw_delete",
}
"""Methods whose call writes, whatever they are called on; an "a" before the name makes it asynchronous."""

WITHOUT_POSITIONAL = frozenset({"update", "delete"})
"""Methods which write when nothing is given by position: rows.update(state=...), row.delete().
A dictionary's or a hash's update, and a client's delete(address), are given something."""

WRITING_SQL = re.compile(
    r"""^\s*(with\b.*?\)\s*)?(
        insert\s+into\s | update\s+[\w."]+\s+(as\s+\w+\s+|\w+\s+)?set\s | delete\s+from\s | merge\s+into\s
        | truncate\s | copy\s+[\w."]+.*\sfrom\s | call\s+\w+\s*\(
        | select\s.*\bdocuments_(sign|save)\w*\s*\(
    )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)

KNOWN: dict[str, str] = {}
"""Writes elsewhere that are right, with the reason: "path: what is called"."""


def _may_write(name: str) -> bool:
    """Actions, as a module or as a package with a module per topic."""
    parts = PurePosixPath(name).with_suffix("").parts
    return len(parts) > 2 and parts[2] == "actions"


def writes(source: str) -> Iterator[tuple[int, str]]:
    """Line and call of each write in a module."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = node.func.attr.removeprefix("a")
            if method in ALWAYS or (method in WITHOUT_POSITIONAL and not node.args and _may_be_rows(node)):
                yield node.lineno, f"{ast.unparse(node.func)}()"
    for text in constants_without_docstrings(tree):
        if WRITING_SQL.match(text.value):
            yield text.lineno, " ".join(text.value.split()[:3])


def _may_be_rows(call: ast.Call) -> bool:
    """An update needs named values to be one of rows; a deletion needs nothing."""
    return "delete" in ast.unparse(call.func) or bool(call.keywords)


def _found() -> dict[str, str]:
    return {
        f"{name}: {call}": f"{name}:{line} {call}"
        for name, source in modules_below("nippu")
        if not _may_write(name)
        for line, call in writes(source)
    }


def test_writing_happens_in_actions_only():
    faults = [place for call, place in _found().items() if call not in KNOWN]
    assert not faults, listed(faults)


def test_the_known_exceptions_are_still_there():
    assert not set(KNOWN) - set(_found())


@pytest.mark.parametrize(
    "line",
    [
        "case.save(update_fields=['state'])",
        "Case.objects.create(number='2026-1')",
        "case.members.create(client=client)",
        "Case.objects.filter(pk=1).update(state='closed')",
        "Case.objects.filter(pk=1).update(**changes)",
        "draft.delete()",
        "Case.objects.bulk_create(rows)",
        "Case.objects.get_or_create(number='1')",
        "cursor.execute('INSERT INTO cases_case VALUES (1)')",
        "cursor.execute('update cases_case set state = 1')",
        "cursor.execute('UPDATE documents_draft AS d SET version = 1')",
        "cursor.execute('with gone as (select 1) delete from documents_draft')",
        "cursor.execute('select documents_sign(%s, %s)', [a, b])",
    ],
)
def test_a_write_is_seen(line):
    assert list(writes(line))


@pytest.mark.parametrize(
    "line",
    [
        "by_path.update(pairs)",
        "digest.update(content)",
        "cache.delete('key')",
        "'Updates the page'",
        "cursor.execute('select 1 from cases_case for update')",
        '"""insert into stands in a docstring"""',
        "print('Update the demo')",
    ],
)
def test_what_writes_nothing_is_left_alone(line):
    assert not list(writes(line))


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("nippu/cases/actions.py", True),
        ("nippu/cases/actions/closing.py", True),
        ("nippu/cases/queries.py", False),
        ("nippu/web/actions_page.py", False),
    ],
)
def test_only_an_areas_actions_may_write(name, may):
    assert _may_write(name) is may
