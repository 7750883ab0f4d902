"""Facts of a case and of a client relationship, as the documents that the system makes of them need."""

from collections.abc import Sequence

from nippu.access.types import Actor
from nippu.cases.types import CaseFacts, CaseState
from nippu.clients.types import ClientPage, RelationshipView
from nippu.documents.facts import (
    CaseDocumentFacts,
    MemberFacts,
    OrganisationFacts,
    RelationshipDocumentFacts,
    RiskFacts,
    ServiceTaskFacts,
    UnitPeriod,
    WorkerFacts,
)
from nippu.documents.surroundings import client_details, controller_of


def case_document_facts(case: CaseFacts, members: Sequence[ClientPage], *, by: Actor) -> CaseDocumentFacts:
    """What the case document tells, from the case and its members in the same order."""
    return CaseDocumentFacts(
        controller=controller_of(by),
        members=tuple(
            MemberFacts(person=client_details(client), joined_at=member.joined_at, left_at=member.left_at)
            for member, client in zip(case.members, members, strict=True)
        ),
        case_oid=case.oid,
        name_code=case.name_code,
        name_text=case.name_text,
        closed=case.state is CaseState.CLOSED,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        joint=case.joint,
        service_task=case.service_task,
    )


def relationship_document_facts(client: ClientPage, *, by: Actor) -> RelationshipDocumentFacts:
    """What a client's relationship document tells: of the relationship that runs, else of the last."""
    relationship = client.relationship or client.relationships[0]
    return RelationshipDocumentFacts(
        person=client_details(client),
        controller=controller_of(by),
        relationship_oid=relationship.oid,
        started_on=relationship.started_on,
        ended_on=relationship.ended_on,
        end_reason=relationship.end_reason,
        service_language=client.service_language,
        interpreter=client.interpreter,
        special_support=client.special_support,
        own_worker=_own_worker(client),
        risks=tuple(
            RiskFacts(description=each.description, start=each.start, end=each.end) for each in client.risks
        ),
        service_tasks=_service_tasks(relationship),
    )


def _own_worker(client: ClientPage) -> WorkerFacts | None:
    worker = client.own_worker
    if worker is None:
        return None
    return WorkerFacts(
        family_name=worker.family_name,
        given_names=worker.given_names,
        phone=worker.phone,
        registration_number=worker.registration_number,
    )


def _service_tasks(relationship: RelationshipView) -> tuple[ServiceTaskFacts, ...]:
    units: dict[str, list[UnitPeriod]] = {}
    for each in relationship.service_tasks:
        unit = OrganisationFacts(oid=each.unit_oid, name=each.unit_name)
        period = UnitPeriod(unit=unit, started_on=each.started_on, ended_on=each.ended_on)
        units.setdefault(each.service_task, []).append(period)
    return tuple(ServiceTaskFacts(service_task=task, units=tuple(found)) for task, found in units.items())
