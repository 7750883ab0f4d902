"""Special grounds and restricted clients: who opens, who settles, and what the second wall lets through."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from nippu.access import wall
from nippu.access.errors import NotAllowed, NotThere
from nippu.audit.models import UseRecord
from nippu.base.ids import new_id
from nippu.cases.queries import open_case, search, unit_cases
from nippu.clients import actions, grounds, queries
from nippu.clients.errors import (
    GroundEnded,
    GroundInTooFewWords,
    GroundNotStated,
    GroundNotThere,
    GroundSettled,
    LawNotStated,
    NobodyMayLook,
    NoSpecialGrounds,
    NoSuchClient,
    NotAColleague,
    OwnGround,
    ReviewsClosed,
    ReviewWithoutWords,
)
from nippu.clients.models import Client, ClientGate, SpecialGround
from nippu.clients.types import ClientChanges, NewGround, Review
from nippu.people.errors import IdentityCodeWrong
from tests import cast

pytestmark = pytest.mark.django_db
WORDS = "Päivystyksessä tarvitaan heti tieto tuen tarpeesta."
STATED = NewGround(ground="X-ilmeinen-tarve", words=WORDS)
CODE = cast.AINO.identity_code


@pytest.fixture
def case(aino, eero, now):
    """Aino's own case in the north."""
    return cast.own_case(aino, by=eero, at=now)


def take(by, at, new=STATED, code=CODE):
    with wall.standing(by, at=at, taking_in=True):
        return actions.take_special_ground(code, new, by=by, at=at)


@pytest.fixture
def taken(case, veera, now):
    """Veera's special ground to look at Aino."""
    take(veera, now)
    return SpecialGround.objects.get()


@pytest.fixture
def later(now):
    return now + timedelta(minutes=5)


def opens(client, by, at) -> bool:
    """Whether both walls let one look at the client."""
    with wall.standing(by, at=at):
        first = queries.is_known(client, by=by, at=at)
        return first and Client.objects.filter(pk=client).exists()


def test_a_stated_ground_opens_the_client_for_its_time_and_no_longer(taken, aino, veera, now, later):
    assert opens(aino, veera, later)
    with wall.standing(veera, at=later):
        assert queries.open_client(aino, by=veera, at=later).family_name == "Mäkelä"
    assert taken.ends_at == now + timedelta(hours=8)
    assert not opens(aino, veera, taken.ends_at)


def test_the_time_is_a_setting(case, veera, now, settings):
    settings.SPECIAL_ACCESS_HOURS = 0.5
    assert take(veera, now).until == now + timedelta(minutes=30)


def test_it_opens_the_client_to_nobody_else(taken, organisation, aino, now, later):
    cast.STAFF["other"] = cast.STAFF["veera"]
    try:
        other = cast.make_professional("other", organisation, now)
    finally:
        del cast.STAFF["other"]
    assert not opens(aino, other, later)


def test_nothing_is_changed_or_written_on_it(taken, case, aino, veera, later):
    with wall.standing(veera, at=later):
        assert open_case(case, by=veera, at=later).members[0].client.special is not None
        with pytest.raises((NotAllowed, NotThere)):
            actions.change_client(aino, ClientChanges(interpreter="x"), by=veera, at=later)
        with pytest.raises((NotAllowed, NotThere)):
            actions.set_restricted(aino, restricted=False, by=veera, at=later)
        with pytest.raises((NotAllowed, NotThere)):
            actions.set_security_ban(aino, banned=True, by=veera, at=later)


def test_taking_it_is_recorded_with_the_ground(taken, aino, veera):
    row = UseRecord.objects.get(action="client.take_special_ground")
    assert (row.clients, row.professional_id) == ([aino], veera.professional_id)
    assert (row.ground, row.ground_id) == ("X-ilmeinen-tarve", taken.id)


def test_the_strip_tells_of_it_to_its_taker_only(taken, aino, eero, veera, later):
    (strip,) = queries.strip_of([aino], at=later, by=veera)
    assert strip.special is not None
    assert (strip.special.id, strip.special.until) == (taken.id, taken.ends_at)
    assert queries.strip_of([aino], at=later, by=eero)[0].special is None
    assert queries.strip_of([aino], at=taken.ends_at, by=veera)[0].special is None


