from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from nippu.access.errors import NotAllowed, NotThere
from nippu.audit.models import UseRecord
from nippu.base.errors import Invalid
from nippu.base.oids import Node, oid_of
from nippu.cases import actions, queries
from nippu.cases.errors import CaseNameInWordsMissing, CaseNameUnknown, ClientTwice, ServiceTaskNotOfUnit
from nippu.cases.models import Case, CaseMember, CaseNumbers
from nippu.cases.types import CaseFilter, CaseState, NewCase
from nippu.clients.models import Client, ClientGate
from nippu.clients.queries import open_client
from tests import cast


def test_an_own_case_gets_a_number_a_member_a_relationship_and_a_service_task(aino, eero, now):
    case = queries.open_case(cast.own_case(aino, by=eero, at=now), by=eero, at=now)
    assert (case.number, case.oid) == ("2026-1", "1.2.246.10.99999999.50.2026.1")
    assert (case.name.fi, case.service_task_name.fi) == ("Arjessa selviytymisen tuki", "Työikäisten palvelut")
    assert (case.state, case.joint, case.stage) == (CaseState.OPEN, False, "initiation")
    assert case.responsible.name == "Eero Pohjola"
    assert [(each.client.name, each.position, each.joined_at) for each in case.members] == [
        ("Aino Maria Mäkelä", 1, now)
    ]
    relationship = open_client(aino, by=eero, at=now).relationship
    assert relationship.oid.startswith("1.2.246.10.99999999.51.2026.")
    assert [(each.service_task, each.unit_id) for each in relationship.service_tasks] == [
        (cast.WORKING_AGE, eero.unit_id)
    ]


def test_a_joint_case_keeps_its_members_in_order_of_joining(aino, pekka, eero, now):
    case = queries.open_case(cast.joint_case(pekka, aino, by=eero, at=now), by=eero, at=now)
    assert [(each.client.id, each.position) for each in case.members] == [(pekka, 1), (aino, 2)]
    assert all(open_client(each, by=eero, at=now).relationship for each in (aino, pekka))


@pytest.mark.parametrize(
    ("clients", "changes", "error"),
    [
        (1, {}, None),
        (2, {"joint": True}, None),
        (1, {"name_code": "99", "name_text": "Muutto"}, None),
        (0, {}, "own_case_needs_one"),
        (2, {}, "own_case_needs_one"),
        (1, {"joint": True}, "joint_case_needs_two"),
        (1, {"service_task": cast.DISABILITY}, ServiceTaskNotOfUnit.code),
        (1, {"service_task": ""}, ServiceTaskNotOfUnit.code),
        (1, {"name_code": "X-ei-ole"}, CaseNameUnknown.code),
        (1, {"name_code": "99", "name_text": " "}, CaseNameInWordsMissing.code),
    ],
)
def test_a_case_is_opened_or_refused_by_what_is_told_of_it(aino, pekka, eero, now, clients, changes, error):
    told = {"service_task": cast.WORKING_AGE, "name_code": "X-arki"} | changes
    new = NewCase(clients=(aino, pekka)[:clients], **told)
    if error is None:
        assert actions.register_case(new, by=eero, at=now)
        return
    with pytest.raises(Invalid) as refused:
        actions.register_case(new, by=eero, at=now)
    assert refused.value.code == error
    assert not Case.objects.exists()


def test_the_same_client_is_not_twice_in_a_joint_case(aino, eero, now):
    with pytest.raises(ClientTwice):
        cast.joint_case(aino, aino, by=eero, at=now)


def test_a_client_that_the_controller_does_not_know_is_refused(aino, eero, now, organisation):
    with pytest.raises(NotThere):
        cast.own_case(organisation.north, by=eero, at=now)


def test_a_case_of_another_name_is_called_by_its_words(aino, eero, now):
    new = NewCase(clients=(aino,), service_task=cast.WORKING_AGE, name_code="99", name_text=" Muutto ")
    case = queries.open_case(actions.register_case(new, by=eero, at=now), by=eero, at=now)
    assert (case.name.fi, case.name_text) == ("Muutto", "Muutto")
    assert queries.case_name("poistunut", "").fi == "poistunut"


def test_a_second_case_keeps_the_relationship_and_joins_the_new_unit(aino, eero, veera, now):
    cast.own_case(aino, by=eero, at=now)
    cast.own_case(aino, by=eero, at=now)
    cast.own_case(aino, by=veera, at=now)
    page = open_client(aino, by=eero, at=now)
    assert len(page.relationships) == 1
    assert {each.unit_id for each in page.relationship.service_tasks} == {eero.unit_id, veera.unit_id}


