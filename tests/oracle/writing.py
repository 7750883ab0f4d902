"""Writes a world of the oracle into the database, as the owner of the tables, in few statements."""

from datetime import date, datetime
from uuid import UUID

from nippu.access.models import Account
from nippu.base.ids import StructureOid
from nippu.cases.models import Case, CaseMember, ImplementationLink
from nippu.cases.types import CaseState
from nippu.clients.models import (
    Client,
    ClientGate,
    ClientRelationship,
    Risk,
    ServiceTaskMembership,
    SpecialGround,
)
from nippu.documents.models import Document, DocumentClient, Draft, SignedVersion
from nippu.documents.types import DocumentState
from nippu.organisations.models import (
    Assignment,
    Controller,
    Professional,
    Provider,
    ProviderContract,
    Unit,
)
from nippu.people.models import Person
from nippu.structures.canonical import canonical, digest
from nippu.structures.samples import minimal_document
from nippu.structures.starter import starter
from tests.oracle import facts
from tests.oracle.facts import World

OID = "1.2.246.10.99999999"
BEGINNING = date(2020, 1, 1)


def account_id(professional: UUID) -> UUID:
    """Of a professional of a world."""
    return UUID(int=professional.int ^ 1)


def person_id(client: UUID) -> UUID:
    """Of a client of a world."""
    return UUID(int=client.int ^ 1)


def relationship_id(client: UUID) -> UUID:
    """Of the relationship of a client of a world with the controller."""
    return UUID(int=client.int ^ 2)


def write(world: World) -> None:
    """Put a world into the database."""
    _organisations(world)
    _workers(world)
    _clients(world)
    _cases(world)
    _service_tasks(world)
    _documents(world)


def _oid(of: UUID) -> str:
    return f"{OID}.{of.int}"


def _named(of: UUID) -> dict[str, object]:
    return {"id": of, "oid": _oid(of), "name_fi": of.hex[:8], "name_sv": of.hex[:8]}


def _organisations(world: World) -> None:
    controllers = dict.fromkeys(each.controller for each in world.units.values())
    last = len(controllers) - 1
    Controller.objects.bulk_create(
        Controller(**_named(each), kind="private" if number == last else "public")
        for number, each in enumerate(controllers)
    )
    providers = dict.fromkeys(each.provider for each in world.units.values() if each.provider)
    Provider.objects.bulk_create(Provider(**_named(each), business_id="") for each in providers)
    ProviderContract.objects.bulk_create(
        ProviderContract(
            controller_id=each.controller,
            provider_id=each.provider,
            service_tasks=sorted(each.service_tasks),
            start=each.start,
            end=each.end,
        )
        for each in world.contracts
    )
    Unit.objects.bulk_create(
        Unit(
            **_named(each.id),
            controller_id=each.controller,
            provider_id=each.provider,
            service_tasks=sorted(each.service_tasks),
            shelter=each.shelter,
            mediation=each.mediation,
            start=each.start,
            end=each.end,
        )
        for each in world.units.values()
    )


def _workers(world: World) -> None:
    Account.objects.bulk_create(
        Account(id=account_id(each.id), username=each.id.hex, password="!", is_active=each.may_log_in)
        for each in world.professionals.values()
    )
    Professional.objects.bulk_create(
        Professional(
            id=each.id,
            controller_id=each.controller,
            account_id=account_id(each.id),
            given_names="Maija",
            family_name="Työntekijä",
            title_fi="sosiaalityöntekijä",
            title_sv="socialarbetare",
        )
        for each in world.professionals.values()
    )
    Assignment.objects.bulk_create(
        Assignment(
            id=each.id,
            professional_id=each.professional,
            unit_id=each.unit,
            work_task=each.work_task,
            service_tasks=sorted(each.service_tasks),
            student=each.student,
            supervisor_id=_supervisor(world, each),
            start=each.start,
            end=each.end,
        )
        for each in world.assignments.values()
    )


def _supervisor(world: World, assignment: facts.Assignment) -> UUID | None:
    others = (each for each in world.professionals if each != assignment.professional)
    return next(others) if assignment.student else None


def _clients(world: World) -> None:
    Person.objects.bulk_create(
        Person(
            id=person_id(each.id),
            controller_id=each.controller,
            family_name="Asiakas",
            given_names=each.id.hex[:8],
            search_name=f"asiakas {each.id.hex[:8]}",
            temporary_code=each.id.hex,
            created_at=world.at,
        )
        for each in world.clients.values()
    )
    Client.objects.bulk_create(
        Client(
            id=each.id,
            controller_id=each.controller,
            person_id=person_id(each.id),
            unit_id=each.unit,
            own_worker_id=each.own_worker,
            restricted=each.restricted,
            created_at=world.at,
        )
        for each in world.clients.values()
    )
    _beside(world)


def _beside(world: World) -> None:
    """What is told of clients beside their cases."""
    Risk.objects.bulk_create(
        Risk(
            client_id=each.id,
            description="Koira pihalla.",
            start=BEGINNING,
            recorded_by_id=_professional_of(world, each.controller, each.id),
        )
        for each in world.clients.values()
    )
    ClientGate.objects.bulk_create(
        ClientGate(client_id=each.client, professional_id=each.professional) for each in world.gates
    )
    SpecialGround.objects.bulk_create(
        SpecialGround(
            client_id=each.client,
            professional_id=each.professional,
            unit_id=each.unit,
            ground="1",
            words="Asia ei odota.",
            begins_at=each.begins_at,
            ends_at=each.ends_at,
        )
        for each in world.grounds
    )


