"""Days and moments. People type 3.5.2026 and 3.5.2026 klo 9.15; documents hold 2026-05-03 and an offset."""

import re
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from nippu.base.days import with_whole_year
from nippu.base.texts import Language
from nippu.structures.kinds.base import PLAIN, FieldType, Inputs, as_typed
from nippu.structures.tree import Field

AT: Final[dict[Language, str]] = {"fi": "klo", "sv": "kl.", "en": "at"}
"""The word between a day and a time of day."""
HELSINKI: Final = ZoneInfo("Europe/Helsinki")
DATE_PATTERN: Final = "^-?[0-9]{4}(-(0[1-9]|1[0-2])(-(0[0-9]|[1-2][0-9]|3[0-1]))?)?$"
MOMENT_PATTERN: Final = (
    "^-?[0-9]{4}(-(0[1-9]|1[0-2])(-(0[0-9]|[1-2][0-9]|3[0-1])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(\.[0-9]+)?(Z|(\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00)))?)?)?$"
)
_ISO_DATE: Final = re.compile(DATE_PATTERN[1:-1])
_ISO_MOMENT: Final = re.compile(MOMENT_PATTERN[1:-1])
_PLAIN_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_TYPED_DAY: Final = re.compile(r"(?:(?:([0-9]{1,2})\.\s?)?([0-9]{1,2})\.\s?)?([0-9]{4})")
_TYPED_MOMENT: Final = re.compile(
    r"([0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(?:[0-9]{4}|[0-9]{2})|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+(?:klo|kl\.?|at)\s*|\s+|T)"
    r"([0-9]{1,2})(?:[.:]([0-9]{2})(?:[.:]([0-9]{2}))?)?"
)


def day_from(typed: str) -> str | None:
    """The day 2026-05-03 from 3.5.2026, 3.5.26 or 3/5/2026, also a month or a year alone; else None."""
    match = _TYPED_DAY.fullmatch(with_whole_year(typed))
    if match is None:
        return typed if _ISO_DATE.fullmatch(typed) else None
    day, month, year = match.groups()
    iso = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return iso if _ISO_DATE.fullmatch(iso) else None


def day_shown(iso: str) -> str:
    """The day 3.5.2026 from 2026-05-03, a month 5.2026 or a year alone; anything else as it is."""
    match = _PLAIN_DAY.fullmatch(iso)
    if match is None:
        return iso
    year, month, day = match.groups()
    return ".".join([str(int(part)) for part in (day, month) if part] + [year])


def moment_from(typed: str) -> str | None:
    """The moment 2026-05-03T09:15:00+03:00 from 3.5.2026 klo 9.15, in Finnish time; None when it is none."""
    if _ISO_MOMENT.fullmatch(typed):
        return typed
    match = _TYPED_MOMENT.fullmatch(typed)
    if match is None:
        return day_from(typed)
    day = day_from(match.group(1))
    hour, minute, second = (int(part or 0) for part in match.groups()[1:])
    if day is None or hour > 23 or minute > 59 or second > 59:
        return None
    return f"{day}T{hour:02}:{minute:02}:{second:02}{_offset(day, hour, minute)}"


def _offset(day: str, hour: int, minute: int) -> str:
    """Offset of Finnish time; of a day that is not in the calendar, that of the winter."""
    try:
        local = datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}:00").replace(tzinfo=HELSINKI)
    except ValueError:
        return "+02:00"
    ahead = local.utcoffset() or timedelta(hours=2)
    # Before 1921 the offset had seconds, which the pattern does not allow.
    minutes = int(ahead.total_seconds()) // 60
    return f"+{minutes // 60:02}:{minutes % 60:02}"


def moment_shown(iso: str, language: Language = "fi") -> str:
    """The moment 3.5.2026 klo 9.15 in Finnish time; a day or anything else as `day_shown` gives it."""
    at = AT[language]
    day, sign, clock = iso.partition("T")
    if not sign or not _ISO_MOMENT.fullmatch(iso):
        return day_shown(iso)
    try:
        local = datetime.fromisoformat(iso).astimezone(HELSINKI)
    except (ValueError, OverflowError):
        return f"{day_shown(day)} {at} {clock[:5].replace(':', '.')}"
    seconds = f".{local.second:02}" if local.second else ""
    return f"{local.day}.{local.month}.{local.year} {at} {local.hour}.{local.minute:02}{seconds}"


class DateType(FieldType):
    """A day, or only a month or a year where no more is known."""

    def parse(self, field: Field, inputs: Inputs) -> object:
        typed = inputs.get(PLAIN, "").strip()
        return day_from(typed) or typed or None

    def inputs(self, field: Field, value: object) -> dict[str, str]:
        return {PLAIN: day_shown(value) if isinstance(value, str) else as_typed(value)}

    def schema(self, field: Field) -> dict[str, object]:
        return {"type": "string", "pattern": DATE_PATTERN}

    def show(self, field: Field, value: object, language: Language) -> str:
        return day_shown(as_typed(value))

    def sample(self, field: Field, n: int) -> object:
        first = date(1990, 2, 27) if "syntyma" in field.key else date(2026, 1, 30)
        return (first + timedelta(days=n * 37)).isoformat()


class MomentType(FieldType):
    """A day and a time of day."""

    def parse(self, field: Field, inputs: Inputs) -> object:
        typed = inputs.get(PLAIN, "").strip()
        return moment_from(typed) or typed or None

    def inputs(self, field: Field, value: object) -> dict[str, str]:
        if not isinstance(value, str):
            return {PLAIN: as_typed(value)}
        shown = moment_shown(value)
        # What people's form would lose (another offset, parts of a second) is kept as it is.
        return {PLAIN: shown if moment_from(shown) == value else value}

    def schema(self, field: Field) -> dict[str, object]:
        return {"type": "string", "pattern": MOMENT_PATTERN}

    def show(self, field: Field, value: object, language: Language) -> str:
        return moment_shown(as_typed(value), language)

    def sample(self, field: Field, n: int) -> object:
        typed = f"{1 + n % 28}.{1 + n % 12}.2026 klo {8 + n % 10}.{n * 7 % 60:02}"
        return moment_from(typed)
