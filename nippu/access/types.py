"""Who is acting."""

from dataclasses import dataclass
from enum import StrEnum

from nippu.base.ids import AccountId, AssignmentId, ControllerId, ProfessionalId, UnitId
from nippu.base.texts import Bilingual, Language, _


class WorkTask(StrEnum):
    """The work tasks of the access decree (457/2024, 12-17 §, 22-24 §) and that of watching over the log."""

    BROAD_RESPONSIBILITY = "broad_responsibility"
    CHILD_SOCIAL_WORKER = "child_social_worker"
    ARRANGING = "arranging"
    CHILD_SUPERVISOR = "child_supervisor"
    IMPLEMENTING = "implementing"
    PROVIDER_ARRANGING = "provider_arranging"
    PROVIDER_IMPLEMENTING = "provider_implementing"
    ADMINISTRATIVE = "administrative"
    ARCHIVE = "archive"
    MANAGEMENT = "management"
    DATA_PROTECTION = "data_protection"
    SYSTEM_ADMINISTRATION = "system_administration"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _WORK_TASK_LABELS[self]

    @property
    def is_client_work(self) -> bool:
        """Whether one who has it works with the clients of a unit."""
        return self not in _BESIDE_CLIENT_WORK

    @property
    def is_of_provider(self) -> bool:
        """Whether it is done in units of private providers only, and nothing else is done there."""
        return self in _OF_PROVIDERS


_BESIDE_CLIENT_WORK = frozenset(
    {WorkTask.ARCHIVE, WorkTask.MANAGEMENT, WorkTask.DATA_PROTECTION, WorkTask.SYSTEM_ADMINISTRATION}
)
_OF_PROVIDERS = frozenset({WorkTask.PROVIDER_ARRANGING, WorkTask.PROVIDER_IMPLEMENTING})


_WORK_TASK_LABELS = {
    WorkTask.BROAD_RESPONSIBILITY: _("Laaja asiakasvastuu"),
    WorkTask.CHILD_SOCIAL_WORKER: _("Lapsen asioista vastaava sosiaalityöntekijä"),
    WorkTask.ARRANGING: _("Palvelun järjestäminen"),
    WorkTask.CHILD_SUPERVISOR: _("Lastenvalvoja"),
    WorkTask.IMPLEMENTING: _("Palvelun toteuttaminen"),
    WorkTask.PROVIDER_ARRANGING: _("Yksityisen palveluntuottajan järjestämistehtävä"),
    WorkTask.PROVIDER_IMPLEMENTING: _("Yksityisen palveluntuottajan toteuttamistehtävä"),
    WorkTask.ADMINISTRATIVE: _("Hallinnolliset tehtävät"),
    WorkTask.ARCHIVE: _("Arkistotehtävät"),
    WorkTask.MANAGEMENT: _("Johto ja esihenkilöt"),
    WorkTask.DATA_PROTECTION: _("Tietosuoja ja lokivalvonta"),
    WorkTask.SYSTEM_ADMINISTRATION: _("Järjestelmän ylläpito"),
}


class Power(StrEnum):
    """What the law gives to the holder of an office and not to a work task."""

    CARE_DECISIONS = "care_decisions"
    RESTRICTION_DECISIONS = "restriction_decisions"
    SPECIAL_SUPPORT_ASSESSMENT = "special_support_assessment"

    @property
    def label(self) -> str:
        """The Finnish name, to be translated where it is shown."""
        return _POWER_LABELS[self]


_POWER_LABELS = {
    Power.CARE_DECISIONS: _("Huostaanottoa ja sijoitusta koskevat päätökset"),
    Power.RESTRICTION_DECISIONS: _("Rajoituspäätökset"),
    Power.SPECIAL_SUPPORT_ASSESSMENT: _("Erityistä tukea tarvitsevan palvelutarpeen arvio"),
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
    """Codes of the own service tasks (1.2.246.537.6.1221): the work task's own, else the unit's. In a private
    provider's unit only those that a contract covers today."""
    student: bool = False
    """Acts under a supervisor as a student: writes but does not sign."""
    provider: bool = False
    """Acts in a unit of a private provider, which carries out services for the controller."""
    shelter: bool = False
    """Acts in a unit of shelter work."""
    mediation: bool = False
    """Acts in a unit of family mediation."""
    powers: tuple[Power, ...] = ()
    """What the person may sign beside that to which the work task entitles."""
    assignment_id: AssignmentId | None = None
    """The work task in the unit that the person acts in, when it was read from the database."""
    language: Language = "fi"
    """In which the person wants to read the interface."""

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"
