"""The page of the access decree, for a data protection officer: who sees what, made of the rows."""

from collections.abc import Iterable, Iterator

from nippu.access.data_classes import DataClass, classes_of_structures
from nippu.access.decree import (
    Codes,
    Row,
    Scope,
    all_rows,
    changing_clients,
    open_classes,
    sealed_classes,
    signings,
    without_client_data,
)
from nippu.access.types import WorkTask
from nippu.codes.sets import SERVICE_TASK, code_set
from nippu.structures.starter import all_starters

DOCUMENTS = "1.2.246.537.6.1506"
FAMILY = "1506."

HEAD = """# Access to client data

`make docs` makes this page of `nippu/access/decree.yaml` and `nippu/access/data_classes.yaml`, from which
the permissions of the program and the policies of the database are made too. It is in Finnish: it is written
for a data protection officer.

## Miten tämä luetaan

Asetus 457/2024 antaa oikeuden asiakastietoihin työtehtävän, palvelutehtävän ja asiayhteyden mukaan. Nippu
kysyy kolme asiaa, ja kaikkiin on saatava myönteinen vastaus:

1. **Suhde asiakkaaseen.** Onko työntekijällä asiayhteys tähän asiakkaaseen? Ilman sitä asiakasta ei ole
   työntekijälle olemassa.
2. **Työtehtävä.** Näkeekö työtehtävä tämän tietoryhmän tiedot tämän palvelutehtävän asiassa?
3. **Laajuus.** Riittääkö suhde asiakkaaseen, vai on asian oltava oman yksikön avoin asia?

Rekisterinpitäjät eivät näe toistensa tietoja missään tapauksessa. Samat säännöt ovat kahdessa paikassa:
ohjelman kyselyissä ja tietokannan rivikohtaisissa käytännöissä.
"""

RELATIONS = """## Suhde asiakkaaseen

Suhde on jokin näistä:

- **Asian käsittely.** Asiakas on juuri nyt jäsenenä avoimessa asiassa, jota oma yksikkö käsittelee. Myös
  asiakas, jonka oma yksikkö on ottanut vastaan ja jolla ei ole vielä ollut yhtään asiaa.
- **Omatyöntekijä.** Työntekijä on asiakkaan omatyöntekijä, ja asiakkaalla on avoin asia jossakin
  rekisterinpitäjän yksikössä.
- **Palvelun toteutus.** Asiakas on jäsenenä avoimessa asiassa, jossa oma yksikkö toteuttaa palvelua tänään.
  Yksityiselle palveluntuottajalle tämä on rekisterin käyttöoikeus, ja muuta suhdetta sillä ei voi olla.
- **Erityinen syy.** Työntekijä on kirjannut syyn ja perustelun, ja aika on kesken. Esihenkilö tarkistaa
  jokaisen. Yksityisellä palveluntuottajalla tätä ei ole.

Kun asiakas on rajattu (työtoveri tai tuttu henkilö), kolme ensimmäistä suhdetta on vain niillä, jotka on
nimetty asiakkaalle, omatyöntekijällä ja avoimen asian vastuuhenkilöllä. Päättynyt asia ei yksin anna oikeutta
mihinkään.

Asia on **yksikön asia**, kun se on avoin ja oma yksikkö käsittelee sitä tai toteuttaa siinä palvelua tänään.

Yhteisestä asiasta poistunut asiakas pitää ne asiakirjat, jotka tehtiin hänen jäsenyytensä aikana. Myöhemmin
tehdyt eivät ole hänen.
"""

FOLLOWS = """## Mitä tästä seuraa

- **Allekirjoitettu asiakirja** luetaan, kun johonkin sen asiakkaista on suhde ja työtehtävä näkee tietoryhmän
  asian palvelutehtävässä.
- **Keskeneräinen asiakirja** luetaan samoin, mutta vain yksikön asiassa.
- **Asiasta** tiedetään, kun johonkuhun sen nykyiseen tai entiseen jäseneen on suhde ja työtehtävä näkee
  jotakin asian palvelutehtävässä.
- **Asiakkaasta** tiedetään, kun häneen on jokin suhde.
- **Kirjoittaa ja allekirjoittaa** voi vain yksikön asiassa ja sitä, minkä voi lukea. Erityinen syy ei koskaan
  riitä kirjoittamiseen. Opiskelija kirjoittaa mutta ei allekirjoita (21 §).
- **Asian** avaa omassa yksikössään se, joka näkee sen palvelutehtävän asioita. Yksityinen palveluntuottaja ei
  avaa järjestäjän asioita.
- **Arkisto** näkee suljettujen asioiden allekirjoitetut asiakirjat ilman suhdetta asiakkaaseen (23 §).
- **Opiskelijalla ja sijaisella** on työtehtävän oikeudet sen ajan, jonka työtehtävä kestää (21 §).
"""


def access() -> str:
    """The whole page."""
    parts = (HEAD, *_matrix(), RELATIONS, FOLLOWS, *_changing(), *_signing(), *_classes())
    return "\n".join(parts)


