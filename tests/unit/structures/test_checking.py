import hashlib
import json
from datetime import date

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fi import hetu

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual
from nippu.structures import sizes
from nippu.structures.checking import (
    all_findings,
    check,
    check_written_once,
    is_clean,
)
from nippu.structures.compiled import compile_structure
from nippu.structures.findings import Problem
from nippu.structures.format_checks import IDENTITY_CODE, is_day, is_identity_code
from nippu.structures.schema_errors import escaped
from nippu.structures.tree import Coding, Field, Representation, Status, Structure

PHRASE = "Keksitty vakioteksti."
SUPPORT = "1.2.246.537.6.1282"  # a code set that is wholly known
GOALS = "1.2.246.537.6.1292"  # one that is not


OWN_LIST = Coding(system="arvio/ratkaisu", accepted=("1", "2"))


def field(key, kind, *below, **more):
    return Field(
        key=key, path=key, name=Bilingual(key.capitalize()), representation=kind,
        fields=below, **more,
    )  # fmt: skip


STRUCTURE = Structure(
    oid=StructureOid("1.2.246.537.6.1506.9999.2026.1.1"),
    status=Status.CURRENT,
    document_type="Arvio",
    root=Field(
        key="arvio",
        path="arvio",
        name=Bilingual("Arvio"),
        representation=Representation.GROUP,
        required=True,
        fields=(
            field(
                "asiakas",
                Representation.GROUP,
                field("sukunimi", Representation.NAME, required=True, nonempty=True, row=2),
                field("henkilotunnus", Representation.IDENTIFIER, system_uri=IDENTITY_CODE),
                required=True,
                repeats=True,
            ),
            field("kuvaus", Representation.TEXT),
            field("lisatieto", Representation.TEXT, repeats=True),
            field("paiva", Representation.DATE),
            field("hetki", Representation.MOMENT),
            field("tuki", Representation.CODE, coding=Coding(oid=SUPPORT)),
            field("laji", Representation.CODE, coding=Coding(oid="1.2.246.537.6.99999")),
            field("tavoite", Representation.CODE, coding=Coding(oid=GOALS)),
            field("ratkaisu", Representation.CODE, coding=OWN_LIST),
            field("kiireellinen", Representation.SWITCH),
            field("lukumaara", Representation.COUNT),
            field("maara", Representation.QUANTITY),
            field(
                "vakio", Representation.PHRASE, phrase_hash=hashlib.sha256(PHRASE.encode()).hexdigest()
            ),
        ),
    ),
)  # fmt: skip
COMPILED = compile_structure(STRUCTURE)
CODED = {"system": f"urn:oid:{SUPPORT}", "code": "1", "display": "Tuen tarve"}


def document(**values):
    return {"arvio": {"asiakas": [{"sukunimi": "Mäkelä"}]} | values}


def found(content, **options):
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    return [
        (each.path, each.problem, each.message.in_language("fi")) for each in check(COMPILED, body, **options)
    ]


CLEAN = [
    {"kuvaus": "Rivi\nToinen\trivi § – ”lainaus” \U0001f600"},
    {"paiva": "2024-02-29"},
    {"paiva": "2024-05"},
    {"paiva": "2024"},
    {"hetki": "2024-02-29T09:30:00+02:00"},
    {"hetki": "2024-02"},
    {"tuki": CODED},
    {"tuki": CODED | {"system": f"urn:oid:{SUPPORT}.201601.7"}},
    {"tavoite": {"system": f"urn:oid:{GOALS}", "code": "ei tunneta", "display": "x"}},
    {"laji": {"system": "urn:oid:1.2.246.537.6.99999", "code": "ei tunneta", "display": "x"}},
    {"ratkaisu": {"system": "arvio/ratkaisu", "code": "2", "display": "x"}},
    {"lukumaara": 3},
    {"lukumaara": 3.0},
    {"lukumaara": -0.00012},
    {"maara": {"value": 12.5, "code": "EUR"}},
    {"vakio": PHRASE},
    {"asiakas": [{"sukunimi": "Mäkelä", "henkilotunnus": {"value": "131052-914B"}}]},
    {"asiakas": [{"sukunimi": "Mäkelä", "henkilotunnus": {"system": IDENTITY_CODE, "value": "131052Y914B"}}]},
    {
        "asiakas": [
            {"sukunimi": "Mäkelä", "henkilotunnus": {"system": "urn:oid:1.2.3", "value": "tilapäinen"}}
        ]
    },
]


