"""What the whole national publication holds, and that nothing in it is lost or let pass."""

import copy
import json
from collections import Counter

import pytest

from nippu.structures.errors import StructureError
from nippu.structures.publication import parse
from nippu.structures.schema import to_schema
from nippu.structures.tree import Representation, Status

CORRUPTED = {"1506.1006.2023.5.31": 1, "1505.2.2022.6.28": 6}
"""Every how many fields are corrupted."""


def test_every_structure_of_the_publication_is_read(structures):
    states = Counter(each.status for each in structures.values())
    assert states == {Status.CURRENT: 202, Status.RETIRED: 8}


def test_the_plain_schema_comes_back_as_it_was(structures, schemas):
    for oid, structure in structures.items():
        assert to_schema(structure) == schemas[oid], oid
        assert json.dumps(to_schema(structure), sort_keys=True) == json.dumps(schemas[oid], sort_keys=True)


def test_fields_stand_in_the_order_of_the_schema(structures, schemas):
    for oid, structure in structures.items():
        root = schemas[oid]["properties"][structure.root.key]
        assert [each.key for each in structure.root.fields] == list(root["properties"]), oid


def test_every_kind_of_field_is_met(structures):
    kinds = Counter(each.representation for one in structures.values() for each in one.walk())
    assert set(kinds) == set(Representation)
    assert kinds[Representation.CODE] == 1114
    assert kinds[Representation.IDENTIFIER] == 604
    assert kinds[Representation.PHRASE] == 74


def test_structures_without_swedish_names_have_none(structures):
    missing = [one for one in structures.values() if one.status is Status.CURRENT and one.name.sv is None]
    assert len(missing) == 14
    for one in structures.values():
        for each in one.walk():
            assert each.name.fi.strip(), each.path
            assert each.name.sv is None or each.name.sv.strip() not in {"", "-"}, each.path
            assert each.description is None or each.description.fi.strip() != "-", each.path


def test_every_code_of_an_own_list_has_a_name(structures):
    own = [
        each.coding
        for one in structures.values()
        for each in one.walk()
        if each.coding and each.coding.oid is None and each.coding.accepted
    ]
    assert len(own) > 90
    for coding in own:
        names = dict(coding.names)
        for code in coding.accepted:
            assert names[code].fi, coding
            assert "=" not in names[code].fi, coding


def test_a_code_that_a_list_has_twice_stays_twice(structures):
    coding = (
        structures["1.2.246.537.6.1506.4018.2022.9.28"]
        .field_at("yhteydenotto_sosiaalihuollosta_vastaavaan_viranomaiseen/yhteydenottaja[]/taho")
        .coding
    )
    assert coding.accepted.count("14") == 2


def test_the_client_repeats_in_a_joint_case_document(structures):
    assert structures["1.2.246.537.6.1505.2.2022.6.28"].client_repeats
    assert not structures["1.2.246.537.6.1505.1.2023.6.1"].client_repeats


def places(node, at=()):
    """The places of every schema node that describes a field."""
    if "sosmeta" in node and "oid" not in node["sosmeta"]:
        yield at
    for key, each in node.get("properties", {}).items():
        yield from places(each, (*at, "properties", key))
    if "items" in node:
        yield from places(node["items"], (*at, "items"))


def parts(node, at=()):
    """The places of the parts of values: system, code, value… They have no metadata."""
    for key, each in node.get("properties", {}).items():
        if "sosmeta" not in each and each.get("type") != "array":
            yield (*at, "properties", key)
        yield from parts(each, (*at, "properties", key))
    if "items" in node:
        yield from parts(node["items"], (*at, "items"))


def at(data, place):
    for key in place:
        data = data[key]
    return data


def flipped(key):
    def corrupt(node):
        node["sosmeta"][key] = not node["sosmeta"][key]

    return corrupt


def without(*path):
    def corrupt(node):
        del at(node, path[:-1])[path[-1]]

    return corrupt


def with_value(value, *path):
    def corrupt(node):
        if at(node, path[:-1]).get(path[-1]) == value:
            raise KeyError(path)
        at(node, path[:-1])[path[-1]] = value

    return corrupt


