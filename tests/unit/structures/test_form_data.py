"""From the inputs of a form to a document and back, also when the inputs are not from our form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual
from nippu.structures.form_data import from_form, to_form
from nippu.structures.samples import full_document, minimal_document
from nippu.structures.sizes import MOST_REPEATS
from nippu.structures.starter import all_starters
from nippu.structures.tree import Field, Representation, Status, Structure

R = Representation


def field(path: str, kind=R.TEXT, **more) -> Field:
    key = path.split("/")[-1].removesuffix("[]")
    repeats = path.endswith("[]")
    return Field(key=key, path=path, name=Bilingual(key), representation=kind, repeats=repeats, **more)


PERSON = (
    field("arvio/asiakas[]/sukunimi", R.NAME, required=True, nonempty=True),
    field("arvio/asiakas[]/puhelin[]", R.TEXT),
    field("arvio/asiakas[]/lapsi[]", R.GROUP, fields=(field("arvio/asiakas[]/lapsi[]/nimi", R.NAME),)),
)
ROOT = field(
    "arvio",
    R.GROUP,
    fields=(
        field("arvio/asiakas[]", R.GROUP, required=True, fields=PERSON),
        field(
            "arvio/laatija",
            R.GROUP,
            required=True,
            fields=(
                field("arvio/laatija/nimi", R.NAME, required=True),
                field(
                    "arvio/laatija/yksikko",
                    R.GROUP,
                    required=True,
                    fields=(field("arvio/laatija/yksikko/nimi", R.NAME),),
                ),
            ),
        ),
        field("arvio/laki", R.HEADING),
        field("arvio/palvelu", R.GROUP, fields=(field("arvio/palvelu/tehtava", R.CODE),)),
        field("arvio/selvitetty", R.SWITCH),
    ),
)
STRUCTURE = Structure(
    oid=StructureOid("1.2.246.537.6.1506.1.2026.1.1"),
    status=Status.CURRENT,
    document_type="Arvio",
    root=ROOT,
)
EMPTY = {"asiakas": [{}], "laatija": {"yksikko": {}}}


@pytest.mark.parametrize(
    ("inputs", "content"),
    [
        ({}, EMPTY),
        ({"selvitetty": "ei"}, {**EMPTY, "selvitetty": False}),
        ({"selvitetty": ""}, EMPTY),
        ({"laki~present": "kyllä"}, {**EMPTY, "laki": {}}),
        ({"palvelu~present": "kyllä"}, {**EMPTY, "palvelu": {}}),
        ({"palvelu.tehtava~code": ""}, EMPTY),
        ({"laatija.nimi": "Eero"}, {**EMPTY, "laatija": {"nimi": "Eero", "yksikko": {}}}),
        ({"asiakas.5.sukunimi": "A", "asiakas.10.sukunimi": "B"}, {"asiakas": ["A", "B"]}),
        ({"asiakas.10.sukunimi": "B", "asiakas.5.sukunimi": "A"}, {"asiakas": ["A", "B"]}),
        ({"asiakas.0.sukunimi": "", "asiakas.1.sukunimi": "B"}, {"asiakas": ["B"]}),
        ({"asiakas.999999999.sukunimi": "A"}, {"asiakas": ["A"]}),
        ({"asiakas.9999999999999.sukunimi": "A"}, EMPTY),
        ({"asiakas.-1.sukunimi": "A", "asiakas.x.sukunimi": "A", "asiakas.².sukunimi": "A"}, EMPTY),
        ({"asiakas.sukunimi": "A", "asiakas": "A", "asiakas.0": "A"}, EMPTY),
        ({"tuntematon": "A", "": "A", "~": "A", ".": "A", "..": "A", "__class__": "A"}, EMPTY),
        ({".".join(["asiakas"] * 10_000): "A"}, EMPTY),
        ({"selvitetty~code": "kyllä", "selvitetty.0": "kyllä"}, EMPTY),
    ],
)
def test_inputs_become_content(inputs, content):
    clients = content["asiakas"]
    content = {**EMPTY, **content, "asiakas": [one if one == {} else {"sukunimi": one} for one in clients]}
    assert from_form(STRUCTURE, inputs) == {"arvio": content}


def test_blank_instances_stay_when_asked_for():
    inputs = {
        "asiakas.0.sukunimi": "A",
        "asiakas.0.puhelin.0": "040",
        "asiakas.0.puhelin.1": "",
        "asiakas.1.sukunimi": "",
        "asiakas.1.lapsi.0.nimi": "",
    }
    kept = from_form(STRUCTURE, inputs, keep_blank=True)["arvio"]["asiakas"]
    assert kept == [{"sukunimi": "A", "puhelin": ["040", ""]}, {"lapsi": [{}]}]
    dropped = from_form(STRUCTURE, inputs)["arvio"]["asiakas"]
    assert dropped == [{"sukunimi": "A", "puhelin": ["040"]}]
    again = to_form(STRUCTURE, {"arvio": {"asiakas": kept}})
    assert again == {
        "asiakas.0.sukunimi": "A",
        "asiakas.0.puhelin.0": "040",
        "asiakas.0.puhelin.1": "",
        "asiakas.1.lapsi.0~present": "kyllä",
    }


def test_repeats_beyond_what_may_be_signed_are_kept():
    inputs = {f"asiakas.{n}.sukunimi": str(n) for n in range(MOST_REPEATS + 100)}
    clients = from_form(STRUCTURE, inputs)["arvio"]["asiakas"]
    assert [each["sukunimi"] for each in clients] == [str(n) for n in range(MOST_REPEATS + 100)]


@settings(deadline=None)
@given(st.dictionaries(st.text("asiks.0129~lp", max_size=20), st.text(max_size=5), max_size=20))
def test_any_inputs_give_content_that_its_own_form_gives_again(inputs):
    content = from_form(STRUCTURE, inputs)
    assert from_form(STRUCTURE, to_form(STRUCTURE, content)) == content


@pytest.mark.parametrize("content", [None, [], "x", {}, {"arvio": None}, {"arvio": []}, {"muu": {}}])
def test_content_of_a_wrong_shape_gives_an_empty_form(content):
    assert to_form(STRUCTURE, content) == {}


def test_parts_of_a_wrong_shape_are_passed_over():
    content = {"asiakas": {"sukunimi": "A"}, "laatija": [1], "palvelu": "x", "selvitetty": "ehkä"}
    assert to_form(STRUCTURE, {"arvio": content}) == {"selvitetty": "ehkä"}


def test_starters_documents_come_back_from_their_forms():
    for structure in all_starters().values():
        for document in (full_document(structure), minimal_document(structure)):
            assert from_form(structure, to_form(structure, document)) == document
