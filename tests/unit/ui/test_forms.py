"""Forms: what is sent, one more and one fewer, and where findings are told of."""

import pytest

from nippu.base.ids import StructureOid
from nippu.base.texts import Bilingual, Message
from nippu.structures.findings import Finding, Problem
from nippu.structures.form_data import from_form
from nippu.structures.tree import Coding, Field, Representation, Status, Structure
from nippu.ui.form_choices import code_typed
from nippu.ui.form_posted import posted, pressed
from nippu.ui.form_views import Kind, State
from nippu.ui.forms import build_form, place_of

LANDS = Coding(oid="1.2.246.537.6.97")
ROOT = "arvio"


def field(key, representation=Representation.NAME, **more):
    return Field(
        key=key, path=f"{ROOT}/{key}", name=Bilingual(key.capitalize()), representation=representation, **more
    )


@pytest.fixture
def structure():
    client = field(
        "asiakas",
        Representation.GROUP,
        repeats=True,
        required=True,
        fields=(field("sukunimi", required=True), field("etunimet", required=True)),
    )
    chosen = field("tila", Representation.CODE, coding=Coding(system="oma", names=names("1", "2")))
    many = field(
        "tarpeet", Representation.CODE, repeats=True, coding=Coding(system="oma", names=names("1", "2", "3"))
    )
    land = field("maa", Representation.CODE, coding=LANDS)
    text = field("kuvaus", Representation.TEXT)
    root = Field(
        key=ROOT,
        path=ROOT,
        name=Bilingual("Arvio", "Bedömning"),
        representation=Representation.GROUP,
        fields=(client, chosen, many, land, text),
    )
    return Structure(
        oid=StructureOid("1.2.246.537.6.1506.1.2026.1.1"),
        status=Status.CURRENT,
        document_type="Arvio",
        root=root,
    )


def names(*codes):
    return tuple((code, Bilingual(f"Luokka {code}")) for code in codes)


def finding(path, problem=Problem.REQUIRED):
    return Finding(path, problem, Message("Tieto puuttuu."))


def test_one_more_adds_an_empty_repetition_and_begins_there(structure):
    sent = {"asiakas.0.sukunimi": "Mäkelä", "asiakas.0.etunimet": "Aino", "_add": "asiakas"}
    data, focus = pressed(structure, sent)
    content = from_form(structure, data, keep_blank=True)
    assert content[ROOT]["asiakas"] == [{"sukunimi": "Mäkelä", "etunimet": "Aino"}, {}]
    assert focus == "asiakas.1.sukunimi"
    view = build_form(structure, content, focus=focus)
    assert view.controls["asiakas.1.sukunimi"].focus


def test_one_fewer_takes_away_that_repetition_only(structure):
    sent = {f"asiakas.{n}.sukunimi": name for n, name in enumerate(["A", "B", "C"])} | {
        "_remove": "asiakas.1"
    }
    data, _focus = pressed(structure, sent)
    assert from_form(structure, data)[ROOT]["asiakas"] == [{"sukunimi": "A"}, {"sukunimi": "C"}]


def test_the_tenth_repetition_goes_when_it_and_not_the_first_is_removed(structure):
    sent = {f"asiakas.{n}.sukunimi": str(n) for n in range(11)} | {"_remove": "asiakas.1"}
    data, _focus = pressed(structure, sent)
    kept = [each["sukunimi"] for each in from_form(structure, data)[ROOT]["asiakas"]]
    assert kept == ["0", *[str(n) for n in range(2, 11)]]


def test_nothing_is_pressed_when_the_form_is_only_sent(structure):
    assert pressed(structure, {"kuvaus": "x"}) is None


@pytest.mark.parametrize("place", ["", "kuvaus", "ei.ole", "asiakas.0.sukunimi", "x" * 5000])
def test_a_button_that_the_form_does_not_have_changes_nothing(structure, place):
    data, focus = pressed(structure, {"kuvaus": "x", "_add": place})
    assert (data, focus) == ({"kuvaus": "x"}, "")


@pytest.mark.parametrize("typed", ["Viro", "viro ", "EE", "Viro (EE)"])
def test_a_code_is_found_by_its_name(structure, typed):
    content = from_form(structure, posted(structure, {"maa~pick": typed}))
    assert content[ROOT]["maa"]["code"] == "EE"


