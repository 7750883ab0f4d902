import msgspec
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nippu.structures.compiled import compile_structure
from nippu.structures.samples import minimal_document
from nippu.structures.schema_types import UnknownSchemaError, attribute_of, decoder_of
from nippu.structures.starter import starter, starter_oids
from tests.mutants import changed, places, replaced


def accepts(decoder, body):
    try:
        decoder.decode(body)
    except msgspec.DecodeError:
        return False
    return True


STARTERS = [starter(oid) for oid in starter_oids()[::9]]


@settings(max_examples=60)
@given(st.data())
def test_the_fast_types_and_the_validator_agree_on_any_value_at_any_place(data):
    compiled = compile_structure(data.draw(st.sampled_from(STARTERS)))
    content = minimal_document(compiled.structure)
    path = data.draw(st.sampled_from(list(places(content))))
    anything = st.recursive(
        st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(-1e9, 1e9) | st.text(max_size=6),
        lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below, max_size=3),
        max_leaves=5,
    )
    body = orjson.dumps(changed(content, path, replaced(data.draw(anything))))
    assert accepts(compiled.decoder, body) is compiled.validator.is_valid(orjson.loads(body))


def test_a_structure_is_compiled_once():
    structure = STARTERS[0]
    assert compile_structure(structure) is compile_structure(structure)


TEXT = {"type": "string"}


def group(**properties):
    return {"type": "object", "additionalProperties": False, "required": [], "properties": properties}


@pytest.mark.parametrize(
    "schema",
    [
        group(a={"type": "string", "maxLength": 3}),
        group(a={"type": "integer"}),
        group(a={"type": "string", "enum": ["a"], "minLength": 2}),
        group(a={"type": "string", "pattern": r"^\w$"}),
        group(a={"type": "string", "pattern": "^[^a]$"}),
        group(a={"type": ["string", "null"]}),
        group(a={}),
        group(a=TEXT) | {"additionalProperties": True},
        group(a=TEXT) | {"required": ["b"]},
        group(a=TEXT) | {"minProperties": 1},
    ],
)
def test_a_schema_that_says_something_unknown_is_not_compiled(schema):
    with pytest.raises(UnknownSchemaError):
        decoder_of(schema)


@pytest.mark.parametrize("key", ["class", "a b", "1", "ä", "_x", ""])
def test_any_key_can_be_read(key):
    decoder = decoder_of(group(**{key: TEXT}))
    assert getattr(decoder.decode(orjson.dumps({key: "x"})), attribute_of(key)) == "x"
