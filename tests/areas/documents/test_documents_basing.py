"""Documents begun from an earlier one of their kind: whose, what is recorded, and never across a border."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nippu.access.errors import NotThere
from nippu.access.types import WorkTask
from nippu.audit.models import UseRecord
from nippu.cases.models import Case, CaseMember
from nippu.catalogue.queries import newest, structure
from nippu.clients.actions import set_security_ban
from nippu.documents import queries
from nippu.documents.actions.basing import base_draft, start_from_earlier
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.actions.signing import sign
from nippu.documents.bases import bases_for
from nippu.documents.errors import (
    CaseIsClosed,
    DraftChanged,
    DraftGone,
    NotOfTheSameKind,
    NotTheSameClients,
)
from nippu.documents.models import Document
from nippu.structures.samples import minimal_document
from tests import cast

ENTRY, OTHER, OWN_ASSESSMENT, JOINT_ASSESSMENT = "1506.19005", "1506.19001", "1506.1012", "1506.1019"
SAID = "Soitettu ja sovittu tapaaminen."


def root(document, by, at):
    page = queries.open_draft(document, by=by, at=at)
    return page.content[page.structure.root.key]


def narrative(code):
    """The key of a text at the top of the structure."""
    fields = structure(newest(code).oid).root.fields
    return next(each.key for each in fields if each.representation.value == "Teksti" and not each.repeats)


def write(case, *, by, at, said=SAID, code=ENTRY):
    """A signed document with this text."""
    form = structure(newest(code).oid)
    document = start_document(case, form.oid, by=by, at=at)
    content = minimal_document(form)
    content[form.root.key][narrative(code)] = said
    save_draft(document, content, version=1, by=by, at=at)
    sign(document, version=2, by=by, at=at)
    return document


def reads_of(document):
    return list(UseRecord.objects.filter(action="document.read", subject_id=document))


def suitable(case, by, at, code=ENTRY):
    (row,) = [each for each in queries.suitable_structures(case, by=by, at=at) if each.structure_code == code]
    return row


@pytest.fixture
def earlier(case, eero, now):
    return write(case, by=eero, at=now)


def test_the_text_is_the_earlier_ones_and_the_client_author_and_day_are_todays(
    case, earlier, otso, aino, now
):
    later = now + timedelta(days=3)
    document = start_from_earlier(case, earlier, by=otso, at=later)
    made = root(document, otso, later)
    assert made[narrative(ENTRY)] == SAID
    assert made["asiakas"][0]["etunimet"] == "Aino Maria"
    assert "Karhula" in str(made["laatija"])
    assert "Pohjola" not in str(made["laatija"])
    assert (now + timedelta(days=3)).date().isoformat() in made.values()
    page = queries.open_draft(document, by=otso, at=later)
    assert (page.based_on.id, page.based_on.name) == (earlier, page.name)
    assert page.offered is None
    (read,) = reads_of(earlier)
    assert (read.professional_id, read.clients) == (otso.professional_id, [aino])


def test_the_newest_of_the_kind_is_offered(case, earlier, eero, now):
    assert suitable(case, eero, now).base.id == earlier
    assert suitable(case, eero, now, OTHER).base is None
    newer = write(case, by=eero, at=now + timedelta(hours=1))
    assert suitable(case, eero, now).base.id == newer
    draft = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    assert queries.open_draft(draft, by=eero, at=now).offered.id == newer
    assert suitable(case, eero, now).base.id == newer  # a draft is no base


def test_one_of_another_own_case_of_the_same_client_is_offered(case, earlier, aino, eero, now):
    second = cast.own_case(aino, by=eero, at=now)
    assert suitable(second, eero, now).base.id == earlier
    document = start_from_earlier(second, earlier, by=eero, at=now)
    assert root(document, eero, now)[narrative(ENTRY)] == SAID


@pytest.fixture
def borders(aino, pekka, eero, now):
    """Pairs of cases between which nothing is copied, by what divides them."""
    own, other = (cast.own_case(each, by=eero, at=now) for each in (aino, pekka))
    joint = cast.joint_case(aino, pekka, by=eero, at=now)
    third = cast.make_client(
        cast.NewPerson(family_name="Laine", given_names="Liisa", identity_code="", birth_date=cast.BEGINNING),
        by=eero,
        at=now,
    )
    three = cast.joint_case(aino, pekka, third, by=eero, at=now)
    left = cast.joint_case(aino, pekka, by=eero, at=now)
    document_of_left = write(left, by=eero, at=now)
    CaseMember.objects.filter(case=left, client=pekka).update(left_at=now + timedelta(seconds=1))
    return {
        "joint to own": (write(joint, by=eero, at=now), own),
        "own to joint": (write(own, by=eero, at=now), joint),
        "own to another's own": (write(own, by=eero, at=now), other),
        "two to three": (write(joint, by=eero, at=now), three),
        "three to two": (write(three, by=eero, at=now), joint),
        "joint of two to the one who stays": (document_of_left, left),
        "joint of the one who stays to own": (write(left, by=eero, at=now), own),
    }


@pytest.mark.parametrize(
    "border",
    [
        "joint to own",
        "own to joint",
        "own to another's own",
        "two to three",
        "three to two",
        "joint of two to the one who stays",
        "joint of the one who stays to own",
    ],
)
def test_nothing_is_copied_or_offered_across_a_border(borders, eero, now, border):
    document, case = borders[border]
    offered = suitable(case, eero, now).base
    assert offered is None or offered.id != document
    before = Document.objects.count()
    with pytest.raises(NotTheSameClients):
        start_from_earlier(case, document, by=eero, at=now)
    draft = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    offered = queries.open_draft(draft, by=eero, at=now).offered
    assert offered is None or offered.id != document
    with pytest.raises(NotTheSameClients):
        base_draft(draft, document, by=eero, at=now)
    assert SAID not in str(root(draft, eero, now))
    assert Document.objects.count() == before + 1
    assert reads_of(document) == []


def test_another_units_document_is_a_base_to_one_who_may_read_it(case, aino, eero, veera, now):
    theirs = write(cast.own_case(aino, by=veera, at=now), by=veera, at=now)
    assert suitable(case, eero, now).base.id == theirs
    eero = replace(eero, work_task=WorkTask.IMPLEMENTING)
    assert suitable(case, eero, now).base is None
    with pytest.raises(NotThere):
        start_from_earlier(case, theirs, by=eero, at=now)
    with pytest.raises(NotThere):
        base_draft(start_document(case, newest(ENTRY).oid, by=eero, at=now), theirs, by=eero, at=now)


def test_a_draft_is_no_base(case, eero, now):
    draft = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    with pytest.raises(NotTheSameClients):
        start_from_earlier(case, draft, by=eero, at=now)


def test_nothing_is_begun_from_an_earlier_one_in_a_closed_case(case, aino, earlier, eero, now):
    cast.own_case(aino, by=eero, at=now)  # else the client is not known any more
    Case.objects.filter(pk=case).update(
        state="closed", closed_on=now.date(), closed_by_id=eero.professional_id
    )
    with pytest.raises(CaseIsClosed):
        start_from_earlier(case, earlier, by=eero, at=now)


def test_an_untouched_draft_is_given_the_text_and_says_from_where(case, earlier, eero, now):
    draft = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    base_draft(draft, earlier, by=eero, at=now)
    page = queries.open_draft(draft, by=eero, at=now)
    assert page.content[page.structure.root.key][narrative(ENTRY)] == SAID
    assert (page.version, page.based_on.id, page.offered) == (2, earlier, None)
    assert len(reads_of(earlier)) == 1
    assert UseRecord.objects.filter(action="document.base_draft", subject_id=draft).count() == 1


def test_what_has_been_written_is_not_replaced(case, earlier, eero, now):
    draft = start_document(case, newest(ENTRY).oid, by=eero, at=now)
    content = queries.open_draft(draft, by=eero, at=now).content
    key = structure(newest(ENTRY).oid).root.key
    content[key][narrative(ENTRY)] = "Oma teksti."
    save_draft(draft, content, version=1, by=eero, at=now)
    assert queries.open_draft(draft, by=eero, at=now).offered is None
    with pytest.raises(DraftChanged):
        base_draft(draft, earlier, by=eero, at=now)
    assert root(draft, eero, now)[narrative(ENTRY)] == "Oma teksti."


def test_a_signed_document_is_not_given_another_text(case, earlier, eero, now):
    with pytest.raises(DraftGone):
        base_draft(write(case, by=eero, at=now), earlier, by=eero, at=now)


def test_a_document_of_another_kind_is_no_base_of_a_draft(case, earlier, eero, now):
    draft = start_document(case, newest(OTHER).oid, by=eero, at=now)
    with pytest.raises(NotOfTheSameKind):
        base_draft(draft, earlier, by=eero, at=now)


def test_contact_details_of_an_earlier_document_do_not_pass_a_security_ban(case, aino, eero, now):
    code = "1506.4018"
    earlier = write(case, by=eero, at=now, code=code)
    set_security_ban(aino, banned=True, by=eero, at=now)
    document = start_from_earlier(case, earlier, by=eero, at=now)
    assert "yhteystiedot" not in root(document, eero, now)["asiakas"][0]


def test_offers_take_one_statement_whatever_the_number_of_papers(
    case, aino, eero, now, django_assert_num_queries
):
    for code in (ENTRY, ENTRY, OTHER):
        write(case, by=eero, at=now, code=code)
    with django_assert_num_queries(1):
        found = bases_for([aino], joint=False, by=eero, at=now)
    assert set(found) == {ENTRY, OTHER}
    assert bases_for([], joint=False, by=eero, at=now) == {}
