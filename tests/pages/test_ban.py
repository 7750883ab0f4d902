"""Nothing that can be opened or saved tells where a client with a security ban is reached.

The whole demonstration county is walked through, as each of those who meet the client: every link, file and
page to print, and a new document of every kind. The client's contact details are in documents that were
written before the ban.
"""

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.test import override_settings

from nippu.base.ids import ClientId, DocumentId
from nippu.cases.models import Case
from nippu.cases.types import NewCase
from nippu.catalogue.queries import newest
from nippu.cli import demo_county
from nippu.cli.demo import people
from nippu.clients.models import Client
from nippu.documents.actions import relationship
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.actions.opening import open_case
from nippu.documents.actions.signing import sign
from nippu.documents.models import Document, Draft, SignedVersion
from nippu.documents.queries import open_draft
from nippu.organisations.queries import actor_named, assignments_of
from nippu.organisations.types import DEMO_PASSWORD
from nippu.people.types import ContactDetails
from nippu.structures.tree import Representation

pytestmark = pytest.mark.django_db
BANNED = "Väisänen"
SECRET = ContactDetails(
    street_address="Salapolku 13 C 37",
    postal_code="00913",
    post_office="Turvakylä",
    phone="040 777 9913",
    email="siiri.salainen@example.org",
)
TOLD = "Asuu osoitteessa salapolku  13 C 37, numero 0407779913, sposti Siiri.Salainen@example.org."
TRACES = ("salapolku", "00913", "turvakylä", "7779913", "siiri.salainen")
"""What would tell of the contact details, in small letters and, of digits, without spaces."""
LEFT_OUT = ("/structures/", "/codes/", "/static/", "/administration/", "/language/", "/help/", "/security/")
"""Pages that know nothing of clients."""
OF_ALL = frozenset({"/", "/cases/", "/intake/"})
"""Pages from which one gets to everybody's."""
ENTRY, ASSESSMENT, JOINT_ASSESSMENT, NOTICE = "1506.19001", "1506.1006", "1506.1019", "1506.4009"


def traces_in(body: bytes) -> list[str]:
    """The secrets that stand in an answer."""
    text = unescape(_plain(body)).casefold()
    close = re.sub(r"(?<=\d)[\s-]+(?=\d)", "", text)
    return [each for each in TRACES if each in text or each in close]


def _plain(body: bytes) -> str:
    if not body.startswith(b"PK"):
        return body.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return " ".join(book.read(each).decode() for each in book.namelist() if each.endswith(".xml"))


def marked(make):
    """Makes new residents as before, but the one to be banned has contact details like nobody else's."""

    def made(who, **more):
        new = make(who, **more)
        return replace(new, contact=SECRET) if who.family_name == BANNED else new

    return made


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker):
    """The county, made once: a client with a ban, the cases, and the drafts that tell the contact details."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), transaction.atomic(), quick, pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_new_person", marked(people._new_person))
        demo_county.make_if_missing(datetime.now(UTC))
        client = Client.objects.select_related("person").get(person__family_name=BANNED)
        assert client.security_ban
        written = write_before_the_ban(client)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the planner knows nothing yet of so many new rows
        yield client, *written
        transaction.set_rollback(True)


@pytest.fixture
def county(everything):
    """The banned client."""
    return everything[0]


@pytest.fixture
def told(everything):
    """The banned client's own case, a joint one, and their drafts."""
    return everything[1:]


def write_before_the_ban(client):
    """Documents, own and joint, signed and not, with the contact details in their fields and texts."""
    at = datetime.now(UTC)
    mikaela = actor_named("mikaela", at=at)
    client_id = ClientId(client.id)
    relationship.set_security_ban(client_id, banned=False, by=mikaela, at=at)
    other = Client.objects.get(person__family_name="Hakala").id
    own = Case.objects.filter(members__client=client, joint=False).first().id
    joint = joint_case(client_id, ClientId(other), by=mikaela, at=at)
    written = []
    for case, *kinds in ((own, ENTRY, ASSESSMENT, NOTICE), (joint, ENTRY, JOINT_ASSESSMENT)):
        signed = written_draft(case, ENTRY, by=mikaela, at=at)
        sign(signed, version=2, by=mikaela, at=at)
        written += [written_draft(case, kind, by=mikaela, at=at) for kind in kinds]
    relationship.set_security_ban(client_id, banned=True, by=mikaela, at=at)
    return own, joint, written


