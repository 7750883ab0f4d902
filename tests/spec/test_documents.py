"""Sample documents of every national structure: they pass, come through the form, and are readable."""

import json
import re

import jsonschema_rs
import pytest

from nippu.structures.form_data import from_form, to_form
from nippu.structures.reading import Shown, view
from nippu.structures.samples import full_document, minimal_document
from nippu.structures.tree import Field


@pytest.fixture(scope="session")
def documents(structures):
    """A full and a minimal document of each structure."""
    return {
        oid: {"full": full_document(one), "minimal": minimal_document(one)} for oid, one in structures.items()
    }


def test_full_and_minimal_documents_pass_the_national_schema(schemas, documents):
    for oid, schema in schemas.items():
        validator = jsonschema_rs.validator_for(schema)
        for name, document in documents[oid].items():
            assert [each.message for each in validator.iter_errors(document)] == [], (oid, name)


def test_a_full_document_has_every_field(structures, documents):
    for oid, structure in structures.items():
        found = set()
        collect(structure.root, documents[oid]["full"][structure.root.key], found)
        assert found == {each.path for each in structure.walk()}, oid


def collect(field: Field, value, found: set[str]) -> None:
    found.add(field.path)
    for each in value if field.repeats else [value]:
        if field.is_group:
            for below in field.fields:
                if below.key in each:
                    collect(below, each[below.key], found)


def test_documents_are_the_same_every_time_and_have_no_exponents(structures, documents):
    for oid, structure in structures.items():
        raw = json.dumps(documents[oid]["full"])
        assert json.dumps(full_document(structure)) == raw
        assert not re.search(r"[:\[,] -?[0-9.]+[eE]", raw), oid


def test_a_document_comes_back_from_its_form_as_it_was(structures, documents):
    for oid, structure in structures.items():
        for name, document in documents[oid].items():
            inputs = to_form(structure, document)
            assert all(isinstance(each, str) for each in inputs.values())
            assert from_form(structure, inputs) == document, (oid, name)


def test_an_empty_form_keeps_what_is_required_and_nothing_else(structures, schemas):
    for oid, structure in structures.items():
        content = from_form(structure, {})
        asked = {each.key for each in structure.root.fields if each.required and each.is_group}
        assert set(content[structure.root.key]) == asked, oid


def texts(shown: list[Shown] | tuple[Shown, ...]):
    """Paths of fields whose values are shown."""
    for each in shown:
        if each.value is not None:
            assert each.value.strip()
            yield each.field.path
        yield from texts(each.children)
        yield from texts(each.repeats)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_reading_page_shows_every_filled_field(structures, documents, language):
    for oid, structure in structures.items():
        shown = view(structure, documents[oid]["full"], language)
        values = {each.path for each in structure.walk() if not each.is_group}
        assert set(texts(shown)) == values, oid
        order = list(dict.fromkeys(texts(shown)))
        assert order == [each.path for each in structure.walk() if each.path in values], oid


def test_a_swedish_reader_is_told_where_a_name_is_in_finnish(structures, documents):
    for oid, structure in structures.items():
        for each in view(structure, documents[oid]["full"], "sv"):
            if each.label:
                assert each.is_fallback is (each.field.label.sv is None), (oid, each.field.path)