def test_what_is_typed_and_no_code_is_kept_to_be_put_right(structure):
    content = from_form(structure, posted(structure, {"maa~pick": "Atlantis"}))
    assert content[ROOT]["maa"] == {
        "system": "urn:oid:1.2.246.537.6.97",
        "code": "Atlantis",
        "display": "Atlantis",
    }
    again = build_form(structure, content).controls["maa"]
    assert again.value == "Atlantis (Atlantis)"


@pytest.mark.parametrize("extra", [{}, {"maa~muu": "", "maa~muunimi": ""}])
def test_the_name_of_a_code_that_is_not_in_the_list_is_kept(structure, extra):
    value = {"system": "urn:oid:1.2.246.537.6.97", "code": "ZZ", "display": "Muualla (ei tiedossa)"}
    stored = {"maa~pick": "Muualla (ei tiedossa) (ZZ)", "maa~was": "ZZ", "maa~display": value["display"]}
    for sent in (stored, {"maa~pick": "Muualla (ei tiedossa) (ZZ)"}):
        assert from_form(structure, posted(structure, sent | extra))[ROOT]["maa"] == value


@pytest.mark.parametrize(
    ("code", "name", "kept"),
    [("7", "Sininen", ("7", "Sininen")), ("7", "", ("7", "7")), ("", "A", ("A", "A"))],
)
def test_a_code_given_by_hand_replaces_the_chosen_one(structure, code, name, kept):
    sent = {
        "tila~code": "1",
        "tila~was": "1",
        "tila~display": "Luokka 1",
        "tila~muu": code,
        "tila~muunimi": name,
    }
    value = from_form(structure, posted(structure, sent))[ROOT]["tila"]
    assert (value["code"], value["display"]) == kept


def test_an_empty_field_is_no_code_although_some_codes_have_no_swedish_name(structure):
    coding = Coding(system="oma", names=names(*map(str, range(50))))
    assert all(each.sv is None for _code, each in coding.names)
    assert code_typed(coding, "") is None
    assert code_typed(coding, " Luokka 7 ") == "7"


def test_an_emptied_code_is_gone(structure):
    sent = {"maa~pick": "", "maa~display": "Viro", "maa~was": "EE", "maa~system": "urn:oid:1.2.246.537.6.97"}
    assert "maa" not in from_form(structure, posted(structure, sent))[ROOT]


def test_another_code_does_not_keep_the_name_of_the_former(structure):
    sent = {"tila~code": "2", "tila~was": "Z", "tila~display": "Vanha nimi", "tila~system": "oma"}
    value = from_form(structure, posted(structure, sent))[ROOT]["tila"]
    assert value == {"system": "oma", "code": "2", "display": "Luokka 2"}


def test_a_stored_code_that_is_not_in_the_list_can_still_be_seen(structure):
    content = {ROOT: {"tila": {"system": "oma", "code": "9", "display": "Poistunut luokka"}}}
    assert "Poistunut luokka" in build_form(structure, content).controls["tila"].choices


def test_ticked_codes_keep_their_order_in_the_document(structure):
    stored = [{"system": "oma", "code": code, "display": f"Luokka {code}"} for code in ("3", "1")]
    control = build_form(structure, {ROOT: {"tarpeet": stored}}).controls["tarpeet"]
    assert control.kind is Kind.CHECKS
    places = {option.value: option.name for option in control.options}
    assert (places["3"], places["1"], places["2"]) == ("tarpeet.0~code", "tarpeet.1~code", "tarpeet.2~code")


def test_a_ticked_code_that_is_not_in_the_list_can_be_seen_and_taken_away(structure):
    stored = [{"system": "oma", "code": code, "display": f"Vanha {code}"} for code in ("9", "1", "1")]
    control = build_form(structure, {ROOT: {"tarpeet": stored}}).controls["tarpeet"]
    ticked = {option.name: option.label.text for option in control.options if option.checked}
    assert ticked == {
        "tarpeet.0~code": "Vanha 9",
        "tarpeet.1~code": "Luokka 1",
        "tarpeet.2~code": "Vanha 1",
    }
    sent = dict(control.hidden) | {"tarpeet.1~code": "1"}
    assert from_form(structure, posted(structure, sent))[ROOT]["tarpeet"] == [stored[1]]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/arvio/kuvaus", "kuvaus"),
        ("/arvio/tila/code", "tila"),
        ("/arvio/tarpeet/0/code", "tarpeet"),
        ("/arvio/asiakas/0/sukunimi", "asiakas.0.sukunimi"),
        ("/arvio/asiakas/7/sukunimi", "asiakas"),
        ("/arvio/asiakas/0/0", "asiakas.0"),
        ("/arvio/asiakas/0/²", "asiakas.0"),
        ("/arvio/asiakas/²", "asiakas"),
        ("/arvio/tuntematon", ""),
        ("", ""),
    ],
)
def test_a_finding_is_told_of_at_its_field(structure, path, name):
    assert place_of(structure, {}, path)[0] == name


