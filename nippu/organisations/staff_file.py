"""Professionals with their work tasks as a table: a row for each work task.

The columns of the person may be empty on all rows but the first. No password is ever in a file: one who is
added logs in when an administrator has given a password.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from nippu.access.types import Actor, Power, WorkTask
from nippu.base.ids import ProfessionalId, UnitId
from nippu.base.texts import LANGUAGES, Bilingual, Message, _
from nippu.organisations import actions
from nippu.organisations.imports import ImportReport, Row, RowOutcome, joined, parted
from nippu.organisations.tables import Line, day_of, day_text, read, written
from nippu.organisations.types import (
    AssignmentFields,
    AssignmentView,
    Flaw,
    NewProfessional,
    ProfessionalFields,
    ProfessionalView,
)
from nippu.organisations.upkeep import list_professionals, list_units

PERSON = (
    "given_names",
    "family_name",
    "title_fi",
    "title_sv",
    "registration_number",
    "employee_id",
    "phone",
    "language",
    "account",
)
TASK = ("unit", "work_task", "service_tasks", "powers", "student", "supervisor", "start", "end")
NEEDED = ("username", "given_names", "family_name", "title_fi", "unit", "work_task", "start", "end")
HEADS = ("username", *PERSON, *TASK)
OPEN, CLOSED = "open", "closed"


@dataclass(slots=True)
class _Told:
    """What is known while the rows go in, by user name."""

    by: Actor
    at: datetime
    units: Mapping[str, UnitId]
    known: dict[str, ProfessionalView]
    ids: dict[str, ProfessionalId]
    first: dict[str, Line] = field(default_factory=dict)


def import_professionals(raw: bytes, by: Actor, at: datetime) -> ImportReport:
    """Add and change professionals and their work tasks as the rows tell. All else stays as it is."""
    lines = read(raw, NEEDED)
    known = {each.username: each for each in list_professionals(by=by, at=at)}
    told = _Told(
        by=by,
        at=at,
        units={each.fields.oid: each.id for each in list_units(by=by, at=at)},
        known=known,
        ids={name: each.id for name, each in known.items()},
    )
    rows = [_import_person(line, told) for line in lines]
    for line, row in zip(lines, rows, strict=True):
        if line.text(*TASK) and line.text("username") in told.ids:
            _import_task(line, row, told)
    heads = list(lines[0].values) if lines else list(HEADS)
    return ImportReport(tuple(rows), content=written(heads, (line.values for line in lines)))


def _import_person(line: Line, told: _Told) -> Row:
    """The person of a row, added or changed, unless an earlier row has told of the person already."""
    username = line.text("username")
    row = Row(line.number, f"{username} {line.text('family_name')} {line.text('given_names')}".strip())
    first = told.first.setdefault(username, line)
    if not username:
        row.refuse(Flaw("username", Message(_("Tieto on pakollinen."))))
    elif first is not line:
        differing = [each for each in PERSON if line.text(each) not in ("", first.text(each))]
        text = Message(_("Rivillä {number} on samasta henkilöstä toinen tieto."), {"number": first.number})
        if differing:
            row.refuse(*(Flaw(each, text) for each in differing))
    elif username in told.known:
        _change_person(line, row, told.known[username], told)
    else:
        _add_person(line, row, told)
    return row


def _add_person(line: Line, row: Row, told: _Told) -> None:
    new = NewProfessional(
        given_names=line.text("given_names"),
        family_name=line.text("family_name"),
        title=Bilingual(line.text("title_fi"), line.text("title_sv") or None),
        username=line.text("username"),
        registration_number=line.text("registration_number"),
        employee_id=line.text("employee_id"),
        phone=line.text("phone"),
        language=next((each for each in LANGUAGES if each == line.text("language")), "fi"),
    )

    def add() -> None:
        professional_id = actions.add_professional(new, by=told.by, at=told.at)
        told.ids[new.username] = professional_id
        if line.text("account") == CLOSED:
            actions.let_log_in(professional_id, may=False, by=told.by, at=told.at)

    row.keep(RowOutcome.ADDED, add)


def _change_person(line: Line, row: Row, view: ProfessionalView, told: _Told) -> None:
    """What stands in the row's cells replaces what was; empty cells change nothing."""
    old = view.fields
    swedish = line.text("title_sv") or (old.title.sv if not line.text("title_fi") else line.text("title_fi"))
    new = ProfessionalFields(
        given_names=line.text("given_names") or old.given_names,
        family_name=line.text("family_name") or old.family_name,
        title=Bilingual(line.text("title_fi") or old.title.fi, swedish),
        registration_number=line.text("registration_number") or old.registration_number,
        employee_id=line.text("employee_id") or old.employee_id,
        phone=line.text("phone") or old.phone,
    )
    if new != old:
        row.keep(
            RowOutcome.CHANGED, lambda: actions.change_professional(view.id, new, by=told.by, at=told.at)
        )
    wanted = {OPEN: True, CLOSED: False}.get(line.text("account"), view.is_open)
    if wanted != view.is_open:
        row.keep(RowOutcome.CHANGED, lambda: actions.let_log_in(view.id, may=wanted, by=told.by, at=told.at))


