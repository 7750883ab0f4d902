"""A case as a bundle of papers: stage by stage, like the dividers of a binder."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nippu.base.ids import CaseId, StructureCode
from nippu.cases.types import CaseFacts, CaseState
from nippu.cases.types import Member as CaseMember
from nippu.catalogue.queries import newest_or_none
from nippu.documents.queries import bundle
from nippu.http.request import NippuRequest
from nippu.ui.answers import page
from nippu.ui.frame import Member
from nippu.ui.show import day
from nippu.web.strips import strip_members

CONTACT = StructureCode("1506.19005")
"""The journal entry of a meeting or a contact, which is made most often of all."""


@require_safe
def case(request: NippuRequest, case_id: UUID) -> HttpResponse:
    """What there is in a case and what is missing, with the case's facts beside."""
    found = bundle(CaseId(case_id), by=request.actor, at=request.at)
    contact = newest_or_none(CONTACT)
    context = {
        "bundle": found,
        "case": found.case,
        "members": members_of(found.case),
        "contact": contact.oid if contact and contact.creatable else "",
        "is_open": found.case.state is CaseState.OPEN,
        "may_write": found.case.state is CaseState.OPEN and found.case.may_write,
    }
    return page(request, "web/case.html", context)


def members_of(case: CaseFacts) -> tuple[Member, ...]:
    """All members in order of joining for the strip; of one who has left, the day."""
    shown = strip_members(each.client for each in case.members)
    return tuple(
        replace(strip, left=_left(member)) if member.left_at else strip
        for member, strip in zip(case.members, shown, strict=True)
    )


def _left(member: CaseMember) -> str:
    return _("Poistunut asiasta %(day)s") % {"day": day(member.left_at)}
