"""The bytes of a row that its hash is taken of: the same row gives the same bytes in every installation.

A row is a JSON object of its columns by name, in the order of the names, without spaces. Moments are told in
UTC with microseconds. A format, once used, is never changed: a new column makes a new format.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

import orjson
from django.db.models import Model

FORMATS: Mapping[int, tuple[str, ...]] = {
    1: (
        "id",
        "at",
        "action",
        "kind",
        "purpose",
        "controller_id",
        "unit_id",
        "professional_id",
        "account_id",
        "work_task",
        "clients",
        "subject_id",
        "ground",
        "ground_id",
        "data_from",
        "search_kind",
        "refused",
        "digest",
    ),
}
"""Columns of a record of use that each format of seals holds."""
NEWEST = max(FORMATS)


def canonical(values: Mapping[str, object]) -> bytes:
    """The bytes of a row's named values."""
    told = {name: _told(value) for name, value in values.items()}
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def _told(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_told(each) for each in value]
    assert value is None or isinstance(value, str | int), type(value)
    return value


def record_bytes(row: Mapping[str, object], version: int) -> bytes:
    """The bytes of a record of use in a format."""
    return canonical({name: row[name] for name in FORMATS[version]})


def digest_of(row: Model, names: Iterable[str] | None = None) -> str:
    """SHA-256 of a row of another table of the log, as it is in the database: all columns unless told."""
    wanted = names or [field.attname for field in row._meta.concrete_fields]
    return hashlib.sha256(canonical({name: getattr(row, name) for name in wanted})).hexdigest()