def test_one_who_may_look_anyway_takes_no_ground(taken, case, aino, eero, veera, later):
    assert take(eero, later).until is None
    assert take(veera, later).until is None
    assert SpecialGround.objects.count() == 1


@pytest.mark.parametrize(
    ("new", "refused"),
    [
        (NewGround(ground="X-muu", words=WORDS), GroundNotStated),
        (NewGround(words=WORDS), LawNotStated),
        (NewGround(law="x" * 201, words=WORDS), LawNotStated),
        (NewGround(law="1301/2014, 12 §", words="kiire"), GroundInTooFewWords),
        (NewGround(ground="X-lapsen-etu", words=" . " * 12), GroundInTooFewWords),
    ],
)
def test_a_ground_is_stated_whole_or_nothing_is_told(case, veera, now, new, refused):
    with pytest.raises(refused):
        take(veera, now, new)
    with pytest.raises(refused):
        take(veera, now, new, code="010190-9020")
    assert not SpecialGround.objects.exists()


def test_a_section_of_law_is_a_ground_too(case, veera, now):
    take(veera, now, NewGround(law=" 1301/2014, 12 § ", words=WORDS))
    row = SpecialGround.objects.get()
    assert (row.ground, row.law) == ("", "1301/2014, 12 §")
    assert UseRecord.objects.get(action="client.take_special_ground").ground == "law"


@pytest.mark.parametrize(("code", "refused"), [("050561-9997", NoSuchClient), ("Mäkelä", IdentityCodeWrong)])
def test_only_the_whole_identity_code_of_a_client_opens(case, veera, now, code, refused):
    with pytest.raises(refused):
        take(veera, now, code=code)


def test_the_clients_of_another_controller_are_not_there(case, veera, now):
    from dataclasses import replace

    stranger = replace(veera, controller_id=new_id())
    with pytest.raises(NoSuchClient):
        take(stranger, now)


def test_only_client_work_outside_providers_takes_a_ground(case, veera, yrsa, hilla, now):
    from dataclasses import replace

    for each in (yrsa, hilla, replace(veera, provider=True)):
        with pytest.raises(NoSpecialGrounds):
            take(each, now)


def test_its_taker_ends_it_early_and_once(taken, aino, veera, eero, later):
    with wall.standing(eero, at=later), pytest.raises(GroundNotThere):
        actions.end_special_ground(taken.id, by=eero, at=later)
    with wall.standing(veera, at=later):
        actions.end_special_ground(taken.id, by=veera, at=later)
    assert not opens(aino, veera, later + timedelta(seconds=1))
    with pytest.raises(GroundEnded):
        actions.end_special_ground(taken.id, by=veera, at=later)
    assert UseRecord.objects.filter(action="client.end_special_ground", ground_id=taken.id).count() == 1


def test_the_supervisor_sees_it_at_once_with_the_name_and_nothing_more_of_the_client(taken, aino, hilla, now):
    with wall.standing(hilla, at=now):
        assert grounds.count_waiting(by=hilla) == 1
        (row,) = grounds.list_grounds(by=hilla, at=now).rows
        assert (row.client_name, row.professional, row.words) == ("Mäkelä, Aino Maria", "Veera Etelä", WORDS)
        assert not Client.objects.exists()
    assert UseRecord.objects.get(action="client.list_special_grounds").clients == [aino]


