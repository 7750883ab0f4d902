"""What kind of use an action is, for which purpose, and what the law asks of a client's request."""

import re
from datetime import date, timedelta

from nippu.audit.errors import DisclosureNotTold, LogPeriodNeedsReason, LogPeriodWrong
from nippu.audit.types import Kind, NewDisclosure, NewLogRequest, Purpose, SearchKind

RETENTION_YEARS = 12
"""How long a record is kept (703/2023, annex)."""
YEARS_WITHOUT_REASON = 2
"""How far back a client is told of use without a special reason (703/2023, 11 §)."""
MONTHS_TO_ANSWER = 2
CASE_NUMBER = re.compile(r"\d{4}-\d{1,9}")
IDENTITY_CODE = re.compile(r"\d{6}[-+A-FU-Ya-fu-y]\d{3}\w")
TEMPORARY_CODE = re.compile(r"[Tt][\d-]+")

_KINDS: dict[str, Kind] = {
    "read": Kind.READ,
    "list": Kind.READ,
    "list_of_client": Kind.READ,
    "list_waiting": Kind.READ,
    "list_drafts": Kind.READ,
    "list_special_grounds": Kind.READ,
    "show_identity_code": Kind.READ,
    "search": Kind.SEARCH,
    "sheet": Kind.PRINT,
    "print": Kind.PRINT,
    "export": Kind.EXPORT,
    "disclose": Kind.DISCLOSURE,
}
_PURPOSES: dict[str, Purpose] = {
    "intake": Purpose.INTAKE,
    "person": Purpose.INTAKE,
    "log": Purpose.SUPERVISION,
    "log_request": Purpose.LOG_REQUEST,
    "log_in": Purpose.LOG_IN,
    "upkeep": Purpose.UPKEEP,
    "organisations": Purpose.UPKEEP,
    "structures": Purpose.UPKEEP,
    "disclosure": Purpose.DISCLOSURE,
}
_KINDS_OF_AREAS: dict[str, Kind] = {
    "log_in": Kind.LOG_IN,
    "upkeep": Kind.UPKEEP,
    "organisations": Kind.UPKEEP,
    "structures": Kind.UPKEEP,
}


def kind_of(action: str) -> Kind:
    """What an action does, by its name: `document.read` reads; what is not known to read changes."""
    area, verb = action.partition(".")[0], action.rpartition(".")[2]
    return _KINDS_OF_AREAS.get(area) or _KINDS.get(verb, Kind.CHANGE)


def purpose_of(action: str) -> Purpose:
    """Why an action is done unless something else is told."""
    return _PURPOSES.get(action.partition(".")[0], Purpose.CLIENT_WORK)


def search_kind_of(text: str) -> SearchKind:
    """By what a text searches."""
    text = text.strip()
    shapes = {
        CASE_NUMBER: SearchKind.CASE_NUMBER,
        IDENTITY_CODE: SearchKind.IDENTITY_CODE,
        TEMPORARY_CODE: SearchKind.TEMPORARY_CODE,
    }
    return next((kind for shape, kind in shapes.items() if shape.fullmatch(text)), SearchKind.NAME)


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; the leap day becomes the day before it."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or that month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(day.year + year, month + 1, min(day.day, last))


def answer_due(asked_on: date) -> date:
    """The day by which a client's request for the log is to be answered."""
    return months_after(asked_on, MONTHS_TO_ANSWER)


def check_disclosure(new: NewDisclosure) -> None:
    """Raise unless all is told that the log of disclosures must hold."""
    told = (new.recipient, new.legal_basis, new.data_sets, new.purpose)
    if not all(each.strip() for each in told) or not new.clients:
        raise DisclosureNotTold


def check_log_request(new: NewLogRequest, today: date) -> None:
    """Raise unless the period is right, and a reason is told when it reaches further than two years back."""
    if not new.period_from <= new.period_to or new.asked_on > today or new.period_to > today:
        raise LogPeriodWrong
    if new.period_from < years_before(new.asked_on, YEARS_WITHOUT_REASON) and not new.reason.strip():
        raise LogPeriodNeedsReason(years=YEARS_WITHOUT_REASON)
