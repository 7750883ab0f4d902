"""Findings of a document: what its structure refuses, and what cannot be right although it is accepted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import islice
from typing import Final

import msgspec

from nippu.base.errors import Invalid
from nippu.base.texts import Message, _
from nippu.structures import format_checks
from nippu.structures.compiled import Compiled, codes_of, is_phrase
from nippu.structures.field_types import type_of
from nippu.structures.findings import Finding, Problem
from nippu.structures.reading_json import UnreadableError, read_json, twofold_keys
from nippu.structures.schema_errors import Place, finding_at, place_of, schema_findings, wrong_text
from nippu.structures.sizes import (
    CERTAINLY_FITS,
    MOST_BYTES,
    MOST_DEPTH,
    MOST_FINDINGS,
    MOST_REPEATS,
    MOST_VALUES,
    depth_and_values,
)
from nippu.structures.tree import Field, Representation, Structure

_TOO_MANY: Final = _("{field}: toistoja on liikaa. Niitä saa olla enintään {most}.")
_NOT_A_CODE: Final = _("{field}: koodia ei ole koodistossa. Valitse jokin luettelon vaihtoehdoista.")
_TWICE: Final = _("{field}: tieto on annettu kahdesti samassa kohdassa.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of the case and the client relationship around a document."""

    today: date | None = None
    joint_case: bool = False
    case_closed: bool = False
    case_id: str | None = None
    document_version_oid: str | None = None
    old_client_relationship: bool = False
    archiving_old_data: bool = False
    client_relationship_active: bool = True
    shelter_client: bool = False
    subcontracted: bool = False
    authored_in_client_system: bool = True
    first_plan: bool = False
    heard_person_is_client: bool = False
    unit_relationship_ends: bool = False
    private_provider: bool = False


NO_CONTEXT: Final = Context()
CONTEXT_KEYS: Final = frozenset(each.name for each in fields(Context))


class ContextKeyUnknown(Invalid):
    """Something is told of the case that no rule asks."""

    code = "context_key_unknown"
    text = _("Asian tiedoissa on tuntematon avain {key}.")


class ContextValueWrong(Invalid):
    """Something is told of the case in a way that cannot be understood."""

    code = "context_value_wrong"
    text = _("Asian tiedoissa avaimen {key} arvo on väärän muotoinen.")


def context_from(data: Mapping[str, object]) -> Context:
    """The context given as JSON data. Raises ContextKeyUnknown or ContextValueWrong."""
    for key in data:
        if key not in CONTEXT_KEYS:
            raise ContextKeyUnknown(key=key[:80])
    try:
        return msgspec.convert(data, Context)
    except msgspec.ValidationError as error:
        found = re.search(r"\$\.(\w+)", str(error))
    raise ContextValueWrong(key=found[1] if found else "")


def check(
    compiled: Compiled, body: bytes, context: Context = NO_CONTEXT, *, code_lists: bool = True
) -> list[Finding]:
    """Everything that is wrong with a document, given as JSON; nothing when it is right.

    Without code lists, codes of national sets are not looked up.
    """
    if len(body) > MOST_BYTES:
        most = {"most": MOST_BYTES // 1_000_000}
        return [_of_all(_("Asiakirja on liian suuri. Se saa olla enintään {most} megatavua."), **most)]
    if is_clean(compiled, body, code_lists=code_lists):
        return []
    return list(islice(all_findings(compiled, body, code_lists=code_lists), MOST_FINDINGS))


def is_clean(compiled: Compiled, body: bytes, *, code_lists: bool = True) -> bool:
    """Whether nothing is wrong. Quick; may say no when all is well, never yes when something is wrong."""
    if len(body) > CERTAINLY_FITS or format_checks.may_have_hidden(body):
        return False
    return compiled.is_right(body, code_lists=code_lists)


def check_written_once(structure: Structure, body: bytes) -> list[Finding]:
    """The keys that a document from elsewhere gives twice: of such a pair `check` sees only the last.

    Documents that Nippu itself writes have no such keys. Nothing of a document that `check` refuses as a
    whole: one that cannot be read, is too large or nested too deep.
    """
    if len(body) > MOST_BYTES:
        return []
    try:
        paths = list(islice(twofold_keys(body), MOST_FINDINGS))
    except (ValueError, RecursionError):
        return []
    return [finding_at(structure, place_of(structure, path), _TWICE, Problem.FORMAT) for path in paths]


def _of_all(text: str, **values: int) -> Finding:
    return Finding("", Problem.FORMAT, Message(text, values))


def all_findings(compiled: Compiled, body: bytes, *, code_lists: bool = True) -> Iterator[Finding]:
    """Everything that is wrong with a document that is not too large, the slow way."""
    try:
        content = read_json(body)
    except UnreadableError as unreadable:
        yield Finding("", Problem.FORMAT, unreadable.message)
        return
    depth, values = depth_and_values(content)
    if depth > MOST_DEPTH:
        yield _of_all(_("Asiakirjassa on liikaa sisäkkäisiä tietoja."))
        return
    if values > MOST_VALUES:
        most = {"most": MOST_VALUES}
        yield _of_all(_("Asiakirjassa on liikaa tietoja. Niitä saa olla enintään {most}."), **most)
        return
    structure = compiled.structure
    refused = set()
    for finding in schema_findings(structure, compiled.validator, content):
        refused.add(finding.path)
        yield finding
    for finding in _Walk(structure, code_lists=code_lists).of_document(content):
        # One sentence at a time: what to write comes before what is wrong with it.
        if finding.path not in refused:
            yield finding


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through a document that may be of any shape and finds what the schema does not tell."""

    structure: Structure
    code_lists: bool

    def of_document(self, content: object) -> Iterator[Finding]:
        if isinstance(content, dict):
            yield from self._group((self.structure.root,), content, Place("", None))

    def _group(self, fields: Sequence[Field], content: dict[str, object], here: Place) -> Iterator[Finding]:
        for field in fields:
            if field.key in content:
                yield from self._field(field, content[field.key], here.below(self.structure, field.key))

    def _field(self, field: Field, content: object, here: Place) -> Iterator[Finding]:
        if not field.repeats:
            yield from self._value(field, content, here)
        elif isinstance(content, list):
            if len(content) > MOST_REPEATS:
                message = Message(_TOO_MANY, {"field": field.label, "most": MOST_REPEATS})
                code, row = self.structure.code, field.row
                yield Finding(here.pointer, Problem.FORMAT, message, structure=code, row=row)
            for index, each in enumerate(content[:MOST_REPEATS]):
                yield from self._value(field, each, here.at(index))

    def _value(self, field: Field, value: object, here: Place) -> Iterator[Finding]:
        if field.is_group:
            if isinstance(value, dict):
                yield from self._group(field.fields, value, here)
            return
        for finding in type_of(field).check(field, value, here.pointer):
            yield replace(finding, structure=self.structure.code, row=field.row)
        yield from self._listed(field, value, here)

    def _listed(self, field: Field, value: object, here: Place) -> Iterator[Finding]:
        """Codes of code sets, and phrases known by their checksum."""
        if isinstance(value, str) and field.representation is Representation.PHRASE:
            if field.phrase is None and not is_phrase(field, value):
                yield finding_at(self.structure, here, wrong_text(here))
        elif isinstance(value, dict) and self.code_lists and isinstance(value.get("code"), str):
            codes = codes_of(field)
            if codes is not None and value["code"] not in codes:
                yield finding_at(
                    self.structure, here.below(self.structure, "code"), _NOT_A_CODE, Problem.CODE
                )
