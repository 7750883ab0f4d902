"""The starter set says the same as the publication: each structure accepts and refuses the same documents."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import jsonschema_rs
import pytest

from nippu.structures.kinds.texts import phrase_hash
from nippu.structures.samples import full_document, minimal_document
from nippu.structures.schema import to_schema
from nippu.structures.skeletons import skeleton
from nippu.structures.starter import all_starters, load
from nippu.structures.tree import Field, Representation


def facts(field: Field) -> Field:
    """A field without the publication's texts."""
    known = phrase_hash(field.phrase.fi) if field.phrase else field.phrase_hash
    return replace(
        field,
        description=None,
        example=None,
        note=None,
        phrase=None,
        phrase_hash=known,
        fields=tuple(facts(each) for each in field.fields),
    )


def test_the_starter_set_has_what_the_work_needs():
    codes = {each.code for each in all_starters().values()}
    assert len(all_starters()) == 78
    assert {"1505.1", "1505.2", "1505.8", "1505.9", "1506.1006", "1506.4009", "1506.1005"} <= codes


def test_every_starter_has_the_publications_facts(structures):
    for oid, starter in all_starters().items():
        published = structures[oid]
        assert starter == replace(published, root=facts(published.root), _by_path={}), oid


def test_every_structure_of_the_publication_can_be_written_as_a_starter(structures):
    for oid, published in structures.items():
        written = load(skeleton(published).encode(), oid)
        assert written == replace(published, root=facts(published.root), _by_path={}), oid


def test_the_files_are_written_by_the_command(structures):
    for oid, starter in all_starters().items():
        assert skeleton(starter) == skeleton(structures[oid]), oid


def test_a_starter_has_the_publications_schema_but_for_phrases(schemas):
    for oid, starter in all_starters().items():
        schema = copy.deepcopy(schemas[oid])
        for each in starter.walk():
            if each.representation is Representation.PHRASE:
                node = at_path(schema, each.path)
                assert phrase_hash(node["enum"][0]) == each.phrase_hash
                del node["enum"]
        assert to_schema(starter) == schema, oid


def at_path(schema, path):
    for key in path.split("/"):
        schema = schema["properties"][key.removesuffix("[]")]
        if key.endswith("[]"):
            schema = schema["items"]
    return schema


def mutants(document) -> Iterator[tuple[tuple, object]]:
    """The document with one thing wrong, or at least other, at each place of it."""
    for path in places(document):
        for change in ("drop", "null", "number", "text", "empty", "stranger"):
            mutant = copy.deepcopy(document)
            parent = mutant
            for key in path[:-1]:
                parent = parent[key]
            if change == "drop":
                del parent[path[-1]]
            elif change == "stranger" and isinstance(parent[path[-1]], dict):
                parent[path[-1]]["tuntematon"] = 1
            else:
                parent[path[-1]] = {"null": None, "number": 1.5, "text": "x", "empty": ""}.get(change, [])
            yield path, mutant


def places(node, at=()):
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, each in items:
        yield (*at, key)
        yield from places(each, (*at, key))


@pytest.mark.parametrize("oid", sorted(all_starters()))
def test_starter_and_publication_accept_and_refuse_the_same_documents(structures, schemas, oid):
    starter = jsonschema_rs.validator_for(to_schema(all_starters()[oid]))
    published = jsonschema_rs.validator_for(schemas[oid])
    phrases = {each.key for each in all_starters()[oid].walk() if each.phrase_hash}
    answers = set()
    for document in (minimal_document(structures[oid]), full_document(structures[oid])):
        assert starter.is_valid(document)
        assert published.is_valid(document)
        for path, mutant in islice(mutants(document), 600):
            # What a phrase may hold is told by its hash, not by the starter's schema.
            if path[-1] not in phrases:
                assert starter.is_valid(mutant) == published.is_valid(mutant), json.dumps(mutant)[:500]
                answers.add(published.is_valid(mutant))
    assert answers == {True, False}