def written_draft(case, kind, *, by, at):
    draft = start_document(case, newest(kind).oid, by=by, at=at)
    save_draft(draft, with_text(draft, by, at), version=1, by=by, at=at)
    return draft


def joint_case(*clients, by, at):
    new = NewCase(clients=clients, service_task="24", name_code="X-arki", joint=True)
    return open_case(new, by=by, at=at, begun_with=ENTRY).case_id


def with_text(document: DocumentId, by, at) -> dict[str, object]:
    """The content of a draft with the contact details in each of its texts."""
    draft = open_draft(document, by=by, at=at)
    return add_text(draft.structure.root, dict(draft.content))


def add_text(root, content):
    group = content[root.key]
    for field in root.fields:
        if field.representation is Representation.TEXT and not field.repeats:
            group[field.key] = TOLD
        elif field.is_group and not field.repeats and field.key in group:
            add_text(field, group)
    return content


def log_in(username: str) -> Browser:
    browser = Browser()
    assert browser.post("/login/", {"username": username, "password": DEMO_PASSWORD}).status_code == 302
    return browser


def acting(username: str):
    """A browser for each work task of a person."""
    at = datetime.now(UTC)
    account = actor_named(username, at=at).account_id
    for each in assignments_of(account, at):
        browser = log_in(username)
        browser.post("/work-task/choose/", {"assignment": str(each.id)})
        yield browser, f"{username} {each.work_task}"


def walk(browser: Browser, *begin: str, but: Collection[str] = ()) -> dict[str, bytes]:
    """Everything that links lead to, by address."""
    seen: dict[str, bytes] = {}
    waiting = list(begin)
    while waiting:
        address = waiting.pop()
        if address in seen or address in but or address.startswith(LEFT_OUT):
            continue
        answer = browser.get(address)
        seen[address] = body = answer.getvalue()
        if answer.status_code == 302:
            waiting.append(answer["Location"].partition("#")[0])
        elif answer["Content-Type"].startswith("text/html"):
            found = re.findall(rb'(?:href|hx-get|data-base)="([^"#]*)', body)
            links = {unescape(each.decode()) for each in found}
            waiting += [_absolute(each, address) for each in links if _is_page(each)]
    return seen


def _is_page(link: str) -> bool:
    """Whether a link leads to a page of its own: the same rows in another order are no other page."""
    return bool(link) and not re.search(r"order=|[?&]stage=|^[a-z]+:", link)


def _absolute(link: str, here: str) -> str:
    return here.partition("?")[0] + link if link.startswith("?") else link


MEETS = ("mikaela", "kaarina")
OTHERS = ("elina", "samuli", "merja", "daniel", "teemu")
PAGES = (
    "/",
    *(f"/cases/?whose={whose}&state={state}" for whose in ("mine", "unit") for state in ("open", "all")),
    *(f"/cases/save/?whose=unit&state=all&save={form}" for form in ("csv", "xlsx")),
)


def leaks(pages: dict[str, bytes]) -> list[str]:
    return [f"{address}: {found}" for address, body in pages.items() if (found := traces_in(body))]


def test_the_contact_details_stand_in_what_was_written_before_the_ban(told):
    """Otherwise the walk would prove nothing."""
    versions = [bytes(each) for each in SignedVersion.objects.values_list("content", flat=True)]
    drafts = [each.encode() for each in Draft.objects.values_list("content", flat=True)]
    assert {each for body in versions for each in traces_in(body)} == set(TRACES)
    assert {each for body in drafts for each in traces_in(body)} == set(TRACES)


@pytest.mark.parametrize("username", MEETS)
def test_no_page_that_links_lead_to_tells_where_the_banned_client_is_reached(told, county, username):
    reached = [browser for browser, _who in acting(username) if _meets(browser, county)]
    (browser,) = reached
    for text in (BANNED, county.person.identity_code, "Hakala"):
        browser.post("/search/", {"q": text})
        assert leaks({text: browser.get("/search/").content}) == []
    pages = walk(browser, *PAGES, "/search/", f"/clients/{county.id}/")
    assert f"/clients/{county.id}/sheet/" in pages
    assert f"/clients/{county.id}/identity-code/" in pages
    assert len(pages) > 200
    assert leaks(pages) == []


def _meets(browser: Browser, client: Client) -> bool:
    return browser.get(f"/clients/{client.id}/").status_code == 200


