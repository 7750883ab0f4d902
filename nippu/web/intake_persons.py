"""The first step of an intake: finding persons in the register and adding new ones."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nippu.access.errors import NotThere
from nippu.base.days import day_typed
from nippu.base.errors import NippuError
from nippu.base.ids import PersonId
from nippu.cases.types import CaseRow
from nippu.clients.queries import find_persons
from nippu.clients.types import PersonHit
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.http.use_log import keep_refusal
from nippu.intake import actions
from nippu.intake.errors import BirthDateMissing, EntrantRestricted, EntrantTwice
from nippu.intake.queries import open_cases_of_found
from nippu.intake.types import IntakeId, Step
from nippu.people.errors import (
    BirthDateWrong,
    ContactDetailTooLong,
    FamilyNameTooLong,
    GivenNamesTooLong,
    IdentityCodeTaken,
    IdentityCodeWrong,
    NameMissing,
)
from nippu.people.types import ContactDetails, NewPerson

FIELDS = ("family_name", "given_names", "identity_code", "birth_date", "phone")
_WHERE: dict[type[NippuError], str] = {
    NameMissing: "family_name",
    FamilyNameTooLong: "family_name",
    GivenNamesTooLong: "given_names",
    ContactDetailTooLong: "phone",
    IdentityCodeWrong: "identity_code",
    IdentityCodeTaken: "identity_code",
    EntrantTwice: "identity_code",
    BirthDateWrong: "birth_date",
    BirthDateMissing: "birth_date",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the fields of the page: nothing typed is lost whatever button is pressed."""

    q: str = ""
    family_name: str = ""
    given_names: str = ""
    identity_code: str = ""
    birth_date: str = ""
    phone: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    hits: tuple[PersonHit, ...] | None = None
    """Whom the search found; none when nothing has been searched for."""
    alike: tuple[PersonHit, ...] = ()
    """Persons of the register with the name that is being added."""
    cases: dict[PersonId, tuple[CaseRow, ...]] = field(default_factory=dict)
    """Open cases in the unit of those who were found."""
    is_warned: bool = False
    """Whether the page has told of one with the same name and day of birth."""

    @property
    def is_new(self) -> bool:
        """Whether something has been typed of a new person."""
        return any(getattr(self, name) for name in FIELDS)


def typed_in(sent: QueryDict) -> Typed:
    """What was typed in the fields."""
    return Typed(
        q=short(sent, "q"),
        family_name=short(sent, "family_name"),
        given_names=short(sent, "given_names"),
        identity_code=short(sent, "identity_code"),
        birth_date=short(sent, "birth_date"),
        phone=short(sent, "phone"),
    )


def short(sent: QueryDict, name: str) -> str:
    """A line that was typed, without the NUL that no database keeps."""
    return sent.get(name, "").replace("\0", "").strip()


def take_persons(request: NippuRequest, intake_id: IntakeId) -> Typed:
    """Do what the pressed button says; what stands in the fields after it, with errors if any."""
    typed, sent = typed_in(request.POST), request.POST
    if "choose" in sent or "instead" in sent:
        return _chosen(request, intake_id, typed)
    if "remove" in sent:
        actions.remove_entrant(intake_id, _uuid(sent["remove"]), by=request.actor, at=request.at)
        return typed
    if typed.is_new and "go" in sent:
        return _added(request, intake_id, typed)
    # Enter in the search field presses the button of the page itself.
    return search(request, typed) if sent.get("go", Step.PERSONS) == Step.PERSONS else typed


def _chosen(request: NippuRequest, intake_id: IntakeId, typed: Typed) -> Typed:
    """A person of the register as one whom the matter concerns; a restricted client is refused in words."""
    sent = request.POST
    person_id = PersonId(_uuid(sent.get("choose", sent.get("instead", ""))))
    try:
        actions.choose_person(intake_id, person_id, by=request.actor, at=request.at)
    except EntrantRestricted as error:
        keep_refusal(request, error)
        return replace(typed, errors={"q": error.message.in_language(reading_language())})
    return replace(typed, q="") if "choose" in sent else Typed()


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotThere from None


def search(request: NippuRequest, typed: Typed) -> Typed:
    """The persons of the register that the typed words find."""
    if not typed.q:
        return replace(typed, hits=None)
    hits = find_persons(typed.q, by=request.actor, at=request.at)
    return replace(typed, hits=hits, cases=typed.cases | _cases_of(request, hits))


def alike(request: NippuRequest, typed: Typed) -> Typed:
    """The persons of the register with the name that is being typed of a new one."""
    name = f"{typed.family_name} {typed.given_names}"
    if not (typed.family_name and typed.given_names):
        return typed
    hits = find_persons(name, by=request.actor, at=request.at)
    return replace(typed, alike=hits, cases=typed.cases | _cases_of(request, hits))


def _cases_of(request: NippuRequest, hits: tuple[PersonHit, ...]) -> dict[PersonId, tuple[CaseRow, ...]]:
    return open_cases_of_found(hits, by=request.actor, at=request.at)


def _added(request: NippuRequest, intake_id: IntakeId, typed: Typed) -> Typed:
    """The new person as one whom the matter concerns; else what is wrong with the fields."""
    day = day_typed(typed.birth_date, today=localdate(request.at))
    if typed.birth_date and day is None:
        return replace(
            typed, errors={"birth_date": _("Kirjoita päivä muodossa p.k.vvvv, esimerkiksi 3.12.1985.")}
        )
    if day and not typed.identity_code and "anyway" not in request.POST:
        warned = alike(request, typed)
        if any(each.person.birth_date == day for each in warned.alike):
            return replace(warned, is_warned=True, errors={"birth_date": _warning()})
    try:
        actions.add_new_person(intake_id, _new_person(typed, day), by=request.actor, at=request.at)
    except tuple(_WHERE) as error:
        text = error.message.in_language(reading_language())
        return _with_known(request, replace(typed, errors={_WHERE[type(error)]: text}), error)
    return Typed()


def _warning() -> str:
    return _(
        "Rekisterissä on samanniminen ja samana päivänä syntynyt henkilö. Valitse hänet, tai jos kyse on eri"
        " ihmisestä, lisää hänet painamalla uudelleen Lisää henkilö."
    )


def _new_person(typed: Typed, birth_date: date | None) -> NewPerson:
    return NewPerson(
        family_name=typed.family_name,
        given_names=typed.given_names,
        identity_code=typed.identity_code,
        birth_date=birth_date,
        contact=ContactDetails(phone=typed.phone),
    )


def _with_known(request: NippuRequest, typed: Typed, error: NippuError) -> Typed:
    """One who is in the register already is shown among the hits, ready to be chosen."""
    if not isinstance(error, IdentityCodeTaken):
        return typed
    return search(request, replace(typed, q=typed.identity_code))
