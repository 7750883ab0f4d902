"""The quick statement that opens a draft asks what the permission itself asks."""

from dataclasses import replace

import pytest
from django.db.models import Q

from nippu.access.errors import NotAllowed, NotThere
from nippu.access.permissions import Permission
from nippu.access.types import WorkTask
from nippu.base.ids import new_id
from nippu.documents import access
from nippu.documents.drafts import open_draft_row
from nippu.documents.models import Document

EACH = Permission(
    "test.each",
    (
        lambda actor, _at: Q(
            controller_id=actor.controller_id,
            unit_id=actor.unit_id,
            author_id=actor.professional_id,
            author__account_id=actor.account_id,
            author__assignments=actor.assignment_id,
            case__service_task__in=actor.service_tasks,
        ),
    ),
)
"""Asks for all that a rule may ask of an actor."""
PERMISSIONS = (access.READ, access.WRITE_DRAFT, access.SIGN, access.DELETE_DRAFT, EACH)


def _is_open(permission, document, actor, at):
    try:
        open_draft_row(permission, document, actor, at=at)
    except (NotThere, NotAllowed):
        return False
    return True


@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda each: each.name)
def test_the_statement_agrees_with_the_filter(permission, draft, eero, veera, otso, now):
    others = [
        replace(eero, **{name: new_id()})
        for name in ("account_id", "professional_id", "controller_id", "unit_id", "assignment_id")
    ]
    others += [replace(eero, service_tasks=("20",)), replace(eero, assignment_id=None)]
    others += [replace(eero, **{mark: True}) for mark in ("student", "provider", "shelter", "mediation")]
    others += [replace(eero, work_task=each) for each in WorkTask]
    told = {actor: _is_open(permission, draft, actor, now) for actor in (eero, veera, otso, *others, eero)}
    for actor, is_open in told.items():
        found = permission.filter(Document.objects.filter(pk=draft), actor, at=now)
        assert is_open is found.exists(), (permission.name, actor)
    assert told[eero] is True
    assert told[veera] is False
    assert _is_open(permission, new_id(), eero, now) is False
