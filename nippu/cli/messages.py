"""The texts of the interface: collected from the code, translated in .po files, compiled for use."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CODE = Path(__file__).resolve().parents[1]
LOCALE = CODE / "locale"
LANGUAGES = ("sv", "en")
"""Finnish is the source and needs no translation."""

METHODS = [("**/jinja2/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/jinja2/**.html": {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "marked": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
VALUE = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)\}(?!\})")


@click.group()
def messages() -> None:
    """The texts of the interface in Swedish and English."""


@messages.command()
def collect() -> None:
    """Bring the .po files up to date with the texts in the code; translations stay."""
    template = collected()
    for language in LANGUAGES:
        path = _po(language)
        catalogue = _read(path, language)
        catalogue.update(template, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file,
                catalogue,
                width=100,
                no_location=True,
                omit_header=False,
                sort_output=True,
                ignore_obsolete=True,
            )
        missing = sum(1 for message in _texts(catalogue) if not _is_translated(message))
        click.echo(f"{language}: {len(catalogue)} texts, {missing} without translation")


@messages.command("compile")
def compile_command() -> None:
    """Make the .mo files that the program reads."""
    for path in compile_stale():
        click.echo(path.relative_to(CODE))


@messages.command()
def check() -> None:
    """Fail when a text of the code has no translation, or one with other values in it."""
    faults = list(find_faults())
    for fault in faults:
        click.echo(fault)
    sys.exit(bool(faults))


def compile_stale() -> list[Path]:
    """Compile the .po files that are newer than their .mo files; what was made."""
    made = []
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        making = target.with_suffix(f".{os.getpid()}")
        with making.open("wb") as file:
            write_mo(file, _read(source, source.parts[-3]))
        making.rename(target)
        made.append(target)
    return made


def collected() -> Catalog:
    """Every text marked in the code, with no translations."""
    catalogue = Catalog(project="Nippu", charset="utf-8")
    found = extract_from_dir(
        CODE, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for name, _line, text, comments, context in found:
        catalogue.add(text, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def find_faults() -> Iterator[str]:
    """What is wrong with the translations, a line for each text."""
    template = collected()
    for language in LANGUAGES:
        catalogue = _read(_po(language), language)
        for message in _texts(template):
            known = catalogue.get(message.id, message.context)
            if known is None or not _is_translated(known):
                yield f"{language}: no translation: {_first(message.id)!r}"
            elif _values(known.id) != _values(known.string):
                yield f"{language}: other values than in {_first(message.id)!r}"


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(strings) and all(strings) and not message.fuzzy


def _values(text: object) -> set[str]:
    texts = text if isinstance(text, list | tuple) else (text,)
    return {first or second for one in texts for first, second in VALUE.findall(str(one))}


def _first(text: object) -> str:
    return str(text[0]) if isinstance(text, list | tuple) else str(text)


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, project="Nippu", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)
