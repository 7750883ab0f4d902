"""A document structure as a frozen tree of fields.

The source is a JSON Schema that Sosmeta publishes (`nippu.structures.publication`) or a file of our own
starter set (`nippu.structures.starter`). Everything else reads only this tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nippu.base.ids import StructureCode, StructureOid
from nippu.base.texts import Bilingual

OID_ROOT = "1.2.246.537.6."


class Status(StrEnum):
    """What Sosmeta says of a structure's version."""

    CURRENT = "Valmis"
    RETIRED = "Vanhentunut"
    """Documents made on it are readable; none is made any more."""


class Representation(StrEnum):
    """The kinds of field in the national structures. The value is the publication's own word."""

    TEXT = "Teksti"
    NAME = "Nimi"
    CODE = "Koodi"
    DATE = "Pvm"
    MOMENT = "Hetki"
    IDENTIFIER = "Tunnus"
    SWITCH = "Kytkin"
    HEADING = "Otsikko"
    QUANTITY = "Määrä"
    MEASURE = "Mitta"
    NUMBER = "Numero"
    COUNT = "Lkm"
    PERCENTAGE = "Prosentti"
    PHRASE = "Fraasi"
    SIGNATURE = "Allekirjoitus"
    GROUP = ""
    """A group of fields: the publication gives it no representation."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Where the code of a coded field comes from.

    Either a national code set (`oid`: the schema asks `system` to be urn:oid:<oid> with or without a version)
    or the structure's own list (`system`: the exact string asked for), or neither: then `system` is free.
    """

    oid: str | None = None
    system: str | None = None
    system_free: bool = False
    """Any `system` is accepted although the code set is known: so in the oldest structures."""
    accepted: tuple[str, ...] = ()
    """The codes that the schema allows; empty when it does not say."""
    names: tuple[tuple[str, Bilingual], ...] = ()
    """Names of codes given by the structure itself: pairs of code and name."""

    @property
    def default_system(self) -> str:
        """The `system` that a new value gets; empty when the structure leaves it free and names none."""
        if self.system is not None:
            return self.system
        return f"urn:oid:{self.oid}" if self.oid else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field or group of a structure.

    A repeating field (`repeats`) is a JSON array of such values, with at least one when it is required.
    """

    key: str
    path: str
    """Keys from the root joined with "/", a repeating one marked "[]": `arvio/asiakas[]/sukunimi`."""
    name: Bilingual
    representation: Representation
    repeats: bool = False
    required: bool = False
    """The schema asks for it whenever its group is present."""
    conditionally_required: bool = False
    """The publication's flag; the condition stands only in its prose."""
    nationwide: bool = False
    """Recorded alike in the whole country, for statistics."""
    hidden: bool = False
    """A group that only keeps its fields together: they are shown in its place, without its heading."""
    title_hidden: bool = False
    """The value is shown without its label."""
    row: int | None = None
    title: Bilingual | None = None
    """What is shown instead of the name, when the publication gives it."""
    description: Bilingual | None = None
    example: Bilingual | None = None
    note: Bilingual | None = None
    """The publication's implementation note, where its conditional rules stand."""
    nonempty: bool = False
    """A text of at least one character (minLength 1)."""
    coding: Coding | None = None
    system_uri: str | None = None
    """The `system` of an identifier, such as urn:oid:1.2.246.21 of a personal identity code."""
    phrase: Bilingual | None = None
    phrase_hash: str | None = None
    """SHA-256 of the only text that a phrase may hold, for files that do not carry the text itself."""
    fields: tuple["Field", ...] = ()

    @property
    def label(self) -> Bilingual:
        """What a person is shown: the title where there is one, else the name."""
        return self.title or self.name

    @property
    def is_group(self) -> bool:
        return self.representation in {Representation.GROUP, Representation.HEADING}

    def walk(self) -> Iterator["Field"]:
        """This field and all below it, in the order of the structure."""
        yield self
        for below in self.fields:
            yield from below.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """One version of a national document structure."""

    oid: StructureOid
    status: Status
    document_type: str
    """The general type in Finnish: Arvio, Päätös, Asiakaskertomusmerkintä…"""
    author: str | None = None
    subject: str | None = None
    """Which service task's documents it belongs to, in Sosmeta's words."""
    defined: str | None = None
    """Version of the definition, YYYY-MM-DD."""
    library: str | None = None
    """Version of the library of data components, YYYY-MM-DD."""
    root: Field
    """The only key at the top of a document; its name is the structure's name."""
    _by_path: dict[str, Field] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_path.update((each.path, each) for each in self.root.walk())

    @property
    def name(self) -> Bilingual:
        return self.root.name

    @property
    def code(self) -> StructureCode:
        """The structure whatever its version, such as 1506.1019."""
        return StructureCode(".".join(self.oid.removeprefix(OID_ROOT).split(".")[:2]))

    @property
    def version(self) -> date:
        """The version's day, the last three numbers of the OID."""
        year, month, day = (int(part) for part in self.oid.split(".")[-3:])
        return date(year, month, day)

    @property
    def client_repeats(self) -> bool:
        """Whether the document can be joint: its client field repeats."""
        return any(each.key == "asiakas" and each.repeats for each in self.root.fields)

    def field_at(self, path: str) -> Field:
        """The field at a path such as `arvio/asiakas[]/sukunimi`. Raises KeyError."""
        return self._by_path[path]

    def walk(self) -> Iterator[Field]:
        return self.root.walk()
