"""Size limits of our own: the national schemas have none."""

from typing import Final

MOST_BYTES: Final = 2_000_000
"""Of a document as JSON."""
MOST_CHARACTERS: Final = 200_000
"""Of one text."""
MOST_REPEATS: Final = 500
"""Of one repeating field."""
MOST_DEPTH: Final = 64
"""Of values within values; the deepest national structure has eleven."""
MOST_VALUES: Final = 50_000
"""Of values in all, so that listing what is wrong with them ends soon."""
CERTAINLY_FITS: Final = 150_000
"""Bytes of a document that can have neither too long a text nor too many values: each takes three bytes."""
MOST_FINDINGS: Final = 1_000
"""Of one document. The rest is told when these are put right."""
GREATEST_NUMBER: Final = 10**15
"""Beyond this a number no longer keeps its cents."""


def depth_and_values(content: object) -> tuple[int, int]:
    """How many values within values the content has, and how many in all. Counts to the limits only."""
    level, depth, values = [content], 0, 1
    while level and depth <= MOST_DEPTH and values <= MOST_VALUES:
        below: list[object] = []
        for each in level:
            if isinstance(each, dict):
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
        level, depth, values = below, depth + 1, values + len(below)
    return depth, values
