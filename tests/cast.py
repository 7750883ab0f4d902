"""The cast: the same persons in all tests, made through actions only. All are fictitious."""

from dataclasses import dataclass
from datetime import date, datetime

from nippu.access.types import Actor, WorkTask
from nippu.base.ids import ClientId, ControllerId, UnitId
from nippu.base.texts import Bilingual
from nippu.cases.actions import register_case
from nippu.cases.types import NewCase
from nippu.clients.actions import take_as_client
from nippu.organisations import actions as organisations
from nippu.organisations.queries import actor_named
from nippu.organisations.types import NewProfessional
from nippu.people.actions import add_person
from nippu.people.types import ContactDetails, NewPerson

PASSWORD = "luotettava-lokki-7"
WORKING_AGE, DISABILITY, CHILD_PROTECTION = "X-tyoikaiset", "20", "10"
BEGINNING = date(2020, 1, 1)
ROOT = "1.2.246.10.99999999.10"


@dataclass(frozen=True)
class Organisation:
    """One controller with a unit in the north and one in the south."""

    controller: ControllerId
    north: UnitId
    south: UnitId


def make_organisation() -> Organisation:
    controller = organisations.create_controller(
        oid=f"{ROOT}.0", name=Bilingual("Esimerkin hyvinvointialue", "Exempels välfärdsområde")
    )
    north = organisations.create_unit(
        controller,
        oid=f"{ROOT}.11",
        name=Bilingual("Aikuissosiaalityö, Pohjoinen", "Vuxensocialarbete, Norr"),
        service_tasks=[WORKING_AGE, CHILD_PROTECTION],
    )
    south = organisations.create_unit(
        controller,
        oid=f"{ROOT}.12",
        name=Bilingual("Aikuissosiaalityö, Etelä", "Vuxensocialarbete, Söder"),
        service_tasks=[WORKING_AGE, DISABILITY],
    )
    return Organisation(controller, north, south)


@dataclass(frozen=True)
class Role:
    """Who a professional of the cast is."""

    given_names: str
    family_name: str
    title: Bilingual
    unit: str
    work_task: WorkTask


SOCIAL_WORKER = Bilingual("sosiaalityöntekijä", "socialarbetare")
STAFF = {
    "eero": Role("Eero", "Pohjola", SOCIAL_WORKER, "north", WorkTask.BROAD_RESPONSIBILITY),
    "veera": Role("Veera", "Etelä", SOCIAL_WORKER, "south", WorkTask.BROAD_RESPONSIBILITY),
    "otso": Role(
        "Otso", "Karhula", Bilingual("johtava sosiaalityöntekijä", "ledande socialarbetare"), "north",
        WorkTask.ARRANGING,
    ),
    "yrsa": Role(
        "Yrsa", "Ylläpitäjä", Bilingual("pääkäyttäjä", "huvudanvändare"), "north",
        WorkTask.SYSTEM_ADMINISTRATION,
    ),
    "hilla": Role(
        "Hilla", "Suopohja", Bilingual("palvelupäällikkö", "servicechef"), "north", WorkTask.MANAGEMENT
    ),
}  # fmt: skip


def make_professional(name: str, organisation: Organisation, at: datetime) -> Actor:
    """A professional of the cast, as acting now."""
    role = STAFF[name]
    professional = organisations.create_professional(
        organisation.controller,
        NewProfessional(
            given_names=role.given_names,
            family_name=role.family_name,
            title=role.title,
            username=name,
            password=PASSWORD,
            registration_number="",
            phone="050 555 0100",
        ),
    )
    unit = organisation.north if role.unit == "north" else organisation.south
    organisations.assign_work_task(professional, unit, role.work_task, start=BEGINNING)
    actor = actor_named(name, at=at)
    assert actor is not None
    return actor


AINO = NewPerson(
    family_name="Mäkelä",
    given_names="Aino Maria",
    identity_code="120493-9088",
    contact=ContactDetails(
        street_address="Kaislatie 7 B 12", postal_code="00990", post_office="Eteläranta", phone="040 555 0162"
    ),
)
PEKKA = NewPerson(family_name="Mäkelä", given_names="Pekka Olavi", identity_code="050561-9997")


def make_client(new: NewPerson, *, by: Actor, at: datetime) -> ClientId:
    """A person of the cast as a client of the actor's unit."""
    return take_as_client(add_person(new, by=by, at=at), by=by, at=at)


def own_case(client: ClientId, *, by: Actor, at: datetime):
    """An own case about everyday life."""
    return register_case(
        NewCase(clients=(client,), service_task=WORKING_AGE, name_code="X-arki"), by=by, at=at
    )


def joint_case(*clients: ClientId, by: Actor, at: datetime):
    """A joint case about everyday life."""
    new = NewCase(clients=clients, service_task=WORKING_AGE, name_code="X-arki", joint=True)
    return register_case(new, by=by, at=at)
