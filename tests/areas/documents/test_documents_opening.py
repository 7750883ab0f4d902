"""Opening a case makes its first documents in one action; those that the system makes follow the facts."""

from datetime import timedelta

import pytest

from nippu.access.errors import NotThere
from nippu.cases.models import Case
from nippu.cases.types import NewCase
from nippu.catalogue.queries import compiled, newest
from nippu.clients.types import ClientChanges
from nippu.documents import queries
from nippu.documents.actions import relationship
from nippu.documents.actions.generating import refresh_case_document, refresh_relationship_document
from nippu.documents.actions.opening import open_case
from nippu.documents.models import Document, SignedVersion
from nippu.documents.surroundings import Told
from nippu.organisations.actions import create_professional
from nippu.organisations.types import NewProfessional
from nippu.people.types import ContactDetails
from nippu.structures.checking import check
from tests import cast

CONTACT = "1506.4018"


@pytest.fixture
def new_joint(aino, pekka):
    return NewCase(clients=(aino, pekka), service_task=cast.WORKING_AGE, name_code="X-arki", joint=True)


@pytest.fixture
def opened(new_joint, eero, now):
    told = Told(text="Riina soitti ja kertoi, että arki ei suju.", urgent=False)
    return open_case(new_joint, by=eero, at=now, told=told, sign_at_once=True)


def test_opening_makes_exactly_the_named_documents(opened, aino, pekka):
    case_documents = Document.objects.filter(case_id=opened.case_id)
    assert {each.structure_code for each in case_documents} == {"1505.2", "1506.19001"}
    relationship_documents = Document.objects.filter(pk__in=opened.relationship_document_ids)
    assert {each.client_id for each in relationship_documents} == {aino, pekka}
    assert Document.objects.count() == 4


def test_no_document_of_the_opening_has_findings(opened):
    assert opened.signed
    assert opened.findings == ()
    for row in SignedVersion.objects.all():
        assert check(compiled(row.structure_oid), bytes(row.content)) == []
    assert SignedVersion.objects.count() == 4


def test_the_case_document_names_both_members_and_when_they_joined(opened, eero, now):
    page = queries.open_document(opened.case_document_id, by=eero, at=now)
    content = page.content["asia_asiakirja"]
    assert [each["etunimet"] for each in content["asiakas"]] == ["Aino Maria", "Pekka Olavi"]
    assert content["asiakas"][0]["asiaan_liittymishetki"] == "2026-11-24T12:00:00+02:00"
    assert content["asian_tiedot"]["yhteinen_asia"] is True
    assert content["asian_tiedot"]["avauspaiva"] == "2026-11-24"
    assert content["asian_tiedot"]["tila"]["code"] == "X-avoin"
    assert page.joint


def test_a_relationship_document_is_personal_and_tells_the_service_task_with_its_unit(opened, eero, now):
    first, second = opened.relationship_document_ids
    page = queries.open_document(first, by=eero, at=now)
    content = page.content["asiakkuusasiakirja"]
    assert content["asiakas"]["etunimet"] == "Aino Maria"
    assert content["asiakas"]["turvakielto"] is False
    (task,) = content["sosiaalihuollon_palvelutehtava"]
    assert task["palvelutehtava"]["code"] == cast.WORKING_AGE
    assert task["palvelunjarjestajan_palveluyksikko"][0]["palveluyksikon_nimi"]["code"] == eero.unit_oid
    assert not page.joint
    assert len(page.strips) == 1
    assert (
        queries.open_document(second, by=eero, at=now).content["asiakkuusasiakirja"]["asiakas"]["etunimet"]
        == "Pekka Olavi"
    )


def test_the_entry_of_an_oral_contact_holds_what_was_told(opened, eero, now):
    page = queries.open_document(opened.initiating_document_id, by=eero, at=now)
    content = page.content["merkinta_asian_vireilletulosta"]
    assert content["kuvaus_asian_vireilletulosta"].startswith("Riina soitti")
    assert content["arvio_asian_kiireellisyydesta"]["code"] == "3"


