"""Reading of the structures that Sosmeta publishes: a JSON Schema each, with the publication's own metadata.

Nothing unknown passes: the tree that is read must give the very same plain schema again.
"""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from nippu.base.ids import StructureOid
from nippu.base.texts import Value, _
from nippu.structures.errors import StructureError
from nippu.structures.schema import to_schema
from nippu.structures.sosmeta import Metadata, read_coding
from nippu.structures.tree import OID_ROOT, Coding, Field, Representation, Status, Structure

MOST_BYTES: Final = 20_000_000
"""A file larger than this is not a structure: the largest is well under a million bytes."""
MOST_BYTES_OF_ZIP: Final = 250_000_000
"""What a zip may hold unpacked: ten times the whole publication. All of it is in memory at once."""
MOST_DEPTH: Final = 60
_STRUCTURE_OID: Final = re.compile(
    re.escape(OID_ROOT) + r"[1-9][0-9]*\.[1-9][0-9]*\.([0-9]{4})\.([1-9][0-9]?)\.([1-9][0-9]?)"
)
_LIBRARY_REVISION: Final = re.compile("R[0-9]+$")
_KEY: Final = re.compile(r"[a-z0-9_]{1,200}")
_OF_STRUCTURE: Final = frozenset(
    {"title", "status", "oid", "documentType", "documentDefinitionVersion", "dataComponentLibraryVersion"}
)
_OF_STRUCTURE_MAYBE: Final = frozenset({"documentAuthor", "documentSubject"})
_JSON_TYPE: Final[Mapping[Representation, str]] = {
    Representation.SWITCH: "boolean",
    Representation.NUMBER: "number",
    Representation.COUNT: "number",
    Representation.TEXT: "string",
    Representation.NAME: "string",
    Representation.DATE: "string",
    Representation.MOMENT: "string",
    Representation.PHRASE: "string",
    Representation.SIGNATURE: "string",
}


