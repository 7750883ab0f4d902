"""The access decree in plain Python: who may read, know of, write and change what.

It is written from the decree (457/2024) and the agreed model of access alone, and shares nothing with the
program. What the two answer differently is a mistake in one of them. Read it from the top: who acts, how one
stands to a client, what the work task opens, and what follows from these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from tests.oracle.facts import Assignment, Case, Client, Contract, Document, Unit, World

# Service tasks, codes of 1.2.246.537.6.1221.
CHILD_PROTECTION, ADDICTION, DISABILITY, FAMILIES = "10", "15", "20", "24"
WORKING_AGE, OLDER, FAMILY_LAW = "X-tyoikaiset", "X-iakkaat", "X-perheoikeus"

OPEN_CLASSES = frozenset(
    {
        "relationship",
        "case",
        "initiation",
        "assessment",
        "plan",
        "implementation_plan",
        "preparation",
        "decision",
        "contract",
        "implementation",
        "general",
    }
)
SEALED_CLASSES = frozenset({"mediation", "shelter", "therapeutic", "examination", "closed"})
ALL_CLASSES = OPEN_CLASSES | SEALED_CLASSES

WITHOUT_CLIENT_DATA = frozenset({"management", "data_protection", "system_administration"})


# ---------------------------------------------------------------- who acts


@dataclass(frozen=True, kw_only=True)
class Worker:
    """A professional who acts in one unit and one work task."""

    professional: UUID
    controller: UUID
    unit: Unit
    work_task: str
    own: frozenset[str]
    """The own service tasks."""
    student: bool = False

    @property
    def of_provider(self) -> bool:
        return self.unit.provider is not None


def acting(world: World, assignment: Assignment) -> Worker | None:
    """Who acts under an assignment at this moment; nobody when it is not in force."""
    professional, unit = world.professionals[assignment.professional], world.units[assignment.unit]
    if not professional.may_log_in or not world.in_force(assignment.start, assignment.end):
        return None
    if not world.in_force(unit.start, unit.end):
        return None
    own = assignment.service_tasks or unit.service_tasks
    if unit.provider is not None:
        contracts = contracts_in_force(world, unit)
        if not contracts:
            return None
        own = covered(own, contracts)
    return Worker(
        professional=professional.id,
        controller=unit.controller,
        unit=unit,
        work_task=assignment.work_task,
        own=own,
        student=assignment.student,
    )


def contracts_in_force(world: World, unit: Unit) -> list[Contract]:
    return [
        each
        for each in world.contracts
        if each.provider == unit.provider
        and each.controller == unit.controller
        and world.in_force(each.start, each.end)
    ]


def covered(service_tasks: frozenset[str], contracts: list[Contract]) -> frozenset[str]:
    """Those service tasks that some of the contracts covers."""
    if any(not contract.service_tasks for contract in contracts):
        return service_tasks
    return service_tasks & frozenset().union(*(contract.service_tasks for contract in contracts))


# ---------------------------------------------------------------- how a worker stands to a client

HANDLING, OWN_WORKER, IMPLEMENTING, SPECIAL = "handling", "own_worker", "implementing", "special"


def relations(world: World, worker: Worker, client: Client) -> set[str]:
    """The relations of a worker to a client: none, and the client is not there."""
    if client.controller != worker.controller:
        return set()
    found = set()
    if not client.restricted or passes_gate(world, worker, client):
        found |= set(_relations_of_work(world, worker, client))
    if has_special_ground(world, worker, client):
        found.add(SPECIAL)
    return found


def _relations_of_work(world: World, worker: Worker, client: Client) -> Iterator[str]:
    cases = cases_between(world, worker, client)
    if any(worker.unit.id in world.linked_units_of[case.id] for case in cases):
        yield IMPLEMENTING
    if worker.of_provider:
        return  # a provider does not handle the organiser's cases
    if any(case.unit == worker.unit.id for case in cases):
        yield HANDLING
    if client.unit == worker.unit.id and not world.memberships_of[client.id]:
        yield HANDLING  # just taken in
    if client.own_worker == worker.professional and cases:
        yield OWN_WORKER


def cases_between(world: World, worker: Worker, client: Client) -> list[Case]:
    """The client's open cases of which the worker sees something: through these they may be related."""
    return [case for case in world.open_cases_now(client) if sees_something_in(world, worker, case)]


