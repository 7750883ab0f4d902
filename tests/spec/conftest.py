"""The national publication, read once."""

import json
from pathlib import Path

import pytest

from nippu.structures.publication import parse, read
from nippu.structures.tree import Structure


@pytest.fixture(scope="session")
def files(publication: Path) -> dict[str, bytes]:
    """Content of every file of the publication by its name."""
    return dict(read(publication))


@pytest.fixture(scope="session")
def structures(files) -> dict[str, Structure]:
    """Every structure of the publication by its OID."""
    return {each.oid: each for each in (parse(raw, name) for name, raw in files.items())}


@pytest.fixture(scope="session")
def schemas(files) -> dict[str, dict]:
    """The plain JSON Schema of every structure by its OID, taken from the publication itself."""
    return {data["sosmeta"]["oid"]: without_metadata(data) for data in map(json.loads, files.values())}


def without_metadata(node):
    """A schema without its `sosmeta` parts. No field has that key."""
    if isinstance(node, dict):
        return {key: without_metadata(value) for key, value in node.items() if key != "sosmeta"}
    return [without_metadata(each) for each in node] if isinstance(node, list) else node
