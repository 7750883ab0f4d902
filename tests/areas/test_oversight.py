"""Investigations of the log, as the owner of the tables and as the server's role behind the second wall."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from nippu.access.errors import NotThere
from nippu.access.types import WorkTask
from nippu.access.wall import standing
from nippu.audit.actions import record, record_refusal
from nippu.audit.errors import DisclosureNotTold, LogClosed, LogRequestNotThere
from nippu.audit.models import Disclosure, UseRecord
from nippu.audit.types import Kind, Outcome, Purpose
from nippu.base.ids import new_id
from nippu.cases.models import Case
from nippu.clients.models import Client, SpecialGround
from nippu.oversight import actions, queries, requests
from nippu.oversight.types import LogFilter, Pattern
from nippu.people.types import ContactDetails, NewPerson
from tests import cast

HIDDEN = "Kaislatie"


@pytest.fixture
def both(aino, pekka):
    return aino, pekka


@pytest.fixture
def officer(veera):
    """Veera as one who watches over the use of data."""
    return replace(veera, work_task=WorkTask.DATA_PROTECTION)


@pytest.fixture
def wanted(now):
    day = now.date()
    return LogFilter(start=day - timedelta(days=30), end=day)


@pytest.fixture(params=["owner", "server"])
def role(request, officer, now):
    """The log is read by the owner of the tables, or by the server's role with the officer standing."""
    if request.param == "owner":
        yield
        return
    with transaction.atomic(), standing(officer, at=now):
        yield


def ids_of(page, action="client.read"):
    return [row.id for row in page.rows if row.action == action]


def use(client, by, at, action="client.read"):
    record(action, by=by, clients=[client], at=at, subject_id=client)
    return UseRecord.objects.latest("id").pk


def person(family, given, code, street=""):
    contact = ContactDetails(street_address=street, postal_code="00990" if street else "")
    return NewPerson(family_name=family, given_names=given, identity_code=code, contact=contact)


def test_a_page_of_the_log_names_who_whom_and_where(aino, eero, officer, now, wanted):
    key = use(aino, eero, now)
    found = queries.read_log(replace(wanted, client_id=aino, kind=Kind.READ), by=officer, at=now)
    (row,) = [each for each in found.rows if each.id == key]
    assert (row.worker.name, row.unit_name.fi) == ("Eero Pohjola", "Aikuissosiaalityö, Pohjoinen")
    assert [each.name for each in row.clients] == ["Aino Maria Mäkelä"]
    assert (row.kind, row.purpose, row.work_task) == (Kind.READ, Purpose.CLIENT_WORK, "broad_responsibility")


def test_the_log_is_read_behind_the_second_wall_too(aino, eero, now, wanted, officer):
    key = use(aino, eero, now)
    with transaction.atomic(), standing(officer, at=now):
        found = queries.read_log(replace(wanted, client_id=aino, kind=Kind.READ), by=officer, at=now)
        assert ids_of(found) == [key]
        assert found.rows[-1].clients[0].name == "Aino Maria Mäkelä"


def test_the_log_is_narrowed_by_client_worker_kind_and_day(aino, pekka, eero, veera, officer, now, wanted):
    mine, other = use(aino, eero, now), use(pekka, veera, now)
    old = use(aino, eero, now - timedelta(days=10))

    def ids(**changes):
        return ids_of(queries.read_log(replace(wanted, **changes), by=officer, at=now))

    assert ids(client_id=aino) == [mine, old]
    assert ids(professional_id=veera.professional_id) == [other]
    assert ids(client_id=aino, start=now.date()) == [mine]
    assert ids(kind=Kind.EXPORT) == []
    assert queries.read_log(wanted, by=officer, at=now, order="at").rows[0].id == old


def test_a_refusal_is_found_by_the_client_that_was_asked_for(aino, veera, officer, now, wanted):
    record_refusal("page.client", by=veera, at=now, refused="not_there", subject_id=aino)
    found = queries.read_log(replace(wanted, client_id=aino, kind=Kind.REFUSAL), by=officer, at=now)
    assert [(row.refused, row.clients) for row in found.rows] == [("not_there", ())]


def test_a_look_into_the_log_is_in_the_log(aino, officer, now, wanted):
    queries.read_log(replace(wanted, client_id=aino), by=officer, at=now)
    list(queries.save_log(wanted, by=officer, at=now))
    looks = UseRecord.objects.filter(action__startswith="log.").order_by("id")
    assert [(each.action, each.kind, each.clients) for each in looks] == [
        ("log.read", "read", [aino]),
        ("log.export", "export", []),
    ]
    assert {each.purpose for each in looks} == {"supervision"}


