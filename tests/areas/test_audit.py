from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from nippu.access.types import WorkTask
from nippu.audit import actions, rules
from nippu.audit.actions import record, record_log_in, record_refusal
from nippu.audit.errors import (
    DisclosureNotTold,
    LogClosed,
    LogPeriodNeedsReason,
    LogPeriodWrong,
    LogRefusalWithoutReason,
    LogRequestAnswered,
    LogRequestNotThere,
)
from nippu.audit.models import Disclosure, LogAnswer, LogRequest, UseRecord
from nippu.audit.types import Details, Kind, NewDisclosure, NewLogRequest, Outcome, Purpose, SearchKind
from nippu.base.ids import new_id


@pytest.fixture
def use(aino, eero, now):
    record("client.read", by=eero, clients=[aino], at=now, subject_id=aino)
    return UseRecord.objects.get(action="client.read")


@pytest.fixture
def officer(veera):
    """Veera as one who watches over the use of data."""
    return replace(veera, work_task=WorkTask.DATA_PROTECTION)


def disclosure(*clients):
    return NewDisclosure(
        recipient="Käräjäoikeus",
        legal_basis="703/2023 64 §",
        data_sets="Päätökset 2026",
        purpose="Tuomioistuimen pyyntö",
        clients=clients,
    )


def wish(client, now, **changes):
    today = now.date()
    values = {"asked_on": today, "period_from": today - timedelta(days=365), "period_to": today}
    return NewLogRequest(client_id=client, **(values | changes))


def test_a_use_is_recorded_with_who_where_whom_and_when(use, aino, eero, now):
    assert (use.professional_id, use.unit_id, use.controller_id) == (
        eero.professional_id,
        eero.unit_id,
        eero.controller_id,
    )
    assert (use.clients, use.subject_id, use.at) == ([aino], aino, now)
    assert (use.account_id, use.work_task) == (eero.account_id, "broad_responsibility")
    assert (use.kind, use.purpose) == ("read", "client_work")
    assert str(use) == f"client.read {aino}"


def test_what_more_is_known_of_a_use_is_recorded(aino, eero, now):
    ground, told = new_id(), {"ground": "own_worker", "data_from": date(2020, 1, 2)}
    details = Details(
        kind=Kind.EXPORT, purpose=Purpose.SUPERVISION, ground_id=ground, search_kind=SearchKind.NAME, **told
    )
    record("case.list", by=eero, clients=[aino], at=now, details=details)
    found = UseRecord.objects.get(action="case.list")
    assert (found.kind, found.purpose, found.ground_id) == ("export", "supervision", ground)
    assert (found.ground, found.data_from, found.search_kind) == ("own_worker", date(2020, 1, 2), "name")


def test_a_refusal_tells_what_was_asked_for_and_of_no_client(eero, now):
    asked = new_id()
    record_refusal("page.client", by=eero, at=now, refused="not_there", subject_id=asked)
    found = UseRecord.objects.get(kind="refusal")
    assert (found.action, found.refused, found.subject_id) == ("page.client", "not_there", asked)
    assert (found.clients, found.professional_id) == ([], eero.professional_id)


def test_a_log_in_is_recorded_also_when_its_account_has_no_work_task(eero, now):
    record_log_in("failed", account_id=eero.account_id, by=None, at=now, refused="wrong")
    found = UseRecord.objects.get(kind="log_in")
    assert (found.action, found.account_id, found.refused) == ("log_in.failed", eero.account_id, "wrong")
    assert (found.controller_id, found.professional_id) == (None, None)


def test_a_use_without_who_and_where_is_refused_by_the_database(db, now):
    with pytest.raises(IntegrityError, match="use_tells_who_and_where"), transaction.atomic():
        UseRecord.objects.create(at=now, action="client.read", kind="read")