@pytest.mark.parametrize(("who", "found"), [("eero", True), ("otso", True), ("veera", False)])
def test_a_case_is_open_to_its_own_unit_only(aino, eero, now, request, who, found):
    case_id = cast.own_case(aino, by=eero, at=now)
    reader = request.getfixturevalue(who)
    if found:
        assert queries.open_case(case_id, by=reader, at=now).id == case_id
        return
    with pytest.raises(NotThere):
        queries.open_case(case_id, by=reader, at=now)
    assert queries.cases_of_client(aino, by=reader, at=now) == ()
    assert queries.unit_cases(by=reader, at=now).count == 0
    assert queries.search("2026-1", by=reader, at=now).cases == ()


def test_reading_a_case_is_recorded_with_its_members_and_a_refusal_reads_nothing(
    aino, pekka, eero, veera, now
):
    case_id = cast.joint_case(aino, pekka, by=eero, at=now)
    queries.open_case(case_id, by=eero, at=now)
    with pytest.raises(NotThere):
        queries.open_case(case_id, by=veera, at=now)
    (use,) = UseRecord.objects.filter(action="case.read")
    assert (use.professional_id, use.clients, use.subject_id) == (
        eero.professional_id,
        [aino, pekka],
        case_id,
    )


def test_a_case_page_takes_four_statements(aino, pekka, eero, now, django_assert_num_queries):
    case_id = cast.joint_case(aino, pekka, by=eero, at=now)
    with django_assert_num_queries(4):
        queries.open_case(case_id, by=eero, at=now)


def test_a_joint_case_does_not_tell_of_a_members_own_case(aino, pekka, eero, now):
    joint = cast.joint_case(aino, pekka, by=eero, at=now)
    own = cast.own_case(aino, by=eero, at=now)
    facts = queries.open_case(joint, by=eero, at=now)
    assert [each.client.id for each in facts.current_members] == [aino, pekka]
    assert queries.facts_of(joint, at=now) == facts
    assert str(own) not in repr(facts)
    assert "2026-2" not in repr(facts)
    assert {each.id for each in queries.cases_of_client(aino, by=eero, at=now)} == {joint, own}
    assert {each.id for each in queries.cases_of_client(pekka, by=eero, at=now)} == {joint}


def test_listing_a_clients_cases_is_recorded_as_a_use_of_the_data_of_all_whom_it_names(
    aino, pekka, eero, now
):
    cast.joint_case(pekka, aino, by=eero, at=now)
    queries.cases_of_client(aino, by=eero, at=now)
    used = UseRecord.objects.get(action="case.list_of_client")
    assert (set(used.clients), used.subject_id) == ({aino, pekka}, aino)


@pytest.mark.parametrize(
    ("text", "clients", "cases"),
    [
        ("mäk aino", {"aino"}, {"own", "joint"}),
        ("MAKELA", {"aino", "pekka"}, {"own", "joint"}),
        ("pekka", {"pekka"}, {"joint"}),
        ("120493-9088", {"aino"}, {"own", "joint"}),
        ("2026-2", set(), {"own"}),
        ("2026-9", set(), set()),
        ("m", set(), set()),
        ("", set(), set()),
        ("& | ! ( ) ' \\", set(), set()),
        ("tuntematon", set(), set()),
    ],
)
def test_search_finds_clients_and_cases(aino, pekka, eero, now, text, clients, cases):
    ids = {"aino": aino, "pekka": pekka}
    ids["joint"] = cast.joint_case(aino, pekka, by=eero, at=now)
    ids["own"] = cast.own_case(aino, by=eero, at=now)
    hits = queries.search(text, by=eero, at=now)
    assert {each.id for each in hits.clients} == {ids[each] for each in clients}
    assert {each.id for each in hits.cases} == {ids[each] for each in cases}
    recorded = {each for use in UseRecord.objects.filter(action="search") for each in use.clients}
    assert {ids[each] for each in clients} <= recorded
    assert bool(recorded) == bool(clients or cases)


