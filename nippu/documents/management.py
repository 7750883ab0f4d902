"""The documents that the system makes of facts: the case document and the client-relationship document.

Every change of the facts gives a new version. Pure functions from facts to content.
"""

from collections.abc import Mapping
from datetime import datetime

from nippu.base.texts import Language
from nippu.cases.rules import OTHER_NAME
from nippu.codes.sets import CASE_NAME, CASE_STATE, SERVICE_TASK, code_set, folded
from nippu.documents import components
from nippu.documents.components import day, identifier, organisation
from nippu.documents.facts import (
    CaseDocumentFacts,
    MemberFacts,
    RelationshipDocumentFacts,
    RiskFacts,
    ServiceTaskFacts,
    UnitPeriod,
    WorkerFacts,
)
from nippu.structures.kinds.dates import HELSINKI
from nippu.structures.tree import Field, Structure

LANGUAGES = "1.2.246.537.5.40175"
SEX = "1.2.246.537.5.1"
STATE_OPEN = "X-avoin"
STATE_CLOSED = "X-suljettu"

Content = dict[str, object]


def case_document(structure: Structure, facts: CaseDocumentFacts) -> Content:
    """The content of the case document (1505.2)."""
    client = structure.field_at(f"{structure.root.key}/asiakas[]")
    members = [
        _member(client, each, joint=facts.joint, controller=facts.controller.oid) for each in facts.members
    ]
    return {
        structure.root.key: {
            "palvelunjarjestajan_toimintayksikko": organisation(facts.controller, facts.language),
            "asiakas": members,
            "asian_tiedot": _case(facts),
        }
    }


def _member(field: Field, facts: MemberFacts, *, joint: bool, controller: str) -> Content:
    made = components.person(field, facts.person, controller)
    if joint:
        made["asiaan_liittymishetki"] = moment(facts.joined_at)
        made |= _given("asiasta_poistumishetki", facts.left_at and moment(facts.left_at))
    return made


def _case(facts: CaseDocumentFacts) -> Content:
    state = STATE_CLOSED if facts.closed else STATE_OPEN
    return {
        "asiatunnus": identifier(facts.case_oid),
        "nimi": components.named(CASE_NAME, facts.name_code, facts.language),
        "tila": components.named(CASE_STATE, state, facts.language),
        "avauspaiva": day(facts.opened_on),
        "yhteinen_asia": facts.joint,
        "palvelutehtava": components.named(SERVICE_TASK, facts.service_task, facts.language),
        **_given("lisatieto_luokkaan_muu", facts.name_text if facts.name_code == OTHER_NAME else None),
        **_given("paattymispaiva", facts.closed_on and day(facts.closed_on)),
    }


def relationship_document(structure: Structure, facts: RelationshipDocumentFacts) -> Content:
    """The content of the client-relationship document (1505.1)."""
    client = structure.field_at(f"{structure.root.key}/asiakas")
    return {
        structure.root.key: {
            "asiakkuuden_yksilointitunnus": identifier(facts.relationship_oid),
            "asiakas": _client(client, facts),
            "sosiaalihuollon_asiakkuus": _relationship(facts),
            "palvelunjarjestajan_toimintayksikko": organisation(facts.controller, facts.language),
            **_given("riskitieto", [_risk(each) for each in facts.risks]),
            **_given("palveluista_vastaava_tyontekija", _workers(facts.own_worker)),
            **_given(
                "sosiaalihuollon_palvelutehtava",
                [_service_task(each, facts.language) for each in facts.service_tasks],
            ),
        }
    }


def _client(field: Field, facts: RelationshipDocumentFacts) -> Content:
    made = components.person(field, facts.person, facts.controller.oid)
    made["turvakielto"] = facts.person.security_ban
    made |= _given("syntymaaika", facts.person.birth_date and day(facts.person.birth_date))
    made |= _given("sukupuoli", _code(SEX, facts.person.sex, facts.language))
    made |= _given("asiointikieli", _service_language(field, facts))
    if facts.interpreter:
        made["tulkkaustiedot"] = _interpretation(facts)
    if facts.special_support is not None:
        made["asiakkaalla_on_oikeus_erityiseen_tukeen"] = facts.special_support
    return made


def _interpretation(facts: RelationshipDocumentFacts) -> Content:
    """The need of interpretation with its language. Words that name no language tell how it is given."""
    words = folded(facts.interpreter)
    known = [each.code for each in code_set(LANGUAGES).codes if folded(each.name.fi) == words]
    if not known:
        return {"tulkkauksen_tarve": True, "tulkkausmenetelma": facts.interpreter}
    languages = [components.named(LANGUAGES, each, facts.language) for each in known]
    return {"tulkkauksen_tarve": True, "tulkkauskieli": languages}


def _service_language(field: Field, facts: RelationshipDocumentFacts) -> Content | None:
    """The language of service, which the structure knows as Finnish or Swedish; another is left out."""
    asked = next((each for each in field.fields if each.key == "asiointikieli"), None)
    return components.coded(asked, facts.service_language.upper(), facts.language) if asked else None


def _relationship(facts: RelationshipDocumentFacts) -> Content:
    return {
        "asiakkuuden_alkamispvm": day(facts.started_on),
        **_given("asiakkuuden_paattymispvm", facts.ended_on and day(facts.ended_on)),
        **_given("asiakkuuden_paattymisen_perustelu", facts.end_reason),
    }


def _risk(facts: RiskFacts) -> Content:
    return {
        "riskin_kuvaus": facts.description,
        "riskitiedon_alkamispaiva": day(facts.start),
        "voimassa_maaraajan": facts.end is not None,
        **_given("maaraaikaisen_riskitiedon_paattymispaiva", facts.end and day(facts.end)),
    }


def _workers(facts: WorkerFacts | None) -> list[Content]:
    if facts is None:
        return []
    registration = facts.registration_number
    return [
        {
            "sukunimi": facts.family_name,
            "etunimet": facts.given_names,
            **_given("yhteystiedot", {"puhelinnumero": facts.phone} if facts.phone else None),
            **_given(
                "rekisterointitunnus",
                identifier(registration, components.PROFESSIONAL) if registration else None,
            ),
        }
    ]


def _service_task(facts: ServiceTaskFacts, language: Language) -> Content:
    return {
        "palvelutehtava": components.named(SERVICE_TASK, facts.service_task, language),
        "palvelunjarjestajan_palveluyksikko": [_unit(each, language) for each in facts.units],
    }


def _unit(facts: UnitPeriod, language: Language) -> Content:
    return {
        "palveluyksikon_nimi": organisation(facts.unit, language),
        "asiakkuuden_alkamispvm": day(facts.started_on),
        **_given("asiakkuuden_paattymispvm", facts.ended_on and day(facts.ended_on)),
    }


def _code(oid: str, code: str, language: Language) -> Content | None:
    return components.named(oid, code, language) if code else None


def _given(key: str, value: object) -> Mapping[str, object]:
    """A value under its key, and nothing for nothing: empty parts are left out of a document."""
    return {key: value} if value else {}


def moment(value: datetime) -> str:
    """An instant as the structures write it: with the offset of Finnish time, to the second."""
    return value.astimezone(HELSINKI).isoformat(timespec="seconds")
