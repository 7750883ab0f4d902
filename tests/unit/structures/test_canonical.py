import hashlib
import json
import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from nippu.structures.canonical import MOST_SAFE, NotCanonicalError, canonical, digest

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
numbers = (
    st.integers(-MOST_SAFE, MOST_SAFE)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(-1e6, 1e6).map(lambda number: round(number, 2))
)
contents = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(texts, below, max_size=4),
    max_leaves=12,
)


@given(contents)
def test_the_canonical_form_is_the_one_another_library_writes(content):
    assert canonical(content) == rfc8785.dumps(content)


@given(contents)
def test_reading_the_canonical_form_and_writing_it_again_changes_nothing(content):
    body = canonical(content)
    assert canonical(json.loads(body, parse_int=float)) == body


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
        (1.0, b"1"),
        (-0.0, b"0"),
        (1e21, b"1e+21"),
        (1.2345678901234568e20, b"123456789012345680000"),
        (1e-6, b"0.000001"),
        (1e-7, b"1e-7"),
        (12.5, b"12.5"),
        ("ä\u007f\u0001\n", '"ä\u007f\\u0001\\n"'.encode()),
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'.encode()),
    ],
)
def test_the_canonical_form_of(content, body):
    assert canonical(content) == body


@pytest.mark.parametrize(
    "content",
    [math.nan, math.inf, -math.inf, MOST_SAFE + 1, "salainen\0", {"salainen\0": 1}, ["salainen\ud800"],
     {"salainen\udc00": 1}, {1: "salainen"}, {"a": {1, 2}}, b"salainen", object()],
)  # fmt: skip
def test_what_has_no_canonical_form_is_refused_without_telling_the_content(content):
    with pytest.raises(NotCanonicalError) as refused:
        canonical({"teksti": content})
    assert "salainen" not in str(refused.value)


def test_content_nested_beyond_reason_is_refused():
    content = []
    for _ in range(5000):
        content = [content]
    with pytest.raises(NotCanonicalError):
        canonical(content)


def test_the_checksum_is_sha_256_of_the_bytes():
    assert digest(b"abc") == hashlib.sha256(b"abc").hexdigest()
