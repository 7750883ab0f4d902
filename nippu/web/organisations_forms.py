"""What the pages of the organisation share: what was typed in a form, and what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nippu.access.types import Power
from nippu.base.days import day_typed
from nippu.base.texts import Bilingual
from nippu.codes.sets import SERVICE_TASK, code_set
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.organisations.errors import FieldsRefused, OwnAccess
from nippu.organisations.exchange import tried
from nippu.organisations.types import Flaw, Standing
from nippu.ui.answers import page
from nippu.ui.show import day
from nippu.web.details import Form, typed_in, words
from nippu.web.lists import Columns

SERVICE_TASKS = "service_tasks"
TICKED = (SERVICE_TASKS, "powers")
"""The fields of which one ticks several boxes."""


@dataclass(slots=True)
class Typed:
    """What was typed in a form, and what cannot be read of it."""

    values: dict[str, str]
    today: date
    errors: dict[str, str] = field(default_factory=dict)

    def name(self, name: str = "name") -> Bilingual:
        """A name in Finnish and perhaps in Swedish."""
        return Bilingual(self.values[f"{name}_fi"], self.values[f"{name}_sv"] or None)

    def day(self, name: str) -> date | None:
        """A day, or none when the field is empty."""
        typed = self.values[name]
        found = day_typed(typed, today=self.today, ahead=True) if typed else None
        if typed and found is None:
            self.errors[name] = _("Kirjoita päivä muodossa pp.kk.vvvv.")
        return found

    def needed_day(self, name: str) -> date:
        """A day that must be there."""
        found = self.day(name)
        if not self.values[name]:
            self.errors[name] = _("Päivä on pakollinen.")
        return found or self.today

    def service_tasks(self) -> tuple[str, ...]:
        """The service tasks that were ticked."""
        return tuple(self.values[SERVICE_TASKS].split())

    def powers(self) -> tuple[Power, ...]:
        """The powers of office that were ticked."""
        return tuple(each for each in Power if each in self.values["powers"].split())

    def is_ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self.values[name] == "1"


def typed(request: NippuRequest, names: Iterable[str]) -> Typed:
    """What was typed in a form. The ticks of one field are one value, with spaces between."""
    names = tuple(names)
    values = typed_in(request, names)
    values |= {name: " ".join(request.POST.getlist(name)) for name in TICKED if name in names}
    return Typed(values, localdate(request.at))


def kept(given: Typed, keep: Callable[[], object]) -> Form:
    """The form after an attempt to keep it: with the errors of all fields when nothing was kept."""
    try:
        if given.errors:
            return Form(given.values, _told(tried(keep)) | given.errors)
        keep()
    except FieldsRefused as refused:
        return Form(given.values, _told(refused.flaws))
    except OwnAccess as own:
        return Form(given.values, {"": words(own)})
    return Form(given.values)


def _told(flaws: Iterable[Flaw]) -> dict[str, str]:
    """What is wrong by field, in words: of each field what was found first."""
    errors: dict[str, str] = {}
    for flaw in flaws:
        errors.setdefault(flaw.field, flaw.text.in_language(reading_language()))
    return errors


def shown(request: NippuRequest, name: str, form: Form, context: Mapping[str, object]) -> HttpResponse:
    """A page with a form; 400 when it has errors."""
    told: dict[str, object] = {"form": form, "service_tasks": service_tasks(form), **context}
    return page(request, name, told, status=400 if form.errors else 200)


def service_tasks(form: Form) -> list[tuple[str, str, bool]]:
    """The service tasks to tick: code, name, whether it is ticked. One that is not known here stays too."""
    ticked = form.values.get(SERVICE_TASKS, "").split()
    language = reading_language()
    known = code_set(SERVICE_TASK)
    rows = [(each.code, each.name.in_language(language), each.code in ticked) for each in known.codes]
    return rows + [(code, code, True) for code in ticked if code not in known]


def powers(form: Form) -> list[tuple[str, str, bool]]:
    """The powers of office to tick: code, name, whether it is ticked."""
    ticked = form.values.get("powers", "").split()
    return [(each.value, _(each.label), each in ticked) for each in Power]


def service_task_names(codes: Iterable[str]) -> str:
    """Service tasks in words."""
    known, language = code_set(SERVICE_TASK), reading_language()
    return ", ".join(known.name_of(code, language) or code for code in codes)


def days(start: date | None, end: date | None) -> dict[str, str]:
    """A period as the fields of a form hold it."""
    return {"start": day(start) if start else "", "end": day(end) if end else ""}


def standing_name(standing: Standing) -> str:
    """Where today stands in a period, in words."""
    names = {Standing.COMING: _("Tulossa"), Standing.NOW: _("Voimassa"), Standing.ENDED: _("Päättynyt")}
    return names[standing]


def states(columns: Columns, present: str) -> list[tuple[str, str, bool]]:
    """The choices of what to see in a list: what is in force or coming, what has ended, all."""
    names = {"current": _("Voimassa"), "ended": _("Päättyneet"), "all": _("Kaikki")}
    return [(text, columns.with_value("state", key), key == present) for key, text in names.items()]


def is_wanted(standing: Standing, state: str) -> bool:
    """Whether what stands so is to be seen in a list."""
    return state == "all" or (standing is Standing.ENDED) is (state == "ended")