def test_my_cases_are_filtered_ordered_and_paged(aino, pekka, eero, otso, now):
    own = cast.own_case(aino, by=eero, at=now)
    joint = cast.joint_case(aino, pekka, by=eero, at=now + timedelta(minutes=1))
    cast.own_case(aino, by=otso, at=now)
    actions.touch(own, stage="assessment", at=now + timedelta(hours=1))

    def mine(**wanted):
        return [each.id for each in queries.my_cases(by=eero, at=now, **wanted).rows]

    assert mine() == [own, joint]
    assert mine(order="changed") == [joint, own]
    assert mine(order="number") == [own, joint]
    assert mine(order="opened") == [own, joint]
    assert mine(order="client") == [own, joint]
    assert mine(order="no such") == mine(order="changed")
    assert mine(wanted=CaseFilter(text="pek")) == [joint]
    assert mine(wanted=CaseFilter(text="2026-1")) == [own]
    assert mine(wanted=CaseFilter(text="x")) == []
    assert mine(wanted=CaseFilter(joint=True)) == [joint]
    assert mine(wanted=CaseFilter(state=CaseState.CLOSED)) == []
    assert mine(page=7) == [own, joint]
    assert queries.unit_cases(by=eero, at=now).count == 3
    row = queries.my_cases(by=eero, at=now, wanted=CaseFilter(text="pek")).rows[0]
    assert [(each.initials, each.position) for each in row.members] == [("AM", 1), ("PM", 2)]
    assert row.responsible == "Eero Pohjola"


def test_a_list_costs_the_same_statements_whatever_its_length(
    aino, pekka, eero, now, django_assert_num_queries
):
    cast.own_case(aino, by=eero, at=now)
    with django_assert_num_queries(4):
        queries.my_cases(by=eero, at=now)
    for _ in range(5):
        cast.joint_case(aino, pekka, by=eero, at=now)
    with django_assert_num_queries(4):
        queries.my_cases(by=eero, at=now)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("case_closed_has_day_and_closer", {"state": "closed"}),
        ("case_other_name_in_words", {"name_code": "99"}),
    ],
)
def test_the_database_refuses_a_wrong_case(aino, eero, now, constraint, wrong):
    case_id = cast.own_case(aino, by=eero, at=now)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.filter(pk=case_id).update(**wrong)


def test_the_database_refuses_a_number_given_twice(aino, eero, now):
    first, second = cast.own_case(aino, by=eero, at=now), cast.own_case(aino, by=eero, at=now)
    number = Case.objects.get(pk=first).number
    with pytest.raises(IntegrityError, match="case_number_once"), transaction.atomic():
        Case.objects.filter(pk=second).update(number=number)
    with pytest.raises(IntegrityError, match="case_numbers_once_a_year"), transaction.atomic():
        CaseNumbers.objects.create(controller_id=eero.controller_id, year=2026)


def test_the_database_refuses_a_wrong_membership(aino, eero, now):
    case_id = cast.own_case(aino, by=eero, at=now)
    with pytest.raises(IntegrityError, match="member_once_at_a_time"), transaction.atomic():
        CaseMember.objects.create(case_id=case_id, client_id=aino, position=2, joined_at=now)
    with pytest.raises(IntegrityError, match="member_leaves_after_joining"), transaction.atomic():
        CaseMember.objects.filter(case_id=case_id).update(left_at=now)


@pytest.mark.parametrize(("year", "number"), [(0, 1), (2026, 0)])
def test_an_identifier_without_year_or_number_is_refused(year, number):
    with pytest.raises(ValueError, match="year"):
        oid_of("1.2.246.10.1.10.0", Node.CASE, year=year, number=number)


@pytest.mark.django_db(transaction=True)
def test_cases_opened_at_once_for_the_same_clients_get_numbers_of_their_own(now):
    organisation = cast.make_organisation()
    eero = cast.make_professional("eero", organisation, now)
    aino = cast.make_client(cast.AINO, by=eero, at=now)
    pekka = cast.make_client(cast.PEKKA, by=eero, at=now)
    together = Barrier(2, timeout=10)

    def open_three(clients):
        try:
            together.wait()
            return [cast.joint_case(*clients, by=eero, at=now) for _ in range(3)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        opened = [*threads.map(open_three, [(aino, pekka), (pekka, aino)])]
    numbers = [Case.objects.get(pk=each).number for three in opened for each in three]
    assert sorted(numbers) == [f"2026-{n}" for n in range(1, 7)]
    assert len(open_client(aino, by=eero, at=now).relationships) == 1


def test_nobody_opens_a_case_for_a_restricted_client_without_passing_the_gate(aino, veera, now):
    Client.objects.filter(pk=aino).update(restricted=True)
    with pytest.raises(NotAllowed):
        cast.own_case(aino, by=veera, at=now)
    ClientGate.objects.create(client_id=aino, professional_id=veera.professional_id)
    assert cast.own_case(aino, by=veera, at=now)