def test_a_contact_that_lacks_something_is_left_as_a_draft(new_joint, eero, now):
    opened = open_case(new_joint, by=eero, at=now, begun_with=CONTACT, sign_at_once=True)
    assert not opened.signed
    assert opened.findings
    draft = queries.open_draft(opened.initiating_document_id, by=eero, at=now)
    assert draft.structure.code == CONTACT
    assert draft.findings == opened.findings


def test_another_case_gives_the_relationship_document_a_new_version_only_when_facts_change(
    opened, aino, eero, now
):
    own = NewCase(clients=(aino,), service_task=cast.WORKING_AGE, name_code="X-talous")
    again = open_case(own, by=eero, at=now)
    assert again.relationship_document_ids == opened.relationship_document_ids[:1]
    document = opened.relationship_document_ids[0]
    assert Document.objects.get(pk=document).version == 1
    other = NewCase(clients=(aino,), service_task=cast.CHILD_PROTECTION, name_code="X-lastensuojelu")
    open_case(other, by=eero, at=now)
    assert Document.objects.get(pk=document).version == 2


def test_a_security_ban_takes_the_contact_details_from_the_relationship_document(opened, aino, eero, now):
    document = opened.relationship_document_ids[0]
    before = queries.open_document(document, by=eero, at=now).content["asiakkuusasiakirja"]["asiakas"]
    assert before["yhteystiedot"]["puhelinnumero"] == "040 555 0162"
    relationship.set_security_ban(aino, banned=True, by=eero, at=now)
    page = queries.open_document(document, by=eero, at=now)
    client = page.content["asiakkuusasiakirja"]["asiakas"]
    assert client["turvakielto"] is True
    assert "yhteystiedot" not in client
    assert [each.version for each in page.versions] == [2, 1]
    old = queries.open_document(document, by=eero, at=now, version=1)
    assert not old.is_newest


def test_the_case_document_follows_the_case(opened, new_joint, eero, now):
    cast.own_case(new_joint.clients[0], by=eero, at=now)  # else the clients are not known any more
    Case.objects.filter(pk=opened.case_id).update(
        state="closed", closed_on=now.date(), closed_by_id=eero.professional_id
    )
    refresh_case_document(opened.case_id, by=eero, at=now)
    refresh_case_document(opened.case_id, by=eero, at=now)
    page = queries.open_document(opened.case_document_id, by=eero, at=now)
    details = page.content["asia_asiakirja"]["asian_tiedot"]
    assert (details["tila"]["code"], details["paattymispaiva"]) == ("X-suljettu", "2026-11-24")
    assert page.shown.version == 2


def test_a_case_that_is_refused_leaves_nothing(aino, eero, now):
    new = NewCase(clients=(aino,), service_task=cast.DISABILITY, name_code="X-arki")
    with pytest.raises(Exception, match="palvelutehtäv"):
        open_case(new, by=eero, at=now)
    assert Document.objects.count() == 0
    assert Case.objects.count() == 0


def test_the_bundle_ends_with_the_case_document_and_the_relationship_documents(opened, eero, now):
    bundle = queries.bundle(opened.case_id, by=eero, at=now)
    assert bundle.case_document.id == opened.case_document_id
    assert [each.id for each in bundle.relationship_documents] == list(opened.relationship_document_ids)
    assert bundle.documents == 1
    assert newest("1505.2").name.fi == bundle.case_document.name.fi


