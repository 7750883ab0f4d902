"""The client strip: whose data a page shows."""

from collections.abc import Iterable

from babel import Locale, UnknownLocaleError
from django.urls import reverse
from django.utils.translation import gettext as _

from nippu.base.ids import ClientId
from nippu.clients.types import ClientStrip, SpecialAccess
from nippu.codes.sets import folded
from nippu.http.answers import reading_language
from nippu.ui.frame import Member
from nippu.ui.show import clock, masked, weekday_date

FIRST = ("fi", "sv", "se", "en")
"""The languages that stand first in a list of languages."""


def strip_members(strips: Iterable[ClientStrip], *, shown: ClientId | None = None) -> tuple[Member, ...]:
    """The clients as the strip shows them. The identity code of `shown` is whole, the others are masked."""
    return tuple(_member(each, is_shown=each.id == shown) for each in strips)


def _member(strip: ClientStrip, *, is_shown: bool) -> Member:
    if not strip.name:
        return Member(name=_("Toinen asiakas"), facts=(_("Tiedot eivät kuulu työtehtäviisi."),))
    url = reverse("web:client", args=[strip.id])
    return Member(
        name=strip.name,
        url=url,
        age=strip.age,
        identity_code=_code(strip, is_shown=is_shown),
        reveal_url=reverse("web:identity_code", args=[strip.id])
        if strip.identity_code and not is_shown
        else "",
        facts=_facts(strip),
        risks=strip.risks,
        risks_url=f"{url}#riskit",
        ban=_("Turvakielto") if strip.security_ban else "",
        special=_special(strip.special) if strip.special else "",
        special_end=reverse("web:special_access_end", args=[strip.special.id]) if strip.special else "",
    )


def _special(access: SpecialAccess) -> str:
    return _("Katselet tietoja erityisestä syystä. Pääsy päättyy %(day)s klo %(clock)s.") % {
        "day": weekday_date(access.until),
        "clock": clock(access.until),
    }


def _code(strip: ClientStrip, *, is_shown: bool) -> str:
    if strip.identity_code:
        return strip.identity_code if is_shown else masked(strip.identity_code)
    return _("Tilapäinen tunnus %(code)s") % {"code": strip.temporary_code or ""}


def _facts(strip: ClientStrip) -> tuple[str, ...]:
    interpreter = (
        _("tulkkaus: %(language)s") % {"language": strip.interpreter}
        if strip.interpreter
        else _("ei tulkkia")
    )
    worker = _("Omatyöntekijä %(name)s") % {"name": strip.own_worker} if strip.own_worker else ""
    ban = "" if strip.security_ban else _("Ei turvakieltoa")
    return tuple(
        each for each in (f"{language_name(strip.service_language)}, {interpreter}", worker, ban) if each
    )


def language_name(code: str) -> str:
    """A language's name in the reader's language, with a capital; the code when it is not known."""
    try:
        name = Locale.parse(code).get_language_name(reading_language()) or code
    except (UnknownLocaleError, ValueError):
        name = code
    return name[:1].upper() + name[1:]


def language_options(present: str = "") -> list[tuple[str, str]]:
    """Languages of service to choose from: those of the country first, then the others by name."""
    codes = {str(code) for code in Locale("en").languages} - set(FIRST)
    named = [(code, language_name(code)) for code in codes if len(code) == 2]
    others = sorted(named, key=lambda each: folded(each[1]))
    options = [*((code, language_name(code)) for code in FIRST), *others]
    known = not present or any(code == present for code, _name in options)
    return options if known else [(present, language_name(present)), *options]