CORRUPTIONS = {
    "an unknown schema keyword": with_value(5, "maxLength"),
    "an unknown schema keyword that means nothing": with_value("x", "$comment"),
    "an unknown piece of metadata": with_value([{"lang": "fi", "value": "x"}], "sosmeta", "rules"),
    "no metadata": without("sosmeta"),
    "no type": without("type"),
    "a type that is no type": with_value("integer", "type"),
    "another type": with_value("array", "type"),
    "a list of types": with_value(["string", "null"], "type"),
    "no name": without("sosmeta", "name"),
    "a blank name": with_value([{"lang": "fi", "value": " "}], "sosmeta", "name"),
    "a name in Swedish only": with_value([{"lang": "sv", "value": "x"}], "sosmeta", "name"),
    "a name in a third language": with_value([{"lang": "en", "value": "x"}], "sosmeta", "name"),
    "two Finnish names": with_value(
        [{"lang": "fi", "value": "x"}, {"lang": "fi", "value": "y"}], "sosmeta", "name"
    ),
    "a name that is no list": with_value("x", "sosmeta", "name"),
    "an unknown representation": with_value([{"lang": "fi", "value": "Kuva"}], "sosmeta", "representation"),
    "a representation of another type": with_value(
        [{"lang": "fi", "value": "Prosentti"}], "sosmeta", "representation"
    ),
    "the other requirement": flipped("required"),
    "the other repetition": flipped("repeatable"),
    "two systems of an identifier": with_value(
        [{"lang": "", "value": "urn:oid:1.2.246.21"}, {"lang": "", "value": "x"}], "sosmeta", "systemUri"
    ),
    "no row": without("sosmeta", "rowNumber"),
    "a row that is no number": with_value("3", "sosmeta", "rowNumber"),
    "a yes that is a number": with_value(1, "sosmeta", "hiddenField"),
    "no flag": without("sosmeta", "conditionalRequired"),
    "codes for what has none": with_value([{"lang": "", "value": "1"}], "sosmeta", "acceptedValues"),
    "additional keys": without("additionalProperties"),
    "no list of required ones": without("required"),
    "no fields": without("properties"),
    "fields as a list": with_value([], "properties"),
}


@pytest.mark.parametrize("corruption", CORRUPTIONS)
@pytest.mark.parametrize("name", CORRUPTED)
def test_a_corrupted_field_never_passes(files, name, corruption):
    raw = files[f"Valmis/1.2.246.537.6.{name}.json"]
    data = json.loads(raw)
    tried = 0
    for place in list(places(data))[:: CORRUPTED[name]]:
        corrupted = copy.deepcopy(data)
        try:
            CORRUPTIONS[corruption](at(corrupted, place))
        except KeyError:
            continue  # this field has no such thing to corrupt
        tried += 1
        with pytest.raises(StructureError) as caught:
            parse(json.dumps(corrupted).encode(), "one.json")
        assert caught.value.file == "one.json"
        assert caught.value.path.startswith("/properties/" + place[1])
    assert tried


@pytest.mark.parametrize("name", CORRUPTED)
@pytest.mark.parametrize(
    "corrupt",
    [
        lambda node: node.update(type="number" if node["type"] == "string" else "string"),
        lambda node: node.update(minLength=1),
        lambda node: node.update(sosmeta={"name": [{"lang": "fi", "value": "x"}]}),
        lambda node: node.update(pattern="^x$"),
        lambda node: node.update(enum=["x"]),
    ],
)
def test_a_corrupted_part_of_a_value_never_passes(files, name, corrupt):
    data = json.loads(files[f"Valmis/1.2.246.537.6.{name}.json"])
    found = list(parts(data))
    assert found
    for place in found:
        corrupted = copy.deepcopy(data)
        corrupt(at(corrupted, place))
        if place[-1] == "system" and "enum" in at(corrupted, place):
            continue  # an own list is known by such a value; it is tried below
        with pytest.raises(StructureError):
            parse(json.dumps(corrupted).encode(), "one.json")


def test_a_code_set_with_a_pattern_may_not_have_a_list_besides(files):
    data = json.loads(files["Valmis/1.2.246.537.6.1506.1006.2023.5.31.json"])
    systems = [place for place in parts(data) if place[-1] == "system" and "pattern" in at(data, place)]
    for place in systems:
        at(data, place)["enum"] = ["x"]
        with pytest.raises(StructureError):
            parse(json.dumps(data).encode(), "one.json")


ABOUT_CORRUPTIONS = {
    "another OID": ("oid", "1.2.246.537.6.1506.1006.2023.5.30"),
    "an OID of something else": ("oid", "1.2.246.537.6.202"),
    "an OID with a day that is not in the calendar": ("oid", "1.2.246.537.6.1506.1006.2023.2.31"),
    "an unknown status": ("status", "Luonnos"),
    "another version": ("documentDefinitionVersion", "2023-05-30"),
    "a library without a day": ("dataComponentLibraryVersion", "uusin"),
    "another title": ("title", "x"),
    "an empty type": ("documentType", ""),
    "something unknown": ("publisher", "x"),
}