def test_a_refusal_without_its_reason_is_refused_by_the_database(eero, now):
    with pytest.raises(IntegrityError, match="use_refused_tells_why"), transaction.atomic():
        record_refusal("page.client", by=eero, at=now, refused="")


@pytest.mark.parametrize("change", ["update", "delete", "delete_all"])
def test_the_database_refuses_to_change_or_remove_a_use(use, change):
    changes = {
        "update": lambda: UseRecord.objects.filter(pk=use.pk).update(action="other"),
        "delete": use.delete,
        "delete_all": lambda: UseRecord.objects.all().delete(),
    }
    with pytest.raises(ProgrammingError, match="only grows"), transaction.atomic():
        changes[change]()
    assert UseRecord.objects.filter(pk=use.pk, action="client.read").exists()


def test_a_disclosure_is_written_down_with_its_use(aino, eero, now):
    key = actions.disclose(disclosure(aino), by=eero, at=now)
    row, use = Disclosure.objects.get(), UseRecord.objects.get(kind="disclosure")
    assert (row.pk, row.recipient, row.clients) == (key, "Käräjäoikeus", [aino])
    assert (row.professional_id, row.controller_id, row.at) == (eero.professional_id, eero.controller_id, now)
    assert (use.subject_id, use.clients, len(use.digest)) == (key, [aino], 64)
    assert str(row) == str(key)


@pytest.mark.parametrize("missing", ["recipient", "legal_basis", "data_sets", "purpose", "clients"])
def test_a_disclosure_tells_all_that_the_law_asks(missing, aino, eero, now):
    new = replace(disclosure(aino), **{missing: () if missing == "clients" else "  "})
    with pytest.raises(DisclosureNotTold):
        actions.disclose(new, by=eero, at=now)


def test_a_request_for_the_log_is_to_be_answered_in_two_months(aino, officer, now):
    key = actions.ask_for_log(wish(aino, now), by=officer, at=now)
    row = LogRequest.objects.get()
    assert (row.pk, row.client_id, row.due_on) == (key, aino, date(2027, 1, 24))
    assert UseRecord.objects.get(action="log_request.ask").clients == [aino]
    assert str(row) == str(key)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"period_from": date(2020, 1, 1)}, LogPeriodNeedsReason),
        ({"period_from": date(2026, 12, 1)}, LogPeriodWrong),
        ({"asked_on": date(2026, 11, 25)}, LogPeriodWrong),
        ({"period_to": date(2026, 11, 25)}, LogPeriodWrong),
        ({"period_from": date(2020, 1, 1), "reason": "Rikosepäily"}, None),
        ({"period_from": date(2024, 11, 24)}, None),
    ],
)
def test_the_period_of_a_request_is_right(changes, error, aino, officer, now):
    if error is None:
        assert actions.ask_for_log(wish(aino, now, **changes), by=officer, at=now)
        return
    with pytest.raises(error):
        actions.ask_for_log(wish(aino, now, **changes), by=officer, at=now)


@pytest.mark.parametrize(
    ("outcome", "reason", "action"),
    [(Outcome.GIVEN, "", "log_request.give"), (Outcome.REFUSED, "Vaarantaisi hoidon", "log_request.refuse")],
)
def test_a_request_is_answered_once(outcome, reason, action, aino, officer, now):
    key = actions.ask_for_log(wish(aino, now), by=officer, at=now)
    actions.answer_log_request(key, outcome, by=officer, at=now, reason=reason)
    row = LogAnswer.objects.get(request=key)
    assert (row.outcome, row.reason, row.at) == (outcome.value, reason, now)
    assert UseRecord.objects.get(action=action).subject_id == key
    with pytest.raises(LogRequestAnswered):
        actions.answer_log_request(key, outcome, by=officer, at=now, reason=reason)
    assert str(row) == str(row.pk)


def test_a_request_is_not_refused_without_a_reason(aino, officer, now):
    key = actions.ask_for_log(wish(aino, now), by=officer, at=now)
    with pytest.raises(LogRefusalWithoutReason):
        actions.answer_log_request(key, Outcome.REFUSED, by=officer, at=now, reason=" ")


