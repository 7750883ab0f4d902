"""Answers made from a template, or from one block of it when only a part of the page changes."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_token_lazy


def rendered(request: HttpRequest, name: str, context: Mapping[str, object] | None = None) -> str:
    """The text of a template; `web/cases.html#rows` gives only the block `rows`."""
    template_name, _, block = name.partition("#")
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    template = engine.env.get_template(template_name)
    values = {
        "request": request,
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in engine.template_context_processors:
        values |= processor(request)
    values |= dict(context or {})
    if not block:
        return template.render(values)
    return "".join(template.blocks[block](template.new_context(values)))


def page(
    request: HttpRequest, name: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page, or the fragment of it that htmx asks for."""
    return HttpResponse(rendered(request, name, context), status=status)
