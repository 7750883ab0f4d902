"""What every page shows around its own content: who acts, where, and whether this is a demo."""

from time import monotonic
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nippu.access.decree import may_handle
from nippu.access.types import Actor, WorkTask
from nippu.clients.grounds import may_follow, may_take
from nippu.http.answers import reading_language
from nippu.http.request import ours
from nippu.organisations.queries import is_demo
from nippu.oversight.queries import may_answer_clients, may_investigate
from nippu.ui.frame import Addresses, Frame

KEPT_SECONDS = 10.0
_demo: tuple[bool, float] | None = None


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The context processor that gives every page its frame."""
    actor = getattr(ours(request), "acting", None)
    return {"frame": _frame(actor, _here(request))}


def _here(request: HttpRequest) -> str:
    """Where the page is read: after a form was sent, the page on which the form stands."""
    own = request.get_full_path()
    if request.method in ("GET", "HEAD"):
        return own
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if (sent_from.scheme, sent_from.netloc) != (request.scheme, request.get_host()):
        return own
    return f"{sent_from.path}?{sent_from.query}" if sent_from.query else sent_from.path or own


def _frame(actor: Actor | None, here: str) -> Frame:
    banner = _("Demo. Kaikki henkilöt ja tapahtumat ovat keksittyjä.") if _is_demo() else ""
    language = reverse("web:language")
    if actor is None:
        return Frame(addresses=Addresses(language=language), banner=banner, here=here)
    return Frame(
        addresses=Addresses(
            start=reverse("web:start"),
            search=reverse("web:search"),
            acting=reverse("web:acting"),
            language=language,
            help=reverse("web:help"),
            security=reverse("web:security"),
            log_in=f"{reverse('web:login')}?next={reverse('web:logged_in')}",
            log_out=reverse("web:logout"),
        ),
        banner=banner,
        name=actor.name,
        role=_(actor.work_task.label),
        unit=actor.unit_name.in_language(reading_language()),
        here=here,
        may_handle=may_handle(actor),
        links=_links(actor),
        pages=(
            (_("Asiat"), reverse("web:cases")),
            *_intakes(actor),
            *_special(actor),
            (_("Asiakirjarakenteet"), reverse("web:structures")),
            *_upkeep(actor),
            (_("Luokitukset"), reverse("web:codes")),
            (_("Ohje"), reverse("web:help")),
        ),
    )


def _links(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Pages that only some work tasks need."""
    watching = _watching(actor)
    if watching or actor.work_task is not WorkTask.SYSTEM_ADMINISTRATION:
        return watching
    return ((_("Organisaatio"), reverse("web:units")),)


def _upkeep(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Pages of the system's upkeep beside the organisation's."""
    if actor.work_task is not WorkTask.SYSTEM_ADMINISTRATION:
        return ()
    return ((_("Rakenteiden tuonti"), reverse("web:import")),)


def _watching(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Pages of those who watch over the use of data."""
    pages = (
        (may_follow(actor), _("Erityiset syyt"), "web:special_access_reviews"),
        (may_investigate(actor), _("Käyttöloki"), "web:log"),
        (may_answer_clients(actor), _("Lokipyynnöt"), "web:log_requests"),
    )
    return tuple((text, reverse(name)) for is_theirs, text, name in pages if is_theirs)


def _intakes(actor: Actor) -> tuple[tuple[str, str], ...]:
    return ((_("Keskeneräiset yhteydenotot"), reverse("web:intakes")),) if may_handle(actor) else ()


def _special(actor: Actor) -> tuple[tuple[str, str], ...]:
    return (
        ((_("Asiakkaan tiedot erityisestä syystä"), reverse("web:special_access")),)
        if may_take(actor)
        else ()
    )


def _is_demo() -> bool:
    """Whether this is a demo. It is said once, before anything else, so that it need not be asked often."""
    global _demo
    if _demo is None or _demo[1] < monotonic():
        _demo = (is_demo(), monotonic() + KEPT_SECONDS)
    return _demo[0]


def forget() -> None:
    """Ask the database anew whether this is a demo."""
    global _demo
    _demo = None