def test_a_finding_is_seen_at_the_field_in_the_list_and_before_signing(structure):
    view = build_form(structure, {ROOT: {"kuvaus": ""}}, [finding("/arvio/kuvaus")])
    assert view.controls["kuvaus"].errors == ("Tieto puuttuu.",)
    assert [(point.id, point.text) for point in view.points] == [("k-kuvaus", "Kuvaus: Tieto puuttuu.")]
    section = view.sections[-1]
    assert (section.state, section.missing, section.open) == (State.MISSING, 1, True)


def test_a_finding_of_the_whole_document_is_told_of_above_the_form(structure):
    view = build_form(structure, {ROOT: {}}, [finding("")])
    assert view.errors == ("Tieto puuttuu.",)


def test_sections_tell_how_far_they_are(structure):
    people = {"asiakas": [{"sukunimi": "A", "etunimet": "B"}]}
    states = [section.state for section in build_form(structure, {ROOT: people}).sections]
    assert states == [State.DONE, State.EMPTY]
    begun = build_form(structure, {ROOT: {"asiakas": [{"sukunimi": "A"}]}}).sections
    assert begun[0].state is State.BEGUN


def test_prefilled_fields_tell_where_they_came_from(structure):
    view = build_form(structure, {ROOT: {"kuvaus": "x"}}, prefilled={"kuvaus": "Esitäytetty asiasta."})
    assert view.controls["kuvaus"].prefilled == "Esitäytetty asiasta."


# Sections


def build(*fields, content, **more):
    """The form of a structure of these fields."""
    root = Field(
        key=ROOT, path=ROOT, name=Bilingual("Arvio"), representation=Representation.GROUP, fields=fields
    )
    made = Structure(
        oid=StructureOid("1.2.246.537.6.1506.1.2026.1.1"),
        status=Status.CURRENT,
        document_type="Arvio",
        root=root,
    )
    return build_form(made, {ROOT: content}, **more)


def test_a_folded_section_names_each_person_as_one_says_the_name(structure):
    people = [
        {"sukunimi": "Lehtovaara", "etunimet": "Riina"},
        {"sukunimi": "Saarela", "etunimet": "Jarno"},
    ]
    view = build_form(structure, {ROOT: {"asiakas": people}})
    assert view.sections[0].summary == "Valmis. Riina Lehtovaara, Jarno Saarela"


@pytest.mark.parametrize(
    ("required", "name"),
    [
        ((), "Muut tiedot: A, B…"),
        (("d",), "D"),
        (("a", "c"), "C"),
    ],
)
def test_single_fields_together_have_the_name_of_what_must_be_told(required, name):
    fields = [field(key, Representation.DATE, required=key in required) for key in ("a", "b", "d")]
    narrative = field("c", Representation.TEXT, required="c" in required)
    (section,) = build(*fields, narrative, content={}).sections
    assert section.label.text == name


def test_what_has_been_told_in_words_is_open_and_what_was_filled_in_is_folded():
    told = field("kuvaus_osa", Representation.GROUP, fields=(field("kuvaus", Representation.TEXT),))
    task = field("palvelutehtava", Representation.CODE, coding=Coding(system="oma", names=names("1", "2")))
    content = {"palvelutehtava": {"code": "1"}, "kuvaus_osa": {"kuvaus": "Käynti."}}
    view = build(task, told, content=content, prefilled={"palvelutehtava": "Esitäytetty asian tiedoista."})
    assert [(each.state, each.open) for each in view.sections] == [(State.DONE, False), (State.DONE, True)]
    assert view.controls["palvelutehtava"].settled
    assert not build(task, content=content).controls["palvelutehtava"].settled
