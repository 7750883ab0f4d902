"""Where one begins in a draft whose text came from an earlier document."""

import pytest

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual
from nippu.structures.tree import Field, Representation, Status, Structure
from nippu.web.beginning import first_text


def field(key, representation=Representation.TEXT, *, fields=(), repeats=False):
    return Field(
        key=key,
        path=key,
        name=Bilingual(key),
        representation=representation,
        fields=tuple(fields),
        repeats=repeats,
    )


GROUP = Representation.GROUP
PAPER = Structure(
    oid=StructureOid("1.2.246.537.6.1506.1012.2026.1.1"),
    status=Status.CURRENT,
    document_type="Arvio",
    root=field(
        "paper",
        GROUP,
        fields=[
            field("asiakas", GROUP, fields=[field("tieto")]),
            field("day", Representation.DATE),
            field("parts", GROUP, repeats=True, fields=[field("need"), field("goal")]),
            field("remarks"),
        ],
    ),
)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({}, ""),
        ({"paper": None}, ""),
        ({"paper": {"remarks": "text"}}, "remarks"),
        ({"paper": {"day": "2026-11-24", "remarks": ""}}, ""),
        ({"paper": {"asiakas": {"tieto": "text"}, "remarks": "text"}}, "remarks"),
        ({"paper": {"parts": [{}, {"goal": "text"}], "remarks": "text"}}, "parts.1.goal"),
        ({"paper": {"parts": "text", "remarks": "text"}}, "remarks"),
    ],
)
def test_one_begins_at_the_first_text_that_is_not_filled_in_from_the_client(content, name):
    assert first_text(PAPER, content) == name
