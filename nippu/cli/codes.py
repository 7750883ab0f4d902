"""nippu codes: which national code sets are known, and how well."""

import click

from nippu.base.texts import LANGUAGES, Language, _, translated
from nippu.codes.sets import CodeSet, Coverage, all_code_sets, code_set

COVERAGE_TEXTS = {
    Coverage.COMPLETE: _("kattava"),
    Coverage.PARTIAL: _("osittainen"),
    Coverage.PROVISIONAL: _("mukana väliaikaisia koodeja"),
    Coverage.UNKNOWN: _("koodit puuttuvat"),
}
PROVISIONAL = _("väliaikainen")
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="fi", help="Language of names and texts."
)


@click.group()
def codes() -> None:
    """The national code sets."""


@codes.command("list")
@click.option(
    "--coverage", type=click.Choice([each.value for each in Coverage]), help="Only sets known this well."
)
@language_option
def list_sets(coverage: str | None, language: Language) -> None:
    """List the code sets: OID, number of codes, coverage, name."""
    shown = [each for each in all_code_sets().values() if coverage in (None, each.coverage.value)]
    for each in shown:
        state = translated(COVERAGE_TEXTS[each.coverage], language)
        click.echo(f"{each.oid:<26} {len(each.codes):>4}  {state:<28} {each.name.in_language(language)}")
    click.echo(translated(_("Luokituksia: {n}"), language).format(n=len(shown)))


@codes.command()
@click.argument("oid")
@language_option
def show(oid: str, language: Language) -> None:
    """Show one code set with its codes. The OID may be short: 1221."""
    try:
        found = code_set(oid)
    except KeyError as error:
        raise click.ClickException(
            translated(_("Luokitusta {oid} ei tunneta."), language).format(oid=oid)
        ) from error
    _show(found, language)


def _show(found: CodeSet, language: Language) -> None:
    click.echo(found.name.in_language(language))
    click.echo(f"{found.system}  {translated(COVERAGE_TEXTS[found.coverage], language)}")
    width = max((len(each.code) + 2 * depth for depth, each in found.tree()), default=0)
    for depth, each in found.tree():
        mark = f"  ({translated(PROVISIONAL, language)})" if each.provisional else ""
        click.echo(f"  {'  ' * depth + each.code:<{width}}  {each.name.in_language(language)}{mark}")
