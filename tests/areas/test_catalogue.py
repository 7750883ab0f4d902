"""The catalogue: what is loaded, which version is used for new documents, what an import reports."""

import json
import zipfile

import pytest

from nippu.base.ids import StructureOid
from nippu.catalogue import loading, queries
from nippu.catalogue.actions import import_structures
from nippu.catalogue.entries import Origin, Outcome
from nippu.catalogue.errors import UnknownStructure
from nippu.catalogue.models import Release, Revision
from nippu.structures.publication import read
from nippu.structures.tree import Status

ASSESSMENT = StructureOid("1.2.246.537.6.1506.1019.2023.9.28")
OLD_CASE_DOCUMENT = StructureOid("1.2.246.537.6.1505.2.2020.4.7")
CASE_DOCUMENT = StructureOid("1.2.246.537.6.1505.2.2022.6.28")


@pytest.fixture(autouse=True)
def anew(db):
    """Each test begins and ends without another's releases in the memory of the process."""
    loading.forget()
    yield
    loading.forget()


@pytest.fixture
def files(publication):
    return {name.rpartition("/")[2].removesuffix(".json"): raw for name, raw in read(publication)}


def written(folder, *raws):
    folder.mkdir(exist_ok=True)
    for raw in raws:
        (folder / f"{_oid(raw)}.json").write_bytes(raw)
    return folder


def _oid(raw):
    return json.loads(raw)["sosmeta"]["oid"] if b"sosmeta" in raw else "0"


def changed(raw, **about):
    """The same structure with other facts of its own."""
    data = json.loads(raw)
    data["sosmeta"] |= about
    return json.dumps(data, ensure_ascii=False).encode()


def of_version(raw, oid, defined):
    return changed(raw, oid=oid, documentDefinitionVersion=defined)


def outcomes(report):
    return [each.outcome for each in report.files]


def test_the_starter_set_is_there_before_any_import():
    entry = queries.entry(ASSESSMENT)
    assert (entry.origin, entry.status, entry.client_repeats) == (Origin.STARTER, Status.CURRENT, True)
    assert queries.structure(ASSESSMENT).oid == ASSESSMENT
    assert queries.newest("1506.1019").oid == ASSESSMENT


def test_the_whole_publication_goes_in_and_again_changes_nothing(publication, now):
    progress = []
    report = import_structures([publication], at=now, progress=lambda *told: progress.append(told))
    assert (len(report.files), len(report.refused)) == (210, 0)
    assert Release.objects.count() == 210
    assert progress[-1][:2] == (210, 210)
    again = import_structures([publication], at=now)
    assert set(outcomes(again)) == {Outcome.UNCHANGED}
    assert Revision.objects.get().number == 1
    creatable = [each for each in queries.entries() if each.creatable]
    assert len(creatable) == 202
    assert len(queries.entries()) == 210


def test_a_retired_version_is_readable_and_never_creatable(files, tmp_path, now):
    import_structures([written(tmp_path / "in", files[OLD_CASE_DOCUMENT])], at=now)
    assert not queries.entry(OLD_CASE_DOCUMENT).creatable
    assert queries.structure(OLD_CASE_DOCUMENT).root.key == "asia_asiakirja"
    assert queries.newest("1505.2").oid == CASE_DOCUMENT


@pytest.mark.parametrize("code", ["1506.2001", "1507.1019"])
def test_a_structure_of_an_unknown_family_is_refused_and_the_rest_goes_in(files, tmp_path, now, code):
    strange = changed(files[ASSESSMENT], oid=ASSESSMENT.replace("1506.1019", code))
    report = import_structures([written(tmp_path / "in", strange, files[ASSESSMENT])], at=now)
    assert sorted(outcomes(report)) == [Outcome.ADDED, Outcome.REFUSED]
    assert [each.place for each in report.refused] == ["/sosmeta/oid"]


def test_a_publication_stands_before_a_starter_of_the_same_version(files, tmp_path, now):
    assert queries.structure(ASSESSMENT).root.fields[0].description is None
    report = import_structures([written(tmp_path / "in", files[ASSESSMENT])], at=now)
    assert outcomes(report) == [Outcome.ADDED]
    assert queries.entry(ASSESSMENT).origin is Origin.PUBLICATION
    described = [each for each in queries.structure(ASSESSMENT).walk() if each.description]
    assert described
    assert queries.compiled(ASSESSMENT).structure == queries.structure(ASSESSMENT)


