"""What is known of the document's surroundings when it is checked."""

from datetime import date

import pytest

from nippu.structures.checking import Context, ContextKeyUnknown, ContextValueWrong, context_from


def test_the_context_is_read_from_json_data():
    given_context = context_from({"today": "2026-11-24", "joint_case": True, "case_id": "A-1"})
    assert given_context == Context(today=date(2026, 11, 24), joint_case=True, case_id="A-1")
    assert given_context.client_relationship_active


@pytest.mark.parametrize(
    ("data", "error", "key"),
    [
        ({"joint": True}, ContextKeyUnknown, "joint"),
        ({"joint_case": "yes"}, ContextValueWrong, "joint_case"),
        ({"today": "24.11.2026"}, ContextValueWrong, "today"),
    ],
)
def test_a_context_that_cannot_be_understood_is_refused(data, error, key):
    with pytest.raises(error) as refused:
        context_from(data)
    assert refused.value.message.values == {"key": key}
