"""Random worlds: controllers, units, professionals, clients, cases and documents, drawn from a seed.

What the decree turns on is drawn often and near its edges: periods that end or begin today, instants that
are exactly now, members who left, rows that name a stranger of another controller.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from tests.oracle.facts import (
    Assignment,
    Case,
    Client,
    Contract,
    Document,
    Gate,
    Ground,
    Link,
    Member,
    Professional,
    Unit,
    World,
)
from tests.oracle.model import (
    ADDICTION,
    ALL_CLASSES,
    CHILD_PROTECTION,
    DISABILITY,
    FAMILIES,
    FAMILY_LAW,
    OLDER,
    WORKING_AGE,
)

SERVICE_TASKS = (CHILD_PROTECTION, ADDICTION, DISABILITY, FAMILIES, WORKING_AGE, OLDER, FAMILY_LAW)
UNKNOWN_TASK = "99"
"""A code that the decree says nothing of."""
PUBLIC_WORK = {
    "broad_responsibility": 3,
    "child_social_worker": 3,
    "arranging": 4,
    "child_supervisor": 4,
    "implementing": 10,
    "administrative": 3,
    "archive": 3,
    "management": 1,
    "data_protection": 1,
    "system_administration": 1,
}
"""With how often each is drawn: more often where more clauses of the decree bear on it."""
PROVIDER_WORK = ("provider_arranging", "provider_implementing")
CLASSES_OF_CASES = tuple(sorted(ALL_CLASSES - {"relationship"}))
YEAR = timedelta(days=365)


def world_of(seed: int, at: datetime) -> World:
    """The world of a seed at a moment."""
    return _Drawing(Random(seed), at).world()


@dataclass
class _Drawing:
    """A world while it is being drawn."""

    rng: Random
    at: datetime
    controllers: list[UUID] = field(default_factory=list)
    providers: list[UUID] = field(default_factory=list)

    def world(self) -> World:
        self.controllers = [self.new_id() for _n in range(self.rng.choice((2, 3)))]
        self.providers = [self.new_id() for _n in range(2)]
        drawn = World(
            at=self.at,
            units={},
            contracts=[],
            professionals={},
            assignments={},
            clients={},
            gates=[],
            grounds=[],
            cases={},
            members=[],
            links=[],
            documents={},
        )
        self.organisations(drawn)
        self.workers(drawn)
        self.clients(drawn)
        self.cases(drawn)
        self.exceptions(drawn)
        self.documents(drawn)
        return drawn

    # -- small draws

    def new_id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def some(self, among: Sequence[str], least: int, most: int) -> frozenset[str]:
        return frozenset(self.rng.sample(among, self.rng.randint(least, most)))

    def days(self, today: date, *, in_force: float) -> tuple[date, date | None]:
        """A period of days: mostly in force, else just ended or not yet begun. Both ends may be today."""
        day = timedelta(days=1)
        if self.chance(in_force):
            return today - self.rng.choice((0 * day, day, YEAR)), self.rng.choice(
                (None, None, today, today + YEAR)
            )
        return self.rng.choice(((today - YEAR, today - day), (today + day, None), (today - day, today - day)))

    def instants(self, *, in_force: float) -> tuple[datetime, datetime]:
        """A stretch of time: mostly now, else just over or not yet begun. Its edge may be this instant."""
        hour, tick = timedelta(hours=1), timedelta(microseconds=1)
        if self.chance(in_force):
            return self.at - self.rng.choice((0 * hour, tick, hour)), self.at + self.rng.choice((tick, hour))
        return self.rng.choice(
            (
                (self.at - hour, self.at),
                (self.at - hour, self.at - tick),
                (self.at + tick, self.at + hour),
            )
        )

    # -- the parts of a world, in the order in which they rest on one another

    def organisations(self, drawn: World) -> None:
        for number, controller in enumerate(self.controllers):
            for _n in range(self.rng.randint(2, 4) if number == 0 else 1):
                self.unit(drawn, controller, None)
            for provider in self.providers[: 2 if number == 0 else 1]:
                self.unit(drawn, controller, provider)
                self.contracts(drawn, controller, provider)

    def unit(self, drawn: World, controller: UUID, provider: UUID | None) -> None:
        start, end = self.days(drawn.today, in_force=0.95) if self.chance(0.5) else (None, None)
        unit = Unit(
            id=self.new_id(),
            controller=controller,
            provider=provider,
            service_tasks=self.some((*SERVICE_TASKS, UNKNOWN_TASK), 1, 5),
            shelter=self.chance(0.4),
            mediation=self.chance(0.2),
            start=start,
            end=end,
        )
        drawn.units[unit.id] = unit

    def contracts(self, drawn: World, controller: UUID, provider: UUID) -> None:
        for _n in range(self.rng.choice((0, 1, 1, 2))):
            start, end = self.days(drawn.today, in_force=0.75)
            drawn.contracts.append(
                Contract(
                    provider=provider,
                    controller=controller,
                    service_tasks=self.some(SERVICE_TASKS, 0, 4),
                    start=start,
                    end=end,
                )
            )

    def workers(self, drawn: World) -> None:
        for number, controller in enumerate(self.controllers):
            units = [each for each in drawn.units.values() if each.controller == controller]
            for _n in range(8 if number == 0 else 2):
                worker = Professional(id=self.new_id(), controller=controller, may_log_in=self.chance(0.95))
                drawn.professionals[worker.id] = worker
                for _m in range(self.rng.choice((1, 1, 2, 3))):
                    self.assignment(drawn, worker, self.rng.choice(units))

    def assignment(self, drawn: World, worker: Professional, unit: Unit) -> None:
        start, end = self.days(drawn.today, in_force=0.85)
        assignment = Assignment(
            id=self.new_id(),
            professional=worker.id,
            unit=unit.id,
            work_task=self.work_task(unit),
            start=start,
            end=end,
            service_tasks=self.some(SERVICE_TASKS, 1, 3) if self.chance(0.4) else frozenset(),
            student=self.chance(0.15),
        )
        drawn.assignments[assignment.id] = assignment

    def work_task(self, unit: Unit) -> str:
        if unit.provider:
            return self.rng.choice(PROVIDER_WORK)
        return self.rng.choices(list(PUBLIC_WORK), list(PUBLIC_WORK.values()))[0]

    def clients(self, drawn: World) -> None:
        for number, controller in enumerate(self.controllers):
            units = self.units_of(drawn, controller, of_providers=0.2)
            for _n in range(12 if number == 0 else 3):
                client = Client(
                    id=self.new_id(),
                    controller=controller,
                    unit=self.rng.choice(units).id,
                    own_worker=self.worker(drawn, controller) if self.chance(0.5) else None,
                    restricted=self.chance(0.35),
                )
                drawn.clients[client.id] = client

    def units_of(self, drawn: World, controller: UUID, *, of_providers: float) -> list[Unit]:
        """A controller's units; a few times also those of private providers."""
        with_providers = self.chance(of_providers)
        return [
            each
            for each in drawn.units.values()
            if each.controller == controller and (with_providers or each.provider is None)
        ]

    def worker(self, drawn: World, controller: UUID) -> UUID:
        """A worker of the controller; a few times of another, who must gain nothing by it."""
        wanted = self.rng.choice(self.controllers) if self.chance(0.15) else controller
        among = [each for each in drawn.professionals.values() if each.controller == wanted]
        return self.rng.choice(among).id

    def anybodys_unit(self, drawn: World, controller: UUID) -> Unit:
        """A unit of the controller; a few times of another, which must gain nothing by it."""
        wanted = self.rng.choice(self.controllers) if self.chance(0.15) else controller
        return self.rng.choice([each for each in drawn.units.values() if each.controller == wanted])

    def cases(self, drawn: World) -> None:
        for number, controller in enumerate(self.controllers):
            clients = [each for each in drawn.clients.values() if each.controller == controller]
            with_cases = clients[: -2 if number == 0 else -1]  # the last have just been taken in
            units = self.units_of(drawn, controller, of_providers=0.2)
            for _n in range(14 if number == 0 else 3):
                unit = self.rng.choice(units)
                case = Case(
                    id=self.new_id(),
                    controller=controller,
                    unit=unit.id,
                    service_task=self.rng.choice(
                        sorted(unit.service_tasks) if self.chance(0.6) else SERVICE_TASKS
                    ),
                    responsible=self.worker(drawn, controller),
                    is_open=self.chance(0.75),
                )
                drawn.cases[case.id] = case
                for client in self.rng.sample(
                    with_cases, min(len(with_cases), self.rng.choice((1, 1, 1, 2, 3)))
                ):
                    self.membership(drawn, case, client)
                self.links(drawn, case)

    def membership(self, drawn: World, case: Case, client: Client) -> None:
        """In the case now, or not yet, or no longer; a few times back again after having left."""
        if self.chance(0.75):
            joined_at = self.at - self.rng.choice((timedelta(0), timedelta(hours=1), YEAR))
            left_at = self.rng.choice((None, None, None, self.at + timedelta(hours=1)))
        else:
            joined_at, left_at = self.instants(in_force=0)
        drawn.members.append(Member(case=case.id, client=client.id, joined_at=joined_at, left_at=left_at))
        if self.chance(0.1):
            drawn.members.append(
                Member(
                    case=case.id,
                    client=client.id,
                    joined_at=self.at - 3 * YEAR,
                    left_at=self.at - 2 * YEAR,
                )
            )

    def links(self, drawn: World, case: Case) -> None:
        taken = set()
        for _n in range(self.rng.choice((0, 1, 1, 2, 3))):
            unit = self.anybodys_unit(drawn, case.controller)
            if unit.id not in taken:
                start, end = self.days(drawn.today, in_force=0.7)
                drawn.links.append(Link(case=case.id, unit=unit.id, start=start, end=end))
                taken.add(unit.id)

    def exceptions(self, drawn: World) -> None:
        """Gates of the restricted, and special grounds."""
        for client in drawn.clients.values():
            if self.chance(0.5 if client.restricted else 0.1):
                drawn.gates.append(Gate(client=client.id, professional=self.worker(drawn, client.controller)))
            for _n in range(self.rng.choice((1, 2, 3) if client.restricted else (0, 0, 1, 1))):
                self.ground(drawn, client)

    def ground(self, drawn: World, client: Client) -> None:
        """Mostly taken in a unit where its professional works, often one that has to do with the client."""
        units = {each.unit for each in map(drawn.cases.get, self.cases_of(drawn, client)) if each}
        takers = [each for each in drawn.assignments.values() if each.unit in units or self.chance(0.1)]
        taker = self.rng.choice(takers or list(drawn.assignments.values()))
        begins_at, ends_at = self.instants(in_force=0.6)
        drawn.grounds.append(
            Ground(
                client=client.id,
                professional=taker.professional,
                unit=taker.unit if self.chance(0.85) else self.anybodys_unit(drawn, client.controller).id,
                begins_at=begins_at,
                ends_at=ends_at,
            )
        )

    def cases_of(self, drawn: World, client: Client) -> list[UUID]:
        return [each.case for each in drawn.members if each.client == client.id]

    def documents(self, drawn: World) -> None:
        for case in drawn.cases.values():
            members = sorted({each.client for each in drawn.members if each.case == case.id})
            classes = {*self.rng.sample(CLASSES_OF_CASES, self.rng.randint(2, 5))}
            classes |= {"shelter"} if drawn.units[case.unit].shelter else set()
            classes |= {"mediation"} if drawn.units[case.unit].mediation else set()
            for data_class in sorted(classes):
                self.document(drawn, case.controller, case.id, data_class, members)
        for client in drawn.clients.values():
            if self.chance(0.6):
                self.document(drawn, client.controller, None, "relationship", [client.id])

    def document(
        self, drawn: World, controller: UUID, case: UUID | None, data_class: str, members: Sequence[UUID]
    ) -> None:
        """Of all who have been in the case, or of those of them who were in it at its making."""
        whose = members if self.chance(0.6) else self.rng.sample(members, self.rng.randint(1, len(members)))
        document = Document(
            id=self.new_id(),
            controller=controller,
            case=case,
            data_class=data_class,
            clients=frozenset(whose),
            is_signed=case is None or self.chance(0.65),
        )
        drawn.documents[document.id] = document
