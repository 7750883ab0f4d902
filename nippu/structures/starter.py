"""The starter set: structures that need not be imported, in compact files of our own that hold facts only.

A file has the keys, names, kinds, flags and codes of a structure; descriptions, examples, notes and phrases
are the publication's own and come with an import. Rows that follow one another are not written.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual, _
from nippu.structures.errors import StructureError
from nippu.structures.tree import OID_ROOT, Coding, Field, Representation, Status, Structure

FILES: Final = Path(__file__).parent / "starter_files"
FLAGS: Final[Mapping[str, str]] = {
    "required": "required",
    "repeats": "repeats",
    "conditional": "conditionally_required",
    "nationwide": "nationwide",
    "hidden": "hidden",
    "title-hidden": "title_hidden",
}
_TEXTS: Final = frozenset({Representation.TEXT, Representation.NAME, Representation.SIGNATURE})
_KEYS: Final = frozenset(
    {"key", "kind", "name", "title", "flags", "row", "nonempty", "fields", "identifies", "phrase"}
    | {"codes", "system", "any_system", "accepted", "names"}
)
_ABOUT: Final = frozenset({"oid", "status", "type", "author", "subject", "library", "root"})


@cache
def all_starters() -> Mapping[StructureOid, Structure]:
    """Every structure of the starter set by its OID."""
    return MappingProxyType({oid: starter(oid) for oid in starter_oids()})


@cache
def starter_oids() -> tuple[StructureOid, ...]:
    """The OIDs of the starter set, in the order of their numbers."""
    oids = [StructureOid(OID_ROOT + file.stem) for file in FILES.glob("*.yaml")]
    return tuple(sorted(oids, key=lambda oid: [int(part) for part in oid.split(".")]))


@cache
def starter(oid: StructureOid) -> Structure:
    """One structure of the starter set. Raises KeyError when it has none."""
    return load(raw(oid), f"{oid.removeprefix(OID_ROOT)}.yaml")


def raw(oid: StructureOid) -> bytes:
    """One file of the starter set as it is. Raises KeyError when there is none."""
    if oid not in starter_oids():
        raise KeyError(oid)
    return (FILES / f"{oid.removeprefix(OID_ROOT)}.yaml").read_bytes()


def load(raw: bytes, where: str) -> Structure:
    """The structure in one file of the starter set. Raises StructureError."""
    try:
        data = yaml.load(raw, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        raise StructureError(where, "", _("Tiedosto ei ole YAML-muotoa.")) from None
    if not isinstance(data, dict) or not data.keys() <= _ABOUT or not {"oid", "type", "root"} <= data.keys():
        raise StructureError(where, "", _("Tiedosto ei ole tietorakenne."))
    reader = _Reader(where)
    year, month, day = data["oid"].split(".")[-3:]
    return Structure(
        oid=StructureOid(data["oid"]),
        status=Status(data.get("status", Status.CURRENT)),
        document_type=data["type"],
        author=data.get("author"),
        subject=data.get("subject"),
        defined=f"{year}-{month:0>2}-{day:0>2}",
        library=data.get("library"),
        root=reader.field(data["root"], parent="", is_root=True),
    )


class _Reader:
    """Reads the fields of one file, counting the rows."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.row = 0

    def field(self, data: Any, *, parent: str, is_root: bool = False) -> Field:
        if not isinstance(data, dict) or not data.keys() <= _KEYS or not {"key", "name"} <= data.keys():
            raise StructureError(self.where, parent, _("Kentässä on jotakin tuntematonta."))
        flags = set(data.get("flags", "").split())
        if not flags <= FLAGS.keys():
            raise StructureError(self.where, parent, _("Kentässä on jotakin tuntematonta."))
        kind = Representation(data.get("kind", ""))
        path = f"{parent}/{data['key']}".removeprefix("/") + ("[]" if "repeats" in flags else "")
        row = None if is_root else data.get("row", self.row + 1)
        self.row = row or self.row
        required = is_root or "required" in flags
        return Field(
            key=data["key"],
            path=path,
            name=_bilingual(data["name"]),
            representation=kind,
            title=_bilingual(data["title"]) if "title" in data else None,
            row=row,
            nonempty=data.get("nonempty", is_nonempty(kind, required=required)),
            coding=_coding(data) if kind is Representation.CODE else None,
            system_uri=data.get("identifies"),
            phrase_hash=data.get("phrase"),
            required=required,
            repeats="repeats" in flags,
            conditionally_required="conditional" in flags,
            nationwide="nationwide" in flags,
            hidden="hidden" in flags,
            title_hidden="title-hidden" in flags,
            fields=tuple(self.field(each, parent=path) for each in data.get("fields", ())),
        )


def is_nonempty(kind: Representation, *, required: bool) -> bool:
    """Whether a text must have a character: so in the publication when the field is required."""
    return required and kind in _TEXTS


def _bilingual(data: str | list[str]) -> Bilingual:
    return Bilingual(data) if isinstance(data, str) else Bilingual(*data)


def _coding(data: Mapping[str, Any]) -> Coding:
    accepted = data.get("accepted", ())
    return Coding(
        oid=data.get("codes"),
        system=data.get("system"),
        system_free=data.get("any_system", False),
        accepted=tuple(data["names"] if accepted == "names" else accepted),
        names=tuple((code, _bilingual(name)) for code, name in data.get("names", {}).items()),
    )
