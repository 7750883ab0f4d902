"""How the codes of a field are offered: few as buttons, more as a list, hundreds by typing."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from nippu.base.texts import Bilingual, Language
from nippu.codes.sets import PROVISIONAL_NAME, Code, all_code_sets
from nippu.structures.choices import choices_of
from nippu.structures.kinds.base import member
from nippu.structures.tree import Coding, Field, Representation
from nippu.ui.form_views import Kind, Label, Option

FEW = 7
"""So many codes at most are shown all at once."""
MANY = 40
"""More than this are found by typing."""
FEW_CHECKS = 12


def label_of(text: Bilingual, language: Language) -> Label:
    """A national text for a reader; what is in another language than the page says so."""
    fallback = text.is_fallback(language)
    foreign = fallback or language == "en"
    return Label(text.in_language(language), "fi" if foreign else "", fallback)


def code_label(code: Code, language: Language) -> Label:
    """The name of a code, without the mark of a provisional one: the pages of code sets tell of those."""
    name = label_of(code.name, language)
    return Label(name.text.removeprefix(PROVISIONAL_NAME), name.lang, name.fallback)


def kind_of(coding: Coding) -> Kind:
    """How one code of this coding is chosen."""
    number = len(choices_of(coding))
    if not number:
        return Kind.CODE
    if number <= FEW:
        return Kind.RADIOS
    return Kind.SELECT if number <= MANY else Kind.PICK


def is_open(coding: Coding) -> bool:
    """Whether a code that is not known here can be right: no list of the structure, and not the whole set."""
    if coding.accepted or coding.names:
        return False
    known = all_code_sets().get(coding.oid) if coding.oid else None
    return known is None or not known.is_complete


def is_checks(field: Field) -> bool:
    """Whether a repeating coded field is filled in by ticking boxes."""
    if not field.repeats or field.representation is not Representation.CODE or field.coding is None:
        return False
    return 0 < len(choices_of(field.coding)) <= (MANY if field.coding.accepted else FEW_CHECKS)


def options(coding: Coding, language: Language, chosen: str, display: str) -> tuple[Option, ...]:
    """The codes as buttons; one that is chosen but not known stands last."""
    known = choices_of(coding)
    found = [Option(one.code, code_label(one, language), one.code == chosen) for one in known]
    if chosen and not any(one.checked for one in found):
        found.append(Option(chosen, Label(display or chosen), checked=True))
    return tuple(found)


def name_of(coding: Coding, code: str, language: Language) -> str | None:
    """The name of a code for a reader, none when it is not known."""
    return next((code_label(one, language).text for one in choices_of(coding) if one.code == code), None)


def select_options(coding: Coding, language: Language, chosen: str, display: str) -> Markup:
    """The options of a list, the chosen one marked."""
    everything = _select(coding, language)
    empty, _sign, rest = everything.partition("\n")
    mark = f'<option value="{escape(chosen)}"'
    if chosen and mark not in rest:
        rest = f"{mark} selected>{escape(display or chosen)}</option>\n" + rest
    elif chosen:
        rest = rest.replace(mark, mark + " selected", 1)
    return Markup(f"{empty}\n{rest}")  # noqa: S704 every part is escaped


@lru_cache(maxsize=1024)
def _select(coding: Coding, language: Language) -> str:
    lines = [f'<option value="">{escape(_("Valitse"))}</option>']
    for one in choices_of(coding):
        label = code_label(one, language)
        lang = f' lang="{label.lang}"' if label.lang else ""
        lines.append(f'<option value="{escape(one.code)}"{lang}>{escape(option_text(label))}</option>')
    return "\n".join(lines)


def option_text(label: Label) -> str:
    """A code's name, with a mark when it is in another language than the page."""
    return f"{label.text} {_('(suomeksi)')}" if label.fallback else label.text


@lru_cache(maxsize=256)
def datalist(coding: Coding, language: Language) -> Markup:
    """The suggestions of a field where one finds a code by typing."""
    lines = (f'<option value="{escape(typed(one, language))}"></option>' for one in choices_of(coding))
    return Markup("\n".join(lines))  # noqa: S704 every part is escaped


def typed(code: Code, language: Language) -> str:
    """How a code stands in a field where one types: its name and the code."""
    return f"{code_label(code, language).text} ({code.code})"


@lru_cache(maxsize=256)
def _by_typed(coding: Coding) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in choices_of(coding):
        texts = [typed(code, "fi"), typed(code, "sv"), code.code, code.name.fi, code.name.sv or ""]
        for text in filter(None, texts):  # an empty field means no code, not one without a Swedish name
            found.setdefault(_plain(text), code.code)
    return found


def code_typed(coding: Coding, text: str) -> str | None:
    """The code that a typed text means, none when it is not one of them."""
    return _by_typed(coding).get(_plain(text))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def checks(coding: Coding, language: Language, name: str, stored: Sequence[object]) -> tuple[Option, ...]:
    """The codes as boxes to tick, each with the number of its repetition.

    A ticked code keeps the place that it has in the document; the others come after all of them. Codes that
    are not in the list or stand twice have a box of their own, so that they can be seen and taken away.
    """
    places: dict[str, int] = {}
    known = choices_of(coding)
    codes = {one.code for one in known}
    others = []
    for place, value in enumerate(stored):
        code = member(value, "code")
        if code in codes and code not in places:
            places[code] = place
        elif code:
            label = Label(member(value, "display") or code)
            others.append(Option(code, label, checked=True, name=f"{name}.{place}~code"))
    free = iter(range(len(stored), len(stored) + len(known)))
    boxes = [
        Option(
            one.code,
            code_label(one, language),
            one.code in places,
            f"{name}.{places[one.code] if one.code in places else next(free)}~code",
        )
        for one in known
    ]
    return (*boxes, *others)
