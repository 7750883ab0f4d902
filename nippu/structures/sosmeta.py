"""The publication's own metadata (`sosmeta`) of one field, read strictly."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from nippu.base.texts import Bilingual, Value, _
from nippu.structures.errors import StructureError
from nippu.structures.known_differences import (
    LIST_IN_PARTS,
    REPEATED_LANGUAGE,
    SEVERAL_CODE_SETS,
    SWEDISH_ONLY,
)
from nippu.structures.tree import Coding, Representation

NONE_GIVEN: Final = "-"
OID: Final = re.compile(r"[0-2](\.(0|[1-9][0-9]*)){3,}")
_TEXTS: Final = frozenset(
    {"name", "title", "description", "example", "implementationNote"}
    | {"phrase", "valueSet", "classification", "representation"}
)
_UNCODED: Final = frozenset({"acceptedValues", "classificationLink", "classificationOid", "systemUri"})
_FLAGS: Final = frozenset(
    {"repeatable", "required", "conditionalRequired"}
    | {"nationwideRecordedInformation", "hiddenField", "hiddenTitle"}
)
_KEYS: Final = _TEXTS | _UNCODED | _FLAGS | {"rowNumber"}
_ONLY_FOR: Final[Mapping[str, Representation]] = {
    "acceptedValues": Representation.CODE,
    "classification": Representation.CODE,
    "classificationLink": Representation.CODE,
    "classificationOid": Representation.CODE,
    "valueSet": Representation.CODE,
    "systemUri": Representation.IDENTIFIER,
    "phrase": Representation.PHRASE,
}
# One code in a list such as "1 = Isyys,\n2 = Äitiys". Names hold commas and line ends themselves.
_CODE_AND_SIGN: Final = re.compile(r"(?:^|[,:\n])\s*([A-Z]{0,3}[0-9]+(?:\.[0-9]+)*|[A-Z]{1,3})\s*=\s*")
_OWN_LIST: Final = ("Sisäinen luokitus:", "Internt kodsystem:", "Intern klassificering:")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The `sosmeta` object of one field, its keys and the kinds of its values known."""

    data: Mapping[str, object]
    structure: str
    """Code of the structure, to know its known differences by."""
    field: str
    """The field's path in the structure."""
    fail: Callable[..., StructureError]

    def __post_init__(self) -> None:
        for key, value in self.data.items():
            if key not in _KEYS:
                raise self.error(key, _("Tuntematon kuvaustieto {key}."), key=key)
            if not _is_right_kind(key, value):
                raise self.error(key, _("Kuvaustieto {key} on väärän muotoinen."), key=key)
            if key in _ONLY_FOR and self.representation is not _ONLY_FOR[key]:
                raise self.error(key, _("Kuvaustieto {key} ei kuulu tämän tyyppiseen kenttään."), key=key)

    def error(self, item: str, what: str, /, **values: Value) -> StructureError:
        return self.fail(f"/sosmeta/{item}", what, **values)

    def check_complete(self) -> None:
        """Raise unless every yes or no and the row are given, as they are in every current structure."""
        for key in sorted((_FLAGS | {"rowNumber"}) - self.data.keys()):
            raise self.error(key, _("Kuvaustieto {key} puuttuu."), key=key)

    def flag(self, key: str) -> bool | None:
        """A yes or no, None when it is not given."""
        value = self.data.get(key)
        assert value is None or isinstance(value, bool)
        return value

    @property
    def row(self) -> int | None:
        row = self.data.get("rowNumber")
        assert row is None or isinstance(row, int)
        return row

    @property
    def representation(self) -> Representation:
        """The kind of field; a group when none is given."""
        word = self.text("representation")
        if word is None:
            return Representation.GROUP
        try:
            return Representation(word.fi)
        except ValueError:
            raise self.error("representation", _("Tuntematon esitysmuoto {word}."), word=word.fi) from None

    @property
    def name(self) -> Bilingual:
        name = self.text("name")
        if name is None:
            raise self.error("name", _("Kentän nimi puuttuu."))
        return name

    def values(self, key: str) -> tuple[str, ...]:
        """Values that are in no language, "-" left out."""
        entries = self.data.get(key, ())
        assert isinstance(entries, (list, tuple))
        return tuple(each["value"] for each in entries if each["value"] != NONE_GIVEN)

    def text(self, key: str, *, exact: bool = False) -> Bilingual | None:
        """A text in Finnish and, where there is one, in Swedish; None when there is none or only "-"."""
        entries = self.data.get(key, ())
        assert isinstance(entries, (list, tuple))
        given: dict[str, list[str]] = {"fi": [], "sv": []}
        for each in entries:
            word = each["value"] if exact else each["value"].strip()
            if word.strip() not in {"", NONE_GIVEN}:
                given[each["lang"]].append(word)
        finnish, swedish = self._by_language(key, given)
        if finnish is None:
            if swedish is not None and (self.structure, self.field, key) not in SWEDISH_ONLY:
                raise self.error(key, _("Kuvaustiedolta {key} puuttuu suomenkielinen teksti."), key=key)
            return None
        return Bilingual(finnish, swedish)

    def _by_language(self, key: str, given: dict[str, list[str]]) -> tuple[str | None, str | None]:
        finnish, swedish = given["fi"], given["sv"]
        if len(finnish) > 1 or len(swedish) > 1:
            place = (self.structure, self.field, key)
            if place in LIST_IN_PARTS:
                finnish, swedish = [",\n".join(finnish)], [",\n".join(swedish)]
            elif place in REPEATED_LANGUAGE and len(finnish) == 2 and len(swedish) < 2:
                finnish, swedish = finnish[:1], swedish or finnish[1:]
            else:
                raise self.error(key, _("Kuvaustiedossa {key} on sama kieli kahdesti."), key=key)
        return (finnish[0] if finnish else None, swedish[0] if swedish else None)


