"""Each clause of the model decides something in the worlds of the shortest run.

A clause is left out or turned at a time. If no answer changed, a program without it would go unnoticed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from tests.oracle import model
from tests.oracle.comparing import LEAST_WORLDS, MOMENTS, WORKERS_OF_A_WORLD
from tests.oracle.facts import World
from tests.oracle.worlds import world_of

SOURCE = Path(model.__file__).read_text(encoding="utf-8")
CLAUSES = [
    # who acts
    ("not professional.may_log_in or ", ""),
    ("or not world.in_force(assignment.start, assignment.end)", ""),
    ("if not world.in_force(unit.start, unit.end):", "if False:"),
    ("assignment.service_tasks or unit.service_tasks", "unit.service_tasks"),
    ("if not contracts:", "if False:"),
    ("own = covered(own, contracts)", "pass"),
    ("and each.controller == unit.controller", ""),
    ("and world.in_force(each.start, each.end)", ""),
    # relations
    ("if client.controller != worker.controller:", "if False:"),
    ("if not client.restricted or passes_gate(world, worker, client):", "if True:"),
    ("worker.professional in world.gates_of[client.id]", "False"),
    ("or client.own_worker == worker.professional\n", ""),
    ("or any(case.responsible == worker.professional", "or any(False"),
    ("if worker.of_provider:", "if False:"),
    ("and not world.memberships_of[client.id]", ""),
    ("if client.unit == worker.unit.id and", "if False and"),
    ("client.own_worker == worker.professional and cases", "client.own_worker == worker.professional"),
    ("return not worker.of_provider and any(", "return any("),
    ("ground.professional == worker.professional", "True"),
    ("and ground.unit == worker.unit.id", ""),
    ("ground.begins_at <= world.at < ground.ends_at", "world.at < ground.ends_at"),
    ("ground.begins_at <= world.at < ground.ends_at", "ground.begins_at <= world.at <= ground.ends_at"),
    ("ground.begins_at <= world.at < ground.ends_at", "ground.begins_at < world.at < ground.ends_at"),
    ("not case.is_open or case.controller != worker.controller:", "case.controller != worker.controller:"),
    ("case.unit == worker.unit.id and not worker.of_provider", "case.unit == worker.unit.id"),
    ("return handles or worker.unit.id in world.linked_units_of[case.id]", "return handles"),
    # the matrix
    ("{FAMILIES, WORKING_AGE, OLDER} | worker.own", "{FAMILIES, WORKING_AGE, OLDER}"),
    ("{FAMILIES, WORKING_AGE, OLDER} | worker.own", "worker.own"),
    (" | (worker.own & {CHILD_PROTECTION})", ""),
    ("worker.own & {CHILD_PROTECTION}", "worker.own"),
    ("data_class in OPEN_CLASSES and service_task in worker.own", "data_class in OPEN_CLASSES"),
    ("if service_task not in worker.own:", "if False:"),
    ("if worker.unit.mediation:", "if False:"),
    ("if worker.unit.shelter:", "if False:"),
    ("if worker.unit.shelter:", "if True:"),
    ('seen |= {"therapeutic", "examination"}', "pass"),
    ('in {"assessment", "plan", "implementation_plan"}:', 'in {"assessment", "plan"}:'),
    ("data_class in seen and service_task in worker.own else", "data_class in seen else"),
    ("return LINKED if data_class in seen and", "return ANY if data_class in seen and"),
    ("(found == LINKED and is_linked(world, worker, case))", "found == LINKED"),
    # what follows
    ("return seen and is_related_to_one(world, worker, document)", "return seen"),
    ("not case.is_open and document.data_class in OPEN_CLASSES", "not case.is_open"),
    ("not case.is_open and document.data_class in OPEN_CLASSES", "document.data_class in OPEN_CLASSES"),
    ("and is_linked(world, worker, world.cases[document.case])", ""),
    (
        "return has_related_member(world, worker, case) and sees_something_in(world, worker, case)",
        "return has_related_member(world, worker, case)",
    ),
    ("in WITHOUT_CLIENT_DATA:", "in ():"),
    ("and is_related_to_one(world, worker, document, by_work=True)", ""),
    ("and has_related_member(world, worker, case, by_work=True)", ""),
    ("return not worker.student and ", "return "),
    ("worker.work_task in CHANGES_CLIENTS and ", ""),
    ("return client.controller == worker.controller and has_closed", "return has_closed"),
    ("& {HANDLING, OWN_WORKER}", ""),
    ("& {HANDLING, OWN_WORKER}", "& {HANDLING}"),
    ("& {HANDLING, OWN_WORKER}", "& {OWN_WORKER}"),
]


def answers(judge: ModuleType, world: World, seed: int) -> Iterator[object]:
    """All that a model says of a few who act in a world."""
    acting = {each.id: judge.acting(world, each) for each in world.assignments.values()}
    yield [(each and each.own) for each in acting.values()]
    able = [each for each in world.assignments if model.acting(world, world.assignments[each])]
    for assignment in Random(seed).sample(able, min(len(able), WORKERS_OF_A_WORLD)):
        worker = acting[assignment]
        for document in world.documents.values():
            reads = judge.reads_document if document.is_signed else judge.reads_draft
            yield reads(world, worker, document)
            yield not document.is_signed and judge.writes_document(world, worker, document)
            yield not document.is_signed and judge.signs_document(world, worker, document)
        for case in world.cases.values():
            yield judge.knows_case(world, worker, case), judge.changes_case(world, worker, case)
        for client in world.clients.values():
            yield judge.knows_client(world, worker, client), judge.changes_client(world, worker, client)


def changed(old: str, new: str) -> ModuleType:
    """The model with one clause changed."""
    assert SOURCE.count(old) == 1, f"{SOURCE.count(old)} x {old}"
    made = ModuleType("tests.oracle.changed_model")
    sys.modules[made.__name__] = made
    exec(compile(SOURCE.replace(old, new), made.__name__, "exec"), made.__dict__)
    return made


@pytest.fixture(scope="module")
def worlds() -> list[tuple[int, World, list[object]]]:
    """The worlds of the shortest run, with what the model says in them."""
    made = [(seed, world_of(seed, MOMENTS[seed % len(MOMENTS)])) for seed in range(1, 1 + LEAST_WORLDS)]
    return [(seed, world, list(answers(model, world, seed))) for seed, world in made]


@pytest.mark.parametrize(("old", "new"), CLAUSES)
def test_an_answer_changes_when_a_clause_does(worlds, old, new):
    other = changed(old, new)
    assert any(list(answers(other, world, seed)) != told for seed, world, told in worlds)


def first_day_is_out(self, start, end):
    return (start is None or start < self.today) and (end is None or self.today <= end)


def last_day_is_out(self, start, end):
    return (start is None or start <= self.today) and (end is None or self.today < end)


def joining_is_not_yet_in(self, member):
    return member.joined_at < self.at and (member.left_at is None or self.at < member.left_at)


def leaving_is_still_in(self, member):
    return member.joined_at <= self.at and (member.left_at is None or self.at <= member.left_at)


def in_for_ever(self, member):
    return member.joined_at <= self.at


def day_of_greenwich(self):
    return self.at.date()


def closed_cases_too(self, client):
    return (self.cases[each.case] for each in self.memberships_of[client.id] if self.is_member_now(each))


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("in_force", first_day_is_out),
        ("in_force", last_day_is_out),
        ("is_member_now", joining_is_not_yet_in),
        ("is_member_now", leaving_is_still_in),
        ("is_member_now", in_for_ever),
        ("today", property(day_of_greenwich)),
        ("open_cases_now", closed_cases_too),
    ],
)
def test_an_answer_changes_when_an_edge_of_time_does(worlds, monkeypatch, what, instead):
    afresh = [(seed, world_of(seed, world.at), told) for seed, world, told in worlds]
    monkeypatch.setattr(World, what, instead)
    assert any(list(answers(model, world, seed)) != told for seed, world, told in afresh)