def test_the_log_comes_in_pages(aino, eero, officer, now, wanted):
    for number in range(queries.PAGE_ROWS + 1):
        use(aino, eero, now - timedelta(seconds=number))
    by_worker = replace(wanted, professional_id=eero.professional_id, kind=Kind.READ)
    first = queries.read_log(by_worker, by=officer, at=now)
    last = queries.read_log(by_worker, by=officer, at=now, page=9)
    assert (len(first.rows), first.count, first.pages) == (queries.PAGE_ROWS, queries.PAGE_ROWS + 1, 2)
    assert (len(last.rows), last.page) == (1, 2)


def test_only_those_who_watch_over_the_use_of_data_read_the_log(aino, eero, officer, now, wanted):
    with pytest.raises(LogClosed):
        queries.read_log(wanted, by=eero, at=now)
    with pytest.raises(LogClosed):
        queries.find("Mäkelä", by=eero, at=now)
    manager = replace(officer, work_task=WorkTask.MANAGEMENT)
    assert queries.read_log(wanted, by=manager, at=now).rows
    assert (queries.may_investigate(manager), queries.may_answer_clients(manager)) == (True, False)
    assert (queries.may_investigate(eero), queries.may_answer_clients(officer)) == (False, True)


def test_the_database_shows_a_case_worker_no_record_and_no_name(aino, eero, now):
    use(aino, eero, now)
    with transaction.atomic(), standing(eero, at=now):
        assert UseRecord.objects.count() == 0
        record("client.read", by=eero, clients=[aino], at=now)
        with pytest.raises(ProgrammingError, match="watches over"), transaction.atomic():
            queries.find_clients(eero.controller_id, code="", words="makela:*")


def test_the_database_tells_an_officer_nothing_of_another_controller(aino, eero, officer, now):
    with transaction.atomic(), standing(officer, at=now):
        with pytest.raises(ProgrammingError, match="watches over"), transaction.atomic():
            queries.find_clients(new_id(), code="", words="makela:*")
        for other in ({"controller_id": new_id()}, {"professional_id": eero.professional_id}):
            with pytest.raises(ProgrammingError, match="policy"), transaction.atomic():
                record("client.read", by=replace(officer, **other), clients=[aino], at=now)


@pytest.mark.parametrize("text", ["mäkelä", "Aino Mak", "120493-9088"])
def test_a_client_is_found_for_an_investigation(text, aino, pekka, officer, now, role):
    found = queries.find(text, by=officer, at=now)
    assert aino in {each.id for each in found.clients}
    assert {each.name for each in found.clients} <= {"Aino Maria Mäkelä", "Pekka Olavi Mäkelä"}


def test_a_worker_is_found_and_the_search_is_recorded_without_its_words(eero, officer, now):
    found = queries.find("pohj", by=officer, at=now)
    assert [(each.id, each.name) for each in found.workers] == [(eero.professional_id, "Eero Pohjola")]
    (use,) = UseRecord.objects.filter(action="log.search")
    assert (use.kind, use.search_kind, use.subject_id) == ("search", "name", None)
    assert queries.find("p", by=officer, at=now).workers == ()


def test_a_client_and_a_worker_are_named(aino, eero, officer):
    assert queries.client_named(aino, by=officer).name == "Aino Maria Mäkelä"
    assert queries.worker_named(eero.professional_id, by=officer).name == "Eero Pohjola"
    assert queries.client_named(new_id(), by=officer) is None
    assert queries.worker_named(new_id(), by=officer) is None


def unusual(pattern, wanted, officer, now, action="client.read"):
    return ids_of(queries.read_log(replace(wanted, pattern=pattern), by=officer, at=now), action)


def test_a_look_without_an_open_case_is_unusual(aino, pekka, eero, officer, now, wanted, role_later):
    cast.own_case(aino, by=eero, at=now - timedelta(days=2))
    use(aino, eero, now)
    early, without = use(aino, eero, now - timedelta(days=3)), use(pekka, eero, now)
    elsewhere = use(aino, officer, now)
    with role_later():
        assert unusual(Pattern.NO_CASE, wanted, officer, now) == [elsewhere, without, early]


def test_a_look_by_the_own_worker_is_not_unusual(aino, eero, officer, now, wanted):
    Client.objects.filter(pk=aino).update(own_worker_id=eero.professional_id)
    use(aino, eero, now)
    assert unusual(Pattern.NO_CASE, wanted, officer, now) == []