def test_those_that_wait_come_first_then_those_of_the_own_unit(taken, aino, pekka, eero, veera, hilla, now):
    cast.own_case(pekka, by=eero, at=now)
    take(veera, now + timedelta(hours=1), code=cast.PEKKA.identity_code)
    SpecialGround.objects.create(
        client_id=aino,
        professional_id=eero.professional_id,
        unit_id=eero.unit_id,
        ground="X-lapsen-etu",
        words=WORDS,
        begins_at=now - timedelta(days=1),
        ends_at=now,
    )
    at = now + timedelta(hours=2)
    with wall.standing(hilla, at=at):
        actions.settle_special_ground(taken.id, Review.APPROVED, "", by=hilla, at=at)
        rows = grounds.list_grounds(by=hilla, at=at).rows
    assert [(each.unit_id == hilla.unit_id, each.review is None) for each in rows] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_the_supervisor_settles_it_once_with_words(taken, hilla, veera, now):
    with wall.standing(hilla, at=now):
        with pytest.raises(ReviewWithoutWords):
            actions.settle_special_ground(taken.id, Review.QUESTIONED, " ", by=hilla, at=now)
        actions.settle_special_ground(taken.id, Review.UNJUSTIFIED, "Ei asiayhteyttä.", by=hilla, at=now)
        with pytest.raises(GroundSettled):
            actions.settle_special_ground(taken.id, Review.APPROVED, "", by=hilla, at=now)
        found = grounds.open_ground(taken.id, by=hilla, at=now)
        assert (found.review, found.reviewed_by) == (Review.UNJUSTIFIED, "Hilla Suopohja")
        assert grounds.count_waiting(by=hilla) == 0
    with pytest.raises(ReviewsClosed):
        actions.settle_special_ground(taken.id, Review.APPROVED, "", by=veera, at=now)
    with pytest.raises(ReviewsClosed):
        grounds.list_grounds(by=veera, at=now)
    row = UseRecord.objects.get(action="client.settle_special_ground")
    assert (row.purpose, row.ground_id) == ("supervision", taken.id)


def test_nobody_settles_ones_own(taken, veera, hilla, now):
    from dataclasses import replace

    own = replace(hilla, professional_id=veera.professional_id)
    with pytest.raises(OwnGround):
        actions.settle_special_ground(taken.id, Review.APPROVED, "", by=own, at=now)


def refused(by, at, statement, *values) -> bool:
    """Whether the database refuses a statement of an actor, or it touches no row."""
    with wall.standing(by, at=at):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.rowcount == 0
        except DatabaseError:
            return True


def test_the_wall_lets_each_change_only_what_is_ones_own_to_change(taken, eero, veera, hilla, now):
    settle = "UPDATE clients_specialground SET review = 'approved', reviewed_at = now(), reviewed_by_id = %s"
    for by in (eero, veera):
        assert refused(by, now, settle, by.professional_id)
    assert refused(hilla, now, settle, veera.professional_id)
    for change in ("words = 'x'", "ends_at = ends_at + interval '1 hour'", "unit_id = unit_id, ground = 'x'"):
        for by in (eero, veera, hilla):
            assert refused(by, now, f"UPDATE clients_specialground SET {change}")
    assert refused(hilla, now, "UPDATE clients_specialground SET ends_at = ends_at - interval '1 hour'")
    assert refused(veera, now, "DELETE FROM clients_specialground")
    assert not refused(veera, now, "UPDATE clients_specialground SET ends_at = ends_at - interval '1 hour'")
    assert not refused(hilla, now, settle, hilla.professional_id)
    assert refused(hilla, now, "UPDATE clients_specialground SET review = 'questioned'")


INSERT = (
    "INSERT INTO clients_specialground (id, client_id, professional_id, unit_id, ground, law, words,"
    " begins_at, ends_at, review, review_words) VALUES (%s, %s, %s, %s, 'x', '', 'x', %s, %s, '', '')"
)


def test_the_wall_lets_one_take_a_ground_only_for_oneself_here_and_now(case, aino, eero, veera, hilla, now):
    hour = timedelta(hours=1)

    def inserted(by, *, who=None, unit=None, begins=now, ends=now + hour):
        who, unit = who or by.professional_id, unit or by.unit_id
        return not refused(by, now, INSERT, new_id(), aino, who, unit, begins, ends)

    assert not inserted(veera, who=eero.professional_id)
    assert not inserted(veera, unit=eero.unit_id)
    assert not inserted(veera, begins=now - hour)
    assert not inserted(veera, ends=now + 100 * hour)
    assert not inserted(hilla)
    assert inserted(veera)


