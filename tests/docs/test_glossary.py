"""The glossary is complete and speaks of names that the code has."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
AREAS = yaml.safe_load((ROOT / "docs" / "terms.yaml").read_text(encoding="utf-8"))
TERMS = [term for area in AREAS for term in area["terms"]]
NATIONAL = re.compile(r"1\.2\.246\.[\d.]+\d|150[56]\.\d+")


def _words_of_the_code() -> set[str]:
    sources = (path.read_text() for path in (ROOT / "nippu").rglob("*.py"))
    names = (str(path.stem) for path in (ROOT / "nippu").rglob("*.py"))
    return {word for source in sources for word in re.findall(r"\w+", source)} | set(names)


def test_each_term_has_three_languages_and_a_meaning():
    faults = [term for term in TERMS if not all(term.get(key) for key in ("fi", "sv", "en", "means"))]
    assert len(TERMS) >= 120
    assert not faults


def test_a_term_holds_nothing_unknown():
    known = {"fi", "sv", "en", "code", "national", "means"}
    assert not [term for term in TERMS if set(term) - known]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_word_means_two_things(language):
    twice = [word for word, count in Counter(term[language] for term in TERMS).items() if count > 1]
    assert not twice


def test_the_names_in_the_code_are_there():
    words = _words_of_the_code()
    assert not [term["code"] for term in TERMS if "code" in term and term["code"] not in words]


def test_national_identifiers_are_oids_or_structure_codes():
    assert not [
        term["national"] for term in TERMS if "national" in term and not NATIONAL.fullmatch(term["national"])
    ]
