"""Documents changed at random places, always in the same way: some still right, most wrong."""

import copy
import random

STRANGE = [
    None, True, False, 0, -1, 1.5, 10**15, 1e20, "", " ", "x", "x\n", "2024-06-30", "2024-06-30\n",
    "2024-02-31", "2024-13", "٢٠٢٤-٠٦-٣٠", "-2024", "1", "urn:oid:1.2", [], {}, [[]], ["x"], [{}], {"x": 1},
    {"system": "x"}, {"value": "x"}, {"system": "a", "code": "b", "display": "c"},
    {"value": 1, "code": "EUR"}, {"value": "1"},
]  # fmt: skip


def places(content, path=()):
    """Every place of a document but the top."""
    pairs = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    for key, below in pairs:
        yield (*path, key)
        yield from places(below, (*path, key))


def changed(content, path, change):
    """A copy of the document where one place is changed."""
    content = copy.deepcopy(content)
    around = content
    for key in path[:-1]:
        around = around[key]
    change(around, path[-1])
    return content


def removed(around, key):
    del around[key]


def joined(around, key):
    """Something unknown beside the place, or one more of the same."""
    if isinstance(around, dict):
        around["tuntematon"] = 1
    else:
        around.append(copy.deepcopy(around[key]))


def longer(around, key):
    """A text with something after it."""
    around[key] = f"{around[key]}.1" if isinstance(around[key], str) else [around[key]]


def replaced(value):
    def change(around, key):
        around[key] = copy.deepcopy(value)

    return change


CHANGES = [removed, joined, longer, *map(replaced, STRANGE)]


def mutants(content, count, seed):
    chooser = random.Random(seed)
    known = list(places(content))
    for _ in range(count):
        yield changed(content, chooser.choice(known), chooser.choice(CHANGES))
