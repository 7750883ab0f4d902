from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from nippu.access.errors import NotThere
from nippu.audit.models import UseRecord
from nippu.base.ids import new_id
from nippu.base.texts import Bilingual
from nippu.clients import actions, queries, rules
from nippu.clients.errors import (
    DayInFuture,
    DetailsKeptFromView,
    LanguageUnknown,
    NoRelationship,
    NotAColleague,
    RiskEndsBeforeStart,
    RiskWithoutWords,
)
from nippu.clients.models import Client, ClientRelationship, Risk, ServiceTaskMembership
from nippu.clients.types import ClientChanges
from nippu.organisations.actions import create_controller
from nippu.people.models import Person
from nippu.people.types import ContactDetails
from tests import cast

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


def test_a_person_is_one_client_of_the_controller(aino, eero, veera, now):
    person = queries.open_client(aino, by=eero, at=now).person_id
    assert actions.take_as_client(person, by=veera, at=now) == aino
    assert UseRecord.objects.filter(action="client.take").count() == 1


def test_a_person_of_another_controller_is_not_taken(aino, eero, now):
    person = queries.open_client(aino, by=eero, at=now).person_id
    other = create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    Person.objects.update(controller_id=other)
    with pytest.raises(NotThere):
        actions.take_as_client(person, by=eero, at=now)


@pytest.mark.parametrize(("who", "found"), [("eero", True), ("otso", True), ("veera", False)])
def test_a_client_is_known_to_the_own_unit_only(aino, request, now, who, found):
    actor = request.getfixturevalue(who)
    if found:
        assert queries.open_client(aino, by=actor, at=now).name == "Aino Maria Mäkelä"
        return
    with pytest.raises(NotThere):
        queries.open_client(aino, by=actor, at=now)
    with pytest.raises(NotThere):
        actions.set_security_ban(aino, banned=True, by=actor, at=now)
    assert queries.matching_clients("mäkelä", by=actor, at=now, limit=5) == ()
    assert not UseRecord.objects.filter(action="client.read").exists()


def test_a_unit_with_a_case_of_the_client_knows_the_client(aino, eero, veera, now):
    cast.own_case(aino, by=veera, at=now)
    page = queries.open_client(aino, by=veera, at=now)
    assert page.id == aino
    assert [each[0] for each in queries.matching_clients("mäkelä", by=veera, at=now, limit=5)] == [aino]


def test_a_client_of_another_controller_is_not_known_even_in_the_same_unit(aino, eero, now):
    other = create_controller(oid="1.2.246.10.1.10.0", name=Bilingual("Toinen"))
    Client.objects.update(controller_id=other)
    with pytest.raises(NotThere):
        queries.open_client(aino, by=eero, at=now)
    with pytest.raises(NotThere):
        actions.start_relationship(aino, on=TODAY, by=eero, at=now)


def test_the_clients_page_tells_the_situation_and_is_recorded(aino, eero, otso, now):
    actions.name_own_worker(aino, otso.professional_id, by=eero, at=now)
    actions.record_risk(aino, " Vahtikoira kotona. ", start=YESTERDAY, by=eero, at=now)
    changes = ClientChanges(service_language="sv", interpreter="arabia", special_support=True)
    actions.change_client(aino, changes, by=eero, at=now)
    actions.change_client(aino, ClientChanges(), by=eero, at=now)
    cast.own_case(aino, by=eero, at=now)
    page = queries.open_client(aino, by=otso, at=now)
    assert (page.age, page.identity_code, page.sex) == (33, "120493-9088", "2")
    assert (page.service_language, page.interpreter, page.special_support) == ("sv", "arabia", True)
    assert page.own_worker.name == "Otso Karhula"
    assert [(each.description, each.recorded_by) for each in page.risks] == [
        ("Vahtikoira kotona.", "Eero Pohjola")
    ]
    assert page.relationship.started_on == TODAY
    (task,) = page.relationship.service_tasks
    assert (task.name.fi, task.unit_name.fi, task.started_on) == (
        "Työikäisten palvelut",
        "Aikuissosiaalityö, Pohjoinen",
        TODAY,
    )
    (use,) = UseRecord.objects.filter(action="client.read")
    assert (use.clients, use.professional_id) == ([aino], otso.professional_id)


@pytest.mark.parametrize("banned", [False, True])
def test_contact_details_are_absent_under_a_security_ban(aino, eero, now, banned):
    details = ContactDetails(phone="040 555 0163", street_address="Salatie 1")
    actions.change_contact_details(aino, details, by=eero, at=now)
    actions.set_security_ban(aino, banned=banned, by=eero, at=now)
    (facts,) = queries.facts_of([aino], at=now)
    for page in (queries.open_client(aino, by=eero, at=now), facts):
        assert page.security_ban is banned
        assert (page.contact is None) is banned
        assert ("0163" in repr(page) or "Salatie" in repr(page)) is not banned
    assert "0163" not in repr(queries.strip_of([aino], at=now))


