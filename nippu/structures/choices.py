"""The classes that a coded field offers."""

from functools import cache

from nippu.base.texts import Bilingual, Language
from nippu.codes.sets import Code, all_code_sets
from nippu.structures.tree import Coding, Field


def choices(field: Field) -> tuple[Code, ...]:
    """The classes to choose from, in their order; empty when none is known.

    The structure's accepted values narrow the national code set; its own list stands alone.
    """
    return choices_of(field.coding) if field.coding else ()


@cache
def choices_of(coding: Coding) -> tuple[Code, ...]:
    """The same by where the codes come from."""
    own = dict(coding.names)
    national = {each.code: each for each in _national(coding)}
    if not coding.accepted:
        return tuple(Code(code, name) for code, name in own.items()) if own else tuple(national.values())
    found = {code: _one(code, own, national) for code in coding.accepted}
    return tuple(found.values())


def _national(coding: Coding) -> tuple[Code, ...]:
    known = all_code_sets().get(coding.oid) if coding.oid else None
    return known.codes if known else ()


def _one(code: str, own: dict[str, Bilingual], national: dict[str, Code]) -> Code:
    if code in own:
        return Code(code, own[code])
    return national.get(code) or Code(code, Bilingual(code))


@cache
def _by_code(coding: Coding) -> dict[str, Bilingual]:
    return {each.code: each.name for each in (*_national(coding), *choices_of(coding))}


def name_in_language(field: Field, code: str, language: Language) -> str | None:
    """Name of a code in a language, None when it is not known in that language."""
    name = _by_code(field.coding).get(code) if field.coding else None
    if name is None:
        return None
    return name.sv if language == "sv" else name.fi
