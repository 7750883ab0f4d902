"""The parts of a form that are the same each time, rendered once and kept: labels, instructions, choices."""

from functools import lru_cache
from typing import Final

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from markupsafe import Markup

from nippu.base.texts import Bilingual, Language
from nippu.structures.choices import choices_of
from nippu.structures.tree import Coding, Field
from nippu.ui import form_choices as codes
from nippu.ui.form_views import Option

_NAME: Final = "@@NAME@@"
_ID: Final = "@@ID@@"


class Same:
    """A field as a key: equal only to itself, so that a deep tree is not compared."""

    __slots__ = ("field",)

    def __init__(self, field: Field) -> None:
        self.field = field

    def __hash__(self) -> int:
        return id(self.field)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.field is self.field


def _macro(name: str, *args: object) -> Markup:
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    made = getattr(engine.env.get_template("ui/form.html").module, name)(*args)
    assert isinstance(made, Markup)
    return made


def title(field: Field, language: Language) -> Markup:
    """The label of a field as it is written."""
    return _title(Same(field), language)


@lru_cache(maxsize=20_000)
def _title(same: Same, language: Language) -> Markup:
    return _macro("lab", codes.label_of(same.field.label, language))


def instructions(field: Field, language: Language) -> Markup:
    """The publication's description and example, folded; empty when it gives none."""
    return _instructions(Same(field), language) if field.description or field.example else Markup("")


@lru_cache(maxsize=20_000)
def _instructions(same: Same, language: Language) -> Markup:
    def label(text: Bilingual | None) -> object:
        return codes.label_of(text, language) if text else None

    field = same.field
    return _macro("help", field.label.in_language(language), label(field.description), label(field.example))


def _at_place(made: Markup, name: str, element: str, checked: str) -> Markup:
    text = str(made)
    if checked:
        text = text.replace(f'value="{checked}"', f'value="{checked}" checked', 1)
    return Markup(text.replace(_NAME, name).replace(_ID, element))  # noqa: S704 names hold only keys and numbers


def yes_no(name: str, element: str, value: str, language: Language) -> Markup:
    """The buttons of a yes or no; with what was given when it is neither."""
    if value not in {"kyllä", "ei", ""}:
        return _macro("yes_no", name, element, value)
    return _at_place(_yes_no(language), name, element, value)


@lru_cache(maxsize=8)
def _yes_no(language: Language) -> Markup:
    return _macro("yes_no", _NAME, _ID, None)


def radios(field: Field, name: str, element: str, code: str, language: Language, display: str) -> Markup:
    """The buttons of a choice of one code."""
    coding = field.coding or Coding()
    if code and not any(one.code == code for one in choices_of(coding)):
        return _macro("radios", codes.options(coding, language, code, display), name, element, code)
    return _at_place(_radios(Same(field), language), name, element, str(Markup.escape(code)))


@lru_cache(maxsize=4096)
def _radios(same: Same, language: Language) -> Markup:
    options: tuple[Option, ...] = codes.options(same.field.coding or Coding(), language, "", "")
    return _macro("radios", options, _NAME, _ID, None)
