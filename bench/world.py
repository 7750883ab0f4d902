"""Workers, clients, cases and drafts to measure with.

People and cases come through the actions. Of the drafts only the first does; thousands of others are copies.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from nippu.access.types import Actor, WorkTask
from nippu.base.ids import CaseId, ClientId, DocumentId, StructureOid, new_id
from nippu.base.texts import Bilingual
from nippu.catalogue.queries import newest, structure
from nippu.clients.actions import take_as_client
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.models import Document, DocumentClient, Draft
from nippu.organisations import actions as organisations
from nippu.organisations.queries import actor_named
from nippu.organisations.types import NewProfessional
from nippu.people.actions import add_person
from nippu.people.types import NewPerson
from nippu.structures.canonical import canonical
from nippu.structures.samples import full_document
from tests import cast

KIND = "1506.1012"
"""The structure of the drafts: the assessment of one client's need for services."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A professional with a case of her own clients' and a log-in."""

    username: str
    actor: Actor
    cases: tuple[CaseId, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What there is to measure with."""

    workers: tuple[Worker, ...]
    model: DocumentId
    """The draft that the others are copies of."""
    body: bytes
    """Its content, and theirs."""
    structure_oid: StructureOid


def now() -> datetime:
    """The clock of the measurements."""
    return datetime.now(UTC)


def make(*, workers: int, cases: int) -> World:
    """One unit with so many workers, each with so many cases, and one complete draft."""
    organisation = cast.make_organisation()
    made = tuple(_worker(number, organisation, cases) for number in range(workers))
    kind = newest(KIND).oid
    content = full_document(structure(kind))
    first = made[0]
    model = start_document(first.cases[0], kind, by=first.actor, at=now())
    saved = save_draft(model, content, version=1, by=first.actor, at=now())
    assert not saved.findings, saved.findings
    return World(made, model, canonical(content), kind)


def _worker(number: int, organisation: cast.Organisation, cases: int) -> Worker:
    username = f"worker-{number}"
    professional = organisations.create_professional(
        organisation.controller,
        NewProfessional(
            given_names="Tyyne",
            family_name=f"Työntekijä {number}",
            title=Bilingual("sosiaalityöntekijä", "socialarbetare"),
            username=username,
            password=cast.PASSWORD,
        ),
    )
    organisations.assign_work_task(
        professional, organisation.north, WorkTask.BROAD_RESPONSIBILITY, start=cast.BEGINNING
    )
    actor = actor_named(username, at=now())
    assert actor is not None
    made = tuple(
        cast.own_case(_client(f"{number}-{each}", actor), by=actor, at=now()) for each in range(cases)
    )
    return Worker(username, actor, made)


def _client(name: str, actor: Actor) -> ClientId:
    person = add_person(NewPerson(family_name=f"Asiakas {name}", given_names="Mitta"), by=actor, at=now())
    return take_as_client(person, by=actor, at=now())


def drafts_for(world: World, worker: Worker, count: int) -> list[DocumentId]:
    """So many new drafts like the model, spread over the worker's cases."""
    model = Document.objects.get(pk=world.model)
    draft = Draft.objects.get(pk=world.model)
    rows = [draft_like(model, worker.cases[place % len(worker.cases)]) for place in range(count)]
    ids = [DocumentId(each.id) for each in rows]
    Document.objects.bulk_create(rows, batch_size=1000)
    client = DocumentClient.objects.filter(document_id=world.model).values_list("client_id", flat=True)
    DocumentClient.objects.bulk_create(
        (DocumentClient(document_id=each, client_id=client[0]) for each in ids), batch_size=1000
    )
    Draft.objects.bulk_create(
        (
            Draft(document_id=each, content=draft.content, version=1, saved_at=now(), saved_by=draft.saved_by)
            for each in ids
        ),
        batch_size=500,
    )
    return ids


def draft_like(model: Document, case_id: CaseId) -> Document:
    """A copy of a document in another case, not yet stored."""
    document_id = new_id()
    return Document(
        id=document_id,
        controller_id=model.controller_id,
        unit_id=model.unit_id,
        case_id=case_id,
        oid=f"{model.oid}.{document_id.int}",
        structure_oid=model.structure_oid,
        structure_code=model.structure_code,
        data_class=model.data_class,
        stage=model.stage,
        language=model.language,
        author_id=model.author_id,
        created_at=model.created_at,
        changed_at=model.changed_at,
    )
