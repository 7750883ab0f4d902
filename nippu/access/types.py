"""Who is acting."""

from dataclasses import dataclass
from enum import StrEnum

from nippu.base.ids import AccountId, AssignmentId, ControllerId, ProfessionalId, UnitId
from nippu.base.texts import Bilingual, Language, _


class WorkTask(StrEnum):
    """The work tasks of the access decree (457/2024, 10 §) and one of our own for the system's upkeep."""

    BROAD_RESPONSIBILITY = "broad_responsibility"
    CHILD_SOCIAL_WORKER = "child_social_worker"
    ARRANGING = "arranging"
    CHILD_SUPERVISOR = "child_supervisor"
    IMPLEMENTING = "implementing"
    ADMINISTRATIVE = "administrative"
    SYSTEM_ADMINISTRATION = "system_administration"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _WORK_TASK_LABELS[self]


_WORK_TASK_LABELS = {
    WorkTask.BROAD_RESPONSIBILITY: _("Laaja asiakasvastuu"),
    WorkTask.CHILD_SOCIAL_WORKER: _("Lapsen asioista vastaava sosiaalityöntekijä"),
    WorkTask.ARRANGING: _("Palvelun järjestäminen"),
    WorkTask.CHILD_SUPERVISOR: _("Lastenvalvoja"),
    WorkTask.IMPLEMENTING: _("Palvelun toteuttaminen"),
    WorkTask.ADMINISTRATIVE: _("Hallinnolliset tehtävät"),
    WorkTask.SYSTEM_ADMINISTRATION: _("Järjestelmän ylläpito"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A professional acting in one unit and one work task of one controller."""

    account_id: AccountId
    professional_id: ProfessionalId
    controller_id: ControllerId
    unit_id: UnitId
    work_task: WorkTask
    given_names: str
    family_name: str
    title: Bilingual
    registration_number: str = ""
    unit_name: Bilingual
    unit_oid: str
    controller_name: Bilingual
    controller_oid: str
    service_tasks: tuple[str, ...] = ()
    """Codes of the service tasks (1.2.246.537.6.1221) that the unit takes care of."""
    assignment_id: AssignmentId | None = None
    """The work task in the unit that the person acts in, when it was read from the database."""
    language: Language = "fi"
    """In which the person wants to read the interface."""

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"
