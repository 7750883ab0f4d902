"""Units as the national register of organisations (1.2.246.537.6.202) tells of them.

The table has the columns of the national code server: CodeId, Abbreviation, LongName, ParentId,
BeginningDate, ExpiringDate. What the register does not hold stands in columns of our own, which may be
missing. Rows of other organisations are passed over: those that do not stand below the controller and are no
units of it yet. New units of private providers are added by hand.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from nippu.access.types import Actor
from nippu.base.ids import ProviderId, UnitId
from nippu.base.texts import Bilingual, Message, _
from nippu.organisations import actions
from nippu.organisations.imports import ImportReport, Row, RowOutcome, joined, parted
from nippu.organisations.tables import Line, day_of, day_text, read, written
from nippu.organisations.types import Flaw, UnitFields, UnitView
from nippu.organisations.upkeep import list_providers, list_units

OID, NAME, PARENT, BEGINS, ENDS = "CodeId", "LongName", "ParentId", "BeginningDate", "ExpiringDate"
SHORT_NAME, SWEDISH = "Abbreviation", "A:LongName_sv"
OTHER_NAMES, OTHER_SWEDISH = ("A:Long_name",), ("LongName_sv", "A:Long_name_sv")
SERVICE_TASKS, SHELTER, MEDIATION = "A:ServiceTasks", "A:Shelter", "A:Mediation"
NEEDED = (OID, NAME, PARENT)
HEADS = (OID, SHORT_NAME, NAME, SWEDISH, PARENT, BEGINS, ENDS, SERVICE_TASKS, SHELTER, MEDIATION)
LONGEST_SHORT_NAME = 30
COLUMNS = {
    "oid": OID,
    "name_fi": NAME,
    "name_sv": SWEDISH,
    "parent": PARENT,
    "service_tasks": SERVICE_TASKS,
    "start": BEGINS,
    "end": ENDS,
}
"""The heading for each field of a unit."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known while the rows go in."""

    by: Actor
    at: datetime
    known: Mapping[str, UnitView]
    tops: frozenset[str]
    """What units may stand right below: the controller and the private providers, or nothing."""
    ids: dict[str, UnitId]


def import_units(raw: bytes, by: Actor, at: datetime) -> ImportReport:
    """Add and change units as the rows tell."""
    lines = _latest(read(raw, NEEDED))
    known = {each.fields.oid: each for each in list_units(by=by, at=at)}
    providers = (each.fields.oid for each in list_providers(by=by, at=at))
    told = _Told(
        by=by,
        at=at,
        known=known,
        tops=frozenset({"", by.controller_oid, *providers}),
        ids={oid: each.id for oid, each in known.items()},
    )
    own = list(_own(lines, by.controller_oid, known))
    rows = [_import_one(line, told) for line in own]
    heads = list(own[0].values) if own else list(HEADS)
    content = written(heads, (line.values for line in own))
    return ImportReport(tuple(rows), len(lines) - len(own), content)


def _latest(lines: Iterable[Line]) -> dict[str, Line]:
    """The row of each unit; of several with different periods the one that began last."""
    latest: dict[str, Line] = {}
    for line in lines:
        other = latest.get(line.text(OID))
        if other is None or _begins(line) >= _begins(other):
            latest[line.text(OID)] = line
    return latest


def _begins(line: Line) -> date:
    return day_of(line, BEGINS, [], name="start") or date.min


def _own(lines: Mapping[str, Line], controller: str, known: Mapping[str, UnitView]) -> Iterator[Line]:
    """The rows of the own units, each after what it is a part of."""
    depths = {oid: _depth(oid, lines, controller, known) for oid in lines if oid != controller}
    found = [(depth, lines[oid].number, lines[oid]) for oid, depth in depths.items() if depth is not None]
    return (line for _depth_of, _number, line in sorted(found, key=lambda each: each[:2]))


def _depth(oid: str, lines: Mapping[str, Line], controller: str, known: Mapping[str, UnitView]) -> int | None:
    """How far below the controller a unit stands; none when it is not of the controller."""
    here, depth, seen = oid, 0, set()
    while here != controller and here not in seen:
        seen.add(here)
        depth += 1
        if here not in lines:
            return depth if here in known or oid in known else None
        here = lines[here].text(PARENT)
    return depth if here == controller or oid in known else None


def _import_one(line: Line, told: _Told) -> Row:
    row = Row(line.number, f"{line.text(OID)} {line.text(NAME, *OTHER_NAMES)}", columns=COLUMNS)
    present = told.known.get(line.text(OID))
    flaws: list[Flaw] = []
    fields = _fields(line, present.fields if present else None, told.ids, flaws)
    parent = line.text(PARENT)
    if parent not in told.ids and parent not in told.tops:
        flaws.append(Flaw("parent", Message(_("Ylempää yksikköä {oid} ei ole."), {"oid": parent[:100]})))
    if flaws:
        row.refuse(*flaws)
    elif present is None:
        added: list[UnitId] = []
        add = partial(actions.add_unit, fields, by=told.by, at=told.at)
        if row.keep(RowOutcome.ADDED, lambda: added.append(add())):
            told.ids[fields.oid] = added[0]
    elif present.fields != fields:
        row.keep(RowOutcome.CHANGED, partial(actions.change_unit, present.id, fields, by=told.by, at=told.at))
    return row


def _fields(
    line: Line, present: UnitFields | None, ids: Mapping[str, UnitId], flaws: list[Flaw]
) -> UnitFields:
    """What the row tells; what it does not tell is as before."""
    name = line.text(NAME, *OTHER_NAMES)
    swedish = line.text(SWEDISH, *OTHER_SWEDISH) or (present.name.sv if present else None)
    told = UnitFields(
        oid=line.text(OID),
        name=Bilingual(name, swedish or name),
        parent_id=ids.get(line.text(PARENT)),
        start=day_of(line, BEGINS, flaws, name="start"),
        end=day_of(line, ENDS, flaws, name="end"),
    )
    before = present or told
    tasks = parted(line.text(SERVICE_TASKS)) if line.has(SERVICE_TASKS) else before.service_tasks
    return replace(
        told,
        provider_id=before.provider_id,
        service_tasks=tasks,
        shelter=line.text(SHELTER) == "1" if line.has(SHELTER) else before.shelter,
        mediation=line.text(MEDIATION) == "1" if line.has(MEDIATION) else before.mediation,
    )


def export_units(by: Actor, at: datetime) -> bytes:
    """The units as a table that can be imported again."""
    units = list_units(by=by, at=at)
    oids = {each.id: each.fields.oid for each in units}
    providers = {each.id: each.fields.oid for each in list_providers(by=by, at=at)}
    return written(HEADS, (_cells(each.fields, oids, providers, by) for each in units))


def _cells(
    fields: UnitFields, oids: Mapping[UnitId, str], providers: Mapping[ProviderId, str], by: Actor
) -> dict[str, str]:
    top = providers[fields.provider_id] if fields.provider_id else by.controller_oid
    return {
        OID: fields.oid,
        SHORT_NAME: fields.name.fi[:LONGEST_SHORT_NAME],
        NAME: fields.name.fi,
        SWEDISH: fields.name.sv or "",
        PARENT: oids[fields.parent_id] if fields.parent_id else top,
        BEGINS: day_text(fields.start),
        ENDS: day_text(fields.end),
        SERVICE_TASKS: joined(fields.service_tasks),
        SHELTER: "1" if fields.shelter else "",
        MEDIATION: "1" if fields.mediation else "",
    }