def test_under_a_security_ban_nobody_writes_over_contact_details_unseen(aino, eero, now):
    actions.set_security_ban(aino, banned=True, by=eero, at=now)
    with pytest.raises(DetailsKeptFromView):
        actions.change_contact_details(aino, ContactDetails(phone="1"), by=eero, at=now)
    actions.set_security_ban(aino, banned=False, by=eero, at=now)
    assert queries.open_client(aino, by=eero, at=now).contact.phone == "040 555 0162"


def test_the_whole_identity_code_is_told_to_one_who_asks_and_the_asking_is_recorded(aino, eero, veera, now):
    assert queries.show_identity_code(aino, by=eero, at=now) == "120493-9088"
    with pytest.raises(NotThere):
        queries.show_identity_code(aino, by=veera, at=now)
    (use,) = UseRecord.objects.filter(action="client.show_identity_code")
    assert (use.professional_id, use.clients) == (eero.professional_id, [aino])


def test_the_strip_tells_the_clients_in_the_order_asked_in_one_statement(
    aino, pekka, eero, now, django_assert_num_queries
):
    actions.name_own_worker(pekka, eero.professional_id, by=eero, at=now)
    actions.record_risk(pekka, "Riski.", start=TODAY, by=eero, at=now)
    actions.record_risk(pekka, "Mennyt.", start=date(2025, 1, 1), end=YESTERDAY, by=eero, at=now)
    with django_assert_num_queries(1):
        first, second = queries.strip_of([pekka, aino], at=now)
    assert (first.id, first.position, first.initials, first.risks) == (pekka, 1, "PM", 1)
    assert (first.own_worker, first.own_worker_id) == ("Eero Pohjola", eero.professional_id)
    assert (second.id, second.position, second.own_worker, second.risks) == (aino, 2, "", 0)
    assert [each.id for each in queries.facts_of([pekka, aino], at=now)] == [pekka, aino]


def test_a_risk_that_has_ended_is_no_longer_told(aino, pekka, eero, now):
    risk = actions.record_risk(aino, "Riski.", start=YESTERDAY, by=eero, at=now)
    with pytest.raises(NotThere):
        actions.end_risk(pekka, risk, on=TODAY, by=eero, at=now)
    actions.end_risk(aino, risk, on=YESTERDAY, by=eero, at=now)
    assert queries.open_client(aino, by=eero, at=now).risks == ()


@pytest.mark.parametrize(
    ("words", "end", "error"),
    [
        (" ", None, RiskWithoutWords),
        ("Riski.", YESTERDAY, RiskEndsBeforeStart),
        ("Riski.", TODAY, None),
    ],
)
def test_a_risk_is_described_and_does_not_end_before_it_starts(aino, eero, now, words, end, error):
    if error is None:
        assert actions.record_risk(aino, words, start=TODAY, end=end, by=eero, at=now)
        return
    with pytest.raises(error):
        actions.record_risk(aino, words, start=TODAY, end=end, by=eero, at=now)


@pytest.mark.parametrize("language", ["", "FI", "fin", "s1"])
def test_the_service_language_is_a_code(language):
    with pytest.raises(LanguageUnknown):
        rules.check_language(language)


def test_the_own_worker_is_a_professional_of_the_controller_or_none(aino, eero, now):
    actions.name_own_worker(aino, eero.professional_id, by=eero, at=now)
    with pytest.raises(NotAColleague):
        actions.name_own_worker(aino, new_id(), by=eero, at=now)
    actions.name_own_worker(aino, None, by=eero, at=now)
    assert queries.open_client(aino, by=eero, at=now).own_worker is None


def test_a_running_relationship_is_kept(aino, eero, now):
    first = actions.start_relationship(aino, on=YESTERDAY, by=eero, at=now)
    assert actions.start_relationship(aino, on=TODAY, by=eero, at=now) == first
    (only,) = queries.open_client(aino, by=eero, at=now).relationships
    assert only.started_on == YESTERDAY


def test_a_relationship_does_not_start_in_the_future(aino, eero, now):
    with pytest.raises(DayInFuture):
        actions.start_relationship(aino, on=TODAY + timedelta(days=1), by=eero, at=now)


