"""Reference pages made of the code itself: errors, commands, tables."""

import importlib
import inspect
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nippu.base import errors as kinds
from nippu.cli.main import TOPICS, main

if TYPE_CHECKING:
    from django.db.models import Model

CHECKOUT = Path(__file__).resolve().parents[1]
IMPORT = "from nippu.base.errors import"
"""Stands in every module that makes an error of its own."""

MADE = "\n`make docs` makes this page of the code.\n"
PRIVACY = "Privacy: *client* tells of a client, *staff* of a professional, *operation* of the work.\n"
COLUMNS = ("code", "kind", "status", "module", "text")
STATUS = {kinds.NotFound: 404, kinds.Denied: 403, kinds.Conflict: 409, kinds.Invalid: 400}


def errors() -> str:
    """The page of error codes: what an interface is told, and with which status."""
    _django_ready()
    for path in sorted((CHECKOUT / "nippu").rglob("*.py")):
        if IMPORT in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(path.relative_to(CHECKOUT).with_suffix("").parts))
    rows = sorted(
        (f"`{each.code}`", kind.__name__, str(status), each.__module__, each.text)
        for kind, status in STATUS.items()
        for each in _below(kind)
        if "code" in each.__dict__
    )
    head = ["# Errors", MADE, "The code of an error never changes; its text may.\n"]
    return "\n".join([*head, _row(COLUMNS), "|---|---|---|---|---|", *map(_row, rows), ""])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _django_ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nippu.config.settings")
    import django

    django.setup()


def _below(kind: type[kinds.NippuError]) -> Iterator[type[kinds.NippuError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def commands() -> str:
    """The page of the `nippu` command with all that it can do."""
    lines = ["# Commands", MADE]
    for name in sorted(TOPICS):
        try:
            command = main.get_command(click.Context(main), name)
        except ModuleNotFoundError:
            continue
        assert command is not None
        lines += _command(f"nippu {name}", command)
    return "\n".join(lines)


def _command(name: str, command: click.Command) -> Iterator[str]:
    help_text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    yield f"## `{name}`\n\n{help_text}\n"
    if isinstance(command, click.Group):
        for each in sorted(command.commands):
            yield from _command(f"{name} {each}", command.commands[each])
        return
    options = [_option(option) for option in command.params]
    if any(options):
        yield "| | |\n|---|---|"
        yield from (option for option in options if option)
        yield ""


def _option(option: click.Parameter) -> str:
    if isinstance(option, click.Argument):
        return f"| `{option.make_metavar(click.Context(main))}` | |"
    assert isinstance(option, click.Option)
    told = re.sub(r"\|", "\\|", option.help or "")
    return "" if option.hidden else f"| `{', '.join((*option.opts, *option.secondary_opts))}` | {told} |"


def tables() -> str:
    """The page of tables: each field with how private it is."""
    _django_ready()
    from django.apps import apps

    lines = ["# Tables", MADE, PRIVACY]
    for model in apps.get_models():
        if model.__module__.startswith("nippu."):
            lines += [f"## {model._meta.label}\n", (inspect.getdoc(model) or "").splitlines()[0], ""]
            lines += ["| field | type | privacy |", "|---|---|---|", *_fields(model), ""]
    return "\n".join(lines)


def _fields(model: "type[Model]") -> Iterator[str]:
    stated = getattr(model, "privacy", {})
    classes = {name: kind.value for kind, names in stated.items() for name in names}
    for field in model._meta.concrete_fields:
        yield f"| `{field.name}` | {field.get_internal_type()} | {classes.get(field.name, '')} |"
