"""Reading of a publication's files from a zip, a folder or alone."""

import zipfile

import pytest

from nippu.structures import publication
from nippu.structures.errors import StructureError
from nippu.structures.publication import MOST_BYTES, parse, read
from nippu.structures.sosmeta import names_in


def test_a_folder_a_zip_and_a_file_are_read_alike(tmp_path):
    folder = tmp_path / "folder"
    (folder / "Valmis").mkdir(parents=True)
    (folder / "Valmis" / "b.json").write_bytes(b"1")
    (folder / "a.json").write_bytes(b"2")
    (folder / "ohje.txt").write_bytes(b"3")
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Valmis/b.json", b"1")
        archive.writestr("a.json", b"2")
        archive.writestr("ohje.txt", b"3")
    assert dict(read(folder)) == dict(read(packed)) == {"Valmis/b.json": b"1", "a.json": b"2"}
    assert list(read(folder / "a.json")) == [("a.json", b"2")]


def test_a_broken_file_in_a_zip_does_not_stop_the_others(tmp_path):
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.json", b"aaaaaaaaaaaaaaaaaaaaaaaa")
        archive.writestr("b.json", b"2")
    packed.write_bytes(packed.read_bytes().replace(b"aaaaaaaa", b"aaaabaaa", 1))
    found = dict(read(packed))
    assert found == {"a.json": b"", "b.json": b"2"}
    with pytest.raises(StructureError) as caught:
        parse(found["a.json"], "a.json")
    assert str(caught.value).startswith("a.json /: Tiedosto on tyhjä")


def test_a_zip_of_very_much_is_not_unpacked_at_all(tmp_path, monkeypatch):
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.json", "b.json"):
            archive.writestr(name, b" " * 600)
    monkeypatch.setattr(publication, "MOST_BYTES_OF_ZIP", 1000)
    assert list(read(packed)) == [("packed.zip", b"")]


def test_a_number_of_thousands_of_digits_is_refused():
    with pytest.raises(StructureError, match="JSON"):
        parse(b'{"x": ' + b"1" * 5000 + b"}", "a.json")


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path):
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b" " * (MOST_BYTES + 10))
    ((name, raw),) = read(packed)
    assert len(raw) == MOST_BYTES + 1
    with pytest.raises(StructureError, match="liian suuri"):
        parse(raw, name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sisäinen luokitus: 1 = Isyys, 2 = Äitiys", {"1": "Isyys", "2": "Äitiys"}),
        (
            "1 = Oma, tai muu,\n2 =  Toinen  nimi\n3= Kolmas,",
            {"1": "Oma, tai muu", "2": "Toinen nimi", "3": "Kolmas"},
        ),
        ("1.1 = Alaluokka,\n99 = Muu", {"1.1": "Alaluokka", "99": "Muu"}),
        ("K = Kyllä, E = Ei", {"K": "Kyllä", "E": "Ei"}),
        ("Y30 = Syy", {"Y30": "Syy"}),
        ("1 = Toisen päätöksen 14 kohta, 1 = Sama", {"1": "Toisen päätöksen 14 kohta"}),
        ("Luokan 5 alaluokat", {}),
        ("", {}),
    ],
)
def test_codes_and_names_are_read_from_a_written_list(text, names):
    assert names_in(text) == names
