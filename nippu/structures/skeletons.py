"""Writing of the starter set's files from structures that have been read elsewhere."""

import yaml

from nippu.base.texts import Bilingual
from nippu.structures.kinds.texts import phrase_hash
from nippu.structures.starter import FLAGS, is_nonempty
from nippu.structures.tree import Coding, Field, Representation, Status, Structure


def skeleton(structure: Structure) -> str:
    """The structure as a file of the starter set: facts only, none of the publication's texts."""
    about: dict[str, object] = {
        "oid": str(structure.oid),
        "status": None if structure.status is Status.CURRENT else structure.status.value,
        "type": structure.document_type,
        "author": structure.author,
        "subject": structure.subject,
        "library": structure.library,
    }
    lines = [f"{key}: {_flow(value)}" for key, value in about.items() if value is not None]
    writer = _Writer()
    root = writer.lines(structure.root, indent="")
    return "\n".join([*lines, "root:", root[0].replace("- ", "  ", 1), *root[1:]]) + "\n"


class _Writer:
    """Writes the fields of one structure, counting the rows."""

    def __init__(self) -> None:
        self.row = 0

    def lines(self, field: Field, *, indent: str) -> list[str]:
        """A field on one line; a group on a line for each fact, its fields below it."""
        facts = self._facts(field)
        if not field.is_group:
            return [f"{indent}- {_flow(facts)}"]
        lines = [f"{indent}  {key}: {_flow(value)}" for key, value in facts.items()]
        lines[0] = f"{indent}- {lines[0].lstrip()}"
        if field.fields:
            lines.append(f"{indent}  fields:")
        for below in field.fields:
            lines.extend(self.lines(below, indent=indent + "  "))
        return lines

    def _facts(self, field: Field) -> dict[str, object]:
        flags = [word for word, name in FLAGS.items() if getattr(field, name)]
        facts: dict[str, object] = {"key": field.key, "name": _both(field.name)}
        if field.representation is not Representation.GROUP:
            facts["kind"] = field.representation.value
        if field.title:
            facts["title"] = _both(field.title)
        is_root = "/" not in field.path
        if flags and not is_root:
            facts["flags"] = " ".join(flags)
        if not is_root and field.row != self.row + 1:
            facts["row"] = field.row
        self.row = field.row or self.row
        if field.nonempty != is_nonempty(field.representation, required=field.required):
            facts["nonempty"] = field.nonempty
        return facts | _more(field)


def _more(field: Field) -> dict[str, object]:
    """What only some kinds of field have."""
    facts: dict[str, object] = _coded(field.coding) if field.coding else {}
    if field.system_uri:
        facts["identifies"] = field.system_uri
    known = phrase_hash(field.phrase.fi) if field.phrase else field.phrase_hash
    if known:
        facts["phrase"] = known
    return facts


def _coded(coding: Coding) -> dict[str, object]:
    facts: dict[str, object] = {
        "codes": coding.oid,
        "system": coding.system,
        "any_system": coding.system_free,
    }
    facts = {key: value for key, value in facts.items() if value}
    if coding.accepted and coding.accepted != tuple(code for code, _name in coding.names):
        facts["accepted"] = list(coding.accepted)
    elif coding.accepted:
        facts["accepted"] = "names"
    if coding.names:
        facts["names"] = {code: _both(name) for code, name in coding.names}
    return facts


def _both(name: Bilingual) -> str | list[str]:
    return name.fi if name.sv is None else [name.fi, name.sv]


def _flow(value: object) -> str:
    written: str = yaml.dump(
        value,
        Dumper=yaml.CSafeDumper,
        default_flow_style=True,
        allow_unicode=True,
        sort_keys=False,
        width=1 << 20,
    )
    return written.removesuffix("\n").removesuffix("\n...")