@pytest.mark.parametrize("username", OTHERS)
def test_the_others_do_not_even_know_of_the_client(told, county, username):
    for browser, who in acting(username):
        assert not _meets(browser, county), who
        browser.post("/search/", {"q": county.person.identity_code})
        assert (
            county.person.family_name not in browser.get("/search/").content.decode().partition("<table")[2]
        )


def test_no_new_document_is_begun_with_them(told, county):
    own, joint, _drafts = told
    browser = log_in("mikaela")
    found = {}
    for case in (own, joint):
        page = browser.get(f"/cases/{case}/new-document/").content.decode()
        for oid in sorted(set(re.findall(r'name="structure" value="([^"]+)"', page))):
            answer = browser.post(f"/cases/{case}/start-document/", {"structure": oid})
            if answer.status_code == 302:
                address = answer["Location"]
                found |= {address: browser.get(address).content}
    assert len(found) > 20
    assert leaks(found) == []
    recent = Draft.objects.filter(document__id__in=_ids(found))
    assert recent.count() > 20
    assert [each.pk for each in recent if traces_in(each.content.encode())] == []


def _ids(found):
    return [re.search(r"/documents/([^/]+)/", each)[1] for each in found]


def test_a_draft_of_before_the_ban_is_signed_without_them(told):
    _own, _joint, drafts = told
    at = datetime.now(UTC)
    mikaela = actor_named("mikaela", at=at)
    browser = log_in("mikaela")
    for draft in drafts:
        for part in ("edit", "discard", "sign", "base"):
            answer = browser.get(f"/documents/{draft}/{part}/")
            assert traces_in(answer.content) == [], part
        row = Draft.objects.get(document=draft)
        stale = browser.post(f"/documents/{draft}/edit/", {"_version": str(row.version - 1)})
        assert traces_in(stale.content) == []
        assert traces_in(row.content.encode())
        saved = save_draft(draft, with_text(draft, mikaela, at), version=row.version, by=mikaela, at=at)
        assert traces_in(Draft.objects.get(document=draft).content.encode()) == []
        if not saved.findings:
            sign(draft, version=saved.version, by=mikaela, at=at)


def test_signing_itself_leaves_them_out(told):
    _own, _joint, drafts = told
    at = datetime.now(UTC)
    mikaela = actor_named("mikaela", at=at)
    entry = Document.objects.filter(pk__in=drafts, structure_code=ENTRY).first()
    version = Draft.objects.get(document=entry).version
    number = sign(DocumentId(entry.id), version=version, by=mikaela, at=at)
    signed = SignedVersion.objects.get(document=entry, version=number)
    assert traces_in(bytes(signed.content)) == []
    assert "turvakielto" in bytes(signed.content).decode()


def test_the_intake_does_not_tell_them(told, county):
    browser = log_in("mikaela")
    answer = browser.post("/intake/", {"client": str(county.id)})
    steps = [answer["Location"]] + [
        re.sub(r"(persons|matter|check)/$", f"{step}/", answer["Location"])
        for step in ("persons", "matter", "check")
    ]
    pages = {each: browser.get(each).content for each in steps}
    for text in (BANNED, county.person.identity_code):
        sent = browser.post(steps[1], {"q": text, "go": "find"}, HTTP_HX_REQUEST="true")
        pages[f"found {text}"] = sent.content
    assert leaks(pages) == []


def test_a_relation_on_a_special_ground_does_not_tell_them_either(told, county):
    browser = log_in("elina")
    stated = {
        "identity_code": county.person.identity_code,
        "ground": "X-lapsen-etu",
        "words": "Lapsi on päivystyksessä, ja hänen turvansa on selvitettävä.",
    }
    answer = browser.post("/special-access/", stated)
    assert answer.status_code == 302
    pages = walk(browser, answer["Location"], but=OF_ALL)
    assert len(pages) > 20
    assert leaks(pages) == []


def test_the_form_for_contact_details_does_not_show_them(county):
    browser = log_in("mikaela")
    for part in ("", "contact/", "language/", "support/", "worker/"):
        assert traces_in(browser.get(f"/clients/{county.id}/details/{part}").content) == []


def test_the_traces_are_found_in_a_page_when_they_are_there():
    assert traces_in(b"Salapolku 13") == ["salapolku"]
    assert traces_in(b"p. 040-777 99 13, TURVAKYL&Auml;") == ["turvakylä", "7779913"]
