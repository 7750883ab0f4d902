"""Who is related to clients and what follows: relations, times, bans of look, work tasks and signing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F

from nippu.access.errors import NotAllowed, NotThere
from nippu.access.types import Power, WorkTask
from nippu.base.ids import DocumentId, new_id
from nippu.cases import access as cases
from nippu.cases.actions import register_case
from nippu.cases.models import Case, CaseMember, ImplementationLink
from nippu.cases.queries import cases_of_client, search, unit_cases
from nippu.cases.types import NewCase
from nippu.catalogue.queries import newest
from nippu.clients import access as clients
from nippu.clients.actions import change_client, take_as_client
from nippu.clients.models import Client, ClientGate, SpecialGround
from nippu.clients.queries import find_persons, matching_clients
from nippu.clients.types import ClientChanges
from nippu.documents import access as documents
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.actions.generating import refresh_relationship_document
from nippu.documents.actions.signing import sign
from nippu.documents.errors import PowerNeeded
from nippu.documents.models import Document, DocumentClient
from nippu.documents.queries import documents_of_client, my_drafts, open_document, suitable_structures
from nippu.intake.actions import begin_intake
from nippu.structures.samples import full_document
from tests import cast

ENTRY, ASSESSMENT, THERAPY = "1506.19005", "1506.1012", "1506.19014"
WORKING_AGE = cast.WORKING_AGE
BESIDE = (WorkTask.ARCHIVE, WorkTask.MANAGEMENT, WorkTask.DATA_PROTECTION, WorkTask.SYSTEM_ADMINISTRATION)


@pytest.fixture
def case(aino, eero, now):
    return cast.own_case(aino, by=eero, at=now)


@pytest.fixture
def draft(case, eero, now):
    return start_document(case, newest(ENTRY).oid, by=eero, at=now)


@pytest.fixture
def signed(case, eero, now):
    made = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    sign(made, version=1, by=eero, at=now)
    return made


def knows_client(client, by, at):
    return clients.READ.filter(Client.objects.filter(pk=client), by, at=at).exists()


def knows_case(case, by, at):
    return cases.READ.filter(Case.objects.filter(pk=case), by, at=at).exists()


def lets(permission, document, by, at):
    return permission.filter(Document.objects.filter(pk=document), by, at=at).exists()


def close(case, by, at):
    Case.objects.filter(pk=case).update(state="closed", closed_on=at.date(), closed_by_id=by.professional_id)


def link(case, by, at, *, first=0, last=None):
    days = [at.date() + timedelta(days=each) if each is not None else None for each in (first, last)]
    ImplementationLink.objects.create(case_id=case, unit_id=by.unit_id, started_on=days[0], ended_on=days[1])


def ground(client, by, begins, ends):
    SpecialGround.objects.create(
        client_id=client,
        professional_id=by.professional_id,
        unit_id=by.unit_id,
        ground="1",
        words="Kiireellinen tarve.",
        begins_at=begins,
        ends_at=ends,
    )


def test_a_unit_that_handles_an_open_case_is_related_and_a_closed_case_gives_nothing(
    case, aino, signed, eero, now
):
    assert knows_client(aino, eero, now)
    close(case, eero, now)
    assert not knows_client(aino, eero, now)
    assert not knows_case(case, eero, now)
    assert not lets(documents.READ, signed, eero, now)
    assert cases_of_client(aino, by=eero, at=now) == ()
    assert matching_clients("mäkelä", by=eero, at=now, limit=5) == ()


def test_a_client_just_taken_in_is_known_to_the_unit_until_the_first_case_closes(aino, eero, veera, now):
    assert knows_client(aino, eero, now)
    assert not knows_client(aino, veera, now)
    theirs = cast.own_case(aino, by=veera, at=now)
    assert not knows_client(aino, eero, now)
    close(theirs, veera, now)
    assert not knows_client(aino, eero, now)
    assert not knows_client(aino, veera, now)


def test_one_who_has_left_is_known_until_the_instant_of_leaving(case, aino, pekka, eero, now):
    CaseMember.objects.create(case_id=case, client_id=pekka, position=2, joined_at=now + timedelta(hours=1))
    CaseMember.objects.filter(client=aino).update(left_at=now + timedelta(hours=2))
    moments = {
        hours: (
            knows_client(aino, eero, now + timedelta(hours=hours)),
            knows_client(pekka, eero, now + timedelta(hours=hours)),
        )
        for hours in (0, 1, 2)
    }
    assert moments == {0: (True, False), 1: (True, True), 2: (False, True)}


def test_documents_made_after_leaving_are_not_those_of_the_one_who_left(aino, pekka, eero, now):
    joint = cast.joint_case(aino, pekka, by=eero, at=now)
    before = start_document(joint, newest(ENTRY).oid, by=eero, at=now)
    later = now + timedelta(hours=1)
    CaseMember.objects.filter(client=pekka).update(left_at=later)
    after = start_document(joint, newest(ENTRY).oid, by=eero, at=later)
    cast.own_case(pekka, by=eero, at=later)
    found = [each.id for each in documents_of_client(pekka, by=eero, at=later)]
    assert before in found
    assert after not in found


def test_the_own_worker_is_related_in_any_unit_but_writes_only_in_the_own_units_cases(
    case, aino, signed, draft, eero, veera, now
):
    assert not knows_client(aino, veera, now)
    Client.objects.filter(pk=aino).update(own_worker_id=veera.professional_id)
    assert knows_client(aino, veera, now)
    assert lets(documents.READ, signed, veera, now)
    assert not lets(documents.READ, draft, veera, now)
    assert not lets(documents.WRITE_DRAFT, signed, veera, now)
    with pytest.raises(NotAllowed):
        start_document(case, newest(ENTRY).oid, by=veera, at=now)
    change_client(aino, ClientChanges(interpreter="arabia"), by=veera, at=now)
    close(case, eero, now)
    assert not knows_client(aino, veera, now)


@pytest.mark.parametrize(
    ("days", "expected"),
    [((0, None), True), ((-5, 0), True), ((-5, -1), False), ((1, None), False)],
)
def test_a_unit_that_carries_out_a_service_is_related_on_the_days_of_it(
    case, aino, draft, veera, now, days, expected
):
    link(case, veera, now, first=days[0], last=days[1])
    assert knows_client(aino, veera, now) is expected
    assert knows_case(case, veera, now) is expected
    assert lets(documents.WRITE_DRAFT, draft, veera, now) is expected
    assert [row.id for row in unit_cases(by=veera, at=now).rows] == ([case] if expected else [])
    with pytest.raises(NotAllowed if expected else NotThere):
        change_client(aino, ClientChanges(interpreter="arabia"), by=veera, at=now)


def test_the_days_of_a_service_are_those_of_helsinki(case, aino, eero, veera, now):
    link(case, veera, now, first=-1, last=0)
    late = now.replace(hour=22, minute=30)  # in Helsinki it is the next day already
    assert knows_client(aino, veera, now)
    assert not knows_client(aino, veera, late)


def provider(actor, task=WorkTask.PROVIDER_IMPLEMENTING):
    return replace(actor, provider=True, work_task=task, service_tasks=(WORKING_AGE,))


def test_a_private_provider_is_related_only_through_the_services_that_it_carries_out(
    case, aino, signed, eero, veera, now
):
    for actor in (provider(eero), provider(veera)):
        Client.objects.filter(pk=aino).update(own_worker_id=actor.professional_id)
        ground(aino, actor, now, now + timedelta(hours=1))
        assert not knows_client(aino, actor, now)
        with pytest.raises(NotAllowed):
            take_as_client(new_id(), by=actor, at=now)
        with pytest.raises(NotAllowed):
            register_case(
                NewCase(clients=(aino,), service_task=WORKING_AGE, name_code="X-arki"), by=actor, at=now
            )
    link(case, veera, now)
    assert knows_client(aino, provider(veera), now)
    assert lets(documents.READ, signed, provider(veera), now)
    assert not lets(documents.READ, signed, replace(provider(veera), service_tasks=("20",)), now)
    codes = {each.structure_code for each in suitable_structures(case, by=provider(veera), at=now)}
    assert ENTRY in codes
    assert not codes & {"1506.4006", "1506.9001"}  # neither what begins a matter nor commitments to pay


@pytest.mark.parametrize(("hours", "expected"), [((0, 1), True), ((-1, 0), False), ((1, 2), False)])
def test_a_special_ground_lets_read_from_its_beginning_to_before_its_end_and_never_write(
    aino, signed, draft, veera, now, hours, expected
):
    begins, ends = (now + timedelta(hours=each) for each in hours)
    ground(aino, veera, begins, ends)
    assert knows_client(aino, veera, now) is expected
    assert lets(documents.READ, signed, veera, now) is expected
    assert not lets(documents.READ, draft, veera, now)
    assert not lets(documents.WRITE_DRAFT, signed, veera, now)
    assert not clients.CHANGE.filter(Client.objects.filter(pk=aino), veera, at=now).exists()
    elsewhere = replace(veera, unit_id=new_id())
    assert not knows_client(aino, elsewhere, now)


def test_a_special_ground_does_not_let_write_in_the_own_units_case_of_a_restricted_client(
    case, aino, signed, draft, otso, now
):
    Client.objects.filter(pk=aino).update(restricted=True)
    assert not knows_client(aino, otso, now)
    ground(aino, otso, now, now + timedelta(hours=1))
    assert lets(documents.READ, signed, otso, now)
    assert not lets(documents.WRITE_DRAFT, draft, otso, now)
    with pytest.raises(NotAllowed):
        start_document(case, newest(ENTRY).oid, by=otso, at=now)


def test_a_restricted_client_is_known_to_those_named_and_to_those_in_charge(
    case, aino, signed, eero, otso, now
):
    Client.objects.filter(pk=aino).update(restricted=True)
    assert knows_client(aino, eero, now)  # responsible for the open case
    assert not knows_client(aino, otso, now)
    assert not lets(documents.READ, signed, otso, now)
    assert search("mäkelä", by=otso, at=now).clients == ()
    gate = ClientGate.objects.create(client_id=aino, professional_id=otso.professional_id)
    assert knows_client(aino, otso, now)
    gate.delete()
    Client.objects.filter(pk=aino).update(own_worker_id=otso.professional_id)
    assert knows_client(aino, otso, now)


@pytest.mark.parametrize("work_task", BESIDE)
def test_work_tasks_beside_client_work_see_nothing_of_an_open_case_and_take_nobody_in(
    case, aino, signed, draft, eero, now, work_task
):
    actor = replace(eero, work_task=work_task)
    assert not knows_client(aino, actor, now)
    assert not knows_case(case, actor, now)
    assert not any(lets(documents.READ, each, actor, now) for each in (signed, draft))
    assert find_persons("mäkelä", by=actor, at=now) == ()
    assert my_drafts(by=actor, at=now) == ()
    with pytest.raises(NotAllowed):
        begin_intake(by=actor, at=now)
    with pytest.raises(NotAllowed):
        take_as_client(new_id(), by=actor, at=now)
    with pytest.raises(NotThere):
        change_client(aino, ClientChanges(interpreter="arabia"), by=actor, at=now)


def test_the_archive_reads_what_is_signed_in_closed_cases_and_writes_nothing(
    case, aino, signed, draft, eero, now
):
    therapy = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    sign(therapy, version=1, by=eero, at=now)
    Document.objects.filter(pk=therapy).update(data_class="therapeutic")
    relationship = refresh_relationship_document(aino, by=eero, at=now)
    close(case, eero, now)
    archive = replace(eero, work_task=WorkTask.ARCHIVE, unit_id=new_id())
    assert knows_client(aino, archive, now)
    assert knows_case(case, archive, now)
    seen = {
        each for each in (signed, draft, therapy, relationship) if lets(documents.READ, each, archive, now)
    }
    assert seen == {signed}
    assert open_document(signed, by=archive, at=now).id == signed
    assert not lets(documents.WRITE_DRAFT, signed, archive, now)
    assert not clients.CHANGE.filter(Client.objects.filter(pk=aino), archive, at=now).exists()


def test_implementing_sees_plans_elsewhere_and_the_rest_in_the_units_own_cases(
    case, aino, signed, eero, veera, now
):
    assessment = start_document(case, newest(ASSESSMENT).oid, by=eero, at=now)
    Document.objects.filter(pk=assessment).update(state="signed", version=1, signed_at=now)
    cast.own_case(aino, by=veera, at=now)
    there = replace(veera, work_task=WorkTask.IMPLEMENTING)
    assert lets(documents.READ, assessment, there, now)
    assert not lets(documents.READ, signed, there, now)
    here = replace(eero, work_task=WorkTask.IMPLEMENTING)
    assert lets(documents.READ, signed, here, now)
    assert lets(documents.WRITE_DRAFT, signed, here, now)
    assert not lets(documents.READ, assessment, replace(here, service_tasks=("20",)), now)


def test_therapeutic_entries_are_begun_and_read_by_those_who_carry_out_the_service(case, eero, now):
    oid = newest(ENTRY).oid
    here = replace(eero, work_task=WorkTask.IMPLEMENTING)
    document = start_document(case, oid, by=here, at=now)
    Document.objects.filter(pk=document).update(data_class="therapeutic")
    assert lets(documents.WRITE_DRAFT, document, here, now)
    assert not lets(documents.READ, document, eero, now)


def test_a_document_of_an_unknown_structure_is_closed_to_everybody(case, signed, eero, now):
    Document.objects.filter(pk=signed).update(data_class="closed")
    for task in WorkTask:
        assert not lets(documents.READ, signed, replace(eero, work_task=task), now), task


def test_no_document_is_begun_of_a_class_that_the_work_task_does_not_see(case, eero, now, monkeypatch):
    from nippu.access import data_classes

    shelter = replace(eero, work_task=WorkTask.IMPLEMENTING)
    monkeypatch.setattr(
        "nippu.documents.actions.drafting.data_class_of", lambda _code: data_classes.DataClass.SHELTER
    )
    with pytest.raises(NotAllowed):
        start_document(case, newest(ENTRY).oid, by=shelter, at=now)
    assert start_document(case, newest(ENTRY).oid, by=replace(shelter, shelter=True), at=now)


def test_controllers_never_see_one_anothers(case, aino, signed, eero, now):
    other = replace(eero, controller_id=new_id())
    ground(aino, other, now, now + timedelta(hours=1))
    Client.objects.filter(pk=aino).update(own_worker_id=other.professional_id)
    assert not knows_client(aino, other, now)
    assert not knows_case(case, other, now)
    assert not lets(documents.READ, signed, other, now)


def test_documents_get_their_data_class_from_their_structure(case, aino, draft, eero, now):
    refresh_relationship_document(aino, by=eero, at=now)
    found = dict(Document.objects.values_list("structure_code", "data_class"))
    assert found == {ENTRY: "implementation", "1505.1": "relationship"}


def test_a_student_writes_but_does_not_sign(draft, eero, now):
    student = replace(eero, student=True)
    version = save_draft(draft, {}, version=1, by=student, at=now).version
    with pytest.raises(NotAllowed):
        sign(draft, version=version, by=student, at=now)


def _assessment(case, by, at) -> tuple[DocumentId, dict[str, object]]:
    from nippu.catalogue.queries import structure

    oid = newest(ASSESSMENT).oid
    return start_document(case, oid, by=by, at=at), full_document(structure(oid))


def test_the_assessment_of_one_with_special_support_is_signed_by_a_holder_of_the_office(
    case, aino, eero, now
):
    document, typed = _assessment(case, eero, now)
    Client.objects.filter(pk=aino).update(special_support=True)
    with pytest.raises(PowerNeeded) as refused:
        sign(document, version=1, typed=typed, by=eero, at=now)
    assert refused.value.power is Power.SPECIAL_SUPPORT_ASSESSMENT
    assert "erityistä tukea" in str(refused.value)
    holder = replace(eero, powers=(Power.SPECIAL_SUPPORT_ASSESSMENT,))
    assert sign(document, version=1, typed=typed, by=holder, at=now) == 1


@pytest.mark.parametrize("answer", [None, False])
def test_other_assessments_are_signed_without_the_power(case, aino, eero, now, answer):
    Client.objects.filter(pk=aino).update(special_support=answer)
    document, typed = _assessment(case, eero, now)
    assert sign(document, version=1, typed=typed, by=eero, at=now) == 1


@pytest.mark.parametrize(
    ("code", "power"),
    [("1506.11023", Power.CARE_DECISIONS), ("1506.11050", Power.RESTRICTION_DECISIONS)],
)
def test_decisions_of_care_and_restriction_ask_for_their_power(draft, eero, now, monkeypatch, code, power):
    from nippu.documents.actions import signing

    kind = replace(newest(ENTRY), code=code)
    monkeypatch.setattr(signing, "entry", lambda _oid: kind)
    with pytest.raises(PowerNeeded) as refused:
        sign(draft, version=1, by=eero, at=now)
    assert refused.value.power is power
    assert sign(draft, version=1, by=replace(eero, powers=(power,)), at=now) == 1


def test_what_a_permission_to_change_lets_through_may_be_read_too(case, aino, signed, draft, eero, now):
    """So `narrower` says of each."""
    assert DocumentClient.objects.filter(client_id=aino).count() == Document.objects.count()
    for wider, narrower, rows in (
        (cases.READ, cases.CHANGE, Case.objects),
        (clients.READ, clients.CHANGE, Client.objects),
        (clients.READ, clients.RENEW, Client.objects),
        (documents.READ, documents.WRITE_DRAFT, Document.objects),
    ):
        for task in WorkTask:
            actor = replace(eero, work_task=task)
            let = narrower.filter(rows.all(), actor, at=now)
            assert set(let) <= set(wider.filter(rows.filter(pk=F("pk")), actor, at=now)), (wider.name, task)
