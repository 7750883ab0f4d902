"""What follows from the facts of an organisation, and what cannot be right of them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from nippu.access.types import WorkTask
from nippu.base.texts import Message, _
from nippu.codes.sets import SERVICE_TASK, code_set
from nippu.organisations.types import (
    AssignmentFields,
    ContractFields,
    Flaw,
    ProfessionalFields,
    ProviderFields,
    Standing,
    UnitFields,
)

OID = re.compile(r"[0-2](\.(0|[1-9]\d*)){2,}")
BUSINESS_ID = re.compile(r"\d{7}-\d")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
USERNAME = re.compile(r"[\w.@+-]+")
LONGEST_OID, LONGEST_NAME, LONGEST_TITLE, LONGEST_NUMBER, LONGEST_PHONE, LONGEST_USERNAME = (
    100,
    200,
    100,
    40,
    60,
    150,
)


def covered(own: Iterable[str], contracts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Those of the own service tasks that contracts cover. A contract that names none covers all."""
    named = [frozenset(each) for each in contracts]
    return tuple(task for task in own if any(not tasks or task in tasks for tasks in named))


def standing_of(start: date | None, end: date | None, today: date) -> Standing:
    """Where today stands in a period of days, both included."""
    if end is not None and end < today:
        return Standing.ENDED
    return Standing.COMING if start is not None and start > today else Standing.NOW


def is_open(start: date | None, end: date | None, today: date) -> bool:
    """Whether today is within the period."""
    return standing_of(start, end, today) is Standing.NOW


def check_unit(fields: UnitFields) -> Iterator[Flaw]:
    """What is wrong with what is told of a unit."""
    yield from _check_oid(fields.oid)
    yield from _check_text("name_fi", fields.name.fi, LONGEST_NAME, required=True)
    yield from _check_text("name_sv", fields.name.sv or "", LONGEST_NAME)
    yield from _check_service_tasks(fields.service_tasks)
    yield from _check_period(fields.start, fields.end)


def check_provider(fields: ProviderFields) -> Iterator[Flaw]:
    """What is wrong with what is told of a private provider."""
    yield from _check_oid(fields.oid)
    if not is_business_id(fields.business_id):
        yield Flaw("business_id", Message(_("Y-tunnuksessa on virhe. Se on muotoa 1234567-8.")))
    yield from _check_text("name_fi", fields.name.fi, LONGEST_NAME, required=True)
    yield from _check_text("name_sv", fields.name.sv or "", LONGEST_NAME)


def check_contract(fields: ContractFields) -> Iterator[Flaw]:
    """What is wrong with what is told of a contract."""
    yield from _check_service_tasks(fields.service_tasks)
    yield from _check_period(fields.start, fields.end)


def check_professional(fields: ProfessionalFields) -> Iterator[Flaw]:
    """What is wrong with what is told of a professional."""
    yield from _check_text("given_names", fields.given_names, LONGEST_NAME, required=True)
    yield from _check_text("family_name", fields.family_name, LONGEST_NAME, required=True)
    yield from _check_text("title_fi", fields.title.fi, LONGEST_TITLE, required=True)
    yield from _check_text("title_sv", fields.title.sv or "", LONGEST_TITLE)
    yield from _check_text("registration_number", fields.registration_number, LONGEST_NUMBER)
    yield from _check_text("employee_id", fields.employee_id, LONGEST_NUMBER)
    yield from _check_text("phone", fields.phone, LONGEST_PHONE)


def check_username(username: str) -> Iterator[Flaw]:
    """What is wrong with a name to log in with."""
    yield from _check_text("username", username, LONGEST_USERNAME, required=True)
    if username and not USERNAME.fullmatch(username):
        yield Flaw(
            "username", Message(_("Käyttäjätunnuksessa voi olla kirjaimia, numeroita ja merkkejä . @ + - _"))
        )


def check_assignment(fields: AssignmentFields, *, in_provider: bool) -> Iterator[Flaw]:
    """What is wrong with what is told of a work task in a unit, of a private provider or not."""
    yield from check_work_task(fields.work_task, in_provider=in_provider)
    yield from _check_service_tasks(fields.service_tasks)
    if fields.student and fields.supervisor_id is None:
        yield Flaw("supervisor", Message(_("Opiskelijalla tulee olla ohjaaja.")))
    if fields.powers and (fields.student or in_provider):
        text = _("Viranhaltijan päätösvaltaa ei ole opiskelijalla eikä yksityisellä palveluntuottajalla.")
        yield Flaw("powers", Message(text))
    yield from _check_period(fields.start, fields.end)


def check_work_task(work_task: WorkTask, *, in_provider: bool) -> Iterator[Flaw]:
    """A private provider's people have the work tasks of a provider (457/2024, 16 §), and nobody else has."""
    if in_provider and not work_task.is_of_provider:
        text = _("Yksityisen palveluntuottajan yksikössä voi olla vain palveluntuottajan työtehtäviä.")
        yield Flaw("work_task", Message(text))
    if work_task.is_of_provider and not in_provider:
        yield Flaw("work_task", Message(_("Tämä työtehtävä on vain yksityisen palveluntuottajan yksikössä.")))


def is_business_id(text: str) -> bool:
    """Whether the text is a Finnish business id with a right check digit."""
    if not BUSINESS_ID.fullmatch(text):
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=False)) % 11
    return rest != 1 and int(text[-1]) == (11 - rest) % 11


def _check_oid(oid: str) -> Iterator[Flaw]:
    if not OID.fullmatch(oid) or len(oid) > LONGEST_OID:
        text = _("OID-tunnuksessa on virhe. Se on numeroita ja pisteitä, kuten 1.2.246.10.12345678.10.1.")
        yield Flaw("oid", Message(text))


def _check_text(name: str, text: str, limit: int, *, required: bool = False) -> Iterator[Flaw]:
    if required and not text:
        yield Flaw(name, Message(_("Tieto on pakollinen.")))
    if len(text) > limit:
        yield Flaw(name, Message(_("Kirjoita lyhyemmin: enintään {limit} merkkiä."), {"limit": limit}))


def _check_service_tasks(codes: Iterable[str]) -> Iterator[Flaw]:
    known = code_set(SERVICE_TASK)
    for code in codes:
        if known.find(code) is None:
            text = _("Palvelutehtävää {code} ei tunneta.")
            yield Flaw("service_tasks", Message(text, {"code": code}))


def _check_period(start: date | None, end: date | None) -> Iterator[Flaw]:
    if start is not None and end is not None and end < start:
        yield Flaw("end", Message(_("Päättymispäivä on ennen alkamispäivää.")))
