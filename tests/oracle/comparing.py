"""Compares what the program lets through with what the model of the access decree allows."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from django.db import transaction

from nippu.access.types import Actor
from nippu.base.ids import AccountId, AssignmentId
from nippu.organisations.queries import actor_of
from tests.oracle import model, writing
from tests.oracle.facts import Assignment, Case, Client, Document, World
from tests.oracle.model import Worker
from tests.oracle.worlds import world_of

ACCESSES = int(os.environ.get("NIPPU_ORACLE", "3000"))
"""How many accesses each comparison makes at least: each is someone acting and one thing."""
PARTS = max(1, ACCESSES // 5_000)
"""A long comparison is made in so many parts, which several processes share."""
FIRST_SEED = int(os.environ.get("NIPPU_ORACLE_SEED", "1"))
SEEDS_OF_A_PART = 100_000
LEAST_WORLDS = 40
"""So many worlds bring every clause of the decree to bear: see test_clauses.py."""
WORKERS_OF_A_WORLD = 2
MOMENTS = (
    datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
    datetime(2026, 11, 24, 22, 30, tzinfo=UTC),  # in Helsinki it is the next day
    datetime(2026, 6, 30, 20, 59, 59, tzinfo=UTC),  # the last second of June
    datetime(2026, 6, 30, 21, 0, tzinfo=UTC),  # the first of July
)
SHOWN = 4
"""So many disagreements of each question are told in full."""

Thing = Document | Case | Client


@dataclass(frozen=True, kw_only=True)
class Question:
    """One way in which the program may let a thing through, and what the model says of it."""

    name: str
    things: Callable[[World], Iterable[Thing]]
    allowed: Callable[[World, Worker, Thing], bool]
    let_through: Callable[[Actor, datetime], set[UUID]]
    known_as: Callable[[UUID], UUID] = lambda thing: thing
    """By which identifier the program answers of a thing."""
    both_ways: bool = True
    """Whether all that is allowed must be let through too: not so of what only hangs on a thing."""


@dataclass
class Outcome:
    """What a comparison came to."""

    accesses: int = 0
    allowed: Counter[str] = field(default_factory=Counter)
    """By question, how many accesses the model allows: a comparison of nothing proves nothing."""
    leaks: list[str] = field(default_factory=list)
    wrongly_closed: list[str] = field(default_factory=list)

    def told(self) -> str:
        """How much disagreement there is in what, the leaks first, and some of each in full."""
        parts = [f"{self.accesses} accesses"]
        for name, found in (("LEAK", self.leaks), ("WRONGLY CLOSED", self.wrongly_closed)):
            by_question = defaultdict(list)
            for each in found:
                by_question[each.partition(" (seed")[0]].append(each)
            parts += [f"{name} {len(texts)} x {question}" for question, texts in by_question.items()]
            parts += [f"{name}: {each}" for texts in by_question.values() for each in texts[:SHOWN]]
        return "\n\n".join(parts)


def signed(world: World) -> list[Document]:
    return [each for each in world.documents.values() if each.is_signed]


def drafts(world: World) -> list[Document]:
    return [each for each in world.documents.values() if not each.is_signed]


def cases(world: World) -> Iterable[Case]:
    return world.cases.values()


def clients(world: World) -> Iterable[Client]:
    return world.clients.values()


def compare(questions: Iterable[Question], *, accesses: int, worlds: int = 1, part: int = 0) -> Outcome:
    """Ask the program and the model the same of world after world, until there are enough of both."""
    first = seed = FIRST_SEED + part * SEEDS_OF_A_PART
    outcome = Outcome()
    while outcome.accesses < accesses or seed < first + worlds:
        with written(seed) as world:
            for assignment, worker, actor in acting(world, Random(seed)):
                here = Situation(seed, world, assignment, worker, actor)
                met = [_ask(question, outcome, here) for question in questions]
                outcome.accesses += len(set().union(*met))
        seed += 1
    return outcome


class written:  # noqa: N801  reads as a word
    """A world in the database, for as long as the block lasts."""

    def __init__(self, seed: int) -> None:
        self.world = world_of(seed, MOMENTS[seed % len(MOMENTS)])

    def __enter__(self) -> World:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        writing.write(self.world)
        return self.world

    def __exit__(self, *failure: object) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(*failure)


def actor_in(world: World, assignment: Assignment) -> Actor | None:
    """Who acts under an assignment as the program has it; nobody when it would be another assignment."""
    found = actor_of(
        AccountId(writing.account_id(assignment.professional)),
        at=world.at,
        assignment_id=AssignmentId(assignment.id),
    )
    return found if found and found.assignment_id == assignment.id else None


def acting(world: World, rng: Random) -> Iterator[tuple[Assignment, Worker, Actor]]:
    """Some of those who act in the world at its moment."""
    able = [(each, worker) for each in world.assignments.values() if (worker := model.acting(world, each))]
    for assignment, worker in rng.sample(able, min(len(able), WORKERS_OF_A_WORLD)):
        actor = actor_in(world, assignment)
        assert actor is not None, f"nobody acts under {assignment}"
        yield assignment, worker, actor


@dataclass(frozen=True)
class Situation:
    """Someone acting in a world."""

    seed: int
    world: World
    assignment: Assignment
    worker: Worker
    actor: Actor


def _ask(question: Question, outcome: Outcome, here: Situation) -> set[UUID]:
    """Ask one question of all things of a world. Gives the things."""
    through = question.let_through(here.actor, here.world.at)
    things = list(question.things(here.world))
    for thing in things:
        allowed = question.allowed(here.world, here.worker, thing)
        came = question.known_as(thing.id) in through
        outcome.allowed[question.name] += allowed
        if came and not allowed:
            outcome.leaks.append(told(question.name, here, thing))
        elif allowed and not came and question.both_ways:
            outcome.wrongly_closed.append(told(question.name, here, thing))
    return {each.id for each in things}


def told(question: str, here: Situation, thing: Thing) -> str:
    """Who, what, and all that the decree turns on between the two."""
    world, worker = here.world, here.worker
    lines = [
        f"{question} (seed {here.seed}, {world.at.isoformat()})",
        f"worker {worker}",
        f"thing {thing}",
    ]
    case = _case_of(world, thing)
    if case is not None:
        lines.append(f"case {case}, linked: {model.is_linked(world, worker, case)}")
        lines += [f"link {each}" for each in world.links if each.case == case.id]
    for client in _clients_of(world, thing):
        lines.append(f"client {client}, relations: {sorted(model.relations(world, worker, client))}")
        lines += [f"member {each}" for each in world.memberships_of[client.id]]
        lines += [f"ground {each}" for each in world.grounds_of[client.id]]
        lines.append(f"gates {sorted(map(str, world.gates_of[client.id]))}")
    return "\n    ".join(lines)


def _case_of(world: World, thing: Thing) -> Case | None:
    if isinstance(thing, Case):
        return thing
    return world.cases[thing.case] if isinstance(thing, Document) and thing.case else None


def _clients_of(world: World, thing: Thing) -> list[Client]:
    if isinstance(thing, Client):
        return [thing]
    if isinstance(thing, Document):
        return [world.clients[each] for each in sorted(thing.clients)]
    return [world.clients[each] for each in sorted({each.client for each in world.members_of[thing.id]})]