@pytest.fixture
def role_later(officer, now):
    """A block in which the server's role reads, with the officer standing."""

    @contextmanager
    def block():
        with transaction.atomic(), standing(officer, at=now):
            yield

    return block


def test_a_client_with_the_family_name_of_the_user_is_unusual(aino, eero, officer, now, wanted, role_later):
    relative = cast.make_client(person("pohjola", "Liisa", "010150-901D"), by=eero, at=now)
    key = use(relative, eero, now)
    use(aino, eero, now)
    with role_later():
        assert unusual(Pattern.FAMILY, wanted, officer, now) == [key]


def test_a_client_at_the_address_of_the_user_is_unusual(aino, pekka, eero, officer, now, wanted, role_later):
    """Aino lives at the Kaislatie; a person with Eero's name does so too."""
    same = cast.AINO.contact.street_address
    cast.make_client(person("Pohjola", "Eero Ilmari", "010150-901D", street=same), by=eero, at=now)
    key = use(aino, eero, now)
    use(pekka, eero, now)
    with role_later():
        assert unusual(Pattern.ADDRESS, wanted, officer, now) == [key]


def test_a_colleague_as_a_client_is_unusual(aino, eero, otso, officer, now, wanted, role_later):
    colleague = cast.make_client(person("Karhula", "Otso Juhani", "010150-901D"), by=eero, at=now)
    key = use(colleague, eero, now)
    use(aino, eero, now)
    with role_later():
        assert unusual(Pattern.COLLEAGUE, wanted, officer, now) == [key]


def test_the_data_of_many_clients_in_an_hour_are_unusual(both, eero, officer, now, wanted, settings):
    settings.MANY_CLIENTS_IN_HOUR = 1
    aino, pekka = both
    keys = [use(aino, eero, now), use(pekka, eero, now + timedelta(minutes=59))]
    use(aino, officer, now)
    use(aino, eero, now - timedelta(hours=2))
    found = unusual(Pattern.MANY, wanted, officer, now)
    assert [key for key in reversed(found) if key in keys] == keys
    assert len(found) == 2


