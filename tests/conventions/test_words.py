"""What must not stand in our files: places of one machine, hosts of registries, texts of the publication."""

import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conventions.our_files import listed, text_files

THIS = "tests/conventions/test_words.py"

PLACES = re.compile(r"""(?<![\w.~-])/(work|root|home/\w+|Users/\w+)/[\w.]""")
HOSTS = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|registry\.yarnpkg\.com|deb\.debian\.org"
    r"|proxy\.golang\.org|crates\.io|unpkg\.com|jsdelivr\.net|cdnjs\.cloudflare\.com)\b"
)


@pytest.mark.parametrize("words", [PLACES, HOSTS], ids=["places of one machine", "hosts of registries"])
def test_no_file_of_ours_names(words):
    faults = [
        f"{name}:{number} {line.strip()[:120]}"
        for name, text in text_files()
        if name != THIS
        for number, line in enumerate(text.splitlines(), 1)
        if words.search(line)
    ]
    assert not faults, listed(faults)


def test_a_place_and_a_host_are_seen():
    assert PLACES.search('open("/root/x")')
    assert PLACES.search("cd /home/eero/nippu")
    assert not PLACES.search("docs/work/x, /workshop/x")
    assert HOSTS.search("https://pypi.org/simple")


SHORTEST = 40
"""A text of the publication with more characters than this is a sentence of its makers, not a fact."""


def plain(text: str) -> str:
    """Words only, in one case: how a text is folded, quoted or escaped in a file makes no difference."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    text = re.sub(r"\\[nrt]", " ", text)
    return " ".join(re.findall(r"\w+", text.casefold()))


TEXTS = frozenset({"description", "note", "implementationNote", "example", "phrase"})
NAMES = frozenset({"name", "title", "classification", "valueSet"})


def _texts(node: object, keys: frozenset[str]) -> Iterator[str]:
    """The values of texts of these kinds in a structure's own JSON."""
    if isinstance(node, list):
        for one in node:
            yield from _texts(one, keys)
    elif isinstance(node, dict):
        for key, below in node.items():
            if key in keys:
                yield from _values(below)
            else:
                yield from _texts(below, keys)


def _values(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for one in node:
            yield from _values(one)
    elif isinstance(node, dict):
        yield from _values(node.get("value", ""))


CODE_AND_NAME = re.compile(r"\d+ .{,90}$")
"""The example of a coded field is a code and its name, which are facts."""


def _sentences(text: str) -> Iterator[str]:
    """The text as a whole and its sentences, so that a part of it is found too."""
    for one in (text, *re.split(r"(?<=[.!?:;])\s+|\n+", text)):
        if len(told := plain(one)) > SHORTEST and not CODE_AND_NAME.match(told):
            yield told


def _national_texts(publication: Path) -> tuple[dict[str, set[str]], str]:
    """The publication's sentences by how they begin, and its names of fields and codes, which are facts."""
    by_beginning: defaultdict[str, set[str]] = defaultdict(set)
    names: set[str] = set()
    with zipfile.ZipFile(publication) as files:
        for name in files.namelist():
            if name.endswith(".json"):
                schema = json.loads(files.read(name))
                names.update(plain(text) for text in _texts(schema, NAMES))
                for sentence in (one for text in _texts(schema, TEXTS) for one in _sentences(text)):
                    by_beginning[sentence[:SHORTEST]].add(sentence)
    return by_beginning, " | ".join(names)


def _found(text: str, by_beginning: dict[str, set[str]]) -> Iterator[str]:
    told = plain(text)
    for start in range(len(told) - SHORTEST):
        for sentence in by_beginning.get(told[start : start + SHORTEST], ()):
            if told.startswith(sentence, start):
                yield sentence


def test_no_sentence_of_the_publication_stands_in_our_files(publication):
    by_beginning, names = _national_texts(publication)
    assert len(by_beginning) > 1000
    faults = [
        f"{name}: {sentence[:100]}"
        for name, text in text_files()
        for sentence in sorted(set(_found(text, by_beginning)))
        if sentence not in names
    ]
    assert not faults, listed(faults)


def test_a_sentence_is_found_though_it_is_folded_quoted_and_escaped():
    sentence = plain("Kirjataan tieto siitä, miksi asiakas ei ole voinut tulla paikalle.")
    folded = '  "Kirjataan tieto siit\\u00e4, miksi asiakas"\n  # "ei ole voinut\\ntulla paikalle."'
    assert list(_found(f"x {folded} y", {sentence[:SHORTEST]: {sentence}})) == [sentence]
