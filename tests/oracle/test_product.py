"""Random accesses in random worlds: pages, addresses and the database agree with the model of the decree.

`NIPPU_ORACLE=100000` makes so many accesses in each comparison, `NIPPU_ORACLE_SEED` begins elsewhere.
A leak is what the program lets through and the model refuses. What is wrongly closed is told apart.
"""

from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client as Browser

from nippu.access import wall
from nippu.access.models import Account
from nippu.cases import access as case_access
from nippu.cases.models import Case
from nippu.clients import access as client_access
from nippu.clients.models import Client
from nippu.documents import access as document_access
from nippu.documents.models import Document
from nippu.http import acting as session
from nippu.web import frame
from tests.oracle import model, writing
from tests.oracle.comparing import (
    ACCESSES,
    FIRST_SEED,
    LEAST_WORLDS,
    MOMENTS,
    PARTS,
    Outcome,
    Question,
    Situation,
    acting,
    actor_in,
    cases,
    clients,
    compare,
    drafts,
    signed,
    told,
    written,
)

pytestmark = pytest.mark.django_db


def permitted(permission, rows):
    """The rows that a permission lets through."""
    return lambda actor, at: set(permission.filter(rows.all(), actor, at=at).values_list("pk", flat=True))


def selected(table: str, column: str = "id"):
    """The rows that plain SQL gives to the role of the server once it has said who acts."""

    def let_through(actor, at) -> set[UUID]:
        with wall.standing(actor, at=at), connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table}")
            return {row[0] for row in cursor.fetchall()}

    return let_through


def updated(table: str, column: str, key: str = "id"):
    """The rows that plain SQL may change as the role of the server. Nothing stays changed."""

    def let_through(actor, at) -> set[UUID]:
        with transaction.atomic():
            with wall.standing(actor, at=at), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = {column} RETURNING {key}")
                found = {row[0] for row in cursor.fetchall()}
            transaction.set_rollback(True)
        return found

    return let_through


PAGES = (
    Question(
        name="a signed document is read on a page",
        things=signed,
        allowed=model.reads_document,
        let_through=permitted(document_access.READ, Document.objects),
    ),
    Question(
        name="a draft is read on a page",
        things=drafts,
        allowed=model.reads_draft,
        let_through=permitted(document_access.READ, Document.objects),
    ),
    Question(
        name="a draft is written on a page",
        things=drafts,
        allowed=model.writes_document,
        let_through=permitted(document_access.WRITE_DRAFT, Document.objects),
    ),
    Question(
        name="a draft is signed on a page",
        things=drafts,
        allowed=model.signs_document,
        let_through=permitted(document_access.SIGN, Document.objects),
    ),
    Question(
        name="a case is known on a page",
        things=cases,
        allowed=model.knows_case,
        let_through=permitted(case_access.READ, Case.objects),
    ),
    Question(
        name="a case is changed on a page",
        things=cases,
        allowed=model.changes_case,
        let_through=permitted(case_access.CHANGE, Case.objects),
    ),
    Question(
        name="a client is known on a page",
        things=clients,
        allowed=model.knows_client,
        let_through=permitted(client_access.READ, Client.objects),
    ),
    Question(
        name="a client is changed on a page",
        things=clients,
        allowed=model.changes_client,
        let_through=permitted(client_access.CHANGE, Client.objects),
    ),
)

SQL = (
    Question(
        name="SELECT FROM documents_document, signed",
        things=signed,
        allowed=model.reads_document,
        let_through=selected("documents_document"),
    ),
    Question(
        name="SELECT FROM documents_document, drafts",
        things=drafts,
        allowed=model.reads_draft,
        let_through=selected("documents_document"),
    ),
    Question(
        name="SELECT FROM documents_signedversion",
        things=signed,
        allowed=model.reads_document,
        let_through=selected("documents_signedversion", "document_id"),
    ),
    Question(
        name="SELECT FROM documents_draft",
        things=drafts,
        allowed=model.reads_draft,
        let_through=selected("documents_draft", "document_id"),
    ),
    Question(
        name="SELECT FROM cases_case",
        things=cases,
        allowed=model.knows_case,
        let_through=selected("cases_case"),
    ),
    Question(
        name="SELECT FROM clients_client",
        things=clients,
        allowed=model.knows_client,
        let_through=selected("clients_client"),
    ),
    Question(
        name="SELECT FROM people_person",
        things=clients,
        allowed=model.knows_client,
        let_through=selected("people_person"),
        known_as=writing.person_id,
    ),
)


def all_documents(world):
    return world.documents.values()


def sees_document(world, worker, document) -> bool:
    reads = model.reads_document if document.is_signed else model.reads_draft
    return reads(world, worker, document)


def knows_of_membership(world, worker, case) -> bool:
    """That a client is in a case is known with the client, or with the case."""
    members = (world.clients[each.client] for each in world.members_of[case.id])
    return model.knows_case(world, worker, case) or any(
        model.knows_client(world, worker, each) for each in members
    )


def hanging_on(table: str, column: str, things, allowed, known_as=lambda thing: thing) -> Question:
    """Rows that hang on a thing, none of which may be seen by one who may not see the thing."""
    return Question(
        name=f"SELECT FROM {table}",
        things=things,
        allowed=allowed,
        let_through=selected(table, column),
        known_as=known_as,
        both_ways=False,
    )


