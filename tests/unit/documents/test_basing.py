"""What is taken of an earlier document into a new one."""

from datetime import date

import pytest

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual, Message
from nippu.documents.basing import based_on
from nippu.documents.facts import AuthorFacts, OrganisationFacts, Surroundings
from nippu.documents.prefill import Filled, prefill
from nippu.documents.types import Prefilled
from nippu.structures.tree import Coding, Field, Representation, Status, Structure

TEXT, GROUP, DATE, CODE, NAME = (
    Representation.TEXT,
    Representation.GROUP,
    Representation.DATE,
    Representation.CODE,
    Representation.NAME,
)
NOTHING_FILLED = Filled({"paper": {}}, ())
SYSTEM = "urn:oid:1.2.3"


def field(key, representation=TEXT, *, fields=(), repeats=False, coding=None):
    return Field(
        key=key,
        path=key,
        name=Bilingual(key),
        representation=representation,
        fields=tuple(fields),
        repeats=repeats,
        coding=coding,
    )


def structure(*fields):
    return Structure(
        oid=StructureOid("1.2.246.537.6.1506.1012.2026.1.1"),
        status=Status.CURRENT,
        document_type="Arvio",
        root=field("paper", GROUP, fields=fields),
    )


def kept(new, old):
    """What a structure of these fields takes of this content."""
    return based_on(structure(*new), {"paper": old}, NOTHING_FILLED)["paper"]


PERSON = field("person", GROUP, fields=[field("first"), field("last")])
PEOPLE = field("people", GROUP, repeats=True, fields=[field("first"), field("last")])
COLOUR = field("colour", CODE, coding=Coding(system=SYSTEM, accepted=("1", "2")))


def coded(code):
    return {"system": SYSTEM, "code": code, "display": "Punainen"}


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        pytest.param([field("a")], {"a": "text"}, {"a": "text"}, id="the text stays"),
        pytest.param(
            [field("a")], {"a": "text", "b": "gone"}, {"a": "text"}, id="an unknown key is left out"
        ),
        pytest.param([field("a"), field("b")], {"b": "text"}, {"b": "text"}, id="a new key waits"),
        pytest.param(
            [field("b"), field("a")], {"a": "1", "b": "2"}, {"b": "2", "a": "1"}, id="the new order"
        ),
        pytest.param(
            [PERSON], {"person": {"first": "A", "x": "B"}}, {"person": {"first": "A"}}, id="in a group"
        ),
        pytest.param([PERSON], {"person": {"x": "B"}}, {}, id="a group of which nothing is left"),
        pytest.param([PERSON], {"person": "A"}, {}, id="a text that has become a group"),
        pytest.param([field("person")], {"person": {"first": "A"}}, {}, id="a group that has become a text"),
        pytest.param(
            [PEOPLE],
            {"people": [{"first": "A"}, {"x": "B"}, {"last": "C", "x": "D"}]},
            {"people": [{"first": "A"}, {"last": "C"}]},
            id="in each of a repeat",
        ),
        pytest.param([PEOPLE], {"people": {"first": "A"}}, {"people": [{"first": "A"}]}, id="now repeats"),
        pytest.param(
            [PERSON], {"person": [{"first": "A"}]}, {"person": {"first": "A"}}, id="no longer repeats"
        ),
        pytest.param([PERSON], {"person": [{"first": "A"}, {"first": "B"}]}, {}, id="two into one do not go"),
        pytest.param([PEOPLE], {"people": []}, {}, id="an empty repeat"),
        pytest.param([COLOUR], {"colour": coded("2")}, {"colour": coded("2")}, id="a code"),
        pytest.param([COLOUR], {"colour": coded("3")}, {}, id="a code that is no longer accepted"),
        pytest.param([COLOUR], {"colour": "red"}, {}, id="a text that has become a code"),
        pytest.param([field("day", DATE)], {"day": "2026-11-01"}, {"day": "2026-11-01"}, id="a day"),
        pytest.param([field("sign", Representation.SIGNATURE)], {"sign": "Eero"}, {}, id="a signature"),
        pytest.param(
            [field("met", Representation.MOMENT), field("a")],
            {"met": "2026-11-20T10:00:00+02:00", "a": "text"},
            {"a": "text"},
            id="when something happened",
        ),
    ],
)
def test_what_the_structure_knows_stays(new, old, expected):
    found = kept(new, old)
    assert found == expected
    assert list(found) == list(expected)


