"""The start page: what matters now."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nippu.access.decree import may_handle, without_client_data
from nippu.cases.queries import my_cases
from nippu.clients.grounds import count_waiting
from nippu.documents.queries import my_drafts
from nippu.http.openness import leads_to_log_in
from nippu.http.request import NippuRequest
from nippu.intake.queries import my_intakes, waiting_in_unit
from nippu.oversight import requests
from nippu.ui.answers import page

MOST_CASES = 5


@leads_to_log_in
@require_safe
def start(request: NippuRequest) -> HttpResponse:
    """My drafts, my cases by last change, what is new in my unit; beside client work what one's task is."""
    by, at = request.actor, request.at
    handles = may_handle(by)
    mine = my_cases(by=by, at=at)
    context = {
        "drafts": my_drafts(by=by, at=at),
        "intakes": my_intakes(by=by, at=at) if handles else (),
        "cases": mine.rows[:MOST_CASES],
        "case_count": mine.count,
        "waiting": waiting_in_unit(by=by, at=at) if handles else None,
        "reviews": count_waiting(by=by),
        "requests": requests.count_waiting(by=by),
        "sees_clients": by.work_task not in without_client_data(),
    }
    return page(request, "web/start.html", context)
