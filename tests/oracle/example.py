"""One small world to work out examples by hand: Aino has a case in the north."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tests.oracle import model
from tests.oracle.facts import Case, Client, Contract, Document, Member, Professional, Unit, World

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COUNTY, OTHER_COUNTY, PROVIDER = UUID(int=1), UUID(int=2), UUID(int=3)
NORTH, SOUTH, HOME_CARE = UUID(int=11), UUID(int=12), UUID(int=13)
EERO, VEERA = UUID(int=21), UUID(int=22)
AINO, PEKKA = UUID(int=31), UUID(int=32)
CASE, PAPER = UUID(int=41), UUID(int=51)
WORKING_AGE = "X-tyoikaiset"


def unit(unit_id=NORTH, **changes) -> Unit:
    given = {"controller": COUNTY, "service_tasks": frozenset({WORKING_AGE})}
    return Unit(id=unit_id, **given | changes)


def world(**changes) -> World:
    """Aino has an open case of working-age services in the north, with one signed plan."""
    given = {
        "at": AT,
        "units": {NORTH: unit(), SOUTH: unit(SOUTH), HOME_CARE: unit(HOME_CARE, provider=PROVIDER)},
        "contracts": [Contract(provider=PROVIDER, controller=COUNTY, start=TODAY, end=TODAY)],
        "professionals": {each: Professional(id=each, controller=COUNTY) for each in (EERO, VEERA)},
        "assignments": {},
        "clients": {AINO: Client(id=AINO, controller=COUNTY, unit=NORTH)},
        "gates": [],
        "grounds": [],
        "cases": {
            CASE: Case(id=CASE, controller=COUNTY, unit=NORTH, service_task=WORKING_AGE, responsible=VEERA)
        },
        "members": [Member(case=CASE, client=AINO, joined_at=AT - HOUR)],
        "links": [],
        "documents": {PAPER: paper()},
    }
    return World(**given | changes)


def paper(data_class="plan", **changes) -> Document:
    given = {"id": PAPER, "controller": COUNTY, "case": CASE, "clients": frozenset({AINO})}
    return Document(data_class=data_class, **given | changes)


def worker(work_task="broad_responsibility", where=NORTH, **changes) -> model.Worker:
    given = {
        "professional": EERO,
        "controller": COUNTY,
        "unit": where if isinstance(where, Unit) else unit(where),
        "own": frozenset({WORKING_AGE}),
    }
    return model.Worker(work_task=work_task, **given | changes)


def related(drawn: World, who: model.Worker) -> set[str]:
    return model.relations(drawn, who, drawn.clients[AINO])