@pytest.mark.parametrize(
    ("ended", "start", "goes_on"),
    [
        (date(2026, 11, 1), date(2026, 11, 2), False),
        (date(2026, 11, 1), date(2026, 11, 1), True),
        (TODAY, TODAY, True),
        (date(2026, 11, 1), date(2026, 10, 1), True),
        (date(2026, 11, 1), date(2026, 8, 1), True),
    ],
)
def test_a_relationship_that_had_not_ended_before_the_day_goes_on(aino, eero, now, ended, start, goes_on):
    actions.start_relationship(aino, on=date(2026, 2, 1), by=eero, at=now)
    ClientRelationship.objects.update(ended_on=date(2026, 3, 1))
    first = actions.start_relationship(aino, on=date(2026, 9, 1), by=eero, at=now)
    ClientRelationship.objects.filter(pk=first).update(ended_on=ended, end_reason="Tuen tarve päättyi.")
    second = actions.start_relationship(aino, on=start, by=eero, at=now)
    assert (second == first) is goes_on
    row = ClientRelationship.objects.get(pk=second)
    assert (row.ended_on, row.end_reason) == (None, "")
    assert row.started_on == (date(2026, 9, 1) if goes_on else start)
    assert UseRecord.objects.filter(action="relationship.continue", subject_id=first).exists() is goes_on


def test_a_case_is_opened_on_the_day_on_which_the_relationship_ended(aino, eero, now):
    cast.own_case(aino, by=eero, at=now)
    ClientRelationship.objects.update(ended_on=TODAY)
    cast.own_case(aino, by=eero, at=now)
    assert ClientRelationship.objects.get().ended_on is None


def test_relationships_of_a_client_do_not_overlap(aino, eero, now):
    actions.start_relationship(aino, on=YESTERDAY, by=eero, at=now)
    with pytest.raises(IntegrityError, match="relationship_one_at_a_time"), transaction.atomic():
        ClientRelationship.objects.create(client_id=aino, oid="1.2.3", started_on=TODAY)


def test_a_service_task_joins_a_running_relationship_once(aino, eero, veera, now):
    told = {"on": TODAY, "by": eero, "at": now}
    with pytest.raises(NoRelationship):
        actions.join_service_task(aino, cast.WORKING_AGE, eero.unit_id, **told)
    actions.start_relationship(aino, on=YESTERDAY, by=eero, at=now)
    assert actions.join_service_task(aino, cast.WORKING_AGE, eero.unit_id, **told) is True
    assert actions.join_service_task(aino, cast.WORKING_AGE, eero.unit_id, **told) is False
    assert actions.join_service_task(aino, cast.DISABILITY, veera.unit_id, **told) is True
    with pytest.raises(NotThere):
        actions.join_service_task(aino, cast.WORKING_AGE, new_id(), **told)


def test_persons_are_found_in_the_whole_register_with_the_client_that_they_are(aino, eero, veera, now):
    (hit,) = queries.find_persons("aino", by=veera, at=now)
    assert (hit.client_id, hit.person.identity_code) == (aino, "120493-9088")
    assert queries.find_persons("tuntematon", by=veera, at=now) == ()
    found, _none = UseRecord.objects.filter(action="person.search").order_by("id")
    assert (found.clients, found.professional_id) == ([aino], veera.professional_id)


def test_no_row_tells_of_a_client_when_it_is_printed(aino, eero, now):
    cast.own_case(aino, by=eero, at=now)
    actions.record_risk(aino, "Vahtikoira.", start=TODAY, by=eero, at=now)
    printed = {str(row) for model in apps.get_models() for row in model._base_manager.all()}
    assert len(printed) > 10
    assert not [each for each in printed if any(told in each for told in ("Mäkelä", "1204", "Vahti"))]


@pytest.mark.parametrize(
    ("table", "constraint", "wrong"),
    [
        (ClientRelationship, "relationship_ends_after_start", {"ended_on": YESTERDAY}),
        (ServiceTaskMembership, "service_task_ends_after_start", {"ended_on": YESTERDAY}),
        (Risk, "risk_ends_after_start", {"end": YESTERDAY}),
        (Risk, "risk_is_described", {"description": ""}),
    ],
)
def test_the_database_refuses_what_cannot_be(aino, eero, now, table, constraint, wrong):
    cast.own_case(aino, by=eero, at=now)
    actions.record_risk(aino, "Riski.", start=TODAY, by=eero, at=now)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        table.objects.update(**wrong)


def test_the_database_refuses_a_service_task_twice_in_a_unit(aino, eero, now):
    cast.own_case(aino, by=eero, at=now)
    running = ServiceTaskMembership.objects.get()
    with pytest.raises(IntegrityError, match="service_task_open_once_in_unit"), transaction.atomic():
        ServiceTaskMembership.objects.create(
            relationship=running.relationship,
            service_task=running.service_task,
            unit_id=running.unit_id,
            started_on=TODAY,
        )
