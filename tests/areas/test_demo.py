"""The demonstration county: made through actions, whole, the same each time, and all of it in order."""

from collections import Counter

import pytest

from nippu.access.types import WorkTask
from nippu.cases.models import Case, CaseMember
from nippu.cli import demo_county
from nippu.cli.demo import people
from nippu.cli.demo.days import working_day
from nippu.clients.models import Client, ClientRelationship
from nippu.documents.content import findings_of
from nippu.documents.models import Document, Draft, SignedVersion
from nippu.organisations import actions, queries
from nippu.organisations.models import Controller, Unit
from nippu.people.models import Person
from nippu.people.rules import birth_date_of, check_identity_code, sex_of


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """The county, made once for the tests that only look at it."""
    from datetime import UTC, datetime

    from django.db import transaction

    at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    with django_db_blocker.unblock(), transaction.atomic():
        assert demo_county.make_if_missing(at)
        yield at
        transaction.set_rollback(True)


def test_it_has_a_county_with_two_units_and_seven_who_log_in(county):
    assert [str(each) for each in Controller.objects.all()] == ["Etelärannan hyvinvointialue"]
    assert Unit.objects.filter(provider=None).count() == 2
    accounts = queries.demo_accounts(at=county)
    workers = {"elina", "samuli", "mikaela", "kaarina", "teemu", "merja", "daniel"}
    assert {each.username for each in accounts} == workers | {"petra"}
    told = "\n".join(demo_county.logins(county))
    assert all(each.username in told and each.name in told for each in accounts)


def test_it_has_a_private_provider_whose_worker_acts_within_the_contract(county):
    petra = queries.actor_named("petra", at=county)
    assert (petra.provider, petra.work_task) == (True, WorkTask.PROVIDER_IMPLEMENTING)
    assert petra.service_tasks == ("20",)
    assert Unit.objects.get(pk=petra.unit_id).service_tasks == ["20", "X-iakkaat"]


def test_nothing_signed_has_findings(county):
    faults = []
    for version in SignedVersion.objects.select_related("document"):
        found = findings_of(
            version.structure_oid,
            bytes(version.content),
            joint=version.document.joint,
            closed=False,
            at=version.signed_at,
        )
        faults += [(version.structure_oid, each.path, each.problem) for each in found]
    assert SignedVersion.objects.count() > 50
    assert not faults


def test_making_it_again_changes_nothing(county):
    before = (Client.objects.count(), Document.objects.count(), SignedVersion.objects.count())
    assert not demo_county.make_if_missing(county)
    assert (Client.objects.count(), Document.objects.count(), SignedVersion.objects.count()) == before


def test_nothing_has_happened_after_the_moment(county):
    assert not Document.objects.filter(changed_at__gte=county).exists()
    assert not SignedVersion.objects.filter(signed_at__gte=county).exists()
    assert not Case.objects.filter(opened_at__gte=county).exists()


def test_riina_and_jarno_have_a_joint_case_and_riina_one_of_her_own(county):
    riina, jarno = (Client.objects.get(person__family_name=name) for name in ("Lehtovaara", "Saarela"))
    joint = Case.objects.get(joint=True, members__client=riina)
    assert set(joint.members.values_list("client_id", flat=True)) == {riina.id, jarno.id}
    draft = Document.objects.get(case=joint, structure_code="1506.1019")
    assert draft.state == "draft"
    assert Draft.objects.get(document=draft).findings > 0
    assert Document.objects.filter(case=joint, structure_code="1506.19001", state="signed").exists()
    own = Case.objects.get(joint=False, members__client=riina)
    plan = Document.objects.get(case=own, structure_code="1506.15020")
    assert plan.state == "signed"
    assert list(plan.clients.values_list("client_id", flat=True)) == [riina.id]
    assert ClientRelationship.objects.filter(client__in=[riina, jarno]).count() == 2


def test_kelas_notification_has_led_to_a_signed_assessment(county):
    case = Document.objects.get(
        structure_code="1506.4006", case__members__client__person__family_name="Koivumäki"
    ).case
    signed = Document.objects.filter(case=case, state="signed").values_list("structure_code", flat=True)
    assert {"1506.4006", "1506.1009", "1506.19005", "1506.1012"} <= set(signed)


def test_its_people_are_made_up_and_of_all_ages(county):
    persons = Person.objects.all()
    assert all(int(each.identity_code[7:10]) >= 900 for each in persons if each.identity_code)
    ages = {(county.year - each.birth_date.year) // 20 for each in persons}
    assert ages >= {0, 1, 2, 3}
    assert persons.count() >= 40


def test_its_lists_look_like_life(county):
    assert len(set(Case.objects.values_list("stage", flat=True))) >= 4
    assert len(set(Case.objects.values_list("service_task", flat=True))) >= 5
    assert Counter(Document.objects.values_list("state", flat=True))["draft"] >= 8
    assert CaseMember.objects.filter(case__joint=True).values("case").distinct().count() >= 3
    assert SignedVersion.objects.filter(language="sv").exists()
    assert (county - min(Case.objects.values_list("opened_at", flat=True))).days >= 50


@pytest.mark.parametrize(("born", "sex"), [("1990-02-28", "m"), ("2015-07-01", "f"), ("1938-12-24", "f")])
def test_a_made_up_identity_code_is_right(born, sex):
    from datetime import date

    day = date.fromisoformat(born)
    codes = {people.identity_code(day, sex, number) for number in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert check_identity_code(code) == code
        assert birth_date_of(code) == day
        assert sex_of(code) == {"m": "1", "f": "2"}[sex]


def test_working_days_pass_over_the_weekend(now):
    tuesday = now.date()
    assert [working_day(tuesday, back).isoweekday() for back in range(4)] == [2, 1, 5, 4]


@pytest.mark.django_db
def test_a_database_in_real_use_is_left_alone(now, organisation):
    with pytest.raises(demo_county.DatabaseInUse):
        demo_county.make_if_missing(now)
    assert Controller.objects.count() == 1
    assert not queries.is_demo()


@pytest.mark.django_db
def test_what_fails_halfway_leaves_nothing(now, monkeypatch, quick_passwords):
    def fail(*_told):
        raise RuntimeError("the light went out")

    monkeypatch.setattr(demo_county, "tell", fail)
    with pytest.raises(RuntimeError):
        demo_county.make_if_missing(now)
    assert not Controller.objects.exists()
    assert actions  # the module whose functions make the rest
