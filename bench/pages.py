"""Pages: a case with a hundred documents, the form of the largest structure, the check of one field."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import database, world
from bench.figures import Figure, best_median
from bench.world import Worker, World
from nippu.base.ids import CaseId, DocumentId
from nippu.catalogue.queries import newest_entries, structure
from nippu.documents.actions.drafting import save_draft, start_document
from nippu.documents.actions.signing import sign
from nippu.documents.models import Document, DocumentClient, Draft
from nippu.documents.queries import suitable_structures
from nippu.structures.samples import full_document
from nippu.structures.tree import Structure
from tests import cast
from tests.spec.sent import SentForm

DOCUMENTS, DRAFTS = 100, 10
BATCHES, TIMES = 5, 20
MOST_FOR_POLICIES = 0.15


def measure(made: World) -> Iterator[Figure]:
    """Every figure of the pages. They are asked within this process, all the middleware included."""
    worker = made.workers[0]
    browser = _browser(worker)
    case = _full_case(worker)
    address = reverse("web:case", args=[case])
    yield from _page(
        f"case with {DOCUMENTS} documents", lambda: _got(browser, address), most=25, statements=12
    )
    yield _cost_of_policies(lambda: _got(browser, address))
    largest = max((structure(each.oid) for each in newest_entries() if each.creatable), key=_fields)
    name = f"form of {largest.code}, {_fields(largest)} fields"
    for state, content in (("empty", {largest.root.key: {}}), ("full", full_document(largest))):
        draft = _draft(largest, case, worker, content)
        form = reverse("web:editor", args=[draft])
        most = 60 if state == "empty" else None
        yield from _page(f"{name}, {state}", lambda form=form: _got(browser, form), most=most)
    yield from _field_check(browser, draft, form)


def _browser(worker: Worker) -> Client:
    browser = Client(headers={"host": "127.0.0.1"})
    answer = browser.post("/login/", {"username": worker.username, "password": cast.PASSWORD})
    assert answer.status_code == 302, answer.status_code
    return browser


def _got(browser: Client, address: str) -> bytes:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content


def _page(
    name: str, ask: Callable[[], object], *, most: float | None, statements: int | None = None
) -> Iterator[Figure]:
    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
        count = len(asked)
    yield Figure(name=name, value=best_median(ask, batches=BATCHES, times=TIMES), unit="ms", target=most)
    yield Figure(name=f"{name}: SQL", value=count, unit="statements", target=statements)


def _cost_of_policies(ask: Callable[[], object]) -> Figure:
    """How much longer the page takes with the policies of the second wall than without."""
    with database.without_policies():
        bare = best_median(ask, batches=BATCHES, times=TIMES)
    whole = best_median(ask, batches=BATCHES, times=TIMES)
    return Figure(
        name="the same: cost of the policies", value=whole / bare - 1, unit="x", target=MOST_FOR_POLICIES
    )


def _full_case(worker: Worker) -> CaseId:
    """A case whose documents are of all the kinds that suit it, most of them signed."""
    case = worker.cases[-1]
    kinds = [
        each.structure_oid
        for each in suitable_structures(case, by=worker.actor, at=world.now())
        if each.reason is None
    ]  # fmt: skip
    for number in range(DOCUMENTS):
        kind = kinds[number % len(kinds)]
        document = start_document(case, kind, by=worker.actor, at=world.now())
        if number >= DRAFTS:
            sign(document, version=1, typed=full_document(structure(kind)), by=worker.actor, at=world.now())
    return case


def _fields(each: Structure) -> int:
    return sum(1 for _ in each.walk()) - 1


def _draft(kind: Structure, case: CaseId, worker: Worker, content: dict[str, object]) -> DocumentId:
    """A draft on a structure which need not suit the case."""
    model = Document.objects.filter(case_id=case, state="draft").first()
    assert model is not None
    document = world.draft_like(model, case)
    document.structure_oid, document.structure_code = kind.oid, kind.code
    document.save()
    for client in model.client_ids:
        DocumentClient.objects.create(document=document, client_id=client)
    Draft.objects.create(
        document=document, content="{}", saved_at=world.now(), saved_by_id=worker.actor.professional_id
    )
    save_draft(DocumentId(document.id), content, version=1, by=worker.actor, at=world.now())
    return DocumentId(document.id)


def _field_check(browser: Client, draft: DocumentId, form: str) -> Iterator[Figure]:
    """What the script sends when one has left a field: the form's inputs and the field's name."""
    sent = SentForm(_got(browser, form).decode()).data
    name = next(name for name in sent if not name.startswith("_") and name != "csrfmiddlewaretoken")
    address = reverse("web:check", args=[draft])

    body = urlencode({**sent, "_field": name})

    def ask() -> None:
        answer = browser.post(address, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200, answer.status_code

    yield from _page("check of one field of it", ask, most=30)
