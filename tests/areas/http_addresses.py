"""A few addresses with which the tests of nippu.http speak."""

from django.http import HttpResponse, JsonResponse
from django.urls import include, path

from nippu.access.errors import NotAllowed, NotThere
from nippu.base.errors import Conflict, Invalid
from nippu.http import logging_in
from nippu.http.openness import asks_again, keeps_what_was_sent, leads_to_log_in, open_to_strangers


class Newer(Conflict):
    code = "newer"
    text = "Uudempi {n}."


class Wrong(Invalid):
    code = "wrong"
    text = "Väärin."


FAILURES = {"not_there": NotThere, "not_allowed": NotAllowed, "newer": Newer, "wrong": Wrong}


@leads_to_log_in
def start(request):
    return JsonResponse(
        {
            "who": request.actor.name,
            "unit": request.actor.unit_name.fi,
            "at": request.at.isoformat(),
            "language": request.LANGUAGE_CODE,
        }
    )


def fail(request, name):
    raise FAILURES[name](**({"n": 2} if name == "newer" else {}))


def fault(request):
    raise ZeroDivisionError


@keeps_what_was_sent
def save(request, n):
    return JsonResponse({name: request.POST.getlist(name) for name in request.POST})


@asks_again
def sign(request):
    return HttpResponse("allekirjoitettu" if request.method == "POST" else "lue ja paina")


@open_to_strangers
def anyone(request):
    return HttpResponse("kuka vain" if request.acting is None else request.acting.name)


urlpatterns = [
    path("", start),
    path("viat/<name>/", fail),
    path("vika/", fault),
    path("tallenna/<int:n>/", save),
    path("allekirjoita/", sign),
    path("avoin/", anyone),
    path("kirjaudu/", logging_in.log_in),
    path("kirjaudu-ulos/", logging_in.log_out),
    path("tyotehtava/", logging_in.choose_work_task),
    path("kieli/", logging_in.choose_reading_language),
    path("web/", include("nippu.web.urls")),  # the frame of every page names its addresses
]
handler400 = "nippu.http.answers.bad_request"
handler404 = "nippu.http.answers.not_found"
handler500 = "nippu.http.answers.server_error"
