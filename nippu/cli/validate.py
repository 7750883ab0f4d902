"""nippu validate: what is wrong with documents. Needs no database: other systems can use it alone."""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import click
import msgspec
import orjson

from nippu.base.errors import NippuError
from nippu.base.texts import LANGUAGES, Language, Message, _, translated
from nippu.structures.checking import NO_CONTEXT, Context, check, check_written_once, context_from
from nippu.structures.compiled import compile_structure
from nippu.structures.errors import StructureError
from nippu.structures.findings import Finding
from nippu.structures.reading_json import UnreadableError, read_json
from nippu.structures.sources import Find, from_files, from_starter
from nippu.structures.tree import Structure

CLEAN: Final = 0
FINDINGS: Final = 1
NOT_CHECKED: Final = 2
Plain = TypeVar("Plain")
_line: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])


class LineError(Exception):
    """A line of a batch that cannot be checked."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@click.command()
@click.argument("file", required=False, type=click.File("rb"))
@click.option("--structure", "oid", help="OID of the structure, whole or short: 1506.1019.")
@click.option(
    "--batch", type=click.File("rb"), help="A document on each line: {id, structure_oid, context, document}."
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON; a batch always does.")
@click.option("--no-code-lists", is_flag=True, help="Do not look codes up in the national code sets.")
@click.option(
    "--structures",
    type=click.Path(exists=True, path_type=Path),
    help="Zip, folder or file to read structures from.",
)
@click.option("--language", type=click.Choice(LANGUAGES), default="fi", help="Language of the texts.")
def validate(
    file: BinaryIO | None,
    oid: str | None,
    batch: BinaryIO | None,
    as_json: bool,
    no_code_lists: bool,
    structures: Path | None,
    language: Language,
) -> None:
    """Tell what is wrong with a document FILE, or with each document of a --batch (- is standard input).

    The exit code is 0 when nothing is wrong, 1 when something is, 2 when something could not be checked.
    """
    if (file is None) == (batch is None) or (file is None) != (oid is None):
        raise click.UsageError(translated(_("Anna joko --structure OID ja FILE tai --batch FILE."), language))
    find = cache(from_files(structures) if structures else from_starter)
    if batch is not None:
        sys.exit(_check_batch(batch, find, code_lists=not no_code_lists, language=language))
    assert file is not None
    assert oid is not None
    structure, body = _structure(find, oid, language), file.read().removeprefix(BOM_UTF8)
    _refuse_unreadable(body, language)
    findings = _findings(structure, body, NO_CONTEXT, code_lists=not no_code_lists)
    if as_json:
        _write_json({"structure_oid": structure.oid, "findings": _data(findings, language)})
    else:
        _write_text(structure, findings, language)
    sys.exit(FINDINGS if findings else CLEAN)


def _structure(find: Find, oid: str, language: Language) -> Structure:
    try:
        return find(oid)
    except NippuError as error:
        click.echo(_told(error, language), err=True)
    sys.exit(NOT_CHECKED)


def _told(error: NippuError, language: Language) -> str:
    text = error.message.in_language(language)
    return f"{error.file} {error.path or '/'}: {text}" if isinstance(error, StructureError) else text


def _refuse_unreadable(body: bytes, language: Language) -> None:
    try:
        read_json(body)
    except UnreadableError as error:
        click.echo(error.message.in_language(language), err=True)
        sys.exit(NOT_CHECKED)


def _data(findings: list[Finding], language: Language) -> list[dict[str, object]]:
    return [each.as_data(language) for each in findings]


def _write_json(data: dict[str, object]) -> None:
    _write_line(sys.stdout.buffer, data)


def _write_line(out: BinaryIO, data: dict[str, object]) -> None:
    out.write(orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE))


def _write_text(structure: Structure, findings: list[Finding], language: Language) -> None:
    click.echo(f"{structure.name.in_language(language)} ({structure.oid})")
    if not findings:
        click.echo(translated(_("Asiakirjassa ei ole huomautettavaa."), language))
    for each in findings:
        click.echo(f"\n{each.message.in_language(language)}\n    {each.path or '/'}")
    if findings:
        click.echo("\n" + Message(_("Huomautuksia: {n}"), {"n": len(findings)}).in_language(language))


def _check_batch(lines: BinaryIO, find: Find, *, code_lists: bool, language: Language) -> int:
    """Answer each line by a line, in the same order and at once."""
    worst = CLEAN
    out = sys.stdout.buffer
    for answer, code in _answers(lines, find, code_lists=code_lists, language=language):
        _write_line(out, answer)
        # Who writes the lines one at a time may wait for the answer before the next.
        if not lines.seekable():
            out.flush()
        worst = max(worst, code)
    return worst


def _answers(
    lines: BinaryIO, find: Find, *, code_lists: bool, language: Language
) -> Iterator[tuple[dict[str, object], int]]:
    for number, written in enumerate(lines, start=1):
        # Some systems begin a file with a byte order mark, which is no part of JSON.
        line = written.removeprefix(BOM_UTF8) if number == 1 else written
        if not line.strip():
            continue
        answer: dict[str, object] = {"id": None}
        try:
            parts = _parts(line)
            _value(parts, "id")
            answer["id"] = orjson.Fragment(bytes(parts["id"]))  # as it was given, also a very long number
            findings = _check_line(parts, find, code_lists=code_lists)
        except (LineError, NippuError) as error:
            text = (
                _told(error, language)
                if isinstance(error, NippuError)
                else error.message.in_language(language)
            )
            prefix = Message(_("Rivi {line}: "), {"line": number}).in_language(language)
            yield {**answer, "line": number, "error": prefix + text}, NOT_CHECKED
        else:
            yield {**answer, "findings": _data(findings, language)}, FINDINGS if findings else CLEAN


def _parts(line: bytes) -> dict[str, msgspec.Raw]:
    try:
        return _line.decode(line)
    except RecursionError:
        raise LineError(Message(_("Asiakirjassa on liikaa sisäkkäisiä tietoja."))) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        read_json(line)
    except UnreadableError as error:
        message = Message(_("JSON-teksti on virheellinen, merkki {column}."), error.message.values)
        raise LineError(message) from None
    raise LineError(Message(_("rivin on oltava JSON-olio.")))


def _check_line(parts: dict[str, msgspec.Raw], find: Find, *, code_lists: bool) -> list[Finding]:
    structure = find(_plain(parts, "structure_oid", str))
    context = _context(parts)
    if "document" not in parts:
        raise LineError(Message(_("tieto {key} puuttuu."), {"key": "document"}))
    return _findings(structure, bytes(parts["document"]), context, code_lists=code_lists)


def _findings(structure: Structure, body: bytes, context: Context, *, code_lists: bool) -> list[Finding]:
    findings = check(compile_structure(structure), body, context, code_lists=code_lists)
    return findings + check_written_once(structure, body)


def _value(parts: dict[str, msgspec.Raw], key: str) -> object:
    if key not in parts:
        raise LineError(Message(_("tieto {key} puuttuu."), {"key": key}))
    try:
        return read_json(bytes(parts[key]))
    except UnreadableError:
        raise _wrong(key) from None


def _context(parts: dict[str, msgspec.Raw]) -> Context:
    if "context" not in parts:
        return NO_CONTEXT
    return context_from(_plain(parts, "context", dict[str, object]))


def _plain(parts: dict[str, msgspec.Raw], key: str, kind: type[Plain]) -> Plain:
    try:
        return msgspec.convert(_value(parts, key), kind)
    except msgspec.ValidationError:
        raise _wrong(key) from None


def _wrong(key: str) -> LineError:
    return LineError(Message(_("tieto {key} on väärän muotoinen."), {"key": key}))
