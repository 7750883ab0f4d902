"""The project's own files, and small tools for reading them."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT_SUFFIXES = frozenset(
    {".py", ".html", ".css", ".js", ".sql", ".sh", ".md", ".toml", ".yaml", ".yml", ".json", ".jsonl", ".po"}
) | {".txt", ".cfg", ".ini", ".csv", ".svg"}


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def text_files() -> Iterator[tuple[str, str]]:
    """Name within the checkout and text of each file that people write."""
    for path in all_files():
        if path.suffix in TEXT_SUFFIXES or not path.suffix:
            yield name_of(path), path.read_text(encoding="utf-8", errors="replace")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def python_files() -> tuple[tuple[str, str], ...]:
    """Name within the checkout and source of each Python file."""
    return tuple((name_of(path), path.read_text()) for path in all_files() if path.suffix == ".py")


def modules_below(folder: str) -> Iterator[tuple[str, str]]:
    """Our Python files below a folder, without migrations."""
    for name, source in python_files():
        if name.startswith(f"{folder}/") and "/migrations/" not in name:
            yield name, source


def constants_without_docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The strings of a module that do something: docstrings and texts standing alone are left out."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node


def listed(faults: Iterable[str]) -> str:
    """Faults one a line, for the message of an assertion."""
    return "\n" + "\n".join(faults)