def test_requests_are_taken_and_answered_by_the_data_protection_officer_only(aino, eero, officer, now):
    key = actions.ask_for_log(wish(aino, now), by=officer, at=now)
    for who in (eero, replace(eero, work_task=WorkTask.MANAGEMENT)):
        with pytest.raises(LogClosed):
            actions.ask_for_log(wish(aino, now), by=who, at=now)
        with pytest.raises(LogClosed):
            actions.answer_log_request(key, Outcome.GIVEN, by=who, at=now)


def test_a_request_of_another_controller_is_not_there(aino, officer, now):
    key = actions.ask_for_log(wish(aino, now), by=officer, at=now)
    with pytest.raises(LogRequestNotThere):
        actions.answer_log_request(key, Outcome.GIVEN, by=replace(officer, controller_id=new_id()), at=now)


@pytest.mark.parametrize("model", [Disclosure, LogRequest, LogAnswer])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_was_disclosed_asked_and_answered_is_never_changed(model, change, aino, officer, now):
    actions.disclose(disclosure(aino), by=officer, at=now)
    key = actions.ask_for_log(wish(aino, now), by=officer, at=now)
    actions.answer_log_request(key, Outcome.GIVEN, by=officer, at=now)
    changes = {
        "update": lambda: model.objects.update(at=now + timedelta(1)),
        "delete": lambda: model.objects.all()._raw_delete("default"),
    }
    with pytest.raises(ProgrammingError, match="only grows"), transaction.atomic():
        changes[change]()
    assert model.objects.get().at == now


@pytest.mark.parametrize(
    ("action", "kind", "purpose"),
    [
        ("document.read", Kind.READ, Purpose.CLIENT_WORK),
        ("intake.list_waiting", Kind.READ, Purpose.INTAKE),
        ("search", Kind.SEARCH, Purpose.CLIENT_WORK),
        ("person.search", Kind.SEARCH, Purpose.INTAKE),
        ("client.sheet", Kind.PRINT, Purpose.CLIENT_WORK),
        ("case.export", Kind.EXPORT, Purpose.CLIENT_WORK),
        ("document.sign", Kind.CHANGE, Purpose.CLIENT_WORK),
        ("log.read", Kind.READ, Purpose.SUPERVISION),
        ("organisations.work_task.give", Kind.UPKEEP, Purpose.UPKEEP),
        ("log_in.out", Kind.LOG_IN, Purpose.LOG_IN),
        ("log_request.give", Kind.CHANGE, Purpose.LOG_REQUEST),
        ("upkeep.remove_expired", Kind.UPKEEP, Purpose.UPKEEP),
        ("disclosure.disclose", Kind.DISCLOSURE, Purpose.DISCLOSURE),
    ],
)
def test_kind_and_purpose_follow_from_the_action(action, kind, purpose):
    assert (rules.kind_of(action), rules.purpose_of(action)) == (kind, purpose)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026-4718", SearchKind.CASE_NUMBER),
        (" 120493-9088 ", SearchKind.IDENTITY_CODE),
        ("T2026-12", SearchKind.TEMPORARY_CODE),
        ("Mäkelä Aino", SearchKind.NAME),
    ],
)
def test_it_is_told_by_what_was_searched(text, kind):
    assert rules.search_kind_of(text) is kind


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 11, 24), date(2027, 1, 24)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 10, 15), date(2026, 12, 15)),
    ],
)
def test_an_answer_is_due_in_two_months(asked, due):
    assert rules.answer_due(asked) == due


def test_the_leap_day_some_years_before_is_the_day_before_it():
    assert rules.years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)


@pytest.mark.parametrize("kind", [*Kind, *Purpose, *Outcome])
def test_every_kind_purpose_and_outcome_has_a_name(kind):
    assert kind.label