def _cases(world: World) -> None:
    Case.objects.bulk_create(_case(world, each, number) for number, each in enumerate(world.cases.values()))
    CaseMember.objects.bulk_create(
        CaseMember(
            case_id=each.case,
            client_id=each.client,
            position=number + 1,
            joined_at=each.joined_at,
            left_at=each.left_at,
        )
        for case in world.cases
        for number, each in enumerate(world.members_of[case])
    )
    ImplementationLink.objects.bulk_create(
        ImplementationLink(case_id=each.case, unit_id=each.unit, started_on=each.start, ended_on=each.end)
        for each in world.links
    )


def _case(world: World, case: facts.Case, number: int) -> Case:
    state = CaseState.OPEN if case.is_open else CaseState.CLOSED
    return Case(
        id=case.id,
        controller_id=case.controller,
        unit_id=case.unit,
        number=f"2026-{number + 1}",
        oid=_oid(case.id),
        name_code="X-arki",
        state=state.value,
        service_task=case.service_task,
        joint=len({each.client for each in world.members_of[case.id]}) > 1,
        responsible_id=case.responsible,
        opened_at=world.at,
        opened_on=BEGINNING,
        closed_on=None if case.is_open else world.today,
        closed_by_id=None if case.is_open else case.responsible,
        changed_at=world.at,
    )


def _service_tasks(world: World) -> None:
    """The relationships of those who have had cases, and in which service tasks of which units they are."""
    relationships = {
        each: ClientRelationship(
            id=relationship_id(each), client_id=each, oid=_oid(each), started_on=BEGINNING
        )
        for each in world.clients
        if world.memberships_of[each]
    }
    ClientRelationship.objects.bulk_create(relationships.values())
    places: dict[tuple[UUID, str, UUID], bool] = {}
    for member in world.members:
        case = world.cases[member.case]
        place = (member.client, case.service_task, case.unit)
        places[place] = places.get(place, False) or (case.is_open and world.is_member_now(member))
    ServiceTaskMembership.objects.bulk_create(
        ServiceTaskMembership(
            relationship=relationships[client],
            service_task=service_task,
            unit_id=unit,
            started_on=BEGINNING,
            ended_on=None if goes_on else world.today,
        )
        for (client, service_task, unit), goes_on in places.items()
    )


class _Paper:
    """What all documents of worlds on one structure say: the least that fits it."""

    def __init__(self, code: str, version: str) -> None:
        self.code = code
        self.structure = starter(StructureOid(f"1.2.246.537.6.{code}.{version}"))
        self.content = canonical(minimal_document(self.structure))
        self.sha256 = digest(self.content)


RELATIONSHIP = _Paper("1505.1", "2023.6.1")
OTHER = _Paper("1506.4018", "2022.9.28")
"""The class of a document is told beside its structure, so that one structure serves for all classes."""


def _paper_of(document: facts.Document) -> _Paper:
    return RELATIONSHIP if document.case is None else OTHER


def _documents(world: World) -> None:
    papers = list(world.documents.values())
    Document.objects.bulk_create(_document(world, each) for each in papers)
    DocumentClient.objects.bulk_create(
        DocumentClient(document_id=each.id, client_id=client)
        for each in papers
        for client in sorted(each.clients)
    )
    Draft.objects.bulk_create(
        Draft(
            document_id=each.id,
            content=_paper_of(each).content.decode(),
            saved_at=world.at,
            saved_by_id=_author(world, each),
        )
        for each in papers
        if not each.is_signed
    )
    SignedVersion.objects.bulk_create(_version(world, each, at=world.at) for each in papers if each.is_signed)


def _author(world: World, document: facts.Document) -> UUID:
    """One of the controller's, so that reading is not a matter of having written."""
    return _professional_of(world, document.controller, document.id)


def _professional_of(world: World, controller: UUID, thing: UUID) -> UUID:
    of = [each.id for each in world.professionals.values() if each.controller == controller]
    return of[thing.int % len(of)]


def _unit(world: World, document: facts.Document) -> UUID:
    if document.case is not None:
        return world.cases[document.case].unit
    return world.clients[min(document.clients)].unit


def _document(world: World, document: facts.Document) -> Document:
    paper = _paper_of(document)
    state = DocumentState.SIGNED if document.is_signed else DocumentState.DRAFT
    return Document(
        id=document.id,
        controller_id=document.controller,
        unit_id=_unit(world, document),
        case_id=document.case,
        client_id=min(document.clients) if document.case is None else None,
        oid=_oid(document.id),
        structure_oid=paper.structure.oid,
        structure_code=paper.code,
        data_class=document.data_class,
        stage="initiation" if document.case else "",
        joint=len(document.clients) > 1,
        author_id=_author(world, document),
        state=state.value,
        version=int(document.is_signed),
        created_at=world.at,
        changed_at=world.at,
        signed_at=world.at if document.is_signed else None,
    )


def _version(world: World, document: facts.Document, *, at: datetime) -> SignedVersion:
    paper = _paper_of(document)
    return SignedVersion(
        document_id=document.id,
        version=1,
        structure_oid=paper.structure.oid,
        language="fi",
        content=paper.content,
        sha256=paper.sha256,
        author_id=_author(world, document),
        unit_id=_unit(world, document),
        signed_at=at,
    )
