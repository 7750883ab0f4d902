"""The clients of a hard kill, what they were told, and what the database must hold of it after the kill."""

import json
import random
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urlencode
from uuid import UUID

import psycopg

from bench.server import Answer, Server, Session
from nippu.structures.canonical import canonical, digest
from nippu.structures.form_data import to_form
from nippu.structures.tree import Structure

SAVINGS = 3
"""At most so many savings of a document before it is signed."""


@dataclass(slots=True)
class Told:
    """What one client has been told of a document, and what it had sent when the server fell silent."""

    version: int = 1
    """Of the draft, as last acknowledged."""
    sha256: str = ""
    """Of the content that was last acknowledged; empty when only the beginning."""
    signed: bool = False
    """Whether the signing was acknowledged."""
    sent: set[str] = field(default_factory=set)
    """Of all contents sent, acknowledged or not."""
    signing_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the database holds of a document."""

    state: str
    draft_version: int | None
    draft_sha256: str | None
    signed_content: bytes | None
    signed_sha256: str | None
    versions: int
    records: int
    """How many signings of it stand in the log of use."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a client has to write: variations of one content into many drafts."""

    structure: Structure
    content: dict[str, object]
    documents: Sequence[UUID]


class _CutOffError(Exception):
    """There will be no answer that counts."""


class Client(threading.Thread):
    """A worker who writes her documents one after another until the server is gone."""

    def __init__(self, server: Server, session: Session, work: Work) -> None:
        super().__init__(daemon=True)
        self._server, self._session, self._work = server, session, work
        self._chance = random.Random(work.documents[0].int)
        self.told: dict[UUID, Told] = {}
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.ending = False
        """Whether the kill has begun: from now on a refusal is no fault, only a silence."""

    def run(self) -> None:
        """Save and sign until a request gets no answer."""
        try:
            for document in self._work.documents:
                told = self.told[document] = Told()
                for _ in range(self._chance.randint(1, SAVINGS)):
                    self._save(document, told)
                if self._chance.random() < 0.8:
                    self._sign(document, told)
        except (OSError, HTTPException, _CutOffError):
            return
        self.faults.append("a client had nothing left to do before the kill")

    def _save(self, document: UUID, told: Told) -> None:
        content = varied(self._work.content, f"Teksti {self._chance.getrandbits(64)}")
        sha256 = digest(canonical(content))
        told.sent.add(sha256)
        form = to_form(self._work.structure, content) | {"_version": str(told.version)}
        status, _headers, answer = self._post(f"/documents/{document}/draft/", form)
        if status != 200:
            self.faults.append(f"saving was answered {status}")
            return
        told.version, told.sha256 = json.loads(answer)["version"], sha256
        self.counts["savings"] += 1

    def _sign(self, document: UUID, told: Told) -> None:
        told.signing_sent = True
        status, headers, _answer = self._post(f"/documents/{document}/sign/", {"_version": str(told.version)})
        if status != 302 or "signed=1" not in headers["Location"]:
            self.faults.append(f"signing was answered {status} {headers['Location']}")
            return
        told.signed = True
        self.counts["signings"] += 1

    def _post(self, path: str, form: Mapping[str, str]) -> Answer:
        body = urlencode({**form, "csrfmiddlewaretoken": self._session.seal})
        answer = self._server.request("POST", path, body, self._session.headers)
        if self.ending and answer[0] >= 500:
            raise _CutOffError
        return answer


def varied(content: dict[str, object], text: str) -> dict[str, object]:
    """The content with another text in its first field of text."""
    ((root, below),) = content.items()
    assert isinstance(below, dict)
    key = next(key for key, value in below.items() if isinstance(value, str) and " " in value)
    return {root: below | {key: text}}


def faults_of(told: Mapping[UUID, Told], stored: Mapping[UUID, Stored]) -> Iterator[str]:
    """What is not as it was acknowledged, or is there by half."""
    for document, known in told.items():
        found = stored.get(document)
        if found is None:
            yield f"{document}: the document is gone"
            continue
        for fault in [*_halves(found), *_losses(known, found)]:
            yield f"{document}: {fault}"


def _halves(found: Stored) -> Iterator[str]:
    """A signing is there with all that belongs to it, or not at all."""
    signs = (found.state == "signed", found.versions == 1, found.draft_version is None, found.records == 1)
    clear = (found.state == "draft", found.versions == 0, found.draft_version is not None, found.records == 0)
    if not all(signs) and not all(clear):
        yield f"signed by half: {found.state}, {found.versions} versions, {found.records} records"
    if found.signed_content is not None and digest(found.signed_content) != found.signed_sha256:
        yield "the signed content does not have its hash"


def _losses(known: Told, found: Stored) -> Iterator[str]:
    """What was acknowledged is there; beyond it, only what the same client had sent."""
    sha256 = found.signed_sha256 if found.versions else found.draft_sha256
    if known.signed and not found.versions:
        yield "an acknowledged signing is gone"
    if found.versions and not known.signing_sent:
        yield "signed by nobody"
    if found.versions and known.sha256 and sha256 != known.sha256:
        yield "signed with another content than the one that was saved last"
    if found.draft_version is None:
        return
    if found.draft_version < known.version or found.draft_version > known.version + 1:
        yield f"the draft is of version {found.draft_version}, acknowledged was {known.version}"
    elif found.draft_version == known.version and known.sha256 and sha256 != known.sha256:
        yield "the draft has another content than the one that was acknowledged"
    elif found.draft_version > known.version and sha256 not in known.sent:
        yield "the draft has a content that nobody sent"


_STORED = """
    SELECT document.id, document.state,
        draft.version, encode(sha256(convert_to(draft.content, 'UTF8')), 'hex'),
        signed.content, signed.sha256,
        (SELECT count(*) FROM documents_signedversion WHERE document_id = document.id),
        (SELECT count(*) FROM audit_userecord
            WHERE subject_id = document.id AND action = 'document.sign' AND cardinality(clients) > 0)
    FROM documents_document document
    LEFT JOIN documents_draft draft ON draft.document_id = document.id
    LEFT JOIN documents_signedversion signed ON signed.document_id = document.id
    WHERE document.id = ANY(%s)
"""


def stored(url: str, documents: Iterable[UUID]) -> dict[UUID, Stored]:
    """What the database holds of these documents."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(_STORED, [list(documents)]).fetchall()
    return {
        row[0]: Stored(
            state=row[1],
            draft_version=row[2],
            draft_sha256=row[3],
            signed_content=row[4],
            signed_sha256=row[5],
            versions=row[6],
            records=row[7],
        )
        for row in rows
    }