def test_a_look_on_a_special_ground_is_a_list_of_its_own(aino, veera, officer, now, wanted, role_later):
    SpecialGround.objects.create(
        client_id=aino, professional_id=veera.professional_id, unit_id=veera.unit_id, law="1301/2014 36 §",
        words="Kiireellinen tilanne", begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    key = use(aino, veera, now)
    use(aino, veera, now + timedelta(hours=2))
    with role_later():
        assert unusual(Pattern.SPECIAL, wanted, officer, now) == [key]


@pytest.mark.parametrize("pattern", Pattern)
def test_every_pattern_has_a_name_and_a_meaning(pattern):
    assert pattern.label
    assert pattern.meaning


TOLD = actions.ToldDisclosure(
    recipient="Kela", legal_basis="703/2023 64 §", data_sets="Päätös 3.11.2026", purpose="Etuuden käsittely"
)


def test_what_was_given_out_is_written_down_by_one_who_works_with_the_client(
    aino, eero, officer, now, role_later
):
    cast.own_case(aino, by=eero, at=now)
    actions.disclose(aino, TOLD, by=eero, at=now)
    assert Disclosure.objects.get().clients == [aino]
    with role_later():
        (row,) = requests.list_disclosures(aino, by=officer, at=now)
    assert (row.recipient, row.legal_basis, row.discloser) == ("Kela", "703/2023 64 §", "Eero Pohjola")
    with pytest.raises(LogClosed):
        requests.list_disclosures(aino, by=eero, at=now)


def test_a_disclosure_is_refused_to_a_stranger_to_the_client_and_when_not_told(aino, eero, veera, now):
    with pytest.raises(NotThere):
        actions.disclose(aino, TOLD, by=veera, at=now)
    with pytest.raises(DisclosureNotTold):
        actions.disclose(aino, replace(TOLD, legal_basis=""), by=eero, at=now)


@pytest.fixture
def asked(aino, eero, officer, now):
    day = now.date()
    return actions.ask_for_log(
        aino, asked_on=day, period=(day - timedelta(days=365), day), reason="", by=officer, at=now
    )


def test_a_request_is_taken_in_listed_and_answered(asked, aino, officer, now):
    (row,) = requests.list_requests(by=officer, at=now)
    assert (row.id, row.client.name, row.answer) == (asked, "Aino Maria Mäkelä", None)
    assert (row.due_on, row.is_late(date(2027, 1, 24)), row.is_late(date(2027, 1, 25))) == (
        date(2027, 1, 24),
        False,
        True,
    )
    actions.give_log(asked, by=officer, at=now)
    view = requests.open_request(asked, by=officer, at=now)
    assert (view.answer.outcome, view.answer.by) == (Outcome.GIVEN, "Veera Etelä")
    assert not view.is_late(date(2030, 1, 1))


def test_a_request_is_refused_with_its_reason(asked, officer, now):
    actions.refuse_log(asked, reason="Vaarantaisi vakavasti toisen oikeuksia", by=officer, at=now)
    (row,) = requests.list_requests(by=officer, at=now)
    assert (row.answer.outcome, row.answer.reason) == (
        Outcome.REFUSED,
        "Vaarantaisi vakavasti toisen oikeuksia",
    )


def test_requests_are_for_the_data_protection_officer_of_the_controller(asked, aino, eero, officer, now):
    for who in (eero, replace(officer, work_task=WorkTask.MANAGEMENT)):
        with pytest.raises(LogClosed):
            requests.list_requests(by=who, at=now)
        with pytest.raises(LogClosed):
            requests.open_request(asked, by=who, at=now)
    with pytest.raises(LogRequestNotThere):
        requests.open_request(asked, by=replace(officer, controller_id=new_id()), at=now)
    with pytest.raises(NotThere):
        actions.ask_for_log(
            new_id(), asked_on=now.date(), period=(now.date(), now.date()), reason="", by=officer, at=now
        )


def test_the_extract_tells_who_used_or_got_the_data_when_and_why_and_names_no_other_client(
    asked, both, eero, officer, now, role_later
):
    aino, pekka = both
    record("case.read", by=eero, clients=[aino, pekka], at=now - timedelta(days=1))
    record("case.read", by=eero, clients=[pekka], at=now)
    record("case.read", by=eero, clients=[aino], at=now - timedelta(days=800))
    record_refusal("page.client", by=officer, at=now, refused="not_there", subject_id=aino)
    cast.own_case(aino, by=eero, at=now)
    actions.disclose(aino, TOLD, by=eero, at=now)
    with role_later():
        found = requests.extract(asked, by=officer, at=now)
    reads = [row for row, _ in found.uses if row.action == "case.read"]
    assert [(row.worker.name, row.at) for row in reads] == [("Eero Pohjola", now - timedelta(days=1))]
    assert {row.kind for row, _ in found.uses}.isdisjoint({Kind.REFUSAL})
    assert [row.recipient for row in found.disclosures] == ["Kela"]
    assert found.controller_name.fi == "Esimerkin hyvinvointialue"
    made = UseRecord.objects.get(action="log_request.print")
    assert (made.kind, made.purpose, made.clients) == ("print", "log_request", [aino])


def test_the_extract_tells_the_ground_of_each_use(asked, aino, eero, veera, officer, now, role_later):
    actions_seen = ["case.read", "document.read", "client.sheet", "client.read"]
    record(actions_seen[0], by=eero, clients=[aino], at=now - timedelta(days=3))
    cast.own_case(aino, by=eero, at=now - timedelta(days=2))
    SpecialGround.objects.create(
        client_id=aino, professional_id=veera.professional_id, unit_id=veera.unit_id, law="1301/2014 36 §",
        words="Kiireellinen", begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    record(actions_seen[1], by=eero, clients=[aino], at=now)
    record(actions_seen[2], by=veera, clients=[aino], at=now)
    record(actions_seen[3], by=veera, clients=[aino], at=now - timedelta(days=1))
    with role_later():
        found = requests.extract(asked, by=officer, at=now)
    grounds = {row.action: ground for row, ground in found.uses}
    number = Case.objects.get().number
    told = [(grounds[each].kind, grounds[each].detail) for each in actions_seen]
    assert told == [("taken", ""), ("case", number), ("special", "1301/2014 36 §"), ("", "")]
    assert [grounds[each].label for each in actions_seen][2:] == [
        "Erityinen peruste",
        "Ei kirjattua asiayhteyttä",
    ]


def test_no_address_of_a_client_comes_out_of_the_functions(aino, officer, now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM oversight_names(%s, %s)", [officer.controller_id, [aino]])
        told = str(cursor.fetchall())
        cursor.execute("SELECT * FROM oversight_find(%s, '', 'aino:*')", [officer.controller_id])
        told += str(cursor.fetchall())
    assert "Aino" in told
    assert HIDDEN not in told
