"""The county of the demonstration, its units, a private provider, and those who work there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from nippu.access.types import Actor, Power, WorkTask
from nippu.base.ids import ControllerId, UnitId
from nippu.base.texts import Bilingual, Language
from nippu.organisations import actions
from nippu.organisations.queries import actor_named, actor_of
from nippu.organisations.types import (
    DEMO_PASSWORD,
    AssignmentFields,
    ContractFields,
    NewProfessional,
    ProviderFields,
    UnitFields,
)

ROOT = "1.2.246.10.99999999.10"
BEGINNING = date(2023, 1, 1)
COUNTY = Bilingual("Etelärannan hyvinvointialue", "Södra strandens välfärdsområde")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit and the service tasks that it takes care of."""

    oid: str
    name: Bilingual
    service_tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Someone who works in the county, in one unit or several."""

    username: str
    given_names: str
    family_name: str
    title: Bilingual
    work_task: WorkTask
    units: tuple[str, ...]
    powers: tuple[Power, ...] = ()
    registration_number: str = ""
    phone: str
    language: Language = "fi"


UNITS: Mapping[str, NewUnit] = {
    "east": NewUnit(
        oid=f"{ROOT}.11",
        name=Bilingual("Aikuissosiaalityö, Itä", "Vuxensocialarbete, Öst"),
        service_tasks=("X-tyoikaiset", "15", "20", "X-iakkaat"),
    ),
    "west": NewUnit(
        oid=f"{ROOT}.12",
        name=Bilingual("Lapsiperheiden palvelut, Länsi", "Service för barnfamiljer, Väst"),
        service_tasks=("24", "10", "X-perheoikeus"),
    ),
}
SOCIAL_WORKER = Bilingual("sosiaalityöntekijä", "socialarbetare")
WORKERS = (
    Worker(
        username="elina",
        given_names="Elina",
        family_name="Rantanen",
        title=SOCIAL_WORKER,
        work_task=WorkTask.BROAD_RESPONSIBILITY,
        units=("east",),
        powers=(Power.SPECIAL_SUPPORT_ASSESSMENT,),
        registration_number="90012345678",
        phone="050 555 0111",
    ),
    Worker(
        username="samuli",
        given_names="Samuli",
        family_name="Aho",
        title=Bilingual("sosiaaliohjaaja", "socialhandledare"),
        work_task=WorkTask.IMPLEMENTING,
        units=("east",),
        registration_number="90012345689",
        phone="050 555 0112",
    ),
    Worker(
        username="mikaela",
        given_names="Mikaela",
        family_name="Sandström",
        title=SOCIAL_WORKER,
        work_task=WorkTask.CHILD_SOCIAL_WORKER,
        units=("west",),
        powers=(Power.SPECIAL_SUPPORT_ASSESSMENT, Power.CARE_DECISIONS),
        registration_number="90012345690",
        phone="050 555 0113",
        language="sv",
    ),
    Worker(
        username="kaarina",
        given_names="Kaarina",
        family_name="Vuorela",
        title=Bilingual("johtava sosiaalityöntekijä", "ledande socialarbetare"),
        work_task=WorkTask.ARRANGING,
        units=("east", "west"),
        powers=tuple(Power),
        registration_number="90012345701",
        phone="050 555 0114",
    ),
    Worker(
        username="teemu",
        given_names="Teemu",
        family_name="Harjula",
        title=Bilingual("pääkäyttäjä", "huvudanvändare"),
        work_task=WorkTask.SYSTEM_ADMINISTRATION,
        units=("east",),
        phone="050 555 0115",
    ),
    Worker(
        username="merja",
        given_names="Merja",
        family_name="Lindholm",
        title=Bilingual("palvelupäällikkö", "servicechef"),
        work_task=WorkTask.MANAGEMENT,
        units=("east", "west"),
        phone="050 555 0116",
    ),
    Worker(
        username="daniel",
        given_names="Daniel",
        family_name="Nykänen",
        title=Bilingual("tietosuojavastaava", "dataskyddsombud"),
        work_task=WorkTask.DATA_PROTECTION,
        units=("east",),
        phone="050 555 0117",
    ),
)
PROVIDER_ROOT = "1.2.246.10.99999968.10"
PROVIDER = ProviderFields(
    oid=f"{PROVIDER_ROOT}.0",
    business_id="9999996-8",
    name=Bilingual("Hoivasatama Oy", "Vårdhamnen Ab"),
)
PROVIDER_UNIT = UnitFields(
    oid=f"{PROVIDER_ROOT}.1",
    name=Bilingual("Asumisyksikkö Satama", "Boendeenheten Hamnen"),
    service_tasks=("20", "X-iakkaat"),
    start=BEGINNING,
)
PROVIDER_WORKER = NewProfessional(
    given_names="Petra",
    family_name="Koivu",
    title=Bilingual("asumisohjaaja", "boendehandledare"),
    username="petra",
    password=DEMO_PASSWORD,
    phone="050 555 0118",
)


def make_organisation(at: datetime) -> dict[str, Actor]:
    """Make the county with its units and workers; who acts, by user name. In another unit: kaarina@west."""
    controller = actions.create_controller(oid=f"{ROOT}.0", name=COUNTY)
    units = {key: _unit(controller, new) for key, new in UNITS.items()}
    actors = {name: actor for each in WORKERS for name, actor in _actors(controller, each, units, at)}
    _make_provider(by=actors["teemu"], at=at)
    return actors


def _make_provider(*, by: Actor, at: datetime) -> None:
    """A private provider with a contract, a unit and one who works in it."""
    contract = ContractFields(service_tasks=("20",), start=BEGINNING)
    provider = actions.add_provider(PROVIDER, contract, by=by, at=at)
    unit = actions.add_unit(replace(PROVIDER_UNIT, provider_id=provider), by=by, at=at)
    worker = actions.add_professional(PROVIDER_WORKER, by=by, at=at)
    task = AssignmentFields(unit_id=unit, work_task=WorkTask.PROVIDER_IMPLEMENTING, start=BEGINNING)
    actions.give_work_task(worker, task, by=by, at=at)


def _unit(controller: ControllerId, new: NewUnit) -> UnitId:
    return actions.create_unit(controller, oid=new.oid, name=new.name, service_tasks=new.service_tasks)


def _actors(
    controller: ControllerId, each: Worker, units: Mapping[str, UnitId], at: datetime
) -> Iterator[tuple[str, Actor]]:
    new = NewProfessional(
        given_names=each.given_names,
        family_name=each.family_name,
        title=each.title,
        username=each.username,
        password=DEMO_PASSWORD,
        registration_number=each.registration_number,
        phone=each.phone,
        language=each.language,
    )
    professional = actions.create_professional(controller, new)
    for number, unit in enumerate(each.units):
        start = BEGINNING + timedelta(days=number)  # one acts first in the unit that one came to first
        assignment = actions.assign_work_task(
            professional, units[unit], each.work_task, start=start, powers=each.powers
        )
        first = actor_named(each.username, at=at)
        assert first is not None
        actor = actor_of(first.account_id, at=at, assignment_id=assignment)
        assert actor is not None
        yield (each.username if number == 0 else f"{each.username}@{unit}"), actor
