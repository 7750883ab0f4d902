"""One draft with what is asked of it before it is saved or signed, in one quick statement.

Saving and signing are done all day: the statement, with the permission's own rule in it, is written by the
ORM once in a process and after that only given its values.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple, TypeAlias
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from nippu.access import wall
from nippu.access.permissions import Permission
from nippu.access.types import Actor
from nippu.base.ids import (
    AccountId,
    AssignmentId,
    CaseId,
    ControllerId,
    DocumentId,
    ProfessionalId,
    StructureOid,
    UnitId,
)
from nippu.base.texts import Bilingual
from nippu.documents.models import Document, DocumentClient

DOCUMENT, ACCOUNT, PROFESSIONAL, CONTROLLER, UNIT, ASSIGNMENT = (
    UUID(f"00000000-0000-7000-8000-00000000000{place}") for place in "123456"
)
"""Stand in the statement for the identifiers that are given each time."""
MOMENT = datetime(1917, 12, 6, 12, tzinfo=UTC)
"""Stands for the moment, and its day for the day of the moment."""
DAY = localdate(MOMENT)
Parameter: TypeAlias = str | int | UUID | datetime | date | None


class _Columns(NamedTuple):
    """What the statement asks, in order; "__" leads to another table."""

    structure_oid: str
    joint: bool
    version: int
    case_id: UUID | None
    case__state: str | None
    draft__version: int | None
    draft__content: str | None
    draft__saved_at: datetime | None
    draft__saved_by_id: UUID | None
    draft__saved_by__given_names: str | None
    draft__saved_by__family_name: str | None
    banned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A document that may have a draft, for one who may write or sign it."""

    document_id: DocumentId
    structure_oid: StructureOid
    joint: bool
    signed_version: int
    case_id: CaseId | None
    case_state: str | None
    version: int | None
    """Version of the draft; none when there is no draft."""
    content: str
    saved_at: datetime | None
    saved_by: str
    saved_by_me: bool = False
    """Whether the one who asks has saved it last."""
    banned: bool = False
    """Whether one of its clients has a security ban."""


def open_draft_row(permission: Permission, document_id: DocumentId, by: Actor, *, at: datetime) -> DraftRow:
    """The document with its draft. Raises NotThere or NotAllowed as the permission does."""
    sql, parameters = _statement(permission, _anybody(by), wall.asks_relations())
    values: dict[Parameter, Parameter] = {
        DOCUMENT: document_id,
        ACCOUNT: by.account_id,
        PROFESSIONAL: by.professional_id,
        CONTROLLER: by.controller_id,
        UNIT: by.unit_id,
        ASSIGNMENT: by.assignment_id,
        MOMENT: at,
        DAY: localdate(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, [values.get(each, each) for each in parameters])
        row = cursor.fetchone()
    if row is None:
        permission.open(Document.objects.all(), document_id, by, at=at)  # says why not
        raise AssertionError("the permission and its statement disagree")
    return _row(document_id, _Columns._make(row), by)


def _row(document_id: DocumentId, row: _Columns, by: Actor) -> DraftRow:
    names = (row.draft__saved_by__given_names, row.draft__saved_by__family_name)
    return DraftRow(
        document_id=document_id,
        structure_oid=StructureOid(row.structure_oid),
        joint=row.joint,
        signed_version=row.version,
        case_id=CaseId(row.case_id) if row.case_id else None,
        case_state=row.case__state,
        version=row.draft__version,
        content=row.draft__content or "",
        saved_at=row.draft__saved_at,
        saved_by=" ".join(each for each in names if each),
        saved_by_me=row.draft__saved_by_id == by.professional_id,
        banned=row.banned,
    )


@cache
def _statement(
    permission: Permission, anybody: Actor, _behind_the_wall: bool, /
) -> tuple[str, tuple[Parameter, ...]]:
    rows = permission.filter(Document.objects.all(), anybody, at=MOMENT).filter(pk=DOCUMENT)
    theirs = DocumentClient.objects.filter(document=OuterRef("pk"), client__security_ban=True)
    found = rows.annotate(banned=Exists(theirs)).values_list(*_Columns._fields)
    try:
        sql, parameters = found.query.sql_with_params()
    except EmptyResultSet:  # the rules let such an actor nowhere
        return "SELECT WHERE false", ()
    return sql, tuple(parameters)


def _anybody(by: Actor) -> Actor:
    """An actor whose identifiers are put in their places when the statement is used.

    What else a rule may ask of an actor has its own statement.
    """
    return Actor(
        account_id=AccountId(ACCOUNT),
        professional_id=ProfessionalId(PROFESSIONAL),
        controller_id=ControllerId(CONTROLLER),
        unit_id=UnitId(UNIT),
        assignment_id=AssignmentId(ASSIGNMENT),
        work_task=by.work_task,
        service_tasks=by.service_tasks,
        student=by.student,
        provider=by.provider,
        shelter=by.shelter,
        mediation=by.mediation,
        given_names="",
        family_name="",
        title=Bilingual(""),
        unit_name=Bilingual(""),
        unit_oid="",
        controller_name=Bilingual(""),
        controller_oid="",
    )