def _import_task(line: Line, row: Row, told: _Told) -> None:
    """The work task of a row: given, or changed when it is given already from the same day."""
    flaws: list[Flaw] = []
    fields = _fields(line, told, flaws)
    if flaws or fields is None:
        row.refuse(*flaws)
        return
    username = line.text("username")
    present = _present(told.known.get(username), fields)
    if present is None:
        person = told.ids[username]
        row.keep(RowOutcome.ADDED, lambda: actions.give_work_task(person, fields, by=told.by, at=told.at))
    elif _differs(fields, present.fields):
        row.keep(
            RowOutcome.CHANGED,
            lambda: actions.change_work_task(present.id, fields, by=told.by, at=told.at),
        )


def _differs(told: AssignmentFields, present: AssignmentFields) -> bool:
    """Whether the row tells something else than what is; powers that it does not tell of stay."""
    return (told if told.powers is not None else replace(told, powers=present.powers)) != present


def _present(view: ProfessionalView | None, fields: AssignmentFields) -> AssignmentView | None:
    wanted = (fields.unit_id, fields.work_task, fields.start)
    given: Iterable[AssignmentView] = view.assignments if view else ()
    return next(
        (each for each in given if (each.fields.unit_id, each.fields.work_task, each.fields.start) == wanted),
        None,
    )


def _fields(line: Line, told: _Told, flaws: list[Flaw]) -> AssignmentFields | None:
    """What the row tells of a work task; none, and flaws, when it cannot be read."""
    unit = told.units.get(line.text("unit"))
    if unit is None:
        flaws.append(Flaw("unit", Message(_("Yksikköä, jolla on tämä OID-tunnus, ei ole."))))
    task = next((each for each in WorkTask if each == line.text("work_task")), None)
    if task is None:
        known = ", ".join(each.value for each in WorkTask)
        flaws.append(Flaw("work_task", Message(_("Työtehtävä on yksi näistä: {known}."), {"known": known})))
    supervisor = told.ids.get(line.text("supervisor"))
    if supervisor is None and line.text("supervisor"):
        flaws.append(Flaw("supervisor", Message(_("Tällä tunnuksella ei ole ammattihenkilöä."))))
    start, end = (day_of(line, each, flaws, name=each) for each in ("start", "end"))
    if not line.text("start"):
        flaws.append(Flaw("start", Message(_("Päivä on pakollinen."))))
    powers = _powers(line, flaws)
    if unit is None or task is None or start is None:
        return None
    return AssignmentFields(
        unit_id=unit,
        work_task=task,
        service_tasks=parted(line.text("service_tasks")),
        powers=powers,
        student=line.text("student") == "1",
        supervisor_id=supervisor,
        start=start,
        end=end,
    )


def _powers(line: Line, flaws: list[Flaw]) -> tuple[Power, ...] | None:
    """The powers of office; none when the file does not tell of them."""
    told = parted(line.text("powers"))
    for each in told:
        if each not in set(Power):
            known = ", ".join(power.value for power in Power)
            flaws.append(
                Flaw("powers", Message(_("Päätösvalta on jokin näistä: {known}."), {"known": known}))
            )
    return tuple(each for each in Power if each in told) if line.has("powers") else None


def export_professionals(by: Actor, at: datetime) -> bytes:
    """The professionals and their work tasks as a table that can be imported again."""
    rows = (cells for each in list_professionals(by=by, at=at) for cells in _cells(each))
    return written(HEADS, rows)


def _cells(view: ProfessionalView) -> list[dict[str, str]]:
    fields = view.fields
    person = {
        "username": view.username,
        "given_names": fields.given_names,
        "family_name": fields.family_name,
        "title_fi": fields.title.fi,
        "title_sv": fields.title.sv or "",
        "registration_number": fields.registration_number,
        "employee_id": fields.employee_id,
        "phone": fields.phone,
        "language": view.language,
        "account": OPEN if view.is_open else CLOSED,
    }
    return [person | _task_cells(each) for each in view.assignments] or [person]


def _task_cells(view: AssignmentView) -> dict[str, str]:
    fields = view.fields
    return {
        "unit": view.unit_oid,
        "work_task": fields.work_task.value,
        "service_tasks": joined(fields.service_tasks),
        "powers": joined(fields.powers or ()),
        "student": "1" if fields.student else "",
        "supervisor": view.supervisor_username,
        "start": day_text(fields.start),
        "end": day_text(fields.end),
    }
