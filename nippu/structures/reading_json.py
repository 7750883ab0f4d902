"""JSON as it was written: what cannot be read, keys given twice."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

import orjson

from nippu.base.texts import Message, _

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the top of a document."""


class UnreadableError(ValueError):
    """Bytes that are not JSON. The message tells where."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


class Twofold(dict[str, object]):
    """An object that had the same key more than once."""

    keys_twice: tuple[str, ...] = ()


def read_json(body: bytes) -> object:
    """The value in the bytes. Raises UnreadableError, which tells the line and the place in it."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        line, column = _place(body, error)
    raise UnreadableError(
        Message(
            _("JSON-teksti on virheellinen: rivi {line}, merkki {column}."), {"line": line, "column": column}
        )
    )


def _place(body: bytes, error: orjson.JSONDecodeError) -> tuple[int, int]:
    try:
        body.decode()
    except UnicodeDecodeError as broken:
        before = body[: broken.start].decode()
        return before.count("\n") + 1, len(before) - before.rfind("\n")
    return error.lineno, error.colno


def twofold_keys(body: bytes) -> Iterator[Path]:
    """Where keys are given twice. Raises ValueError or RecursionError of what Python cannot read."""
    marked: list[Twofold] = []

    def read_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        times = Counter(key for key, _value in pairs)
        twofold = Twofold(found)
        twofold.keys_twice = tuple(key for key, number in times.items() if number > 1)
        marked.append(twofold)
        return twofold

    content = json.loads(body, object_pairs_hook=read_object)
    return _marked_keys(content, ()) if marked else iter(())


def _marked_keys(content: object, path: Path) -> Iterator[Path]:
    if isinstance(content, Twofold):
        yield from ((*path, key) for key in content.keys_twice)
    if isinstance(content, dict):
        for key, below in content.items():
            yield from _marked_keys(below, (*path, key))
    elif isinstance(content, list):
        for index, below in enumerate(content):
            yield from _marked_keys(below, (*path, index))
