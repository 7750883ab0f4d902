"""What a demonstration writes into a form: texts and codes under the names that the form's inputs have."""

from collections.abc import Iterator, Mapping


def inputs_of(written: Mapping[str, object], words: Mapping[str, str]) -> dict[str, str]:
    """The inputs of a form, with the words of the story's own person in place of their names: {first}.

    What is written is texts, "=3" for the code 3, lists for what repeats, and groups by their keys.
    """
    return dict(_below("", dict(written), words))


def _below(name: str, written: object, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if isinstance(written, dict):
        for key, value in written.items():
            yield from _below(f"{name}.{key}" if name else key, value, words)
    elif isinstance(written, list):
        for number, value in enumerate(written):
            yield from _below(f"{name}.{number}", value, words)
    else:
        yield _one(name, written, words)


def _one(name: str, written: object, words: Mapping[str, str]) -> tuple[str, str]:
    assert isinstance(written, str), f"{name} is not a text: {written!r}"
    if written.startswith("="):
        return f"{name}~code", written[1:]
    return name, " ".join(written.split()).format_map(words)
