"""A document's content between JSON and Python, and what is wrong with it."""

from datetime import datetime

import orjson
from django.utils.timezone import localdate

from nippu.base.ids import StructureOid
from nippu.catalogue.queries import compiled
from nippu.documents.errors import ContentUnreadable
from nippu.structures.canonical import NotCanonicalError, canonical
from nippu.structures.checking import Context, check
from nippu.structures.findings import Finding
from nippu.structures.headings import with_headings

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def as_bytes(content: object) -> bytes:
    """The content as canonical JSON. Characters that no database keeps become a mark that a reader sees."""
    try:
        return canonical(content)
    except NotCanonicalError:
        pass
    try:
        return canonical(_storable(content))
    except NotCanonicalError:
        raise ContentUnreadable from None


def _storable(content: object) -> object:
    if isinstance(content, str):
        return content.replace("\0", REPLACEMENT).encode("utf-16", "replace").decode("utf-16")
    if isinstance(content, dict):
        return {key: _storable(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_storable(each) for each in content]
    return content


def read(text: str | bytes) -> dict[str, object]:
    """The content of JSON that we have written ourselves."""
    content = orjson.loads(text)
    assert isinstance(content, dict)
    return content


def findings_of(
    structure_oid: StructureOid, body: bytes, *, joint: bool, closed: bool, at: datetime
) -> tuple[Finding, ...]:
    """What is wrong with a document in its case; nothing when it may be signed.

    What a heading requires is asked for also when nothing stands under the heading.
    """
    context = Context(today=localdate(at), joint_case=joint, case_closed=closed)
    form, content = compiled(structure_oid), read(body)
    completed = with_headings(form.headings, content)
    return tuple(check(form, body if completed is content else as_bytes(completed), context))
