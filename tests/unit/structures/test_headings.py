"""Headings left out and what they require."""

from nippu.base.texts import Bilingual
from nippu.structures.headings import ways_to_headings, with_headings
from nippu.structures.tree import Field, Representation


def field(key, representation=Representation.TEXT, *, fields=(), required=False, repeats=False):
    return Field(
        key=key,
        path=key,
        name=Bilingual(key),
        representation=representation,
        fields=tuple(fields),
        required=required,
        repeats=repeats,
    )


HEADING, GROUP = Representation.HEADING, Representation.GROUP
CONCLUSIONS = field("conclusions", HEADING, fields=[field("need", required=True), field("more")])
PAPER = field(
    "paper",
    GROUP,
    required=True,
    fields=[
        CONCLUSIONS,
        field("remarks", HEADING, fields=[field("remark")]),
        field("people", GROUP, repeats=True, fields=[CONCLUSIONS]),
        field("home", GROUP, fields=[field("street", required=True)]),
    ],
)
WAYS = ways_to_headings((PAPER,))


def test_a_heading_with_required_fields_is_put_in_its_place():
    assert with_headings(WAYS, {"paper": {}}) == {"paper": {"conclusions": {}}}


def test_other_headings_and_optional_groups_stay_away():
    completed = with_headings(WAYS, {"paper": {"conclusions": {"need": "x"}}})
    assert completed == {"paper": {"conclusions": {"need": "x"}}}


def test_headings_inside_repeats_are_put_into_each():
    content = {"paper": {"conclusions": {"need": "x"}, "people": [{}, {"conclusions": {"more": "y"}}]}}
    completed = with_headings(WAYS, content)
    assert completed["paper"]["people"] == [{"conclusions": {}}, {"conclusions": {"more": "y"}}]
    assert content["paper"]["people"] == [{}, {"conclusions": {"more": "y"}}]


def test_content_that_needs_nothing_is_the_same_object():
    content = {"paper": {"conclusions": {"need": "x"}}}
    assert with_headings(WAYS, content) is content


def test_what_is_not_a_group_is_left_as_it_is():
    assert with_headings(WAYS, {"paper": "x"}) == {"paper": "x"}
    content = {"paper": {"conclusions": "x", "people": ["x"]}}
    assert with_headings(WAYS, content) == content
