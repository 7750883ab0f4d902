"""The addresses of all interfaces."""

from django.urls import include, path

urlpatterns = [path("", include("nippu.web.urls"))]

handler400 = "nippu.http.answers.bad_request"
handler404 = "nippu.http.answers.not_found"
handler500 = "nippu.http.answers.server_error"
