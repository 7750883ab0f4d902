"""The classes that a coded field offers."""

from nippu.base.texts import Bilingual
from nippu.codes.sets import code_set
from nippu.structures.choices import choices, name_in_language
from nippu.structures.tree import Coding, Field, Representation

SERVICE_TASK = "1.2.246.537.6.1221"


def coded(coding: Coding | None) -> Field:
    return Field(
        key="luokka",
        path="arvio/luokka",
        name=Bilingual("Luokka"),
        representation=Representation.CODE,
        coding=coding,
    )


def test_a_national_code_set_is_offered_whole():
    assert choices(coded(Coding(oid=SERVICE_TASK))) == code_set(SERVICE_TASK).codes


def test_accepted_codes_narrow_it_and_keep_their_order():
    offered = choices(coded(Coding(oid=SERVICE_TASK, accepted=("20", "10", "20", "99999"))))
    assert [each.code for each in offered] == ["20", "10", "99999"]
    assert offered[1].name == code_set(SERVICE_TASK).find("10").name


def test_the_structures_own_names_come_first():
    names = (("10", Bilingual("Oma nimi", "Eget namn")),)
    field = coded(Coding(oid=SERVICE_TASK, accepted=("10",), names=names))
    assert [each.name.fi for each in choices(field)] == ["Oma nimi"]
    assert name_in_language(field, "10", "sv") == "Eget namn"
    assert name_in_language(field, "20", "fi") == code_set(SERVICE_TASK).find("20").name.fi


def test_nothing_is_offered_of_what_is_not_known():
    assert choices(coded(None)) == ()
    assert choices(coded(Coding())) == ()
    assert choices(coded(Coding(oid="1.2.246.537.6.999999"))) == ()
    assert name_in_language(coded(None), "1", "fi") is None
