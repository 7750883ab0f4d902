"""Texts in the three languages of the interface, and names in the two of the national structures."""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, get_args

Language: TypeAlias = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE = Path(__file__).parent.parent / "locale"


def _(text: str) -> str:
    """Mark a text for translation. It is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A name or text of the national material. The Swedish one may be missing."""

    fi: str
    sv: str | None = None

    def in_language(self, language: Language) -> str:
        """The Swedish text for Swedish readers where there is one, else the Finnish."""
        return self.sv if language == "sv" and self.sv else self.fi

    def is_fallback(self, language: Language) -> bool:
        """Whether a Swedish reader is shown the Finnish text, to be marked as such."""
        return language == "sv" and not self.sv


Value: TypeAlias = "str | int | Bilingual"


@dataclass(frozen=True, slots=True)
class Message:
    """A text of ours with named values: `Message(_("Enintään {most} merkkiä."), {"most": 200})`."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def in_language(self, language: Language) -> str:
        values = {
            name: value.in_language(language) if isinstance(value, Bilingual) else value
            for name, value in self.values.items()
        }
        return translated(self.text, language).format(**values)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE, languages=[language], fallback=True)


def translated(text: str, language: Language) -> str:
    """Our own text in a language; Finnish is the source and stands for what has no translation."""
    return text if language == "fi" else _catalogue(language).gettext(text)