def test_each_change_of_what_is_kept_of_a_client_gives_one_new_version(opened, aino, eero, now):
    document = opened.relationship_document_ids[0]
    day = now.date()
    changes = [
        lambda: relationship.change_client(
            aino,
            ClientChanges(service_language="sv", interpreter="venäjä", special_support=True),
            by=eero,
            at=now,
        ),
        lambda: relationship.change_contact_details(aino, ContactDetails(phone="040 1"), by=eero, at=now),
        lambda: relationship.name_own_worker(aino, eero.professional_id, by=eero, at=now),
        lambda: relationship.record_risk(aino, "Vartioiva koira", start=day, by=eero, at=now),
        lambda: relationship.set_security_ban(aino, banned=True, by=eero, at=now),
    ]
    for place, change in enumerate(changes, start=2):
        change()
        assert Document.objects.get(pk=document).version == place
    content = queries.open_document(document, by=eero, at=now).content["asiakkuusasiakirja"]
    assert content["asiakas"]["asiointikieli"]["code"] == "SV"
    assert content["asiakas"]["asiakkaalla_on_oikeus_erityiseen_tukeen"] is True
    assert content["riskitieto"][0]["riskin_kuvaus"] == "Vartioiva koira"
    (worker,) = content["palveluista_vastaava_tyontekija"]
    assert (worker["sukunimi"], worker["yhteystiedot"]) == ("Pohjola", {"puhelinnumero": "050 555 0100"})


def test_the_own_worker_stands_in_the_relationship_document_as_in_the_register(
    opened, aino, organisation, eero, now
):
    worker = create_professional(
        organisation.controller,
        NewProfessional(
            given_names="Anna Maria",
            family_name="von Wright",
            title=cast.SOCIAL_WORKER,
            username="anna",
            password=cast.PASSWORD,
            registration_number="90012345678",
        ),
    )
    relationship.name_own_worker(aino, worker, by=eero, at=now)
    content = queries.open_document(opened.relationship_document_ids[0], by=eero, at=now).content
    (named,) = content["asiakkuusasiakirja"]["palveluista_vastaava_tyontekija"]
    assert (named["sukunimi"], named["etunimet"]) == ("von Wright", "Anna Maria")
    assert named["rekisterointitunnus"]["value"] == "90012345678"


def test_a_service_language_that_the_relationship_document_does_not_know_is_left_out_of_it(
    opened, aino, eero, now
):
    relationship.change_client(aino, ClientChanges(service_language="en"), by=eero, at=now)
    content = queries.open_document(opened.relationship_document_ids[0], by=eero, at=now).content
    assert "asiointikieli" not in content["asiakkuusasiakirja"]["asiakas"]


@pytest.mark.parametrize(
    ("words", "key", "told"),
    [("Venäjä", "tulkkauskieli", "RU"), ("viittomakieli", "tulkkausmenetelma", "viittomakieli")],
)
def test_the_language_of_interpretation_is_told_as_a_language(opened, aino, eero, now, words, key, told):
    relationship.change_client(aino, ClientChanges(interpreter=words), by=eero, at=now)
    page = queries.open_document(opened.relationship_document_ids[0], by=eero, at=now)
    interpretation = page.content["asiakkuusasiakirja"]["asiakas"]["tulkkaustiedot"]
    known = interpretation.pop(key)
    assert (known if isinstance(known, str) else known[0]["code"]) == told
    assert interpretation == {"tulkkauksen_tarve": True}


def test_a_risk_that_has_ended_leaves_the_relationship_document(opened, aino, eero, now):
    yesterday = now.date() - timedelta(days=1)
    risk = relationship.record_risk(aino, "Koira", start=yesterday, by=eero, at=now)
    relationship.end_risk(aino, risk.risk_id, on=yesterday, by=eero, at=now)
    page = queries.open_document(opened.relationship_document_ids[0], by=eero, at=now)
    assert "riskitieto" not in page.content["asiakkuusasiakirja"]


def test_a_client_without_a_relationship_has_no_relationship_document(pekka, eero, now):
    assert refresh_relationship_document(pekka, by=eero, at=now) is None
    assert Document.objects.count() == 0


def test_strangers_do_not_refresh_documents_of_management(opened, aino, veera, now):
    with pytest.raises(NotThere):
        refresh_case_document(opened.case_id, by=veera, at=now)
    with pytest.raises(NotThere):
        refresh_relationship_document(aino, by=veera, at=now)
    with pytest.raises(NotThere):
        queries.open_document(opened.relationship_document_ids[0], by=veera, at=now)
