"""The model of the access decree against examples that were worked out by hand."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.oracle import model
from tests.oracle.example import (
    AINO,
    AT,
    CASE,
    COUNTY,
    DAY,
    EERO,
    HOME_CARE,
    HOUR,
    NORTH,
    OTHER_COUNTY,
    PAPER,
    PEKKA,
    PROVIDER,
    SOUTH,
    TODAY,
    VEERA,
    WORKING_AGE,
    paper,
    related,
    unit,
    worker,
    world,
)  # fmt: skip
from tests.oracle.facts import Assignment, Case, Client, Contract, Gate, Ground, Link, Member, Professional

# ---------------------------------------------------------------- who acts


def assigned(**changes) -> Assignment:
    given = {"id": UUID(int=91), "professional": EERO, "unit": NORTH, "work_task": "implementing"}
    return Assignment(**given | {"start": TODAY, "end": TODAY} | changes)


@pytest.mark.parametrize(
    ("start", "end", "acts"),
    [
        (TODAY, TODAY, True),
        (TODAY, None, True),
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY + DAY, None, False),
    ],
)
def test_an_assignment_is_in_force_on_both_its_first_and_last_day(start, end, acts):
    assert (model.acting(world(), assigned(start=start, end=end)) is not None) is acts


def test_the_day_is_that_of_helsinki():
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    assert model.acting(world(at=late), assigned()) is None
    assert model.acting(world(at=late), assigned(end=TODAY + DAY)) is not None


def test_nobody_acts_in_a_unit_that_has_ended_nor_with_a_closed_account():
    ended = {NORTH: unit(end=TODAY - DAY)}
    assert model.acting(world(units=ended), assigned()) is None
    closed = {EERO: Professional(id=EERO, controller=COUNTY, may_log_in=False)}
    assert model.acting(world(professionals=closed), assigned()) is None


@pytest.mark.parametrize(
    ("contracts", "own"),
    [
        ([[]], {"20", "24"}),
        ([["20"]], {"20"}),
        ([["20"], ["24", "10"]], {"20", "24"}),
        ([["10"]], set()),
        ([], None),
    ],
)
def test_a_provider_works_in_what_its_contracts_cover_and_without_one_nobody_acts(contracts, own):
    made = [
        Contract(provider=PROVIDER, controller=COUNTY, service_tasks=frozenset(each), start=TODAY)
        for each in contracts
    ]
    over = Contract(provider=PROVIDER, controller=COUNTY, start=TODAY - DAY, end=TODAY - DAY)
    elsewhere = Contract(provider=PROVIDER, controller=OTHER_COUNTY, start=TODAY)
    drawn = world(contracts=[*made, over, elsewhere])
    who = model.acting(drawn, assigned(unit=HOME_CARE, service_tasks=frozenset({"20", "24"})))
    assert (who.own if who else None) == own


# ---------------------------------------------------------------- relations


def test_the_handling_unit_is_related_and_another_is_not():
    assert related(world(), worker()) == {"handling"}
    assert related(world(), worker(where=SOUTH)) == set()


def test_one_who_is_just_leaving_is_no_longer_in_the_case_and_one_who_is_just_joining_is():
    leaving = [Member(case=CASE, client=AINO, joined_at=AT - HOUR, left_at=AT)]
    joining = [Member(case=CASE, client=AINO, joined_at=AT, left_at=AT + HOUR)]
    assert related(world(members=leaving), worker()) == set()
    assert related(world(members=joining), worker()) == {"handling"}


def test_a_closed_case_makes_no_relation():
    closed = {CASE: replace(world().cases[CASE], is_open=False)}
    assert related(world(cases=closed), worker()) == set()


def test_one_who_was_just_taken_in_is_there_for_the_unit_that_took_until_there_has_been_a_case():
    assert related(world(members=[]), worker()) == {"handling"}
    assert related(world(members=[]), worker(where=SOUTH)) == set()
    past = [Member(case=CASE, client=AINO, joined_at=AT - DAY, left_at=AT - HOUR)]
    assert related(world(members=past), worker()) == set()


def test_the_own_worker_is_related_in_any_unit_while_there_is_an_open_case():
    own = {AINO: replace(world().clients[AINO], own_worker=EERO)}
    assert related(world(clients=own), worker(where=SOUTH)) == {"own_worker"}
    assert related(world(clients=own, members=[]), worker(where=SOUTH)) == set()


@pytest.mark.parametrize(("end", "holds"), [(None, True), (TODAY, True), (TODAY - DAY, False)])
def test_a_provider_is_related_while_its_link_is_in_force(end, holds):
    drawn = world(links=[Link(case=CASE, unit=HOME_CARE, start=TODAY - DAY, end=end)])
    at_provider = worker("provider_implementing", unit(HOME_CARE, provider=PROVIDER))
    assert related(drawn, at_provider) == ({"implementing"} if holds else set())


def test_a_provider_neither_handles_nor_takes_special_grounds_nor_is_an_own_worker():
    drawn = world(
        cases={CASE: replace(world().cases[CASE], unit=HOME_CARE)},
        clients={AINO: Client(id=AINO, controller=COUNTY, unit=HOME_CARE, own_worker=EERO)},
        grounds=[ground(unit=HOME_CARE)],
    )
    assert related(drawn, worker("provider_implementing", unit(HOME_CARE, provider=PROVIDER))) == set()


def ground(**changes) -> Ground:
    given = {"client": AINO, "professional": EERO, "unit": SOUTH, "begins_at": AT, "ends_at": AT + HOUR}
    return Ground(**given | changes)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"ends_at": AT}, False),
        ({"begins_at": AT + HOUR, "ends_at": AT + 2 * HOUR}, False),
        ({"unit": NORTH}, False),
        ({"professional": VEERA}, False),
        ({"client": PEKKA}, False),
    ],
)
def test_a_special_ground_holds_for_one_professional_in_one_unit_for_its_time(changes, holds):
    begun = {"begins_at": AT - HOUR} | changes
    assert related(world(grounds=[ground(**begun)]), worker(where=SOUTH)) == ({"special"} if holds else set())


def test_a_restricted_client_is_there_for_the_named_the_own_worker_and_the_one_in_charge():
    hidden = {AINO: replace(world().clients[AINO], restricted=True)}
    assert related(world(clients=hidden), worker()) == set()
    assert related(world(clients=hidden), worker(professional=VEERA)) == {"handling"}
    named = [Gate(client=AINO, professional=EERO)]
    assert related(world(clients=hidden, gates=named), worker()) == {"handling"}
    own = {AINO: replace(hidden[AINO], own_worker=EERO)}
    assert related(world(clients=own), worker()) == {"handling", "own_worker"}
    assert related(world(clients=hidden, grounds=[ground()]), worker(where=SOUTH)) == {"special"}


def test_controllers_never_meet_not_even_by_a_link_or_a_ground():
    abroad = unit(SOUTH, controller=OTHER_COUNTY)
    drawn = world(
        units={NORTH: unit(), SOUTH: abroad},
        links=[Link(case=CASE, unit=SOUTH, start=TODAY)],
        grounds=[ground()],
        clients={AINO: replace(world().clients[AINO], own_worker=EERO)},
    )
    stranger = worker(where=abroad, controller=OTHER_COUNTY)
    assert related(drawn, stranger) == set()
    assert not model.reads_document(drawn, stranger, drawn.documents[PAPER])
    assert not model.is_linked(drawn, stranger, drawn.cases[CASE])


# ---------------------------------------------------------------- what follows


def test_a_plan_is_read_for_its_client_and_a_decision_only_in_a_linked_case():
    drawn = world(
        clients={
            AINO: Client(id=AINO, controller=COUNTY, unit=NORTH, own_worker=EERO),
        }
    )
    giver = worker("implementing", SOUTH)
    assert model.reads_document(drawn, giver, paper("plan"))
    assert not model.reads_document(drawn, giver, paper("decision"))
    drawn.links.append(Link(case=CASE, unit=SOUTH, start=TODAY))
    linked = world(clients=drawn.clients, links=drawn.links)
    assert model.reads_document(linked, giver, paper("decision"))


def test_a_draft_is_read_only_where_one_works_with_the_case():
    own = {AINO: replace(world().clients[AINO], own_worker=EERO)}
    drawn, draft = world(clients=own), paper(is_signed=False)
    assert model.reads_document(drawn, worker(where=SOUTH), draft)
    assert not model.reads_draft(drawn, worker(where=SOUTH), draft)
    assert model.reads_draft(drawn, worker(), draft)


def test_one_who_left_keeps_the_papers_of_the_time_before_and_has_no_part_in_later_ones():
    left = Member(case=CASE, client=PEKKA, joined_at=AT - DAY, left_at=AT - HOUR)
    other = UUID(int=42)
    drawn = world(
        clients={AINO: world().clients[AINO], PEKKA: Client(id=PEKKA, controller=COUNTY, unit=SOUTH)},
        cases=world().cases
        | {other: Case(id=other, controller=COUNTY, unit=SOUTH, service_task=WORKING_AGE, responsible=VEERA)},
        members=[left, *world().members, Member(case=other, client=PEKKA, joined_at=AT - HOUR)],
    )
    in_the_south = worker(where=SOUTH)
    assert model.reads_document(drawn, in_the_south, paper(clients=frozenset({AINO, PEKKA})))
    assert not model.reads_document(drawn, in_the_south, paper(clients=frozenset({AINO})))
    assert model.knows_case(drawn, in_the_south, drawn.cases[CASE])


@pytest.mark.parametrize(
    ("work_task", "reads"),
    [
        ("implementing", True),
        ("administrative", True),
        ("provider_implementing", True),
        ("archive", False),
        ("management", False),
    ],
)
def test_a_relationship_document_is_read_by_those_who_are_related(work_task, reads):
    document = paper("relationship", case=None)
    assert model.reads_document(world(), worker(work_task), document) is reads
    assert not model.reads_document(world(), worker(work_task, SOUTH), document)
    assert not model.reads_draft(world(), worker(work_task), document)


def test_the_archive_sees_closed_cases_without_relation_and_nothing_of_open_ones():
    closed = world(cases={CASE: replace(world().cases[CASE], is_open=False)})
    keeper = worker("archive", SOUTH)
    assert model.reads_document(closed, keeper, paper("decision"))
    assert not model.reads_document(closed, keeper, paper("shelter"))
    assert not model.reads_draft(closed, keeper, paper("decision", is_signed=False))
    assert model.knows_case(closed, keeper, closed.cases[CASE])
    assert model.knows_client(closed, keeper, closed.clients[AINO])
    assert not model.reads_document(world(), keeper, paper("decision"))
    assert not model.knows_case(world(), keeper, world().cases[CASE])
    assert not model.knows_client(world(), worker("archive"), world().clients[AINO])
    assert not model.writes_document(closed, keeper, paper("decision"))


@pytest.mark.parametrize("work_task", sorted(model.WITHOUT_CLIENT_DATA))
def test_management_data_protection_and_upkeep_see_nothing_of_clients(work_task):
    who = worker(work_task)
    assert not model.knows_client(world(), who, world().clients[AINO])
    assert not model.knows_case(world(), who, world().cases[CASE])
    assert not model.reads_document(world(), who, paper())
    assert not model.changes_case(world(), who, world().cases[CASE])


def test_of_a_case_one_knows_when_one_may_see_something_in_it():
    assert model.knows_case(world(), worker("implementing"), world().cases[CASE])
    assert not model.knows_case(world(), worker("implementing", own=frozenset({"20"})), world().cases[CASE])
    linked = world(links=[Link(case=CASE, unit=HOME_CARE, start=TODAY)])
    at_provider = worker("provider_implementing", unit(HOME_CARE, provider=PROVIDER))
    assert model.knows_case(linked, at_provider, linked.cases[CASE])
    assert not model.knows_case(world(), at_provider, world().cases[CASE])


def test_a_special_ground_opens_for_reading_and_never_for_writing():
    left = [Member(case=CASE, client=AINO, joined_at=AT - DAY, left_at=AT - HOUR)]
    drawn = world(members=left, grounds=[ground(unit=NORTH)])
    assert model.reads_draft(drawn, worker(), paper(is_signed=False))
    assert not model.writes_document(drawn, worker(), paper(is_signed=False))
    assert not model.changes_case(drawn, worker(), drawn.cases[CASE])
    assert not model.changes_client(drawn, worker(), drawn.clients[AINO])


def test_a_student_writes_and_does_not_sign():
    student = worker(student=True)
    assert model.writes_document(world(), student, paper(is_signed=False))
    assert not model.signs_document(world(), student, paper(is_signed=False))
    assert model.signs_document(world(), worker(), paper(is_signed=False))


@pytest.mark.parametrize(
    ("work_task", "changes"),
    [("broad_responsibility", True), ("administrative", True), ("implementing", False), ("archive", False)],
)
def test_the_details_of_a_client_are_changed_by_those_who_handle(work_task, changes):
    assert model.changes_client(world(), worker(work_task), world().clients[AINO]) is changes
    linked = world(links=[Link(case=CASE, unit=SOUTH, start=TODAY)])
    assert not model.changes_client(linked, worker(work_task, SOUTH), linked.clients[AINO])