def test_the_top_of_the_document_may_have_another_key_in_the_earlier_version():
    assert based_on(structure(field("a")), {"old_paper": {"a": "text"}}, NOTHING_FILLED) == {
        "paper": {"a": "text"}
    }


@pytest.mark.parametrize("earlier", [{}, {"paper": None}, {"paper": []}])
def test_an_earlier_document_without_content_gives_nothing(earlier):
    assert based_on(structure(field("a")), earlier, NOTHING_FILLED) == {"paper": {}}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/paper/a", {"a": "today", "person": {"first": "A", "last": "B"}}),
        ("/paper/person", {"a": "old", "person": "today"}),
        ("/paper/person/first", {"a": "old", "person": {"first": "today", "last": "B"}}),
        (
            "/paper/group/deep/b",
            {"a": "old", "person": {"first": "A", "last": "B"}, "group": {"deep": {"b": "today"}}},
        ),
    ],
)
def test_what_is_filled_in_today_is_put_over_it_whole(path, expected):
    content: dict[str, object] = {}
    here = content
    *groups, last = path.split("/")[1:]
    for key in groups:
        here[key] = here = {}
    here[last] = "today"
    filled = Filled(content, (Prefilled(path=path, source=Message("today")),))
    old = {"a": "old", "person": {"first": "A", "last": "B"}}
    form = structure(field("a"), PERSON, field("group", GROUP, fields=[field("c")]))
    assert based_on(form, {"paper": old}, filled)["paper"] == expected


CLIENT = field("asiakas", GROUP, repeats=True, fields=[field("sukunimi", NAME), field("osoite")])
AUTHOR = field(
    "laatija",
    GROUP,
    fields=[field("sukunimi", NAME), field("etunimet", NAME), field("tehtavanimike")],
)
WRITER = field("laatija", GROUP, fields=[field("sukunimi", NAME)])


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (CLIENT, {"asiakas": [{"sukunimi": "Laine", "osoite": "Kuja 1"}]}, {}),
        (AUTHOR, {"laatija": {"sukunimi": "Toinen", "tehtavanimike": "ohjaaja"}}, {}),
        (WRITER, {"laatija": {"sukunimi": "Asiakas"}}, {"laatija": {"sukunimi": "Asiakas"}}),
        (
            field("people", GROUP, fields=[CLIENT]),
            {"people": {"asiakas": [{"sukunimi": "Lapsi"}]}},
            {"people": {"asiakas": [{"sukunimi": "Lapsi"}]}},
        ),
    ],
)
def test_the_earlier_client_and_author_never_stay(new, old, expected):
    assert kept([new], old) == expected


def test_with_the_real_filling_in_the_author_and_the_day_are_todays():
    form = structure(AUTHOR, field("paivamaara", DATE), field("a"))
    around = Surroundings(
        clients=(),
        author=AuthorFacts(family_name="Pohjola", given_names="Eero", title=Bilingual("ohjaaja")),
        unit=OrganisationFacts(oid="1.2", name=Bilingual("Pohjoinen")),
        controller=OrganisationFacts(oid="1.1", name=Bilingual("Alue")),
        day=date(2026, 11, 24),
    )
    old = {"laatija": {"sukunimi": "Toinen", "lisa": "x"}, "paivamaara": "2026-01-02", "a": "text"}
    made = based_on(form, {"paper": old}, prefill(form, around))["paper"]
    assert made["a"] == "text"
    assert made["paivamaara"] == "2026-11-24"
    assert made.get("laatija", {}).get("sukunimi") in (None, "Pohjola")
