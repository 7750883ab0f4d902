"""What an intake still lacks before the case can be opened: pure functions."""

from collections.abc import Collection, Iterator
from datetime import date

from nippu.base.days import day_typed
from nippu.base.texts import Message, _
from nippu.cases.rules import OTHER_NAME
from nippu.catalogue.rules import check_fit
from nippu.catalogue.types import StructureFacts
from nippu.intake.types import Entrant, Kept, Lack, Matter, Step

LONGEST_TOLD, LONGEST_NAME = 100_000, 200
"""Of what was told, and of the name of a case in one's own words: longer is kept, but opens no case."""
USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "10": ("X-lastensuojelu", "X-lapsi", "X-vakivalta"),
    "15": ("X-paihteet", "X-asunnottomuus", "X-asuminen"),
    "20": ("X-toimintakyky", "X-kotona-asuminen", "X-asuminen", "X-omaishoito"),
    "24": ("X-lapsi", "X-talous", "X-vakivalta", "X-kriisi"),
    "X-tyoikaiset": (
        "X-arki", "X-talous", "X-asuminen", "X-asunnottomuus", "X-paihteet", "X-vakivalta", "X-tyo",
        "X-kriisi", "X-maahanmuutto",
    ),
    "X-iakkaat": ("X-kotona-asuminen", "X-toimintakyky", "X-omaishoito", "X-asuminen", "X-talous"),
    "X-perheoikeus": ("X-huolto", "X-elatus", "X-vanhemmuus", "X-adoptio"),
}  # fmt: skip
"""Names of cases (1.2.246.537.6.1265) offered first in a service task. Ours: no source gives them."""


def lacks(
    kept: Kept,
    *,
    service_tasks: Collection[str],
    beginning: StructureFacts | None,
    is_oral: bool,
    today: date,
) -> tuple[Lack, ...]:
    """All that must be put right before the case can be opened, in the order of the pages.

    `beginning` is the structure with which the case begins, when one has been chosen.
    """
    joint = len(kept.entrants) > 1 and kept.matter.joint is True
    return (
        *_of_persons(kept.entrants),
        *_of_beginning(kept.matter, beginning, joint=joint),
        *_of_day(kept.matter, today),
        *_of_matter(kept.matter, service_tasks),
        *_of_joint(kept),
        *_of_told(kept.matter, is_oral=is_oral),
    )


def _lack(field: str, text: str) -> Lack:
    return Lack(Step.MATTER, field, Message(text))


def _of_persons(entrants: tuple[Entrant, ...]) -> Iterator[Lack]:
    if not entrants:
        yield Lack(Step.PERSONS, "q", Message(_("Valitse tai lisää henkilö, jota asia koskee.")))


def _of_beginning(matter: Matter, beginning: StructureFacts | None, *, joint: bool) -> Iterator[Lack]:
    if beginning is None:
        yield _lack("how", _("Valitse, miten asia tuli vireille."))
        return
    reason = (
        check_fit(beginning, service_task=matter.service_task, joint=joint) if matter.service_task else None
    )
    if reason is not None:
        yield Lack(Step.MATTER, "how", reason)


def _of_day(matter: Matter, today: date) -> Iterator[Lack]:
    if not matter.on.strip():
        return
    day = day_typed(matter.on, today=today)
    if day is None:
        yield _lack("on", _("Kirjoita päivä muodossa p.k.vvvv, esimerkiksi 3.12.2026."))
    elif day > today:
        yield _lack("on", _("Päivä ei voi olla tulevaisuudessa."))


def _of_matter(matter: Matter, service_tasks: Collection[str]) -> Iterator[Lack]:
    if matter.service_task not in service_tasks:
        yield _lack("service_task", _("Valitse palvelutehtävä, jota asia koskee."))
    if not matter.name_code:
        yield _lack("name_code", _("Valitse asialle nimi."))
    elif matter.name_code == OTHER_NAME and not matter.name_text.strip():
        yield _lack("name_text", _("Kirjoita asian nimi, kun nimeksi on valittu Muu."))
    elif len(matter.name_text.strip()) > LONGEST_NAME:
        yield Lack(Step.MATTER, "name_text", _too_long(LONGEST_NAME, matter.name_text))
    if matter.urgent is None:
        yield _lack("urgent", _("Kirjaa, onko avun tarve kiireellinen."))


def _of_joint(kept: Kept) -> Iterator[Lack]:
    if len(kept.entrants) < 2:
        return
    if kept.matter.joint is None:
        yield _lack("joint", _("Valitse, onko asia yhteinen vai oma."))
    elif not kept.matter.joint:
        yield _lack("joint", _("Oma asia on yhden henkilön. Poista muut henkilöt tai avaa yhteinen asia."))


def _of_told(matter: Matter, *, is_oral: bool) -> Iterator[Lack]:
    if is_oral and not matter.told.strip():
        yield _lack("told", _("Kirjoita, mitä yhteydenotossa kerrottiin."))
    if len(matter.told) > LONGEST_TOLD:
        yield Lack(Step.MATTER, "told", _too_long(LONGEST_TOLD, matter.told))


def _too_long(most: int, text: str) -> Message:
    values = {"limit": most, "length": len(text)}
    return Message(
        _("Teksti on liian pitkä: enintään {limit} merkkiä, nyt {length}. Kaikki on tallessa: lyhennä."),
        values,
    )
