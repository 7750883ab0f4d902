"""A document begun from an earlier one of its kind keeps its text; its clients and author are today's."""

from dataclasses import replace

import jsonschema_rs
import pytest

from nippu.documents.basing import based_on
from nippu.documents.prefill import prefill
from nippu.structures.compiled import compile_structure
from nippu.structures.samples import full_document
from nippu.structures.tree import Representation, Status
from tests.spec.test_prefill import AROUND, PEKKA


@pytest.fixture(scope="module")
def current(structures):
    return [each for each in structures.values() if each.status is Status.CURRENT]


def texts(value):
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value]


def test_a_full_earlier_document_breaks_no_schema_and_gives_its_text(current, schemas):
    assert len(current) == 202
    for structure in current:
        filled = prefill(structure, AROUND)
        earlier = full_document(structure)
        made = based_on(structure, earlier, filled)
        errors = jsonschema_rs.validator_for(schemas[structure.oid]).iter_errors(made)
        wrong = [each.message for each in errors if "is a required property" not in each.message]
        assert wrong == [], structure.oid
        old, new = earlier[structure.root.key], made[structure.root.key]
        known = {each.path.split("/")[2] for each in filled.sources}
        for field in structure.root.fields:
            if field.key in old and field.key not in known and field.representation is Representation.TEXT:
                assert new[field.key] == old[field.key], structure.oid


def test_nobody_of_the_earlier_document_is_client_of_the_new_one(current):
    for structure in current:
        earlier = based_on(structure, full_document(structure), prefill(structure, AROUND))
        made = based_on(structure, earlier, prefill(structure, replace(AROUND, clients=(PEKKA,))))
        assert "Aino Maria" not in texts(made[structure.root.key].get("asiakas", {})), structure.oid


def test_a_newest_version_takes_what_it_knows_of_its_retired_ones(structures, current):
    newest = {each.code: each for each in current}
    pairs = [
        (old, newest[old.code])
        for old in structures.values()
        if old.status is Status.RETIRED and old.code in newest
    ]
    assert pairs
    for old, new in pairs:
        made = based_on(new, full_document(old), prefill(new, AROUND))
        errors = jsonschema_rs.validator_for(compile_structure(new).schema).iter_errors(made)
        wrong = [each.message for each in errors if "is a required property" not in each.message]
        assert wrong == [], (old.oid, new.oid)
