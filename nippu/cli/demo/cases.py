"""Making the cases of the demonstration: opened, written about and signed through the areas' own actions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from nippu.access.types import Actor
from nippu.base.ids import CaseId, ClientId
from nippu.cases.types import NewCase
from nippu.cli.demo.days import moment, shown
from nippu.cli.demo.papers import code_of, fill_in, write
from nippu.cli.demo.people import Register, Resident, residents, write_down
from nippu.cli.demo.stories import Paper, Story, Told, stories
from nippu.documents.actions.opening import open_case
from nippu.documents.surroundings import Told as ToldInWords


@dataclass(slots=True)
class County:
    """What is being made, as it stands."""

    workers: dict[str, Actor]
    at: datetime
    """The moment from which all days are counted back."""
    register: Register = field(default_factory=Register)
    used: Counter[str] = field(default_factory=Counter)
    """How many times each story has been told."""


def tell(told: Told, county: County) -> CaseId:
    """Make one case of the county with what has happened in it until now."""
    story = stories()[told.story]
    number = county.used[told.story]
    county.used[told.story] += 1
    by = county.workers[story.begins.by or story.workers[number % len(story.workers)]]
    opened = moment(county.at, told.opened, story.begins.clock)
    people = _people(told, county)
    known = {each.name for each in people if each.name in county.register.clients}
    clients = tuple(county.register.client(each, by=by, at=opened) for each in people)
    words = _words(story, people, number)
    case_id = _open(story, clients, words | _days(opened, opened.date()), by=by, at=opened)
    for client, each in zip(clients, people, strict=True):
        if each.name not in known:
            write_down(each, client, county.workers, by=by, at=opened)
    for paper in story.papers:
        _write(paper, case_id, words, told=told, by=by, county=county)
    return case_id


def _people(told: Told, county: County) -> list[Resident]:
    known = county.register.residents
    new = iter(list(residents([each for each in told.people if not isinstance(each, str)])))
    return [known[each] if isinstance(each, str) else next(new) for each in told.people]


def _words(story: Story, people: list[Resident], number: int) -> dict[str, str]:
    own = {name: options[number % len(options)] for name, options in story.words.items()}
    return own | {
        "first": people[0].first,
        "whose": people[0].whose,
        "family": people[0].family_name,
        "given": people[0].given_names,
        "second": people[-1].first,
    }


def _days(at: datetime, opened: date) -> dict[str, str]:
    """Days as a text may name them: that on which it is written, and that of the case's opening."""
    return {"day": shown(at.date()), "opened": shown(opened)}


def _open(
    story: Story, clients: tuple[ClientId, ...], words: Mapping[str, str], *, by: Actor, at: datetime
) -> CaseId:
    new = NewCase(
        clients=clients,
        service_task=story.service_task,
        name_code=story.name,
        joint=len(clients) > 1,
        urgent=story.urgent,
    )
    text = " ".join(story.told.split()).format_map(words)
    made = open_case(
        new,
        by=by,
        at=at,
        begun_with=code_of(story.begins),
        told=ToldInWords(text=text, urgent=story.urgent, on=at.date()),
        language=story.language,
    )
    fill_in(made.initiating_document_id, story.begins, words, by=by, at=at)
    return made.case_id


def _write(
    paper: Paper, case_id: CaseId, words: Mapping[str, str], *, told: Told, by: Actor, county: County
) -> None:
    """Write a paper, unless its day has not come yet."""
    back = told.opened - paper.day
    if back < 0:
        return
    when = moment(county.at, back, paper.clock)
    if when >= county.at:
        return
    writer = county.workers[paper.by] if paper.by else by
    days = _days(when, moment(county.at, told.opened, "9.00").date())
    language = stories()[told.story].language
    write(paper, case_id, {**words, **days}, by=writer, at=when, language=language)
