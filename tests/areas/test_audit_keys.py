"""The key that seals the log, its hash tree, and the bytes that it hashes."""

import hashlib

import pytest

from nippu.audit import keys
from nippu.audit.canonical import canonical
from nippu.audit.errors import LogKeyMissing, LogKeyWrong
from nippu.audit.seals import root_of


def test_a_key_is_made_only_where_it_may_be_and_is_readable_to_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "log"
    with pytest.raises(LogKeyMissing):
        keys.signer(path, may_make=False)
    with pytest.raises(LogKeyMissing):
        keys.known_keys(path)
    made = keys.signer(path, may_make=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.signer(path, may_make=False).key_id == made.key_id
    path.chmod(0o644)
    with pytest.raises(LogKeyWrong):
        keys.signer(path, may_make=False)
    path.write_text("no key")
    with pytest.raises(LogKeyWrong):
        keys.signer(path, may_make=False)


def test_the_tree_is_that_of_rfc_6962():
    """The inputs and the roots of the reference implementation's own tests."""
    inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    leaves = [hashlib.sha256(b"\0" + bytes.fromhex(each)).digest() for each in inputs]
    roots = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    assert {size: root_of(leaves[:size]).hex() for size in roots} == roots


def test_the_bytes_of_a_row_are_the_same_everywhere(now):
    told = canonical({"b": now, "a": [], "c": "ä", "d": None, "e": now.date()})
    assert told == (
        '{"a":[],"b":"2026-11-24T10:00:00.000000+00:00","c":"ä","d":null,"e":"2026-11-24"}'.encode()
    )