def _is_right_kind(key: str, value: object) -> bool:
    if key in _FLAGS:
        return isinstance(value, bool)
    if key == "rowNumber":
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    languages = {"fi", "sv"} if key in _TEXTS else {""}
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(each, dict)
            and each.keys() == {"lang", "value"}
            and each["lang"] in languages
            and isinstance(each["value"], str)
            for each in value
        )
    )


def read_coding(meta: Metadata, system: Mapping[str, object], code: Mapping[str, object]) -> Coding:
    """Where the code of a coded field comes from, and its names when the structure gives them."""
    accepted = meta.values("acceptedValues")
    if list(accepted) != code.get("enum", []):
        raise meta.error("acceptedValues", _("Sallitut arvot eivät ole samat kuin skeemassa."))
    names = _names(meta)
    enum = system.get("enum")
    if isinstance(enum, list) and len(enum) == 1 and isinstance(enum[0], str):
        coding = Coding(system=enum[0], accepted=accepted, names=names)
    else:
        oid = _code_set(meta)
        coding = Coding(
            oid=oid, system_free=oid is not None and "pattern" not in system, accepted=accepted, names=names
        )
    unnamed = set(accepted) - {each for each, _name in names}
    if coding.oid is None and unnamed:
        raise meta.error("classification", _("Luokalta {code} puuttuu nimi."), code=min(unnamed))
    return coding


def _code_set(meta: Metadata) -> str | None:
    oids = [each for each in meta.values("classificationOid") if OID.fullmatch(each)]
    if len(oids) > 1 and (meta.structure, meta.field) not in SEVERAL_CODE_SETS:
        raise meta.error("classificationOid", _("Luokituksia on useampi kuin yksi."))
    return oids[-1] if oids else None


def _names(meta: Metadata) -> tuple[tuple[str, Bilingual], ...]:
    text = meta.text("valueSet")
    if text is None:
        text = meta.text("classification")
        if text is None or not text.fi.startswith(_OWN_LIST):
            return ()
    finnish = names_in(text.fi)
    swedish = names_in(text.sv or "")
    return tuple((code, Bilingual(name, swedish.get(code))) for code, name in finnish.items())


def names_in(text: str) -> dict[str, str]:
    """Names by code from a list written out as "1 = Isyys, 2 = Äitiys"; the first one of a repeated code."""
    found = list(_CODE_AND_SIGN.finditer(text))
    names: dict[str, str] = {}
    for this, following in zip_longest(found, found[1:]):
        end = following.start() if following else len(text)
        name = " ".join(text[this.end() : end].split()).rstrip(" ,;")
        if name:
            names.setdefault(this.group(1), name)
    return names
