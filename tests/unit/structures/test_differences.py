"""What differs between two versions of a structure."""

from dataclasses import replace

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual
from nippu.structures.differences import Aspect, Change, differences
from nippu.structures.starter import starter
from nippu.structures.tree import Representation

OLD = starter(StructureOid("1.2.246.537.6.1506.1006.2023.5.31"))


def changed(make):
    """The structure with its first-level fields made anew."""
    root = replace(OLD.root, fields=tuple(make(list(OLD.root.fields))))
    return replace(OLD, root=root, _by_path={})


def renamed(fields):
    return [replace(fields[0], name=Bilingual("Lapsi", "Barn"), title=None, required=False), *fields[1:]]


def test_a_structure_does_not_differ_from_itself():
    assert differences(OLD, OLD) == []
    assert differences(OLD, replace(OLD, root=replace(OLD.root, key="muu"), _by_path={})) == []


def test_a_changed_field_tells_what_was_and_what_is():
    found = differences(OLD, changed(renamed))
    assert [(each.change, each.path) for each in found] == [(Change.CHANGED, "asiakas")]
    assert {each.aspect: (each.old, each.new) for each in found[0].aspects} == {
        Aspect.NAME: ("Asiakas / Klient", "Lapsi / Barn"),
        Aspect.TITLE: ("Lapsi, josta ilmoitus on tehty / Barn om vilken anmälan har gjorts", ""),
        Aspect.REQUIRED: ("kyllä", "ei"),
    }


def test_fields_come_and_go():
    without_last = changed(lambda fields: fields[:-1])
    gone = differences(OLD, without_last)
    assert {each.change for each in gone} == {Change.REMOVED}
    assert gone[0].path == OLD.root.fields[-1].key
    assert {each.change for each in differences(without_last, OLD)} == {Change.ADDED}


def test_a_field_under_another_heading_has_moved():
    law = next(each for each in OLD.root.fields if each.representation is Representation.TEXT)
    heading = next(each for each in OLD.root.fields if each.representation is Representation.HEADING)
    place = f"{heading.path}/{law.key}"

    def move(fields):
        inside = replace(heading, fields=(*heading.fields, replace(law, path=place)))
        return [inside if each is heading else each for each in fields if each is not law]

    found = differences(OLD, changed(move))
    assert [(each.change, each.moved_from) for each in found] == [(Change.MOVED, law.key)]


def test_starting_to_repeat_is_a_change_and_not_another_field():
    def repeat(fields):
        return [*fields[:1], replace(fields[1], repeats=True, path=fields[1].path + "[]"), *fields[2:]]

    found = differences(OLD, changed(repeat))
    assert [each.aspects[0].aspect for each in found] == [Aspect.REPEATS]
