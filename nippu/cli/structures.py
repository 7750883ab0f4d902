"""nippu structures: the national document structures, read from the starter set or from a publication."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from nippu.base.ids import StructureOid
from nippu.base.texts import LANGUAGES, Language, _, translated
from nippu.structures.differences import Aspect, Change, Difference, differences
from nippu.structures.errors import StructureError
from nippu.structures.publication import parse, read
from nippu.structures.skeletons import skeleton
from nippu.structures.starter import all_starters
from nippu.structures.tree import OID_ROOT, Field, Status, Structure

STATUS_TEXTS: Mapping[Status, str] = {Status.CURRENT: _("voimassa"), Status.RETIRED: _("vanhentunut")}
CHANGE_TEXTS: Mapping[Change, str] = {
    Change.ADDED: _("uusi"),
    Change.REMOVED: _("poistettu"),
    Change.MOVED: _("siirretty"),
    Change.CHANGED: _("muuttunut"),
}
ASPECT_TEXTS: Mapping[Aspect, str] = {
    Aspect.NAME: _("nimi"),
    Aspect.TITLE: _("näyttönimi"),
    Aspect.REPRESENTATION: _("esitysmuoto"),
    Aspect.REPEATS: _("toistuva"),
    Aspect.REQUIRED: _("pakollinen"),
    Aspect.CONDITIONALLY_REQUIRED: _("ehdollisesti pakollinen"),
    Aspect.NATIONWIDE: _("valtakunnallisesti yhtenäinen"),
    Aspect.HIDDEN: _("otsikoton ryhmä"),
    Aspect.TITLE_HIDDEN: _("otsikko piilossa"),
    Aspect.CODE_SET: _("luokitus"),
    Aspect.CODES: _("luokat"),
    Aspect.DESCRIPTION: _("kuvaus"),
    Aspect.NOTE: _("toteutusohje"),
}
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="fi", help="Language of names and texts."
)
source_option = click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="A publication to read (zip, folder or one file) instead of the starter set.",
)


@click.group("structures")
def structures() -> None:
    """The national document structures. An OID may be short: 1506.1019."""


@structures.command("list")
@click.option("--retired", is_flag=True, help="Also the retired versions.")
@click.option("--search", default="", help="Only those whose name in either language has this.")
@source_option
@language_option
def list_structures(retired: bool, search: str, source: Path | None, language: Language) -> None:
    """List the structures: version, status, number of fields, type, name."""
    shown = [
        each
        for each in _all(source).values()
        if (retired or each.status is Status.CURRENT) and _is_named(each, search)
    ]
    for each in sorted(shown, key=lambda one: (one.name.in_language(language).casefold(), one.version)):
        state = translated(STATUS_TEXTS[each.status], language)
        fields = sum(not one.is_group for one in each.walk())
        name = each.name.in_language(language)
        click.echo(f"{_short(each):<21} {state:<12} {fields:>4}  {each.document_type:<24} {name}")
    click.echo(translated(_("Tietorakenteita: {n}"), language).format(n=len(shown)))


@structures.command()
@click.argument("oid")
@source_option
@language_option
def show(oid: str, source: Path | None, language: Language) -> None:
    """Show one structure as a table: row, name, kind, what is asked, codes."""
    found = _one(oid, source, language)
    state = translated(STATUS_TEXTS[found.status], language)
    click.echo(f"{found.name.in_language(language)}\n{found.oid}  {found.document_type}  {state}\n")
    lines = list(_table(found.root, language, depth=0))
    width = min(max(len(name) for _row, name, *_rest in lines), 60)
    for row, name, kind, flags, codes in lines:
        click.echo(f"{row:>4}  {name:<{width}}  {kind:<13}  {flags:<5} {codes}".rstrip())
    click.echo(
        translated(_("\n* pakollinen, ? ehdollisesti pakollinen, + toistuva, # tilastoitava"), language)
    )


@structures.command()
@click.argument("old")
@click.argument("new")
@source_option
@language_option
def diff(old: str, new: str, source: Path | None, language: Language) -> None:
    """Show what differs between two structures or two versions of one."""
    found = differences(_one(old, source, language), _one(new, source, language))
    for each in found:
        click.echo(_described(each, language))
        for aspect in each.aspects:
            name = translated(ASPECT_TEXTS[aspect.aspect], language)
            before, after = (translated(text, language) if text else "–" for text in (aspect.old, aspect.new))
            click.echo(f"    {name}: {before} → {after}")
    click.echo(translated(_("Eroja: {n}"), language).format(n=len(found)))


@structures.command("skeleton")
@click.argument("oid")
@source_option
def write_skeleton(oid: str, source: Path | None) -> None:
    """Write a structure as a file of the starter set: facts only."""
    click.echo(skeleton(_one(oid, source, "fi")), nl=False)


def _all(source: Path | None) -> Mapping[StructureOid, Structure]:
    if source is None:
        return all_starters()
    found = {each.oid: each for each in _parsed(source)}
    if not found:
        raise click.ClickException(translated(_("Yhtään tietorakennetta ei löytynyt."), "fi"))
    return found


def _parsed(source: Path) -> Iterator[Structure]:
    """The structures of a publication; a broken file is told of and passed over."""
    for name, raw in read(source):
        try:
            yield parse(raw, name)
        except StructureError as error:
            click.echo(str(error), err=True)


def _one(oid: str, source: Path | None, language: Language) -> Structure:
    """The structure of an OID, whole or short; of several versions the newest current one."""
    asked = oid.removeprefix(OID_ROOT)
    found = [each for each in _all(source).values() if asked in {_short(each), each.code}]
    if not found:
        text = translated(_("Tietorakennetta {oid} ei tunneta."), language)
        raise click.ClickException(text.format(oid=oid))
    return max(found, key=lambda each: (each.status is Status.CURRENT, each.version))


def _short(structure: Structure) -> str:
    return structure.oid.removeprefix(OID_ROOT)


def _is_named(structure: Structure, search: str) -> bool:
    names: Iterable[str | None] = (structure.name.fi, structure.name.sv, structure.oid)
    return any(search.casefold() in name.casefold() for name in names if name)


def _table(field: Field, language: Language, *, depth: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Row, name, kind, marks and codes of each field below one."""
    for each in field.fields:
        marks = {
            "*": each.required,
            "?": each.conditionally_required,
            "+": each.repeats,
            "#": each.nationwide,
        }
        label = "  " * depth + each.label.in_language(language)
        flags = "".join(mark for mark, is_set in marks.items() if is_set)
        yield str(each.row or ""), label, each.representation.value, flags, _codes(each)
        yield from _table(each, language, depth=depth + 1)


def _codes(field: Field) -> str:
    if field.coding is None:
        return ""
    accepted = ", ".join(field.coding.accepted or (code for code, _name in field.coding.names))
    return " ".join(part for part in (field.coding.oid or field.coding.system, accepted) if part)


def _described(difference: Difference, language: Language) -> str:
    change = translated(CHANGE_TEXTS[difference.change], language)
    origin = f" ← {difference.moved_from}" if difference.moved_from else ""
    return f"{change}: {difference.field.label.in_language(language)} ({difference.path}{origin})"