def _matrix() -> Iterator[str]:
    yield "## Työtehtävät\n"
    yield "| Työtehtävä | Tietoryhmät | Palvelutehtävät | Laajuus | Säädös |"
    yield "|---|---|---|---|---|"
    for row in all_rows():
        cells = (row.work_task.label, _named(row.classes), _tasks(row), row.scope.label, row.section)
        yield f"| {' | '.join(cells)} |"
    for task, section in without_client_data().items():
        yield f"| {task.label} | ei mitään näiden sääntöjen nojalla | – | – | {section} |"
    yield f"\n**Avoimet tietoryhmät**: {_list(open_classes())}.\n"
    yield f"**Suljetut tietoryhmät**, jotka näkyvät vain, kun ne on nimetty: {_list(sealed_classes())}.\n"


def _named(classes: frozenset[DataClass]) -> str:
    return "avoimet tietoryhmät" if classes == open_classes() else _list(classes)


def _list(classes: Iterable[DataClass]) -> str:
    wanted = set(classes)
    return ", ".join(_small(each.label) for each in DataClass if each in wanted)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _tasks(row: Row) -> str:
    parts = [_codes(row.always, every="kaikki")]
    if row.always is not None and row.own is None:
        parts.append("omat")
    elif row.own:
        parts.append(f"omiin kuuluessaan {_codes(row.own, every='')}")
    if row.always == row.own == frozenset():
        parts.append("asiakkuusasiakirja, joka ei kuulu mihinkään asiaan")
    told = "; ".join(each for each in parts if each)
    return told + _unit(row)


def _unit(row: Row) -> str:
    marks = []
    if row.shelter is not None:
        marks.append("turvakodissa" if row.shelter else "muualla kuin turvakodissa")
    if row.mediation is not None:
        place = "perheasioiden sovittelun yksikössä"
        marks.append(place if row.mediation else f"muualla kuin {place}")
    return f" ({', '.join(marks)})" if marks else ""


def _codes(codes: Codes, *, every: str) -> str:
    if codes is None:
        return every
    known = {each.code: each.name.fi for each in code_set(SERVICE_TASK).codes}
    return ", ".join(_small(known.get(code, code)) for code in sorted(codes, key=known.__getitem__))


def _changing() -> Iterator[str]:
    yield "## Asiakkaan tietojen muuttaminen\n"
    names = ", ".join(_small(each.label) for each in WorkTask if each in changing_clients())
    yield (
        "Asiakkaan kielen, yhteystiedot, omatyöntekijän, riskitiedot, turvakiellon ja rajauksen muuttaa se,"
        f" joka käsittelee asiakkaan asiaa tai on tämän omatyöntekijä, näissä työtehtävissä: {names}.\n"
    )


def _signing() -> Iterator[str]:
    yield "## Oikeudet, jotka laki antaa viranhaltijalle\n"
    yield "Nämä kysytään allekirjoitettaessa. Ne annetaan henkilölle työtehtävän lisäksi.\n"
    yield "| Oikeus | Säädös | Milloin | Asiakirjat |"
    yield "|---|---|---|---|"
    for each in signings():
        when = "kun joku asiakkaista tarvitsee erityistä tukea" if each.special_support_only else "aina"
        codes = ", ".join(f"{_name(code)} ({code})" for code in sorted(each.structures, key=_number))
        yield f"| {each.power.label} | {each.source} | {when} | {codes} |"
    yield ""


def _classes() -> Iterator[str]:
    yield "## Asiakirjarakenteiden tietoryhmät\n"
    yield "Asiakirjan tietoryhmän antaa sen rakenne. Rakenne, jota ei ole tässä, on suljettu kaikilta.\n"
    for data_class in DataClass:
        codes = [code for code, found in classes_of_structures().items() if found is data_class]
        yield f"### {data_class.label}\n"
        yield _seen_in(data_class)
        if codes:
            yield "| Rakenne | Nimi |\n|---|---|"
            yield from (f"| {code} | {_name(code)} |" for code in sorted(codes, key=_number))
        else:
            yield "Ei yhtään kansallista rakennetta."
        yield ""


def _seen_in(data_class: DataClass) -> str:
    tasks = dict.fromkeys(row.work_task for row in all_rows() if data_class in row.classes)
    closed = Scope.CLOSED
    of_closed = {row.work_task for row in all_rows() if row.scope is closed}
    names = [_small(each.label) + (" (suljetut asiat)" if each in of_closed else "") for each in tasks]
    return f"Näkyy työtehtävissä: {', '.join(names) or 'ei missään'}.\n"


def _number(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.split("."))


def _name(code: str) -> str:
    """The name of a structure, from the national set of document names or from our own starter set."""
    known = code_set(DOCUMENTS).find(code.removeprefix(FAMILY)) if code.startswith(FAMILY) else None
    if known is not None:
        return known.name.fi
    own = (each.name.fi for oid, each in all_starters().items() if f".{code}." in oid)
    return next(own, "")
