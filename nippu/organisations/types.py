"""What others see of organisations and of those who work in them."""

from dataclasses import dataclass, field
from datetime import date

from nippu.access.types import WorkTask
from nippu.base.ids import AssignmentId, ProfessionalId, UnitId
from nippu.base.texts import Bilingual, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProfessional:
    """A person who begins to work for a controller, with the name and password to log in with."""

    given_names: str
    family_name: str
    title: Bilingual
    username: str
    password: str = field(repr=False)
    registration_number: str = ""
    phone: str = ""
    language: Language = "fi"


DEMO_PASSWORD = "nippu-demo-2026"  # noqa: S105  told to everyone, see below
"""The one password of a demo. Its log-in page tells it: a demo holds no real data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """Someone whom one may log in as in a demo."""

    username: str
    name: str
    title: Bilingual
    unit_name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFacts:
    """A work task in a unit that a professional has now."""

    id: AssignmentId
    unit_id: UnitId
    unit_name: Bilingual
    work_task: WorkTask
    start: date
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A professional as colleagues see them."""

    id: ProfessionalId
    given_names: str
    family_name: str
    title: Bilingual
    registration_number: str = ""
    phone: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"
