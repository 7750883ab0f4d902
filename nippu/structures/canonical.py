"""The one way of writing content as bytes, so that equal contents have equal checksums (RFC 8785)."""

import hashlib
from decimal import Decimal
from math import isfinite

import orjson

MOST_SAFE = 2**53 - 1
"""Larger whole numbers change when JavaScript or another system reads them as double."""


class NotCanonicalError(ValueError):
    """Content that has no canonical form. Says what is wrong, never the content itself."""


def canonical(content: object) -> bytes:
    """The content as canonical JSON. Raises NotCanonicalError for what cannot be kept as it is."""
    try:
        return orjson.dumps(_prepared(content))
    except orjson.JSONEncodeError:
        raise NotCanonicalError("half of a surrogate pair in a text") from None
    except RecursionError:
        raise NotCanonicalError("nested too deep") from None


def digest(body: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def _prepared(content: object) -> object:
    if isinstance(content, str):
        return _text(content)
    if isinstance(content, bool) or content is None:
        return content
    if isinstance(content, int | float):
        return _number(content)
    if isinstance(content, dict):
        return {key: _prepared(content[key]) for key in sorted(content, key=_order)}
    if isinstance(content, list | tuple):
        return [_prepared(each) for each in content]
    raise NotCanonicalError(f"{type(content).__name__} is not a JSON value")


def _text(text: str) -> str:
    if "\0" in text:
        raise NotCanonicalError("the character U+0000 in a text")
    return text


def _order(key: object) -> bytes:
    if not isinstance(key, str):
        raise NotCanonicalError(f"{type(key).__name__} as a key")
    # RFC 8785 orders keys by UTF-16 code units, which is not the order of code points.
    return _text(key).encode("utf-16-be", "surrogatepass")


def _number(number: int | float) -> object:
    if isinstance(number, int):
        if abs(number) > MOST_SAFE:
            raise NotCanonicalError("a whole number beyond 2^53")
        return number
    if not isfinite(number):
        raise NotCanonicalError("NaN or infinity")
    if number.is_integer() and abs(number) <= MOST_SAFE:
        return int(number)
    return orjson.Fragment(_as_javascript(number).encode())


def _as_javascript(number: float) -> str:
    """A number as ECMAScript writes it: shortest digits that read back, exponents from 1e21, below 1e-6."""
    sign, numerals, shift = Decimal(repr(number)).normalize().as_tuple()
    assert isinstance(shift, int)
    digits = "".join(map(str, numerals))
    point = len(digits) + shift
    return ("-" if sign else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"