@pytest.mark.parametrize("corruption", ABOUT_CORRUPTIONS)
def test_corrupted_facts_of_the_structure_never_pass(files, corruption):
    name = "Valmis/1.2.246.537.6.1506.1006.2023.5.31.json"
    data = json.loads(files[name])
    key, value = ABOUT_CORRUPTIONS[corruption]
    data["sosmeta"][key] = value
    with pytest.raises(StructureError):
        parse(json.dumps(data).encode(), name)
    if value:
        del data["sosmeta"][key]
        if key != "publisher":
            with pytest.raises(StructureError):
                parse(json.dumps(data).encode(), name)


def test_a_file_that_is_cut_or_repeated_or_in_other_letters_never_passes(files):
    raw = files["Valmis/1.2.246.537.6.1506.1006.2023.5.31.json"].strip()
    for wrong in (
        b"",
        raw[:-1],
        raw[: len(raw) // 2],
        raw + raw,
        b"\xef\xbb\xbf" + raw,
        raw.decode().encode("utf-16"),
        raw.decode().encode("latin-1", "replace"),
        raw.replace(b'"type"', b'"type":"object","type"', 1),
        b"[" * 100_000,
        b'{"sosmeta":{}}',
        b"[]",
        b"null",
    ):
        with pytest.raises(StructureError):
            parse(wrong, "one.json")


def test_a_file_whose_name_is_another_oid_never_passes(files):
    raw = files["Valmis/1.2.246.537.6.1506.1006.2023.5.31.json"]
    with pytest.raises(StructureError):
        parse(raw, "Valmis/1.2.246.537.6.1506.1005.2023.9.8.json")
    assert parse(raw, "any-other-name.json").code == "1506.1006"


def test_a_root_that_repeats_or_is_no_group_never_passes(files):
    raw = files["Valmis/1.2.246.537.6.1506.1006.2023.5.31.json"]
    for corrupt in (
        lambda root: {"type": "array", "minItems": 1, "items": root},
        lambda root: {
            **root,
            "sosmeta": {**root["sosmeta"], "representation": [{"lang": "fi", "value": "Otsikko"}]},
        },
        lambda _root: "x",
    ):
        data = json.loads(raw)
        ((key, root),) = data["properties"].items()
        data["properties"][key] = corrupt(root)
        with pytest.raises(StructureError):
            parse(json.dumps(data).encode(), "one.json")
    data = json.loads(raw)
    data["properties"]["toinen"] = {"type": "object"}
    with pytest.raises(StructureError):
        parse(json.dumps(data).encode(), "one.json")


def test_a_coded_field_without_its_parts_never_passes(files):
    raw = files["Valmis/1.2.246.537.6.1505.2.2022.6.28.json"]
    for parts_of_code in (None, {}, {"code": {"type": "string"}}, {"system": "x", "code": "y"}):
        data = json.loads(raw)
        root = data["properties"]["asia_asiakirja"]["properties"]
        root["palvelunjarjestajan_toimintayksikko"]["properties"] = parts_of_code
        with pytest.raises(StructureError):
            parse(json.dumps(data).encode(), "one.json")


def test_accepted_codes_are_the_same_in_the_schema_and_in_the_metadata(files):
    data = json.loads(files["Valmis/1.2.246.537.6.1506.1006.2023.5.31.json"])
    place = next(each for each in places(data) if at(data, each)["sosmeta"].get("acceptedValues"))
    at(data, place)["sosmeta"]["acceptedValues"].pop()
    with pytest.raises(StructureError, match="Sallitut arvot"):
        parse(json.dumps(data).encode(), "one.json")


def test_an_own_list_without_names_or_with_two_code_sets_never_passes(files):
    name = "Valmis/1.2.246.537.6.1506.11061.2022.9.28.json"
    for key, value in (
        ("classification", [{"lang": "fi", "value": "Sisäinen luokitus: 1 = Lapsi huostaanotetaan"}]),
        ("classification", [{"lang": "fi", "value": "Luokitus"}]),
    ):
        data = json.loads(files[name])
        place = next(each for each in places(data) if at(data, each)["sosmeta"].get("acceptedValues"))
        at(data, place)["sosmeta"][key] = value
        with pytest.raises(StructureError, match="puuttuu nimi"):
            parse(json.dumps(data).encode(), "one.json")
    data = json.loads(files["Valmis/1.2.246.537.6.1505.2.2022.6.28.json"])
    for place in places(data):
        if "classificationOid" in at(data, place)["sosmeta"]:
            at(data, place)["sosmeta"]["classificationOid"] *= 2
    with pytest.raises(StructureError, match="useampi kuin yksi"):
        parse(json.dumps(data).encode(), "one.json")
