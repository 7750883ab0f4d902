"""How days, moments, names and identity codes are written for people."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from babel.dates import format_date, get_day_names
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context

from nippu.base.texts import _ as marked
from nippu.catalogue.stages import stage_info
from nippu.catalogue.types import Stage

LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}

TYPES: dict[str, tuple[str, str]] = {
    "Arvio": ("arvio", marked("Arvio")),
    "Asia-asiakirja": ("hallinta", marked("Asia-asiakirja")),
    "Asiakaskertomusmerkintä": ("merkinta", marked("Asiakaskertomusmerkintä")),
    "Asiakkuusasiakirja": ("hallinta", marked("Asiakkuusasiakirja")),
    "Hakemus": ("hakemus", marked("Hakemus")),
    "Ilmoitus": ("ilmoitus", marked("Ilmoitus")),
    "Kieltoasiakirja": ("hallinta", marked("Kieltoasiakirja")),
    "Kuulemisasiakirja": ("kuuleminen", marked("Kuulemisasiakirja")),
    "Laskelma": ("laskelma", marked("Laskelma")),
    "Lausunto": ("lausunto", marked("Lausunto")),
    "Luovutuslupa-asiakirja": ("hallinta", marked("Luovutuslupa-asiakirja")),
    "Lähete": ("lahete", marked("Lähete")),
    "Maksusitoumus": ("maksusitoumus", marked("Maksusitoumus")),
    "Pyyntö": ("pyynto", marked("Pyyntö")),
    "Päätös": ("paatos", marked("Päätös")),
    "Selvitys": ("selvitys", marked("Selvitys")),
    "Sopimus": ("sopimus", marked("Sopimus")),
    "Suostumus": ("suostumus", marked("Suostumus")),
    "Suunnitelma": ("suunnitelma", marked("Suunnitelma")),
    "Yhteenveto": ("yhteenveto", marked("Yhteenveto")),
}


def _locale() -> str:
    return LOCALES.get((get_language() or "fi")[:2], "fi_FI")


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _date(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day(value: date | None) -> str:
    """The day as d.m.yyyy; nothing when there is none."""
    if value is None:
        return ""
    local = _date(value)
    return f"{local.day}.{local.month}.{local.year}"


def weekday(value: date) -> str:
    """The weekday's short name in the reader's language: ke, ons, Wed."""
    return _short_days(_locale())[_date(value).weekday()]


@cache
def _short_days(locale: str) -> Mapping[int, str]:
    return get_day_names("abbreviated", locale=locale)


def weekday_date(value: date, near: date | None = None) -> str:
    """The day with its weekday, the year only when it is not that of `near`: ke 3.12."""
    local = _date(value)
    year = "" if near is not None and near.year == local.year else str(local.year)
    return f"{weekday(local)} {local.day}.{local.month}.{year}"


def clock(value: datetime) -> str:
    """The time of day as 14.05."""
    local = _local(value)
    return f"{local.hour}.{local.minute:02}"


def exact(value: date) -> str:
    """Everything that the moment or day says, for hovering and print."""
    if isinstance(value, datetime):
        return _("%(day)s klo %(clock)s") % {"day": weekday_date(value), "clock": clock(value)}
    return weekday_date(value)


def in_words(value: date, now: datetime) -> str:
    """Today and yesterday by name, other days with their weekday; the time of day when it is known."""
    today, local = _local(now).date(), _date(value)
    named = {
        today: _("tänään"),
        today - timedelta(days=1): _("eilen"),
        today + timedelta(days=1): _("huomenna"),
    }
    name = named.get(local)
    if not isinstance(value, datetime):
        return name or weekday_date(local, today)
    if name:
        return f"{name} {clock(value)}"
    return _("%(day)s klo %(clock)s") % {"day": weekday_date(local, today), "clock": clock(value)}


@pass_context
def moment(context: Context, value: date | None, now: datetime | None = None) -> SafeString:
    """A moment as people say it, with the exact one on hover. Now is the request's, or as given."""
    if value is None:
        return SafeString()
    if now is None:
        now = getattr(context.get("request"), "at", None)
    words = in_words(value, now) if now else exact(value)
    stamp = (_local(value) if isinstance(value, datetime) else value).isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', stamp, exact(value), words)


def masked(identity_code: str | None) -> str:
    """An identity code with its end hidden: 120493-••••."""
    return f"{identity_code[:7]}••••" if identity_code else ""


def initials(name: str) -> str:
    """The first letters of the first and the last name."""
    words = [word for word in name.split() if word]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


def join_names(names: Iterable[str]) -> str:
    """The names as a list in a sentence: Riina, Jarno ja Eero. One without a name is left out."""
    listed = [each for each in names if each]
    if len(listed) < 2:
        return "".join(listed)
    return _("%(first)s ja %(last)s") % {"first": ", ".join(listed[:-1]), "last": listed[-1]}


def type_slug(document_type: str) -> str:
    """The name under which the style sheet knows the colour of a document type."""
    return TYPES.get(document_type, ("muu", ""))[0]


def type_name(document_type: str) -> str:
    """The document type in the reader's language."""
    return _(TYPES[document_type][1]) if document_type in TYPES else document_type


def weekday_heading(value: date) -> str:
    """The day as a heading of a day's work: Maanantai 30.11."""
    local = _date(value)
    name = format_date(local, "cccc", locale=_locale())
    return f"{name[:1].upper()}{name[1:]} {local.day}.{local.month}."


def stage_name(stage: str) -> str:
    """The name of a stage of a case in the reader's language."""
    return _(stage_info(Stage(stage)).text)


def unnumbered(names: Iterable[str]) -> list[tuple[int, str]]:
    """Names for marks without the colours of a case, for lists over several cases."""
    return [(0, name) for name in names]


def paragraphs(text: str) -> SafeString:
    """Text with its line breaks kept: an empty line begins a paragraph."""
    pieces = [piece.split("\n") for piece in text.replace("\r\n", "\n").split("\n\n") if piece.strip()]
    return format_html_join(
        "\n",
        "<p>{}</p>",
        ((format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)),) for lines in pieces),
    )
