"""Which structures fit which case, and why the others do not."""

from nippu.base.texts import Bilingual, Message, _
from nippu.catalogue.roles import has_role
from nippu.catalogue.tables import fit_table
from nippu.catalogue.types import Role, StructureFacts
from nippu.codes.sets import SERVICE_TASK, code_set

ALL_TASKS = "all"


def service_tasks_of(code: str, subject: str | None) -> tuple[str, ...] | None:
    """The service tasks that use a structure of this subject; none means every service task."""
    # The publication writes one subject with two spaces in the middle.
    found = fit_table()["subjects"].get(" ".join((subject or "").split()), ALL_TASKS)
    return None if isinstance(found, str) else (*found, *fit_table()["also"].get(code, ()))


def check_fit(facts: StructureFacts, *, service_task: str, joint: bool) -> Message | None:
    """Why no document on this structure can be begun in such a case; nothing when it can."""
    return _not_creatable(facts) or _other_service_task(facts, service_task) or _not_joint(facts, joint)


def _not_creatable(facts: StructureFacts) -> Message | None:
    if facts.retired:
        return Message(_("Rakenne on vanhentunut. Sillä tehtyjä asiakirjoja voi lukea, uusia ei tehdä."))
    if has_role(facts.code, Role.CASE_DOCUMENT) or has_role(facts.code, Role.RELATIONSHIP_DOCUMENT):
        return Message(_("Nippu tekee tämän asiakirjan asian ja asiakkuuden tiedoista."))
    if has_role(facts.code, Role.PERMISSION) or has_role(facts.code, Role.PROHIBITION):
        return Message(_("Asiakkaan tahdonilmaisu. Se kirjataan asiakkaan tietoihin, ei asiaan."))
    return None


def _other_service_task(facts: StructureFacts, service_task: str) -> Message | None:
    tasks = service_tasks_of(facts.code, facts.subject)
    if tasks is None or service_task in tasks:
        return None
    return Message(_("Kuuluu toiseen palvelutehtävään: {tasks}."), {"tasks": _names(tasks)})


def _names(tasks: tuple[str, ...]) -> Bilingual:
    found = code_set(SERVICE_TASK)
    fi = [found.name_of(task, "fi") or task for task in tasks]
    sv = [found.name_of(task, "sv") or task for task in tasks]
    return Bilingual(", ".join(fi), ", ".join(sv))


def _not_joint(facts: StructureFacts, joint: bool) -> Message | None:
    if joint and not facts.client_repeats:
        return Message(_("Asia on yhteinen, ja tämä asiakirja koskee vain yhtä asiakasta."))
    return None