def passes_gate(world: World, worker: Worker, client: Client) -> bool:
    """Whether a ban of look leaves this worker's relations as they are."""
    return (
        worker.professional in world.gates_of[client.id]
        or client.own_worker == worker.professional
        or any(case.responsible == worker.professional for case in cases_between(world, worker, client))
    )


def has_special_ground(world: World, worker: Worker, client: Client) -> bool:
    """A ground holds for its professional in its unit, from its beginning until its end. Not at providers."""
    return not worker.of_provider and any(
        ground.professional == worker.professional
        and ground.unit == worker.unit.id
        and ground.begins_at <= world.at < ground.ends_at
        for ground in world.grounds_of[client.id]
    )


def is_linked(world: World, worker: Worker, case: Case) -> bool:
    """Whether the worker's unit handles this open case or carries out a service in it today."""
    if not case.is_open or case.controller != worker.controller:
        return False
    handles = case.unit == worker.unit.id and not worker.of_provider
    return handles or worker.unit.id in world.linked_units_of[case.id]


# ---------------------------------------------------------------- the matrix

ANY, LINKED = "any", "linked"
"""Scopes: every case of a client to whom one is related, or only linked cases."""


def scope(worker: Worker, service_task: str, data_class: str) -> str | None:
    """In which cases of a service task the work task sees a class of data; None when in none.

    The archive and those without client data have no row here: see `reads_document`.
    """
    rule = MATRIX.get(worker.work_task)
    return rule(worker, service_task, data_class) if rule else None


def broad_responsibility(worker: Worker, service_task: str, data_class: str) -> str | None:
    """12 § 1: all service tasks; nothing sealed."""
    return ANY if data_class in OPEN_CLASSES else None


def child_social_worker(worker: Worker, service_task: str, data_class: str) -> str | None:
    """12 § 2: the same, and shelter too."""
    return ANY if data_class in OPEN_CLASSES | {"shelter"} else None


def arranging(worker: Worker, service_task: str, data_class: str) -> str | None:
    """13 §: families, working-age, older; and one's own."""
    seen = {FAMILIES, WORKING_AGE, OLDER} | worker.own
    return ANY if data_class in OPEN_CLASSES and service_task in seen else None


def child_supervisor(worker: Worker, service_task: str, data_class: str) -> str | None:
    """14 §: family law, families, working-age; child protection when one works there."""
    seen = {FAMILY_LAW, FAMILIES, WORKING_AGE} | (worker.own & {CHILD_PROTECTION})
    return ANY if data_class in OPEN_CLASSES and service_task in seen else None


def administrative(worker: Worker, service_task: str, data_class: str) -> str | None:
    """17 §: one's own; nothing sealed."""
    return ANY if data_class in OPEN_CLASSES and service_task in worker.own else None


def implementing(worker: Worker, service_task: str, data_class: str) -> str | None:
    """15 §: one's own service; in family mediation only mediation."""
    if service_task not in worker.own:
        return None
    if worker.unit.mediation:
        return LINKED if data_class == "mediation" else None
    if data_class in {"assessment", "plan", "implementation_plan"}:
        return ANY
    seen = {"case", "initiation", "preparation", "decision", "contract", "implementation", "general"}
    seen |= {"therapeutic", "examination"}
    if worker.unit.shelter:
        seen |= {"shelter"}
    return LINKED if data_class in seen else None


def provider(worker: Worker, service_task: str, data_class: str) -> str | None:
    """16 §: one's own service, in the cases where one carries it out."""
    seen = {"contract", "implementation_plan", "plan", "assessment", "implementation", "case"}
    return LINKED if data_class in seen and service_task in worker.own else None


