"""Work tasks of professionals: giving one, changing its period, taking away one given by mistake."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nippu.access.types import WorkTask
from nippu.base.ids import AssignmentId, ProfessionalId, UnitId
from nippu.http.answers import reading_language
from nippu.http.openness import keeps_what_was_sent
from nippu.http.request import NippuRequest
from nippu.organisations import actions
from nippu.organisations.types import AssignmentFields, AssignmentView, ProfessionalView, Standing
from nippu.organisations.upkeep import list_units, open_professional, open_work_task, professional_named
from nippu.ui.show import day
from nippu.web.details import Form
from nippu.web.lists import alphabetical
from nippu.web.organisations_forms import Typed, days, kept, powers, shown, typed

PERIOD = ("service_tasks", "powers", "student", "supervisor", "start", "end")
FIELDS = ("unit", "work_task", *PERIOD)


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def work_task_new(request: NippuRequest, professional_id: UUID) -> HttpResponse:
    """A form to give a professional a work task in a unit."""
    view = open_professional(ProfessionalId(professional_id), by=request.actor, at=request.at)
    units = _units(request)
    form = Form(dict.fromkeys(FIELDS, "") | {"start": day(localdate(request.at))})
    if request.method == "POST":
        given = typed(request, FIELDS)
        fields = _new_fields(given, units, request)
        form = kept(given, lambda: _give(view.id, fields, request))
        if not form.errors:
            messages.success(request, _("Työtehtävä on annettu."))
            return redirect("web:professional", professional_id)
    units = [("", _("Valitse")), *units]
    return _shown(
        request, form, view, None, {"units": units, "work_tasks": _work_tasks(), "removable": False}
    )


def _give(professional_id: ProfessionalId, fields: AssignmentFields | None, request: NippuRequest) -> None:
    if fields is not None:
        actions.give_work_task(professional_id, fields, by=request.actor, at=request.at)


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def work_task(request: NippuRequest, assignment_id: UUID) -> HttpResponse:
    """A work task, to change its period, service tasks or supervisor."""
    known = open_work_task(AssignmentId(assignment_id), by=request.actor, at=request.at)
    form = Form(_values(known))
    if request.method == "POST":
        given = typed(request, PERIOD)
        fields = _fields(given, known.fields.unit_id, known.fields.work_task, request)
        form = kept(
            given, lambda: actions.change_work_task(known.id, fields, by=request.actor, at=request.at)
        )
        if not form.errors:
            messages.success(request, _("Työtehtävä on tallennettu."))
            return redirect("web:professional", known.professional_id)
    view = open_professional(known.professional_id, by=request.actor, at=request.at)
    removable = known.fields.start >= localdate(request.at)
    return _shown(request, form, view, known, {"removable": removable})


@require_POST
def work_task_remove(request: NippuRequest, assignment_id: UUID) -> HttpResponse:
    """Take away a work task that was given by mistake."""
    known = open_work_task(AssignmentId(assignment_id), by=request.actor, at=request.at)
    actions.remove_work_task(known.id, by=request.actor, at=request.at)
    messages.success(request, _("Työtehtävä on poistettu."))
    return redirect("web:professional", known.professional_id)


def _shown(
    request: NippuRequest,
    form: Form,
    professional: ProfessionalView,
    known: AssignmentView | None,
    more: Mapping[str, object],
) -> HttpResponse:
    context = {"professional": professional, "work_task": known, "powers": powers(form), **more}
    return shown(request, "web/work_task.html", form, context)


def _values(known: AssignmentView) -> dict[str, str]:
    return {
        "service_tasks": " ".join(known.fields.service_tasks),
        "powers": " ".join(known.fields.powers or ()),
        "student": "1" if known.fields.student else "",
        "supervisor": known.supervisor_username,
        **days(known.fields.start, known.fields.end),
    }


def _units(request: NippuRequest) -> list[tuple[str, str]]:
    """The units that have not ended."""
    language = reading_language()
    units = [
        (str(each.id), each.fields.name.in_language(language))
        for each in list_units(by=request.actor, at=request.at)
        if each.standing is not Standing.ENDED
    ]
    return sorted(units, key=lambda each: alphabetical(each[1]))


def _work_tasks() -> list[tuple[str, str]]:
    return [("", _("Valitse")), *((each.value, _(each.label)) for each in WorkTask)]


def _new_fields(given: Typed, units: list[tuple[str, str]], request: NippuRequest) -> AssignmentFields | None:
    """What was typed; none, and errors, when the unit or the work task was not chosen from its list."""
    if given.values["unit"] not in dict(units):
        given.errors["unit"] = _("Valitse yksikkö luettelosta.")
    if given.values["work_task"] not in set(WorkTask):
        given.errors["work_task"] = _("Valitse työtehtävä luettelosta.")
    chosen = not given.errors
    unit = UnitId(UUID(given.values["unit"])) if chosen else UnitId(UUID(int=0))
    task = WorkTask(given.values["work_task"]) if chosen else WorkTask.IMPLEMENTING
    fields = _fields(given, unit, task, request)
    return fields if chosen else None


def _fields(given: Typed, unit: UnitId, task: WorkTask, request: NippuRequest) -> AssignmentFields:
    name = given.values["supervisor"]
    supervisor = professional_named(name, by=request.actor, at=request.at) if name else None
    if name and supervisor is None:
        given.errors["supervisor"] = _("Tällä tunnuksella ei ole ammattihenkilöä.")
    return AssignmentFields(
        unit_id=unit,
        work_task=task,
        service_tasks=given.service_tasks(),
        powers=given.powers(),
        student=given.is_ticked("student"),
        supervisor_id=supervisor,
        start=given.needed_day("start"),
        end=given.day("end"),
    )
