"""The start page: what matters now."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nippu.cases.queries import my_cases
from nippu.clients.grounds import count_waiting
from nippu.documents.queries import my_drafts
from nippu.http.openness import leads_to_log_in
from nippu.http.request import NippuRequest
from nippu.intake.queries import my_intakes, waiting_in_unit
from nippu.ui.answers import page

MOST_CASES = 5


@leads_to_log_in
@require_safe
def start(request: NippuRequest) -> HttpResponse:
    """My drafts, my cases by last change, and what is new in my unit."""
    by, at = request.actor, request.at
    mine = my_cases(by=by, at=at)
    context = {
        "drafts": my_drafts(by=by, at=at),
        "intakes": my_intakes(by=by, at=at),
        "cases": mine.rows[:MOST_CASES],
        "case_count": mine.count,
        "waiting": waiting_in_unit(by=by, at=at),
        "reviews": count_waiting(by=by),
    }
    return page(request, "web/start.html", context)