SQL_BESIDE = (
    hanging_on("documents_documentclient", "document_id", all_documents, sees_document),
    hanging_on("cases_casemember", "case_id", cases, knows_of_membership),
    hanging_on("cases_implementationlink", "case_id", cases, knows_of_membership),
    hanging_on("clients_risk", "client_id", clients, model.knows_client),
    hanging_on("clients_clientgate", "client_id", clients, model.knows_client),
    hanging_on("clients_clientrelationship", "client_id", clients, model.knows_client),
    hanging_on(
        "clients_servicetaskmembership",
        "relationship_id",
        clients,
        model.knows_client,
        writing.relationship_id,
    ),
)


def works_with_client(world, worker, client) -> bool:
    """By handling, as own worker or by carrying out a service: never by a special ground alone."""
    return worker.work_task in model.MATRIX and bool(model.relations(world, worker, client) - {model.SPECIAL})


def works_with_document(world, worker, document) -> bool:
    """Also a relationship document, which the program renews for whoever works with its client."""
    if document.case is not None:
        return model.writes_document(world, worker, document)
    return model.reads_document(world, worker, document) and works_with_client(
        world, worker, world.clients[min(document.clients)]
    )


def changing(table: str, column: str, things, allowed, key: str = "id") -> Question:
    """Rows of which none may be changed by one who may not: the database lets through no more than that."""
    return Question(
        name=f"UPDATE {table} ({things.__name__})",
        things=things,
        allowed=allowed,
        let_through=updated(table, column, key),
        both_ways=False,
    )


SQL_CHANGES = (
    changing("documents_draft", "section", drafts, model.writes_document, "document_id"),
    changing("documents_document", "stage", drafts, works_with_document),
    changing("documents_document", "stage", signed, works_with_document),
    changing("cases_case", "urgent", cases, model.changes_case),
    changing("clients_client", "interpreter", clients, works_with_client),
)


def behind_the_wall(question: Question) -> Question:
    """The same of a page as the server asks it: in a transaction in which the database knows who acts."""

    def let_through(actor, at) -> set[UUID]:
        with wall.standing(actor, at=at):
            return question.let_through(actor, at)

    return replace(question, let_through=let_through)


PAGES_BEHIND_THE_WALL = [behind_the_wall(each) for each in PAGES]
LAYERS = {
    "pages": PAGES,
    "sql": SQL,
    "sql-beside": SQL_BESIDE,
    "sql-changes": SQL_CHANGES,
    "both": PAGES_BEHIND_THE_WALL,
}


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("layer", LAYERS)
def test_the_program_lets_through_what_the_decree_allows_and_nothing_else(layer, part):
    questions, accesses = LAYERS[layer], -(-ACCESSES // PARTS)
    outcome = compare(questions, accesses=accesses, worlds=1 if layer == "both" else LEAST_WORLDS, part=part)
    assert outcome.accesses >= accesses
    assert set(outcome.allowed) == {each.name for each in questions}
    assert all(outcome.allowed.values()), f"never allowed, so not compared: {outcome.allowed}"
    assert not outcome.leaks, outcome.told()
    assert not outcome.wrongly_closed, outcome.told()


def test_those_act_who_may_and_in_what_the_contracts_cover():
    for seed in range(FIRST_SEED, FIRST_SEED + 8):
        with written(seed) as world:
            for assignment in world.assignments.values():
                worker, actor = model.acting(world, assignment), actor_in(world, assignment)
                assert (actor is None) is (worker is None), assignment
                assert worker is None or set(actor.service_tasks) == worker.own, assignment


ADDRESSES = (
    (signed, model.reads_document, "/documents/{}/"),
    (drafts, model.reads_draft, "/documents/{}/edit/"),
    (cases, model.knows_case, "/cases/{}/"),
    (clients, model.knows_client, "/clients/{}/"),
)
OPENED_OF_A_WORLD = 6
"""Of each kind, so many things are asked for by their addresses in a world."""


@pytest.fixture
def _forgetful():
    """Nothing is remembered of another world."""
    session.forget_all()
    frame.forget()
    yield
    session.forget_all()
    frame.forget()


def browser_of(assignment, at) -> Browser:
    """A browser in which the worker has logged in and chosen a work task."""
    browser = Browser()
    browser.force_login(Account.objects.get(pk=writing.account_id(assignment.professional)))
    state = browser.session
    state[session.BEGAN], state[session.ASSIGNMENT] = at.timestamp(), str(assignment.id)
    state.save()
    return browser


@pytest.mark.usefixtures("_forgetful")
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + len(MOMENTS)))
def test_an_address_opens_to_whom_the_decree_allows_and_is_not_there_for_others(seed, monkeypatch):
    outcome, rng = Outcome(), Random(seed)
    with written(seed) as world:
        monkeypatch.setattr("nippu.http.middleware.timezone.now", lambda: world.at)
        for assignment, worker, actor in acting(world, rng):
            browser = browser_of(assignment, world.at)
            here = Situation(seed, world, assignment, worker, actor)
            for things, allowed, address in ADDRESSES:
                among = list(things(world))
                for thing in rng.sample(among, min(len(among), OPENED_OF_A_WORLD)):
                    status = browser.get(address.format(thing.id)).status_code
                    outcome.accesses += 1
                    if status == 200 and not allowed(world, worker, thing):
                        outcome.leaks.append(told(address, here, thing))
                    elif status != 200 and allowed(world, worker, thing):
                        outcome.wrongly_closed.append(told(f"{status} {address}", here, thing))
                    else:
                        assert status in (200, 404), f"{status} {told(address, here, thing)}"
    assert outcome.accesses
    assert not outcome.leaks, outcome.told()
    assert not outcome.wrongly_closed, outcome.told()
