"""The persons of the demonstration. Nobody is real: nobody is given the numbers of their identity codes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from nippu.access.decree import changing_clients
from nippu.access.types import Actor
from nippu.base.ids import ClientId
from nippu.clients.actions import take_as_client
from nippu.clients.types import ClientChanges
from nippu.documents.actions import relationship
from nippu.people.actions import add_person
from nippu.people.types import ContactDetails, NewPerson

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
FIRST_MADE_UP, LAST_MADE_UP = 900, 999
CENTURIES = {18: "+", 19: "-", 20: "A"}
CHILD_UNTIL = 15
"""The age below which the demonstration gives a person no telephone."""
STREETS = (
    "Kaislatie",
    "Satamakatu",
    "Puistokuja",
    "Merenkulkijankatu",
    "Lehmusrinne",
    "Strandvägen",
    "Asemapolku",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Someone who lives in the county."""

    family_name: str
    given_names: str
    sex: str
    """m or f."""
    born: date
    language: str = "fi"
    identity_code: str = ""
    """Only of those whose code is told elsewhere too; the others are given one."""
    interpreter: str = ""
    risk: str = ""
    security_ban: bool = False
    special_support: bool | None = None
    own_worker: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.family_name}"

    @property
    def first(self) -> str:
        return self.given_names.split()[0]

    @property
    def whose(self) -> str:
        """The first name in the genitive: Mikko, Mikon."""
        weak = re.sub(r"([kpt])\1(?=[aeiouyäö]$)", r"\1", self.first)
        return f"{weak}n" if weak[-1] in "aeiouyäö" else f"{weak}in"


@dataclass(slots=True)
class Register:
    """The residents who have become clients, by name."""

    clients: dict[str, ClientId] = field(default_factory=dict)
    residents: dict[str, Resident] = field(default_factory=dict)

    def client(self, who: Resident, *, by: Actor, at: datetime) -> ClientId:
        """The resident as a client: added to the register the first time."""
        if who.name not in self.clients:
            person = add_person(_new_person(who, number=len(self.clients), today=at.date()), by=by, at=at)
            self.clients[who.name] = take_as_client(person, by=by, at=at)
            self.residents[who.name] = who
        return self.clients[who.name]


def identity_code(born: date, sex: str, number: int) -> str:
    """A made-up identity code: the number, from 0, tells those apart who were born on the same day."""
    of_the_sex = range(FIRST_MADE_UP + (sex == "m"), LAST_MADE_UP + 1, 2)
    individual = of_the_sex[number % len(of_the_sex)]
    day = born.strftime("%d%m%y")
    check = CHECK_CHARACTERS[int(f"{day}{individual}") % len(CHECK_CHARACTERS)]
    return f"{day}{CENTURIES[born.year // 100]}{individual}{check}"


def _new_person(who: Resident, *, number: int, today: date) -> NewPerson:
    adult = today.year - who.born.year > CHILD_UNTIL
    return NewPerson(
        family_name=who.family_name,
        given_names=who.given_names,
        identity_code=who.identity_code or identity_code(who.born, who.sex, number),
        contact=ContactDetails(
            street_address=_street_address(number),
            postal_code="00990",
            post_office="Eteläranta",
            phone=f"040 555 0{number + 100}" if adult else "",
        ),
    )


def _street_address(number: int) -> str:
    return f"{STREETS[number % len(STREETS)]} {number % 23 + 2} {'ABC'[number % 3]} {number % 40 + 1}"


def write_down(
    who: Resident, client: ClientId, workers: dict[str, Actor], *, by: Actor, at: datetime
) -> None:
    """Keep what is known of a client: language, interpretation, risks, ban, own worker.

    A colleague in the unit does it for one whose work task does not let change what is kept of clients.
    """
    in_unit = (each for each in (by, *workers.values()) if each.unit_id == by.unit_id)
    by = next(each for each in in_unit if each.work_task in changing_clients())
    changes = ClientChanges(
        service_language=who.language, interpreter=who.interpreter, special_support=who.special_support
    )
    relationship.change_client(client, changes, by=by, at=at)
    if who.own_worker:
        worker = workers[who.own_worker].professional_id
        relationship.name_own_worker(client, worker, by=by, at=at)
    if who.risk:
        relationship.record_risk(client, who.risk, start=at.date(), by=by, at=at)
    if who.security_ban:
        relationship.set_security_ban(client, banned=True, by=by, at=at)


def residents(rows: list[object]) -> Iterator[Resident]:
    """The residents that rows of a file tell of: family name, given names, sex, day of birth, the rest."""
    for row in rows:
        assert isinstance(row, list)
        family_name, given_names, sex, born, *rest = row
        more = rest[0] if rest else {}
        yield Resident(family_name=family_name, given_names=given_names, sex=sex, born=born, **more)
