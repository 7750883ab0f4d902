"""Texts: free text, names, signatures and the fixed phrases."""

import hashlib
from typing import Final

from nippu.base.texts import Language
from nippu.structures.kinds.base import PLAIN, FieldType, Inputs, as_typed, clean
from nippu.structures.tree import Field

CHOSEN: Final = "kyllä"
"""What the box of a fixed phrase holds when it is ticked."""
_SURNAMES: Final = ("Mäkelä", "Lindqvist", "Korpela", "Nieminen", "Åberg")
_GIVEN: Final = ("Aino Maria", "Pekka Juhani", "Eero", "Veera Sofia", "Otso")
_EXAMPLES: Final = {
    "sukunimi": _SURNAMES,
    "aiempi_sukunimi": _SURNAMES,
    "etunimet": _GIVEN,
    "etunimi": _GIVEN,
    "kutsumanimi": ("Aino", "Pekka", "Eero", "Veera", "Otso"),
    "lahiosoite": ("Koivukuja 3 A 4", "Rantatie 12", "Kirkkokatu 7"),
    "katuosoite": ("Koivukuja 3 A 4", "Rantatie 12", "Kirkkokatu 7"),
    "postinumero": ("00100", "20500", "90100"),
    "postitoimipaikka": ("Helsinki", "Turku", "Oulu"),
    "puhelinnumero": ("040 555 0100", "040 555 0101", "040 555 0102"),
    "sahkoposti": ("nimi@example.org", "toinen@example.org", "kolmas@example.org"),
    "sahkopostiosoite": ("nimi@example.org", "toinen@example.org", "kolmas@example.org"),
    "tehtavanimike": ("sosiaalityöntekijä", "johtava sosiaalityöntekijä", "sosiaaliohjaaja"),
    "virka_asema": ("sosiaalityöntekijä", "johtava sosiaalityöntekijä", "sosiaaliohjaaja"),
    "asianumero": ("2026-000123", "2026-000124", "2026-000125"),
}


class TextType(FieldType):
    """Free text of any number of lines."""

    def parse(self, field: Field, inputs: Inputs) -> object:
        text = clean(inputs.get(PLAIN, ""))
        return text if text.strip() else None

    def inputs(self, field: Field, value: object) -> dict[str, str]:
        return {PLAIN: as_typed(value)}

    def schema(self, field: Field) -> dict[str, object]:
        return {"type": "string", "minLength": 1} if field.nonempty else {"type": "string"}

    def show(self, field: Field, value: object, language: Language) -> str:
        return as_typed(value)

    def sample(self, field: Field, n: int) -> object:
        known = _EXAMPLES.get(field.key)
        if known:
            return known[n % len(known)]
        return f"Keksitty teksti {n + 1} kenttään {field.label.fi}.\nToinen rivi."


class NameType(TextType):
    """A name or another text of one line."""

    def sample(self, field: Field, n: int) -> object:
        known = _EXAMPLES.get(field.key)
        return known[n % len(known)] if known else f"{field.label.fi} {n + 1}"


class SignatureType(NameType):
    """A signature: the signer's name as text."""

    def sample(self, field: Field, n: int) -> object:
        return f"{_GIVEN[n % len(_GIVEN)]} {_SURNAMES[n % len(_SURNAMES)]}"


class PhraseType(TextType):
    """A fixed text that the structure gives word for word; the document holds it or does not."""

    def parse(self, field: Field, inputs: Inputs) -> object:
        text = clean(inputs.get(PLAIN, ""))
        if not text.strip():
            return None
        if field.phrase and (text == CHOSEN or text.split() == field.phrase.fi.split()):
            return field.phrase.fi
        return text

    def schema(self, field: Field) -> dict[str, object]:
        if field.phrase is None:
            return {"type": "string"}
        return {"type": "string", "enum": [field.phrase.fi]}

    def show(self, field: Field, value: object, language: Language) -> str:
        if field.phrase and value == field.phrase.fi:
            return field.phrase.in_language(language)
        return as_typed(value)

    def sample(self, field: Field, n: int) -> object:
        return field.phrase.fi if field.phrase else CHOSEN


def phrase_hash(text: str) -> str:
    """SHA-256 of a phrase in hexadecimal, by which a file knows the text without carrying it."""
    return hashlib.sha256(text.encode()).hexdigest()
