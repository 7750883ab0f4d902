"""The reading page of a document."""

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual
from nippu.structures.reading import view
from nippu.structures.starter import starter
from nippu.structures.tree import Coding, Field, Representation, Status, Structure

ASSESSMENT = StructureOid("1.2.246.537.6.1506.1006.2023.5.31")


def plain(shown):
    """What is shown as plain data: label, then value, fields or instances."""
    return [
        (each.label, each.value if each.value is not None else plain(each.children) or plain(each.repeats))
        for each in shown
    ]


def test_only_what_is_filled_is_shown_and_in_the_order_of_the_structure():
    content = {
        "paivamaara": "2026-11-24",
        "asiakas": {"sukunimi": "Mäkelä", "etunimet": ""},
        "lapsen_asiakkuus": {"lapsi_on_erityisen_tuen_tarpeessa": False},
        "toimenpiteet": [
            {"system": "x", "code": "1", "display": "Yksi"},
            {"system": "x", "code": "2", "display": "Kaksi"},
        ],
        "lastensuojeluasian_syy": [],
    }
    structure = starter(ASSESSMENT)
    shown = view(structure, {structure.root.key: content}, "fi")
    assert plain(shown) == [
        ("Lapsi, josta ilmoitus on tehty", [("Sukunimi", "Mäkelä")]),
        ("Lapsen asiakkuus", [("Lapsi on erityisen tuen tarpeessa", "Ei")]),
        (
            "Toimenpiteet, joihin lastensuojeluilmoituksen perusteella on ryhdytty",
            [(shown[2].label, "Yksi"), (shown[2].label, "Kaksi")],
        ),
        ("Päivämäärä", "24.11.2026"),
    ]


def test_a_document_of_another_shape_shows_nothing():
    for content in (None, [], {}, {"muu": {"a": 1}}, {starter(ASSESSMENT).root.key: [1]}):
        assert view(starter(ASSESSMENT), content, "fi") == []


def group(path: str, *fields: Field, **more) -> Field:
    key = path.split("/")[-1].removesuffix("[]")
    return Field(
        key=key,
        path=path,
        name=more.pop("name", Bilingual(key, f"{key} sv")),
        representation=more.pop("representation", Representation.GROUP),
        fields=fields,
        **more,
    )


def text(path: str, **more) -> Field:
    return group(path, representation=Representation.TEXT, **more)


STRUCTURE = Structure(
    oid=StructureOid("1.2.246.537.6.1506.1.2026.1.1"),
    status=Status.CURRENT,
    document_type="Arvio",
    root=group(
        "arvio",
        group("arvio/henkilo", text("arvio/henkilo/nimi"), hidden=True),
        group("arvio/laki", representation=Representation.HEADING, name=Bilingual("Laki")),
        group("arvio/lapsi[]", text("arvio/lapsi[]/nimi"), repeats=True),
        text("arvio/ohje", title_hidden=True),
        group(
            "arvio/koskee",
            representation=Representation.CODE,
            coding=Coding(system="arvio/koskee", names=(("1", Bilingual("Isyys", "Faderskapet")),)),
        ),
    ),
)
CONTENT = {
    "arvio": {
        "henkilo": {"nimi": "Eero"},
        "laki": {},
        "lapsi": [{"nimi": "A"}, {}, {"nimi": "B"}],
        "ohje": "Lue tämä.",
        "koskee": {"system": "arvio/koskee", "code": "1", "display": "Isyys"},
    }
}


def test_a_repeat_with_nothing_to_read_is_not_shown():
    for nothing in ([], [{}], [{"nimi": " "}], [None], "x"):
        assert view(STRUCTURE, {"arvio": {"lapsi": nothing}}, "fi") == []


def test_a_hidden_group_gives_its_fields_and_a_heading_stands_alone():
    assert plain(view(STRUCTURE, CONTENT, "fi")) == [
        ("nimi", "Eero"),
        ("Laki", []),
        ("lapsi", [("lapsi", [("nimi", "A")]), ("lapsi", [("nimi", "B")])]),
        ("", "Lue tämä."),
        ("koskee", "Isyys"),
    ]


def test_swedish_is_shown_where_there_is_some_and_finnish_is_marked():
    shown = view(STRUCTURE, CONTENT, "sv")
    assert [each.label for each in shown] == ["nimi sv", "Laki", "lapsi sv", "", "koskee sv"]
    assert [each.is_fallback for each in shown] == [False, True, False, False, False]
    assert shown[-1].value == "Faderskapet"