@pytest.mark.parametrize("values", CLEAN)
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_right_document_has_no_findings_however_it_is_written(values, indent, ascii_only):
    body = json.dumps(document(**values), indent=indent, ensure_ascii=ascii_only).encode()
    assert check(COMPILED, body) == []
    assert list(all_findings(COMPILED, body)) == []


SCHEMA = [
    ({"kuvaus": 1}, "/arvio/kuvaus", "Kuvaus: kirjoita tieto tekstinä."),
    ({"lisatieto": "x"}, "/arvio/lisatieto", "Lisatieto: tieto voi toistua, joten se annetaan luettelona."),
    ({"lisatieto": ["x", 1]}, "/arvio/lisatieto/1", "Lisatieto: kirjoita tieto tekstinä."),
    ({"paiva": "24.11.2026"}, "/arvio/paiva", "Paiva: kirjoita päivämäärä muodossa 24.11.2026."),
    ({"paiva": "2024-13-01"}, "/arvio/paiva", "Paiva: kirjoita päivämäärä muodossa 24.11.2026."),
    ({"paiva": "2024-06-30\n"}, "/arvio/paiva", "Paiva: kirjoita päivämäärä muodossa 24.11.2026."),
    ({"hetki": "9.30"}, "/arvio/hetki", "Hetki: kirjoita päivä ja kellonaika muodossa 24.11.2026 klo 9.30."),
    ({"tuki": "1"}, "/arvio/tuki", "Tuki: valitse jokin luettelon vaihtoehdoista."),
    ({"tuki": CODED | {"system": SUPPORT}}, "/arvio/tuki/system",
     "Tuki: koodiston tunnus ei ole se, jota asiakirjan rakenne edellyttää."),
    ({"tuki": CODED | {"system": f"urn:oid:{SUPPORT}.٣"}}, "/arvio/tuki/system",
     "Tuki: koodiston tunnus ei ole se, jota asiakirjan rakenne edellyttää."),
    ({"tuki": {"system": CODED["system"], "display": "x"}}, "/arvio/tuki/code",
     "Tuki: valitse jokin luettelon vaihtoehdoista."),
    ({"tuki": {"system": CODED["system"], "code": "1"}}, "/arvio/tuki/display", "Tuki: koodin nimi puuttuu."),
    ({"tuki": {"code": "1", "display": "x"}}, "/arvio/tuki/system", "Tuki: koodiston tunnus puuttuu."),
    ({"tuki": CODED | {"display": 1}}, "/arvio/tuki/display", "Tuki: koodin nimen on oltava tekstiä."),
    ({"ratkaisu": {"system": "arvio/ratkaisu", "code": "3", "display": "x"}}, "/arvio/ratkaisu/code",
     "Ratkaisu: valitse jokin luettelon vaihtoehdoista."),
    ({"kiireellinen": "kyllä"}, "/arvio/kiireellinen", "Kiireellinen: vastaa kyllä tai ei."),
    ({"lukumaara": "kolme"}, "/arvio/lukumaara", "Lukumaara: kirjoita lukumäärä numeroin."),
    ({"lukumaara": True}, "/arvio/lukumaara", "Lukumaara: kirjoita lukumäärä numeroin."),
    ({"maara": {"value": "12", "code": "EUR"}}, "/arvio/maara/value",
     "Maara: kirjoita määrä numeroin ja valitse yksikkö."),
    ({"maara": {"value": 12}}, "/arvio/maara/code", "Maara: valitse yksikkö."),
    ({"vakio": "Muu teksti."}, "/arvio/vakio",
     "Vakio: tekstin on oltava sanasta sanaan asiakirjan rakenteessa annettu."),
    ({"asiakas": []}, "/arvio/asiakas", "Asiakas: lisää ainakin yksi."),
    ({"asiakas": [{}]}, "/arvio/asiakas/0/sukunimi", "Sukunimi: tieto puuttuu."),
    ({"asiakas": [{"sukunimi": ""}]}, "/arvio/asiakas/0/sukunimi", "Sukunimi: tieto puuttuu."),
    ({"asiakas": [{"sukunimi": "M", "henkilotunnus": {}}]}, "/arvio/asiakas/0/henkilotunnus/value",
     "Henkilotunnus: tieto puuttuu."),
    ({"asiakas": [{"sukunimi": "M", "henkilotunnus": "1"}]}, "/arvio/asiakas/0/henkilotunnus",
     "Henkilotunnus: kirjoita tunnus."),
    ({"asiakas": ["M"]}, "/arvio/asiakas/0", "Asiakas: tämän tiedon on oltava ryhmä kenttiä."),
    ({"tuntematon": 1}, "/arvio/tuntematon", "tuntematon: asiakirjan rakenteessa ei ole tällaista tietoa."),
    ({"a/b~c": 1}, "/arvio/a~1b~0c", "a/b~c: asiakirjan rakenteessa ei ole tällaista tietoa."),
]  # fmt: skip