def read(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each structure's file in a zip or a folder, or of the one file.

    Content that cannot be taken out of a zip is empty, so that `parse` refuses that file and no other.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield file.relative_to(path).as_posix(), _content(file)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            items = sorted(archive.infolist(), key=lambda each: each.filename)
            # Nothing is unpacked beyond the size that the zip itself tells.
            if sum(item.file_size for item in items) > MOST_BYTES_OF_ZIP:
                yield path.name, b""
                return
            for item in items:
                if not item.is_dir() and item.filename.endswith(".json"):
                    yield item.filename, _unpacked(archive, item)
    else:
        yield path.name, _content(path)


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _unpacked(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(item) as opened:
            return opened.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError):
        return b""


def parse(raw: bytes, where: str) -> Structure:
    """The structure in a file's content. Raises StructureError, which names the file and the place in it."""
    data = _load(raw, where)
    about = _about(data, where)
    status = _status(about, where)
    oid = StructureOid(str(about["oid"]))
    properties = data.get("properties")
    if not isinstance(properties, dict) or len(properties) != 1:
        raise StructureError(where, "/properties", _("Asiakirjalla on oltava täsmälleen yksi juuri."))
    ((key, node),) = properties.items()
    if not isinstance(node, dict) or node.get("type") != "object":
        raise StructureError(where, f"/properties/{key}", _("Asiakirjan juuren on oltava ryhmä."))
    reader = _Reader(where, ".".join(oid.removeprefix(OID_ROOT).split(".")[:2]), status)
    structure = Structure(
        oid=oid,
        status=status,
        document_type=str(about["documentType"]),
        author=_optional(about, "documentAuthor"),
        subject=_optional(about, "documentSubject"),
        defined=str(about["documentDefinitionVersion"]),
        library=str(about["dataComponentLibraryVersion"]),
        root=reader.field(key, node, parent="", at=f"/properties/{key}", required=True, root=True),
    )
    # Reading has taken the metadata out: what is left is the plain schema and must be the tree's own.
    difference = _first_difference(to_schema(structure), data, "")
    if difference is not None:
        what = _("Skeemassa on jotakin tuntematonta tai ristiriitaista.")
        raise StructureError(where, difference, what)
    return structure


def _load(raw: bytes, where: str) -> dict[str, object]:
    fail = partial(StructureError, where, "")
    if not raw:
        raise fail(_("Tiedosto on tyhjä tai sitä ei voi purkaa."))
    if len(raw) > MOST_BYTES:
        raise fail(_("Tiedosto on liian suuri tietorakenteeksi."))
    try:
        data = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise fail(_("Tiedosto ei ole UTF-8-tekstiä.")) from None
    except _RepeatedKeyError as error:
        raise fail(_("Avain {key} on tiedostossa kahdesti samassa kohdassa."), key=str(error)) from None
    except (ValueError, RecursionError):  # not JSON, or a number of thousands of digits
        raise fail(_("Tiedosto ei ole JSON-muotoa.")) from None
    if not isinstance(data, dict):
        raise fail(_("Tiedosto ei ole tietorakenne."))
    return data


class _RepeatedKeyError(Exception):
    """A key stands twice in one object."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
    return found


def _about(data: dict[str, object], where: str) -> Mapping[str, object]:
    """What the publication says of the structure as a whole."""
    about = data.pop("sosmeta", None)
    if not isinstance(about, dict):
        raise StructureError(where, "/sosmeta", _("Tietorakenteen kuvaustiedot puuttuvat."))
    for key in sorted(_OF_STRUCTURE - about.keys()):
        raise StructureError(where, f"/sosmeta/{key}", _("Kuvaustieto {key} puuttuu."), key=key)
    for key, value in about.items():
        if key not in _OF_STRUCTURE | _OF_STRUCTURE_MAYBE:
            raise StructureError(where, f"/sosmeta/{key}", _("Tuntematon kuvaustieto {key}."), key=key)
        if not isinstance(value, str) or not value.strip():
            raise StructureError(
                where, f"/sosmeta/{key}", _("Kuvaustieto {key} on väärän muotoinen."), key=key
            )
    if about["title"] != data.get("title"):
        raise StructureError(where, "/sosmeta/title", _("Otsikko ei ole sama kuin skeemassa."))
    _check_versions(about, where)
    return about


def _check_versions(about: Mapping[str, object], where: str) -> None:
    oid = str(about["oid"])
    match = _STRUCTURE_OID.fullmatch(oid)
    if match is None:
        raise StructureError(
            where, "/sosmeta/oid", _("Yksilöintitunnus {oid} ei ole tietorakenteen."), oid=oid
        )
    try:
        version = date(*(int(part) for part in match.groups()))
        date.fromisoformat(_LIBRARY_REVISION.sub("", str(about["dataComponentLibraryVersion"])))
    except ValueError:
        raise StructureError(where, "/sosmeta/oid", _("Version päivää ei ole kalenterissa.")) from None
    if about["documentDefinitionVersion"] != version.isoformat():
        raise StructureError(
            where, "/sosmeta/documentDefinitionVersion", _("Versio ei ole sama kuin tunnuksessa.")
        )
    stem = PurePosixPath(where).name.removesuffix(".json")
    if re.fullmatch(r"[0-9.]+", stem) and stem != oid:
        raise StructureError(where, "/sosmeta/oid", _("Tiedoston nimi ei ole sama kuin yksilöintitunnus."))


def _status(about: Mapping[str, object], where: str) -> Status:
    word = str(about["status"])
    try:
        return Status(word)
    except ValueError:
        raise StructureError(where, "/sosmeta/status", _("Tuntematon tila {word}."), word=word) from None


def _optional(about: Mapping[str, object], key: str) -> str | None:
    value = about.get(key)
    return value if isinstance(value, str) else None


class _Reader:
    """Reads the fields of one file."""

    def __init__(self, where: str, structure: str, status: Status) -> None:
        self.where = where
        self.structure = structure
        self.status = status

    def error(self, at: str, below: str, what: str, **values: Value) -> StructureError:
        return StructureError(self.where, at + below, what, **values)

    def field(
        self, key: str, node: object, *, parent: str, at: str, required: bool, root: bool = False
    ) -> Field:
        """The field at one place of the schema, with all below it."""
        if not _KEY.fullmatch(key) or at.count("/") > 2 * MOST_DEPTH:
            raise self.error(at, "", _("Kentän avain {key} on väärän muotoinen."), key=key)
        repeats = isinstance(node, dict) and node.get("type") == "array"
        if repeats:
            assert isinstance(node, dict)
            node, at = node.get("items"), at + "/items"
        path = f"{parent}/{key}".removeprefix("/") + ("[]" if repeats else "")
        node, meta = self._opened(node, path, at)
        self._check_flags(meta, repeats=repeats, required=required, root=root)
        kind = meta.representation
        self._check_type(kind, node, at)
        is_group = kind in {Representation.GROUP, Representation.HEADING}
        return Field(
            key=key,
            path=path,
            name=meta.name,
            representation=kind,
            repeats=repeats,
            required=required,
            conditionally_required=bool(meta.flag("conditionalRequired")),
            nationwide=bool(meta.flag("nationwideRecordedInformation")),
            hidden=bool(meta.flag("hiddenField")),
            title_hidden=bool(meta.flag("hiddenTitle")),
            row=meta.row,
            title=meta.text("title"),
            description=meta.text("description"),
            example=meta.text("example"),
            note=meta.text("implementationNote"),
            nonempty=node.get("minLength") == 1,
            coding=self._coding(meta, node, at) if kind is Representation.CODE else None,
            system_uri=self._system_uri(meta),
            phrase=meta.text("phrase", exact=True),
            fields=self._below(node, path, at) if is_group else (),
        )

    def _opened(self, node: object, path: str, at: str) -> tuple[dict[str, object], Metadata]:
        """A field's schema and its metadata, which is taken out of the schema."""
        if not isinstance(node, dict) or not isinstance(node.get("sosmeta"), dict):
            raise self.error(at, "/sosmeta", _("Kentän kuvaustiedot puuttuvat."))
        return node, Metadata(node.pop("sosmeta"), self.structure, path, partial(self.error, at))

    def _system_uri(self, meta: Metadata) -> str | None:
        uris = meta.values("systemUri")
        if len(uris) > 1:
            raise meta.error("systemUri", _("Tunnuksella on useampi kuin yksi järjestelmä."))
        return uris[0] if uris else None

    def _check_flags(self, meta: Metadata, *, repeats: bool, required: bool, root: bool) -> None:
        if root:
            if meta.representation is not Representation.GROUP:
                raise meta.error("representation", _("Asiakirjan juuren on oltava ryhmä."))
            return
        if meta.flag("repeatable") not in {None, repeats}:
            raise meta.error("repeatable", _("Toistuvuus ei ole sama kuin skeemassa."))
        if meta.flag("required") not in {None, required}:
            raise meta.error("required", _("Pakollisuus ei ole sama kuin skeemassa."))
        if self.status is Status.CURRENT:
            meta.check_complete()
        if meta.representation is Representation.PHRASE and meta.text("phrase") is None:
            raise meta.error("phrase", _("Kuvaustieto {key} puuttuu."), key="phrase")

    def _check_type(self, kind: Representation, node: Mapping[str, object], at: str) -> None:
        if node.get("type") != _JSON_TYPE.get(kind, "object"):
            raise self.error(
                at, "/type", _("Esitysmuoto {word} ja skeeman tyyppi eivät sovi yhteen."), word=kind.value
            )

    def _coding(self, meta: Metadata, node: Mapping[str, object], at: str) -> Coding:
        properties = node.get("properties")
        if not isinstance(properties, dict):
            raise self.error(at, "/properties", _("Koodatun kentän osat puuttuvat."))
        system, code = properties.get("system"), properties.get("code")
        if not isinstance(system, dict) or not isinstance(code, dict):
            raise self.error(at, "/properties", _("Koodatun kentän osat puuttuvat."))
        return read_coding(meta, system, code)

    def _below(self, node: Mapping[str, object], path: str, at: str) -> tuple[Field, ...]:
        properties, required = node.get("properties"), node.get("required")
        if not isinstance(properties, dict) or not isinstance(required, list):
            raise self.error(at, "/properties", _("Ryhmän osat tai pakollisten luettelo puuttuvat."))
        return tuple(
            self.field(key, each, parent=path, at=f"{at}/properties/{key}", required=key in required)
            for key, each in properties.items()
        )


def _first_difference(ours: object, theirs: object, at: str) -> str | None:
    """Where two schemas first differ; None when they are the same, types of values included."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in theirs.keys() ^ ours.keys():
            return f"{at}/{key}"
        for key in theirs:
            found = _first_difference(ours[key], theirs[key], f"{at}/{key}")
            if found is not None:
                return found
        return None
    return None if type(ours) is type(theirs) and ours == theirs else at
