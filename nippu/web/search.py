"""Search over clients and cases of the own unit.

What was searched for waits in the session between the sending and the page: names and identity codes never
stand in an address, and the browser's back button works.
"""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from nippu.cases.queries import search
from nippu.http.openness import keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.http.words import keep_words, kept_words
from nippu.ui.answers import page

SEARCHED = "searched"
LONGEST = 200


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: NippuRequest) -> HttpResponse:
    """Clients and cases by name, identity code or case number."""
    if request.method == "POST":
        keep_words(request, SEARCHED, request.POST.get("q", "").strip()[:LONGEST])
        return redirect("web:search")
    text = kept_words(request, SEARCHED)
    hits = search(text, by=request.actor, at=request.at) if text else None
    if hits and len(hits.cases) == 1 and hits.cases[0].number == text:
        return redirect("web:case", hits.cases[0].id)
    return page(request, "web/search.html", {"text": text, "hits": hits})