@pytest.mark.parametrize(("values", "path", "text"), SCHEMA)
def test_what_the_schema_refuses_is_told_at_its_field(values, path, text):
    assert found(document(**values)) == [(path, Problem.SCHEMA, text)]


@pytest.mark.parametrize(
    ("content", "path", "text"),
    [
        ({}, "/arvio", "Arvio: tieto puuttuu."),
        ([], "", "Arvio: asiakirjan on oltava JSON-olio."),
        ({"arvio": {}}, "/arvio/asiakas", "Asiakas: tieto puuttuu."),
        ({"arvio": 1}, "/arvio", "Arvio: tämän tiedon on oltava ryhmä kenttiä."),
        (document() | {"x": 1}, "/x", "x: asiakirjan rakenteessa ei ole tällaista tietoa."),
    ],
)
def test_what_is_wrong_at_the_top_is_told(content, path, text):
    assert found(content) == [(path, Problem.SCHEMA, text)]


NO_DAY = "tällaista päivää ei ole kalenterissa."
NO_IDENTITY = "Henkilotunnus: henkilötunnus ei ole oikea. Tarkista numerot, välimerkki ja viimeinen merkki."
HIDDEN = "tekstissä on näkymätön merkki, jota ei voi tallentaa. Kirjoita kohta uudelleen."
FORMAT = [
    ({"paiva": "2024-02-31"}, "/arvio/paiva", f"Paiva: {NO_DAY}"),
    ({"paiva": "2023-02-29"}, "/arvio/paiva", f"Paiva: {NO_DAY}"),
    ({"paiva": "2024-01-00"}, "/arvio/paiva", f"Paiva: {NO_DAY}"),
    ({"paiva": "0000"}, "/arvio/paiva", f"Paiva: {NO_DAY}"),
    ({"paiva": "0000-12-31"}, "/arvio/paiva", f"Paiva: {NO_DAY}"),
    ({"paiva": "-2024-01-01"}, "/arvio/paiva", f"Paiva: {NO_DAY}"),
    ({"hetki": "2024-02-31T09:30:00Z"}, "/arvio/hetki", f"Hetki: {NO_DAY}"),
    ({"hetki": "0000-01-01T09:30:00Z"}, "/arvio/hetki", f"Hetki: {NO_DAY}"),
    ({"kuvaus": "a\0b"}, "/arvio/kuvaus", f"Kuvaus: {HIDDEN}"),
    ({"kuvaus": "a\b"}, "/arvio/kuvaus", f"Kuvaus: {HIDDEN}"),
    ({"kuvaus": "a\x7f"}, "/arvio/kuvaus", f"Kuvaus: {HIDDEN}"),
    ({"kuvaus": "a\x9f"}, "/arvio/kuvaus", f"Kuvaus: {HIDDEN}"),
    ({"kuvaus": "a\uffff"}, "/arvio/kuvaus", f"Kuvaus: {HIDDEN}"),
    ({"lisatieto": ["a", "\x1b[2J"]}, "/arvio/lisatieto/1", f"Lisatieto: {HIDDEN}"),
    ({"tuki": CODED | {"display": "\x01"}}, "/arvio/tuki/display", f"Tuki: {HIDDEN}"),
    ({"kuvaus": "a" * 200_001}, "/arvio/kuvaus",
     "Kuvaus: teksti on liian pitkä. Siinä saa olla enintään 200000 merkkiä."),
    ({"lisatieto": ["a"] * 501}, "/arvio/lisatieto",
     "Lisatieto: toistoja on liikaa. Niitä saa olla enintään 500."),
    ({"lukumaara": 1_000_000_000_000_000}, "/arvio/lukumaara", "Lukumaara: luku on liian suuri."),
    ({"lukumaara": 10**30}, "/arvio/lukumaara", "Lukumaara: luku on liian suuri."),
    ({"maara": {"value": -1e15, "code": "EUR"}}, "/arvio/maara/value", "Maara: luku on liian suuri."),
    ({"asiakas": [{"sukunimi": "M", "henkilotunnus": {"value": "131052-914C"}}]},
     "/arvio/asiakas/0/henkilotunnus/value", NO_IDENTITY),
    ({"asiakas": [{"sukunimi": "M", "henkilotunnus": {"system": IDENTITY_CODE, "value": "310252-308Y"}}]},
     "/arvio/asiakas/0/henkilotunnus/value", NO_IDENTITY),
]  # fmt: skip


