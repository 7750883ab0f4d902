"""Code sets as facts: their codes with names, and how much of each national set is known.

One file for each set stands in `nippu/codes/data`, named by the set's OID. A structure's own lists are not
here: they come from the structure itself.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypedDict

import yaml

from nippu.base.texts import Bilingual, Language

DATA = Path(__file__).parent / "data"
NATIONAL_ROOT = "1.2.246.537."
SERVICE_TASK = "1.2.246.537.6.1221"
SOCIAL_SERVICE = "1.2.246.537.6.1222"
WAY_OF_INITIATION = "1.2.246.537.6.1242"
URGENCY = "1.2.246.537.6.1252"
GOAL_ATTAINMENT = "1.2.246.537.6.1253"
CASE_NAME = "1.2.246.537.6.1265"
SERVICE_PROCESS = "1.2.246.537.6.1277"
ROLE = "1.2.246.537.6.1284"
SITUATION_FACTOR = "1.2.246.537.6.1290"
GOAL = "1.2.246.537.6.1292"
METHOD = "1.2.246.537.6.1293"
SPECIAL_GROUND = "1.2.246.537.6.1299"
CASE_STATE = "1.2.246.537.6.1501"
PROVISIONAL_CODE = "X-"
PROVISIONAL_NAME = "X: "


class Coverage(StrEnum):
    """How much of a national code set is known here."""

    COMPLETE = "complete"
    """Every code is here: any other code is an error."""
    PARTIAL = "partial"
    """Some codes are here, all of them national."""
    PROVISIONAL = "provisional"
    """Some codes, or some of their names, are our own and marked so."""
    UNKNOWN = "unknown"
    """No code is known: the set has to be loaded from the national code server."""


class UnknownCodeSetError(KeyError):
    """No such code set is known here."""

    def __init__(self, oid: str) -> None:
        super().__init__(oid)
        self.oid = oid

    def __str__(self) -> str:
        return f"no code set {self.oid} is known"


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code set."""

    code: str
    name: Bilingual
    provisional: bool = False
    """The code (X-…) or its name (X: …) is ours: for demo and training, refused by every archive but ours."""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A code set: its names and codes, in the order in which they are shown."""

    oid: str
    name: Bilingual
    coverage: Coverage
    codes: tuple[Code, ...] = ()
    version: str | None = None
    """The version's own part of its OID, such as 201601; none when it has not been seen in a document."""
    _by_code: dict[str, Code] = field(default_factory=dict, repr=False, compare=False)
    _below: dict[str | None, list[Code]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_code.update((each.code, each) for each in self.codes)
        if len(self._by_code) != len(self.codes):
            raise ValueError(f"a code stands twice in code set {self.oid}")
        for each in self.codes:
            self._below.setdefault(each.parent, []).append(each)
            if each.parent is not None and each.parent not in self._by_code:
                raise ValueError(
                    f"code {each.code} of code set {self.oid} has an unknown parent {each.parent}"
                )

    @property
    def system(self) -> str:
        """The `system` of a coded value, with the version when it is known."""
        return f"urn:oid:{self.oid}.{self.version}" if self.version else f"urn:oid:{self.oid}"

    @property
    def is_complete(self) -> bool:
        """Whether a code that is not here is an error."""
        return self.coverage is Coverage.COMPLETE

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def find(self, code: str) -> Code | None:
        """The code with its names, or none."""
        return self._by_code.get(code)

    def name_of(self, code: str, language: Language) -> str | None:
        """The code's name in a language (Swedish falls back to Finnish); none when the code is not known."""
        found = self._by_code.get(code)
        return found.name.in_language(language) if found else None

    def below(self, parent: str | None) -> tuple[Code, ...]:
        """The codes right below a code; of the top level when none is given."""
        return tuple(self._below.get(parent, ()))

    def is_heading(self, code: str) -> bool:
        """Whether other codes stand below this one."""
        return code in self._below

    def leaves(self) -> tuple[Code, ...]:
        """The codes with none below them, in tree order."""
        return tuple(each for _, each in self.tree() if not self.is_heading(each.code))

    def tree(self) -> tuple[tuple[int, Code], ...]:
        """Every code with its depth (0 at the top), each heading followed by what stands below it."""
        return tuple(self._walk(None, 0))

    def _walk(self, parent: str | None, depth: int) -> Iterator[tuple[int, Code]]:
        for each in self.below(parent):
            yield depth, each
            yield from self._walk(each.code, depth + 1)

    def search(self, text: str, language: Language = "fi") -> tuple[Code, ...]:
        """The codes whose names (in either language) or code begin a word with each word of the text.

        Capitals and the dots and rings of å, ä and ö do not matter. The code itself comes first,
        then names that begin with the whole text; otherwise the order is that of the tree.
        """
        wanted = folded(text).split()
        found = [each for _, each in self.tree() if _matches(each, wanted)]
        start = " ".join(wanted)

        def rank(each: Code) -> int:
            if each.code.casefold() == start:
                return 0
            return 1 if folded(each.name.in_language(language)).startswith(start) else 2

        return tuple(sorted(found, key=rank))


def folded(text: str) -> str:
    """A text for comparison: small letters, without accents, dots and rings."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def _matches(code: Code, wanted: list[str]) -> bool:
    texts = folded(f"{code.name.fi} {code.name.sv or ''}")
    words = (code.code.casefold(), *re.findall(r"\w+", texts), *texts.split())
    return all(any(word.startswith(part) for word in words) for part in wanted)


def full_oid(oid: str) -> str:
    """The whole OID of a code set that may be given in short: 1221, 6.1221 or 1.2.246.537.6.1221."""
    if oid.startswith("1.2."):
        return oid
    return f"{NATIONAL_ROOT}{oid}" if re.match(r"[56]\.", oid) else f"{NATIONAL_ROOT}6.{oid}"


def code_set(oid: str) -> CodeSet:
    """The code set with this OID, whole or in short. Raises UnknownCodeSetError, which is a KeyError."""
    return _load(full_oid(oid))


def code_set_of(system: str) -> CodeSet | None:
    """The code set that a coded value's `system` names, with or without a version; none for an own list."""
    oid = system.removeprefix("urn:oid:")
    for candidate in (oid, oid.rpartition(".")[0]):
        if candidate in _oids():
            return _load(candidate)
    return None


@cache
def all_code_sets() -> Mapping[str, CodeSet]:
    """Every code set by its whole OID, in the order of the OIDs."""
    return MappingProxyType({oid: _load(oid) for oid in _oids()})


@cache
def _oids() -> Mapping[str, Path]:
    files = {each.stem: each for each in DATA.glob("*.yaml")}
    return dict(sorted(files.items(), key=lambda each: [int(part) for part in each[0].split(".")]))


class _Data(TypedDict, total=False):
    """What a file says. A code is a list: code, Finnish name, Swedish name, code above it.

    `own_sv` holds Swedish names that are our translations of national Finnish ones.
    """

    fi: str
    sv: str | None
    version: str | None
    coverage: str
    codes: list[list[str | None]]
    own_sv: dict[str, str]


@cache
def _load(oid: str) -> CodeSet:
    path = _oids().get(oid)
    if path is None:
        raise UnknownCodeSetError(oid)
    data: _Data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    own = data.get("own_sv", {})
    return CodeSet(
        oid=oid,
        name=Bilingual(data["fi"], data.get("sv")),
        coverage=Coverage(data["coverage"]),
        codes=tuple(_code(each, own) for each in data.get("codes", [])),
        version=data.get("version"),
    )


def _code(row: list[str | None], own_sv: Mapping[str, str]) -> Code:
    code, fi, sv, parent = (*row, None, None)[:4]
    assert code is not None
    assert fi is not None
    provisional = code.startswith(PROVISIONAL_CODE) or fi.startswith(PROVISIONAL_NAME)
    return Code(code, Bilingual(fi, sv or own_sv.get(code)), provisional, parent)