MATRIX = {
    "broad_responsibility": broad_responsibility,
    "child_social_worker": child_social_worker,
    "arranging": arranging,
    "child_supervisor": child_supervisor,
    "implementing": implementing,
    "provider_arranging": provider,
    "provider_implementing": provider,
    "administrative": administrative,
}


def sees_in(world: World, worker: Worker, case: Case, data_class: str) -> bool:
    """Whether the matrix opens a class of data in this case to one who is related to its client."""
    found = scope(worker, case.service_task, data_class)
    return found == ANY or (found == LINKED and is_linked(world, worker, case))


# ---------------------------------------------------------------- what follows


def reads_document(world: World, worker: Worker, document: Document) -> bool:
    """A signed document."""
    if document.controller != worker.controller:
        return False
    if document.case is None:
        seen = document.data_class == "relationship" and worker.work_task in MATRIX
        return seen and is_related_to_one(world, worker, document)
    case = world.cases[document.case]
    if case.controller != worker.controller:
        return False
    if worker.work_task == "archive":
        return not case.is_open and document.data_class in OPEN_CLASSES
    return is_related_to_one(world, worker, document) and sees_in(world, worker, case, document.data_class)


def reads_draft(world: World, worker: Worker, document: Document) -> bool:
    """An unfinished document: as a signed one, but only where one works with the case."""
    return (
        document.case is not None
        and is_linked(world, worker, world.cases[document.case])
        and reads_document(world, worker, document)
    )


def is_related_to_one(world: World, worker: Worker, document: Document, *, by_work: bool = False) -> bool:
    """Whether one is related to a client of the document; `by_work`: not by a special ground alone."""
    not_enough = {SPECIAL} if by_work else set()
    return any(relations(world, worker, world.clients[each]) - not_enough for each in document.clients)


def knows_case(world: World, worker: Worker, case: Case) -> bool:
    """That there is such a case, and what it is called."""
    if case.controller != worker.controller:
        return False
    if worker.work_task == "archive":
        return not case.is_open
    return has_related_member(world, worker, case) and sees_something_in(world, worker, case)


def has_related_member(world: World, worker: Worker, case: Case, *, by_work: bool = False) -> bool:
    """Whether one is related to someone who is or has been in the case."""
    not_enough = {SPECIAL} if by_work else set()
    return any(
        relations(world, worker, world.clients[member.client]) - not_enough
        for member in world.members_of[case.id]
    )


def sees_something_in(world: World, worker: Worker, case: Case) -> bool:
    return any(sees_in(world, worker, case, each) for each in ALL_CLASSES - {"relationship"})


def knows_client(world: World, worker: Worker, client: Client) -> bool:
    """That the person is a client."""
    if worker.work_task in WITHOUT_CLIENT_DATA:
        return False
    if worker.work_task == "archive":
        has_closed = any(not world.cases[each.case].is_open for each in world.memberships_of[client.id])
        return client.controller == worker.controller and has_closed
    return bool(relations(world, worker, client))


def changes_case(world: World, worker: Worker, case: Case) -> bool:
    """Its name, stage, members, state; and whether one may start documents in it at all."""
    return (
        worker.work_task in MATRIX
        and is_linked(world, worker, case)
        and has_related_member(world, worker, case, by_work=True)
        and sees_something_in(world, worker, case)
    )


def writes_document(world: World, worker: Worker, document: Document) -> bool:
    """Start, write and delete a draft of such a document."""
    return (
        worker.work_task in MATRIX
        and document.case is not None
        and reads_draft(world, worker, document)
        and is_related_to_one(world, worker, document, by_work=True)
    )


def signs_document(world: World, worker: Worker, document: Document) -> bool:
    """What one may write, one may sign; a student may not."""
    return not worker.student and writes_document(world, worker, document)


CHANGES_CLIENTS = frozenset(
    {"broad_responsibility", "child_social_worker", "arranging", "child_supervisor", "administrative"}
)


def changes_client(world: World, worker: Worker, client: Client) -> bool:
    """Details, risks, the ban."""
    return worker.work_task in CHANGES_CLIENTS and bool(
        relations(world, worker, client) & {HANDLING, OWN_WORKER}
    )