@pytest.mark.parametrize(("values", "path", "text"), FORMAT)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_what_cannot_be_right_is_told_at_its_field(values, path, text, ascii_only):
    body = json.dumps(document(**values), ensure_ascii=ascii_only).encode()
    assert found(body) == [(path, Problem.FORMAT, text)]


@pytest.mark.parametrize(
    ("body", "path", "text"),
    [
        (b'{"arvio":', "", "JSON-teksti on virheellinen: rivi 1, merkki 10."),
        (b'{\n"arvio": NaN}', "", "JSON-teksti on virheellinen: rivi 2, merkki 10."),
        (b'{"arvio":\n "\xff"}', "", "JSON-teksti on virheellinen: rivi 2, merkki 3."),
        (b'{"arvio":{"asiakas":[{"sukunimi":"\xff"}]}}', "",
         "JSON-teksti on virheellinen: rivi 1, merkki 35."),
        (b'{"arvio":{"asiakas":[{"sukunimi":"M","\xff":1}]}}', "",
         "JSON-teksti on virheellinen: rivi 1, merkki 39."),
        (b'{"arvio":{"lukumaara":1e400}}', "", "JSON-teksti on virheellinen: rivi 1, merkki 23."),
        (b"", "", "JSON-teksti on virheellinen: rivi 1, merkki 1."),
        (b"[" * 100 + b"]" * 100, "", "Asiakirjassa on liikaa sisäkkäisiä tietoja."),
        (b'{"arvio":"' + b"a" * 2_000_000 + b'"}', "",
         "Asiakirja on liian suuri. Se saa olla enintään 2 megatavua."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_text_of_a_document_is_told(body, path, text):
    assert found(body) == [(path, Problem.FORMAT, text)]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b'{"arvio":{"asiakas":[{"sukunimi":"M"}],"kuvaus":"a","kuvaus":"b"}}', "/arvio/kuvaus"),
        (b'{"arvio":{"asiakas":[{"sukunimi":"M","sukunimi":"N"}]}}', "/arvio/asiakas/0/sukunimi"),
    ],
)
def test_what_a_document_from_elsewhere_gives_twice_is_told(body, path):
    (finding,) = check_written_once(COMPILED.structure, body)
    assert (finding.path, finding.problem) == (path, Problem.FORMAT)
    assert finding.message.in_language("fi").endswith("tieto on annettu kahdesti samassa kohdassa.")


def test_a_document_without_repeated_keys_is_written_once():
    assert check_written_once(COMPILED.structure, orjson.dumps(document())) == []


@pytest.mark.parametrize(
    "body", [b"{", b'{"a":1,"a":"\xff"}', b'{"a":1,"a":' + b"[" * 1000 + b"]" * 1000 + b"}"]
)
def test_keys_given_twice_are_not_told_of_a_document_that_is_refused_as_a_whole(body):
    assert check_written_once(COMPILED.structure, body) == []
    assert [path for path, _problem, _text in found(body)] == [""]


def test_a_code_missing_from_a_wholly_known_set_is_told_unless_code_lists_are_off():
    content = document(tuki=CODED | {"code": "9999"})
    text = "Tuki: koodia ei ole koodistossa. Valitse jokin luettelon vaihtoehdoista."
    assert found(content) == [("/arvio/tuki/code", Problem.CODE, text)]
    assert found(content, code_lists=False) == []


def test_a_code_is_looked_up_whatever_version_of_its_set_is_named():
    content = document(tuki=CODED | {"system": f"urn:oid:{SUPPORT}.2.3.4", "code": "9999"})
    assert [problem for _path, problem, _text in found(content)] == [Problem.CODE]
    assert found(content, code_lists=False) == []


