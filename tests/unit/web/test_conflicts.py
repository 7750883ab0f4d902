"""Two texts of one draft: where they differ and what is made of them."""

import pytest

from nippu.structures.starter import all_starters
from nippu.web.conflicts import chosen, differing
from nippu.web.writing import first_blank, section_of, version_in


@pytest.fixture(scope="module")
def structure():
    """The assessment of the need for services."""
    return next(each for each in all_starters().values() if each.code == "1506.1019")


@pytest.fixture
def document(structure):
    def made(**fields):
        return {structure.root.key: fields}

    return made


AINO, PEKKA, LIISA = ({"sukunimi": "Mäkelä", "etunimet": each} for each in ("Aino", "Pekka", "Liisa"))


@pytest.mark.parametrize(
    ("mine", "theirs", "names"),
    [
        ({}, {}, []),
        ({"vahvuudet_ja_voimavarat": "a"}, {"vahvuudet_ja_voimavarat": "b"}, ["vahvuudet_ja_voimavarat"]),
        ({"vahvuudet_ja_voimavarat": ""}, {}, []),
        ({"asiakas": [AINO]}, {"asiakas": [PEKKA]}, ["asiakas.0.etunimet"]),
        ({"asiakas": [AINO, PEKKA]}, {"asiakas": [AINO, LIISA]}, ["asiakas.1.etunimet"]),
        ({"asiakas": [AINO]}, {"asiakas": [AINO, PEKKA]}, ["asiakas"]),
        ({}, {"asiakas": [AINO]}, ["asiakas"]),
    ],
)
def test_only_the_places_that_differ_are_shown(structure, document, mine, theirs, names):
    assert [each.name for each in differing(structure, document(**mine), document(**theirs), "fi")] == names


def test_both_texts_are_in_words(structure, document):
    (place,) = differing(structure, document(asiakas=[AINO]), document(asiakas=[PEKKA]), "fi")
    assert (place.label, place.mine, place.theirs) == ("Asiakas 1: Etunimet", "Aino", "Pekka")


def test_a_repetition_too_many_is_told_whole(structure, document):
    (place,) = differing(structure, document(asiakas=[AINO]), document(asiakas=[AINO, PEKKA]), "fi")
    assert place.theirs.splitlines() == [
        "Sukunimi: Mäkelä", "Etunimet: Aino", "Sukunimi: Mäkelä", "Etunimet: Pekka"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], {"asiakas": [AINO], "lisatiedot": "a"}),
        (["lisatiedot"], {"asiakas": [AINO], "lisatiedot": "b"}),
        (["asiakas.0.etunimet"], {"asiakas": [PEKKA], "lisatiedot": "a"}),
        (["asiakas.7.etunimet", "asiakas.x"], {"asiakas": [AINO], "lisatiedot": "a"}),
    ],
)
def test_the_chosen_places_are_taken_from_the_other_text(structure, document, names, expected):
    mine, theirs = document(asiakas=[AINO], lisatiedot="a"), document(asiakas=[PEKKA], lisatiedot="b")
    assert chosen(structure, mine, theirs, names) == document(**expected)
    assert mine == document(asiakas=[AINO], lisatiedot="a"), "my text stays as it was"


def test_what_the_other_has_taken_away_goes(structure, document):
    mine = document(lisatiedot="a", asiakas=[AINO])
    assert chosen(structure, mine, document(asiakas=[AINO]), ["lisatiedot"]) == document(asiakas=[AINO])


# Writing


@pytest.mark.parametrize(
    ("sent", "version"),
    [({"_version": "3"}, 3), ({"_version": "3", "_merge": "5"}, 5), ({"_version": "x"}, 0), ({}, 0)],
)
def test_the_version_that_the_writer_had(sent, version):
    assert version_in(sent) == version


def test_the_section_left_off_is_the_last_that_changed(structure, document):
    old = document(asiakas=[AINO], lisatiedot="a", vahvuudet_ja_voimavarat="a")
    assert section_of(structure, old, old) == ""
    assert section_of(structure, old, old | document(asiakas=[AINO])) == "lisatiedot"
    new = document(asiakas=[AINO], lisatiedot="a", vahvuudet_ja_voimavarat="b")
    assert section_of(structure, old, new) == "vahvuudet_ja_voimavarat"


def test_one_begins_where_something_waits_for_text(structure, document):
    content = document(asiakas=[{}])
    assert first_blank(structure, content, "") == "asian_vireilletuloa_koskevat_tiedot.vireilletulon_syyt"
    assert first_blank(structure, content, "lisatiedot") == "lisatiedot"
    assert first_blank(structure, document(lisatiedot="x"), "lisatiedot") != "lisatiedot"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("1506.19005", "asiakaskertomusmerkinta.tapahtuma.kuvaus"),
        ("1506.19004", "asiakaskertomusmerkinta.tapahtuma.kuvaus"),
        ("1506.19001", "kuvaus_asian_vireilletulosta"),
        ("1506.19002", "sosiaalipalvelun_alkamispaiva"),
        ("1506.15012", "kuvaus_asiakkaan_tilanteesta"),
        ("1506.10014", "pyynto.pyydetyt_asiakirjat"),
    ],
)
def test_one_begins_at_what_the_document_is_for(code, name):
    structure = next(each for each in all_starters().values() if each.code == code)
    assert first_blank(structure, {}, "") == name
