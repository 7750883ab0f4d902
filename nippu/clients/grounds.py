"""Reading of special grounds: one's own, and those that a supervisor settles."""

from datetime import datetime

from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, TextField, Value, When

from nippu.access.types import Actor
from nippu.audit.actions import record
from nippu.audit.types import Details, Kind, Purpose
from nippu.base.ids import ClientId, GroundId, ProfessionalId, UnitId
from nippu.base.texts import Bilingual
from nippu.clients import access
from nippu.clients.errors import GroundNotThere
from nippu.clients.models import ClientGate, SpecialGround
from nippu.clients.types import GroundList, GroundView, Review
from nippu.codes.sets import SPECIAL_GROUND, CodeSet, code_set
from nippu.organisations.models import Professional
from nippu.organisations.queries import colleague
from nippu.organisations.types import Colleague

PAGE_ROWS = 50
_FOLLOWING = Details(kind=Kind.READ, purpose=Purpose.SUPERVISION)


def grounds() -> CodeSet:
    """The national set of grounds (1.2.246.537.6.1299), as far as it is known."""
    return code_set(SPECIAL_GROUND)


def may_take(by: Actor) -> bool:
    """Whether one may look at a client on a special ground."""
    return access.may_take_ground(by)


def may_follow(by: Actor) -> bool:
    """Whether one sees the special grounds that others have taken."""
    return by.work_task in access.FOLLOW_GROUNDS


def may_settle(by: Actor) -> bool:
    """Whether one settles the special grounds of others."""
    return access.may_settle_grounds(by)


def check_may_take(by: Actor) -> None:
    """Raise unless one may look at a client on a special ground."""
    access.check_may_take_ground(by)


def count_waiting(*, by: Actor) -> int:
    """How many special grounds wait for the supervisor."""
    return _followed(by).filter(review="").count() if may_settle(by) else 0


def list_grounds(*, by: Actor, at: datetime, page: int = 1) -> GroundList:
    """The special grounds of the controller for the supervisor: those that wait first, own unit's first."""
    access.check_may_follow_grounds(by)
    wanted = _followed(by)
    count = wanted.count()
    pages = max(1, -(-count // PAGE_ROWS))
    page = min(max(1, page), pages)
    settled, elsewhere = _is(~Q(review="")), _is(~Q(unit_id=by.unit_id))
    ordered = _whole(wanted).order_by(settled, elsewhere, "-begins_at", "id")
    rows = ordered[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    found = tuple(_view(each) for each in rows)
    clients = {each.client_id for each in found}
    record("client.list_special_grounds", by=by, clients=clients, at=at, details=_FOLLOWING)
    return GroundList(
        rows=found, count=count, waiting=wanted.filter(review="").count(), page=page, pages=pages
    )


def open_ground(ground_id: GroundId, *, by: Actor, at: datetime) -> GroundView:
    """One special ground for the supervisor."""
    access.check_may_follow_grounds(by)
    row = _whole(_followed(by)).filter(pk=ground_id).first()
    if row is None:
        raise GroundNotThere
    found = _view(row)
    record(
        "client.read_special_ground",
        by=by,
        clients=[found.client_id],
        at=at,
        subject_id=found.id,
        details=Details(kind=Kind.READ, purpose=Purpose.SUPERVISION, ground_id=found.id),
    )
    return found


def gates_of(client_id: ClientId) -> tuple[Colleague, ...]:
    """Who may look at a restricted client beside those in charge. For pages that have asked permission."""
    named = ClientGate.objects.filter(client_id=client_id).values("professional_id")
    rows = Professional.objects.filter(pk__in=named)
    return tuple(colleague(each) for each in rows.order_by("family_name", "given_names", "id"))


def _followed(by: Actor) -> QuerySet[SpecialGround]:
    return SpecialGround.objects.filter(unit__controller_id=by.controller_id)


def _whole(rows: QuerySet[SpecialGround]) -> QuerySet[SpecialGround]:
    """With those who are named; the client's name comes through the wall by a function of its own."""
    name = Func(F("id"), function="clients_name_of_ground", output_field=TextField())
    return rows.select_related("professional", "unit", "reviewed_by").annotate(client_name=name)


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _view(row: SpecialGround) -> GroundView:
    name: str | None = getattr(row, "client_name")  # noqa: B009  annotated above
    return GroundView(
        id=GroundId(row.id),
        client_id=ClientId(row.client_id),
        client_name=name or "",
        professional=str(row.professional),
        professional_id=ProfessionalId(row.professional_id),
        title=Bilingual(row.professional.title_fi, row.professional.title_sv),
        unit_id=UnitId(row.unit_id),
        unit_name=Bilingual(row.unit.name_fi, row.unit.name_sv),
        ground=row.ground,
        law=row.law,
        words=row.words,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        review=Review(row.review) if row.review else None,
        review_words=row.review_words,
        reviewed_by=str(row.reviewed_by) if row.reviewed_by else "",
        reviewed_at=row.reviewed_at,
    )