def test_formats_are_checked_also_beside_what_the_schema_refuses():
    problems = found(document(kuvaus=1, paiva="2024-02-31", tuntematon={"paiva": "2024-02-31"}))
    assert [(path, problem) for path, problem, _text in problems] == [
        ("/arvio/kuvaus", Problem.SCHEMA),
        ("/arvio/tuntematon", Problem.SCHEMA),
        ("/arvio/paiva", Problem.FORMAT),
    ]


def test_a_hostile_document_gets_a_bounded_list_of_findings():
    body = orjson.dumps(document(**{f"x{number}": 1 for number in range(5000)}))
    assert len(check(COMPILED, body)) == sizes.MOST_FINDINGS


MANY = 200_000
HOSTILE = {
    "unknown keys": b",".join(b'"%d":1' % number for number in range(MANY // 2)),
    "one key over and over": b",".join([b'"a":1'] * MANY),
    "keys twice": b",".join([b'"a%d":1,"a%d":2' % (number, number) for number in range(MANY // 4)]),
    "repeats": b'"lisatieto":[' + b",".join([b'"\\u0000"'] * MANY) + b"]",
    "groups": b'"asiakas":[' + b",".join([b"{}"] * MANY) + b"]",
    "points": b'"tuki":{"system":"urn:oid:1.2.246.537.6.1282' + b".1" * MANY * 4 + b'x"}',
    "depth": b'"tuki":' + b"[" * MANY + b"]" * MANY,
    "deep groups": b'"tuki":' + b'{"a":' * MANY + b"1" + b"}" * MANY,
    "digits": b'"lukumaara":' + b"9" * MANY * 4,
    "decimals": b'"lukumaara":0.' + b"9" * MANY * 4,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_answered(name):
    findings = check(COMPILED, b'{"arvio":{' + HOSTILE[name] + b"}}")
    assert 1 <= len(findings) <= sizes.MOST_FINDINGS


def test_a_finding_names_the_structure_and_row_that_ask():
    (finding,) = check(COMPILED, orjson.dumps(document(asiakas=[{}])))
    assert finding.as_data()["source"] == {"structure": "1506.9999", "row": 2}


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(
        ["2024-02-31", "2024-01-01", "1", PHRASE, "131052-914B", "2024-01-01\n", "\x85", "1e5"]
    ),
    lambda below: (
        st.lists(below, max_size=2)
        | st.dictionaries(
            st.sampled_from(["system", "code", "display", "value", "sukunimi", "x"]), below, max_size=3
        )
    ),
    max_leaves=4,
)
contents = st.fixed_dictionaries(
    {}, optional={each.key: values for each in STRUCTURE.root.fields} | {"tuntematon": values}
)


@given(contents, st.sampled_from([None, 1]), st.booleans())
def test_the_quick_yes_and_the_slow_list_never_disagree(content, indent, ascii_only):
    body = json.dumps(document(**content), indent=indent, ensure_ascii=ascii_only).encode()
    slow = list(all_findings(COMPILED, body))
    assert check(COMPILED, body) == slow
    if is_clean(COMPILED, body):
        assert slow == []


@given(st.text() | st.from_regex(r"[0-3]\d[01]\d\d\d[-+A-FU-Y]\d\d\d[0-9A-Y]", fullmatch=True))
def test_an_identity_code_is_right_when_the_library_says_so_of_the_very_text(text):
    expected = text.isascii() and hetu.is_valid(text, allow_temporary=True) and hetu.compact(text) == text
    assert is_identity_code(text) is expected


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)), st.sampled_from("+-UVWXYABCDEF"), st.integers(2, 999))
def test_every_separator_and_made_up_number_of_an_identity_code_is_known(day, sign, number):
    digits = f"{day:%d%m}{day.year % 100:02}{number:03}"
    code = f"{digits[:6]}{sign}{digits[6:]}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(digits) % 31]}"
    assert is_identity_code(code) is hetu.is_valid(code, allow_temporary=True)


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_every_day_of_the_calendar_is_a_day(day):
    assert is_day(day.isoformat())


@pytest.mark.parametrize(
    "text", ["20240517", "2024-W20-5", "2024-5-7", "2024-13", "2024-", "17.5.2024", "", "٢٠٢٤"]
)
def test_other_ways_of_writing_a_date_are_no_day(text):
    assert not is_day(text)


def test_a_key_in_a_path_is_escaped_as_json_pointer_asks():
    assert escaped("a/b~c") == "a~1b~0c"
