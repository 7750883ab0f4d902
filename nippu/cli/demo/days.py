"""When things happened in the demonstration: counted in working days back from today."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

SATURDAY = 5


def working_day(today: date, back: int) -> date:
    """The day that is so many working days before today; public holidays are not looked at."""
    day = today
    while back > 0:
        day -= timedelta(days=1)
        back -= day.weekday() < SATURDAY
    return day


def moment(at: datetime, back: int, clock: str) -> datetime:
    """The moment at a time of day, such as 9.15, so many working days before today."""
    hour, _dot, minute = clock.partition(".")
    return make_aware(datetime.combine(working_day(localdate(at), back), time(int(hour), int(minute))))


def shown(day: date) -> str:
    """A day as people write it: 3.5.2026."""
    return f"{day.day}.{day.month}.{day.year}"
