"""The starter set's own files."""

import pytest

from nippu.base.ids import StructureOid
from nippu.structures.errors import StructureError
from nippu.structures.skeletons import skeleton
from nippu.structures.starter import FILES, load, starter, starter_oids
from nippu.structures.tree import Representation, Status

GOOD = """
oid: 1.2.246.537.6.1506.1.2026.1.1
type: Arvio
root:
  key: arvio
  name: Arvio
  fields:
  - {key: laatija, name: [Laatija, Upprättare], kind: Nimi, flags: required}
  - {key: laki, name: Laki, kind: Otsikko, row: 4}
  - {key: lisa, name: Lisä, kind: Teksti, nonempty: true}
  - {key: koskee, name: Koskee, kind: Koodi, system: arvio/koskee, accepted: names, names: {'1': Isyys}}
"""


def test_a_file_gives_a_structure():
    structure = load(GOOD.encode(), "one.yaml")
    author, law, more, about = structure.root.fields
    assert (author.row, author.required, author.nonempty, author.name.sv) == (1, True, True, "Upprättare")
    assert (law.row, law.representation, law.required) == (4, Representation.HEADING, False)
    assert (more.required, more.nonempty) == (False, True)
    assert about.row == 6
    assert about.coding.accepted == ("1",)
    assert structure.defined == "2026-01-01"
    assert load(skeleton(structure).encode(), "again.yaml") == structure


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: Arvio", "kind: Arvio"),
        ("type: Arvio", "type: Arvio\nnote: x"),
        ("flags: required", "flags: requird"),
        ("kind: Nimi", "knd: Nimi"),
        ("key: laatija,", ""),
        ("root:", "- root:"),
        ("{key: laatija", "{key: [laatija"),
    ],
)
def test_a_file_with_something_unknown_is_refused(old, new):
    assert old in GOOD
    with pytest.raises(StructureError):
        load(GOOD.replace(old, new).encode(), "one.yaml")


def test_every_file_is_named_by_its_oid_and_holds_no_texts():
    for oid in starter_oids():
        structure = starter(oid)
        assert structure.oid == oid
        for each in structure.walk():
            assert (each.description, each.example, each.note, each.phrase) == (None, None, None, None)


def test_the_three_retired_ones_cannot_be_taken_for_current():
    retired = [oid for oid in starter_oids() if starter(oid).status is Status.RETIRED]
    assert [starter(oid).code for oid in retired] == ["1506.1020", "1506.16004", "1506.19017"]


def test_an_unknown_structure_is_not_found():
    for oid in ("1.2.246.537.6.1506.1.2026.1.1", "", "../../../etc/passwd", "1506.1006.2023.5.31"):
        with pytest.raises(KeyError):
            starter(StructureOid(oid))


def test_the_whole_set_is_read():
    raw = [file.read_bytes() for file in FILES.glob("*.yaml")]
    assert len({load(each, "one.yaml").oid for each in raw}) == len(raw) == 78