def test_a_newer_version_retires_the_older_and_an_older_one_comes_in_retired(files, tmp_path, now):
    newer = StructureOid("1.2.246.537.6.1506.1019.2026.1.15")
    older = StructureOid("1.2.246.537.6.1506.1019.2021.1.15")
    raw = files[ASSESSMENT]
    report = import_structures([written(tmp_path / "a", of_version(raw, newer, "2026-01-15"))], at=now)
    assert outcomes(report) == [Outcome.UPDATED]
    assert report.files[0].retired == (ASSESSMENT,)
    assert queries.newest("1506.1019").oid == newer
    assert not queries.entry(ASSESSMENT).creatable
    report = import_structures([written(tmp_path / "b", of_version(raw, older, "2021-01-15"))], at=now)
    assert outcomes(report) == [Outcome.OLDER]
    assert not queries.entry(older).creatable
    assert queries.newest("1506.1019").oid == newer


def test_the_same_version_with_other_bytes_replaces_the_earlier_and_is_told(files, tmp_path, now):
    folder = written(tmp_path / "in", files[ASSESSMENT])
    import_structures([folder], at=now)
    report = import_structures([written(folder, changed(files[ASSESSMENT], documentSubject="Muu"))], at=now)
    assert outcomes(report) == [Outcome.CHANGED]
    assert queries.entry(ASSESSMENT).subject == "Muu"
    assert queries.structure(ASSESSMENT).subject == "Muu"


def test_a_broken_file_is_reported_and_the_rest_goes_in(files, tmp_path, now):
    folder = written(tmp_path / "in", b"{", files[ASSESSMENT], changed(files[CASE_DOCUMENT], status="Outo"))
    report = import_structures([folder], at=now)
    assert outcomes(report) == [Outcome.REFUSED, Outcome.REFUSED, Outcome.ADDED]
    first, second = report.refused
    assert (first.file, second.file) == ("0.json", f"{CASE_DOCUMENT}.json")
    assert first.reason.in_language("fi")
    assert second.place == "/sosmeta/status"
    assert Release.objects.get().oid == ASSESSMENT


@pytest.mark.parametrize("mark", [b"PK\x01\x02", b"\x78", b"PK\x03\x04"])
def test_a_damaged_zip_is_reported(tmp_path, now, mark):
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.json", b"{}" * 500)
    (tmp_path / "damaged.zip").write_bytes(whole.read_bytes().replace(mark, b"\xff" * len(mark)))
    report = import_structures([tmp_path / "damaged.zip"], at=now)
    assert outcomes(report) == [Outcome.REFUSED]


def test_a_file_that_is_not_there_is_reported(tmp_path, now):
    report = import_structures([tmp_path / "none.json"], at=now)
    assert outcomes(report) == [Outcome.REFUSED]
    assert Revision.objects.get().number == 0


def test_another_process_sees_an_import_when_the_revision_has_grown(files, tmp_path, now, monkeypatch):
    known = loading.index()
    import_structures([written(tmp_path / "in", files[OLD_CASE_DOCUMENT])], at=now)
    loading._Kept.index, loading._Kept.looked_at = known, 0.0  # as another process that has not looked yet
    assert OLD_CASE_DOCUMENT in loading.index().entries


def test_the_revision_is_not_asked_for_at_every_question(django_assert_num_queries):
    queries.entry(ASSESSMENT)
    with django_assert_num_queries(0):
        queries.entry(ASSESSMENT)
        queries.compiled(ASSESSMENT)


@pytest.mark.parametrize("ask", [queries.entry, queries.structure, queries.compiled, queries.newest])
def test_an_unknown_structure_is_named(ask):
    with pytest.raises(UnknownStructure, match="9999999"):
        ask("1.2.246.537.6.1506.9999999.2020.1.1")


@pytest.mark.parametrize("text", ["palvelutarpeen arvio", "servicebehov", "ARVIO sosiaali", "1506.1019"])
def test_entries_are_found_by_words(text):
    assert ASSESSMENT in {each.oid for each in queries.entries(text)}


def test_entries_are_narrowed_by_type():
    kinds = {each.document_type for each in queries.entries(document_type="Päätös")}
    assert kinds == {"Päätös"}


def test_a_report_is_told_as_data(files, tmp_path, now):
    report = import_structures([written(tmp_path / "in", files[ASSESSMENT], b"[]")], at=now)
    data = report.as_data()
    assert data["counts"]["added"] == 1
    assert data["files"][0]["reason"]
    assert json.dumps(data)
