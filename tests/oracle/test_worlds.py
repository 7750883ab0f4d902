"""The random worlds hold what the decree turns on, and a comparison in them finds what it should."""

from datetime import UTC, datetime
from functools import cache

import pytest

from tests.oracle import model
from tests.oracle.comparing import FIRST_SEED, MOMENTS, Question, clients, compare
from tests.oracle.facts import World
from tests.oracle.model import ANY, LINKED, Worker
from tests.oracle.worlds import PROVIDER_WORK, PUBLIC_WORK, world_of

AT = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
SEEDS = range(100)
WORLDS = 12
"""More than a short comparison meets."""


@cache
def worlds() -> list[World]:
    return [world_of(seed, AT) for seed in SEEDS]


def workers(world: World) -> list[Worker]:
    found = (model.acting(world, each) for each in world.assignments.values())
    return [each for each in found if each is not None]


def test_a_seed_gives_the_same_world_each_time_and_another_seed_another():
    assert world_of(1, AT) == world_of(1, AT)
    assert world_of(1, AT).clients.keys().isdisjoint(world_of(2, AT).clients.keys())


def opened() -> set[tuple[str, str]]:
    """Each work task with each class of which it reads something in some of the worlds."""
    return {
        (worker.work_task, document.data_class)
        for world in worlds()
        for worker in workers(world)
        for document in world.documents.values()
        if model.reads_document(world, worker, document)
    }


def test_each_class_is_read_by_each_work_task_that_may_and_by_no_other():
    expected = {
        (work_task, data_class)
        for work_task in model.MATRIX
        for data_class in model.ALL_CLASSES - model.SEALED_CLASSES
        if not work_task.startswith("provider") or data_class not in WITHHELD_FROM_PROVIDERS
    }
    expected |= {("archive", each) for each in model.OPEN_CLASSES - {"relationship"}}
    expected |= {("child_social_worker", "shelter"), ("implementing", "shelter")}
    expected |= {("implementing", each) for each in ("mediation", "therapeutic", "examination")}
    assert opened() == expected


WITHHELD_FROM_PROVIDERS = {"initiation", "preparation", "decision", "general"}


def test_each_relation_occurs_alone_and_with_others():
    found = {
        frozenset(model.relations(world, worker, client))
        for world in worlds()
        for worker in workers(world)
        for client in world.clients.values()
    }
    alone = {
        frozenset({each}) for each in (model.HANDLING, model.OWN_WORKER, model.IMPLEMENTING, model.SPECIAL)
    }
    assert alone < found
    assert frozenset() in found


@pytest.mark.parametrize("work_task", sorted({*PUBLIC_WORK, *PROVIDER_WORK}))
def test_each_work_task_is_acted_in_and_by_students_too(work_task):
    acting = [each for world in worlds() for each in workers(world) if each.work_task == work_task]
    assert {each.student for each in acting} == {True, False}


def test_scopes_matter_both_ways():
    seen = {
        (model.scope(worker, case.service_task, "decision"), model.is_linked(world, worker, case))
        for world in worlds()
        for worker in workers(world)
        for case in world.cases.values()
    }
    assert seen == {(scope, linked) for scope in (ANY, LINKED, None) for linked in (True, False)}


def everything(actor, at):
    return {each.id for world in worlds_met() for each in world.clients.values()}


def worlds_met() -> list[World]:
    """The worlds of a short comparison."""
    seeds = range(FIRST_SEED, FIRST_SEED + WORLDS)
    return [world_of(seed, MOMENTS[seed % len(MOMENTS)]) for seed in seeds]


@pytest.mark.django_db
@pytest.mark.parametrize(("let_through", "leaks"), [(everything, True), (lambda actor, at: set(), False)])
def test_a_comparison_tells_a_leak_and_what_is_wrongly_closed_apart(let_through, leaks):
    question = Question(
        name="a client is known", things=clients, allowed=model.knows_client, let_through=let_through
    )
    outcome = compare([question], accesses=200)
    assert bool(outcome.leaks) is leaks
    assert bool(outcome.wrongly_closed) is not leaks
    assert ("LEAK: " in outcome.told()) is leaks
    assert "a client is known (seed" in outcome.told()
