"""Names for the identifiers of the log, asked of the database's own functions where rows are not seen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from nippu.base.ids import ClientId, ControllerId, ProfessionalId
from nippu.base.texts import Bilingual, _
from nippu.organisations.models import Professional, Unit
from nippu.oversight.types import Ground, NamedClient, NamedWorker

UNKNOWN = _("Ei tiedossa")
NO_UNIT = Bilingual("")


@dataclass(frozen=True, slots=True)
class Names:
    """Names by identifier."""

    clients: Mapping[UUID, NamedClient]
    workers: Mapping[UUID, NamedWorker]
    units: Mapping[UUID, Bilingual]

    def client(self, key: UUID) -> NamedClient:
        """A client by name; one that is no longer in the register by identifier only."""
        return self.clients.get(key) or NamedClient(id=ClientId(key), name=UNKNOWN)

    def worker(self, key: UUID | None) -> NamedWorker | None:
        return self.workers.get(key) if key else None

    def unit(self, key: UUID | None) -> Bilingual:
        return self.units.get(key, NO_UNIT) if key else NO_UNIT


def names_of(
    controller_id: ControllerId,
    *,
    clients: Collection[UUID] = (),
    workers: Collection[UUID] = (),
    units: Collection[UUID] = (),
) -> Names:
    """Names of clients, professionals and units. Three statements at most."""
    return Names(
        clients=_clients(controller_id, clients) if clients else {},
        workers={row.id: named_worker(row) for row in Professional.objects.filter(pk__in=workers)},
        units={row.id: Bilingual(row.name_fi, row.name_sv) for row in Unit.objects.filter(pk__in=units)},
    )


def named_worker(row: Professional) -> NamedWorker:
    """A professional by name and title."""
    return NamedWorker(id=ProfessionalId(row.id), name=str(row), title=Bilingual(row.title_fi, row.title_sv))


def _clients(controller_id: ControllerId, wanted: Collection[UUID]) -> dict[UUID, NamedClient]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT client_id, given_names, family_name FROM oversight_names(%s, %s::uuid[])",
            [controller_id, list(set(wanted))],
        )
        rows = cursor.fetchall()
    return {key: NamedClient(id=ClientId(key), name=f"{given} {family}") for key, given, family in rows}


def find_clients(controller_id: ControllerId, *, code: str, words: str) -> tuple[NamedClient, ...]:
    """Clients of the controller by code or by words of a text search."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT client_id, given_names, family_name, birth_date FROM oversight_find(%s, %s, %s)",
            [controller_id, code, words],
        )
        rows = cursor.fetchall()
    return tuple(
        NamedClient(id=ClientId(key), name=f"{given} {family}", birth_date=born)
        for key, given, family, born in rows
    )


def grounds_of(
    controller_id: ControllerId, client_id: ClientId, records: Collection[int]
) -> dict[int, Ground]:
    """On what ground each record's use of a client's data was done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_id, ground, detail FROM oversight_grounds(%s, %s, %s::bigint[])",
            [controller_id, client_id, list(records)],
        )
        return {key: Ground(kind=kind, detail=detail) for key, kind, detail in cursor.fetchall()}
