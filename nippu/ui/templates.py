"""The Jinja2 environment in which every page is rendered."""

from functools import cache
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined

from nippu.ui import show
from nippu.ui.frame import Frame

ANY = str(UUID(int=0))
"""Stands for the identifier in an address."""


class Components:
    """The macros of one template, compiled at first use: `parts.tag(_("Luonnos"))`.

    A name of the environment instead of an import in each template, because a fragment is rendered from a
    block alone, without the imports at the top of its page.
    """

    def __init__(self, env: Environment, name: str) -> None:
        self._env = env
        self._name = name

    def __getattr__(self, macro: str) -> Any:
        found = getattr(self._env.get_template(self._name).module, macro)
        if not self._env.auto_reload:
            setattr(self, macro, found)  # asked only once
        return found


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page."""
    if len(args) == 1 and not kwargs and isinstance(args[0], UUID):
        return _address_of_any(name).replace(ANY, str(args[0]))
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache
def _address_of_any(name: str) -> str:
    """The address of a page about one thing, whichever it is: a list has hundreds of them."""
    return reverse(name, args=[ANY])


FILTERS = {
    "day": show.day,
    "weekday": show.weekday,
    "weekday_date": show.weekday_date,
    "clock": show.clock,
    "moment": show.moment,
    "exact": show.exact,
    "masked": show.masked,
    "initials": show.initials,
    "join_names": show.join_names,
    "type_slug": show.type_slug,
    "type_name": show.type_name,
    "paragraphs": show.paragraphs,
    "stage_name": show.stage_name,
    "unnumbered": show.unnumbered,
    "weekday_heading": show.weekday_heading,
}


def environment(**options: Any) -> Environment:
    """The environment: escaped by default, translated by Django's catalogues, silent about nothing."""
    options |= {
        "undefined": StrictUndefined,
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    }
    env = Environment(**options)  # noqa: S701 autoescape is on, above
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals |= {
        "url": url,
        "static": static,
        "htmx_script": htmx_script,
        "language": get_language,
        "frame": Frame(),
        "parts": Components(env, "ui/parts.html"),
        "people": Components(env, "ui/people.html"),
        "documents": Components(env, "ui/documents.html"),
        "forms": Components(env, "ui/form.html"),
        "reading": Components(env, "ui/reading.html"),
    }
    env.filters |= FILTERS
    return env