def test_others_do_not_see_the_grounds_and_the_name_is_for_supervisors(taken, eero, veera, hilla, now):
    def seen(by):
        with wall.standing(by, at=now), connection.cursor() as cursor:
            cursor.execute("SELECT clients_name_of_ground(%s)", [taken.id])
            return SpecialGround.objects.count(), cursor.fetchone()[0]

    assert seen(eero) == (0, None)
    assert seen(veera) == (1, None)
    assert seen(hilla) == (1, "Mäkelä, Aino Maria")


# Restricted clients


@pytest.fixture
def otto(otso):
    """A colleague of Eero's in the north."""
    return otso


def restrict(client, by, at, *gates, restricted=True):
    with wall.standing(by, at=at):
        actions.set_restricted(
            client, restricted=restricted, gates=[each.professional_id for each in gates], by=by, at=at
        )


def test_a_restricted_client_is_seen_by_the_named_and_those_in_charge_only(case, aino, eero, otto, later):
    assert opens(aino, otto, later)
    restrict(aino, eero, later, eero)
    assert opens(aino, eero, later)
    assert not opens(aino, otto, later)
    restrict(aino, eero, later, eero, otto)
    assert opens(aino, otto, later)
    restrict(aino, eero, later, restricted=False)
    assert opens(aino, otto, later)
    assert not ClientGate.objects.exists()
    actions_ = UseRecord.objects.filter(action__contains="restrict").order_by("id")
    assert list(actions_.values_list("action", flat=True)) == [
        "client.restrict",
        "client.restrict",
        "client.end_restriction",
    ]


def test_search_and_lists_do_not_show_a_restricted_client_to_others(case, aino, eero, otto, later):
    def found(by):
        with wall.standing(by, at=later):
            hits = search("Mäkelä", by=by, at=later)
            coded = search(CODE, by=by, at=later)
            return len(hits.clients), len(coded.clients), unit_cases(by=by, at=later).count

    assert found(otto) == (1, 1, 1)
    restrict(aino, eero, later, eero)
    assert found(otto) == (0, 0, 0)
    assert found(eero) == (1, 1, 1)
    with wall.standing(otto, at=later):
        with pytest.raises(NotThere):
            open_case(case, by=otto, at=later)
        with pytest.raises(NotThere):
            queries.open_client(aino, by=otto, at=later)


def test_a_special_ground_opens_a_restricted_client(case, aino, eero, otto, later):
    restrict(aino, eero, later, eero)
    take(otto, later)
    assert opens(aino, otto, later + timedelta(minutes=1))


def test_whoever_shuts_oneself_out_has_it_all_written(case, aino, eero, otto, later):
    restrict(aino, eero, later, eero, otto)
    case_of_another(case, otto)
    restrict(aino, eero, later, otto)
    assert Client.objects.get(pk=aino).restricted
    assert [each.id for each in grounds.gates_of(aino)] == [otto.professional_id]
    assert not opens(aino, eero, later)


def case_of_another(case, other):
    """Let another be responsible for the case."""
    from nippu.cases.models import Case

    Case.objects.filter(pk=case).update(responsible_id=other.professional_id)


def test_somebody_must_be_left_who_may_look(case, aino, eero, veera, now):
    with pytest.raises(NobodyMayLook):
        actions.set_restricted(aino, restricted=True, by=eero, at=now)
    with pytest.raises(NotAColleague):
        actions.set_restricted(aino, restricted=True, gates=[new_id()], by=eero, at=now)
    actions.name_own_worker(aino, eero.professional_id, by=eero, at=now)
    actions.set_restricted(aino, restricted=True, by=eero, at=now)


def test_the_other_client_of_a_joint_case_stays_unnamed(aino, pekka, eero, otto, later):
    joint = cast.joint_case(aino, pekka, by=eero, at=later)
    restrict(aino, eero, later, eero)
    with wall.standing(otto, at=later):
        names = [each.client.name for each in open_case(joint, by=otto, at=later).members]
        assert names == ["", "Pekka Olavi Mäkelä"]
        (row,) = unit_cases(by=otto, at=later).rows
        assert [each.name for each in row.members] == ["Pekka Olavi Mäkelä"]
