"""The fast types, the validator and the findings judge documents of every national structure alike."""

import msgspec
import orjson
import pytest

from nippu.structures.checking import all_findings, check, is_clean
from nippu.structures.compiled import compile_structure
from nippu.structures.samples import full_document, minimal_document
from tests.mutants import mutants


def accepts(decoder, body):
    try:
        decoder.decode(body)
    except msgspec.DecodeError:
        return False
    return True


@pytest.fixture(scope="module")
def published(structures):
    return [compile_structure(each) for each in structures.values()]


def test_every_full_and_minimal_document_of_the_publication_is_clean(published):
    assert len(published) == 210
    for compiled in published:
        for content in (full_document(compiled.structure), minimal_document(compiled.structure)):
            body = orjson.dumps(content)
            assert is_clean(compiled, body), compiled.structure.oid
            assert list(all_findings(compiled, body)) == [], compiled.structure.oid
            assert accepts(compiled.decoder, body), compiled.structure.oid


def test_the_fast_types_and_the_validator_agree_on_changed_documents_of_the_whole_publication(published):
    refused = 0
    for number, compiled in enumerate(published):
        for content in mutants(full_document(compiled.structure), 12, number):
            body = orjson.dumps(content)
            expected = compiled.validator.is_valid(orjson.loads(body))
            refused += not expected
            assert accepts(compiled.decoder, body) is expected, (compiled.structure.oid, body)
    assert refused > 1000


def test_a_changed_document_has_findings_exactly_when_it_is_not_clean(published):
    for number, compiled in enumerate(published):
        for content in mutants(full_document(compiled.structure), 4, -number):
            body = orjson.dumps(content)
            findings = list(all_findings(compiled, body))
            assert check(compiled, body) == findings
            assert is_clean(compiled, body) is not bool(findings), (compiled.structure.oid, body)


def test_every_schema_finding_of_a_changed_document_names_a_field_in_a_whole_sentence(published):
    for number, compiled in enumerate(published):
        for content in mutants(full_document(compiled.structure), 3, 1000 + number):
            for finding in all_findings(compiled, orjson.dumps(content)):
                text = finding.message.in_language("fi")
                assert text.endswith("."), text
                assert "{" not in text, text
                assert "tarkista tieto" not in text, (compiled.structure.oid, finding)
