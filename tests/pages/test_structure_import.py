"""The page where structures are loaded: sending, how far it is, ending it, what came of it."""

import io
import time
import zipfile
from datetime import timedelta

import pytest

from nippu.catalogue import jobs, loading
from nippu.catalogue.actions import begin_import, cancel_import, run_import
from nippu.catalogue.imports import NO_SIGN_OF_LIFE
from nippu.catalogue.models import StructureImport
from nippu.structures.publication import read
from tests.pages.conftest import log_in
from tests.pages.reading import links, texts

PAGE = "/administration/structures/"
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def anew():
    """Each test begins and ends without another's releases in the memory of the process."""
    loading.forget()
    yield
    loading.forget()


@pytest.fixture
def upkeep(yrsa):
    return log_in("yrsa")


@pytest.fixture
def at_once(monkeypatch):
    """What is sent is loaded before the answer, in the test's own transaction."""
    monkeypatch.setattr(jobs, "start_import", jobs.run_import)


@pytest.fixture
def running(yrsa, now):
    return begin_import(by=yrsa, at=now)


@pytest.fixture
def sent(publication, tmp_path):
    """A folder with a broken file and three of the publication."""
    made = tmp_path / "sent"
    made.mkdir()
    (made / "0-rikki.json").write_bytes(b"{")
    for name, raw in list(read(publication))[:3]:
        (made / name.rpartition("/")[2]).write_bytes(raw)
    return made


def zipped(folder):
    """The files of a folder as one zip to be sent."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for file in folder.iterdir():
            target.write(file, file.name)
    made.name = "julkaisu.zip"
    made.seek(0)
    return made


def ask_for_progress(browser):
    """What the page's script asks every second."""
    return browser.get(PAGE, HTTP_HX_REQUEST="true")


def during(import_id, folder, now, *, before, look):
    """Load a folder, and look before the given file."""
    reads = []

    def clock():
        reads.append(now)
        if len(reads) == before + 1:
            look()
        return now

    run_import(import_id, [folder], clock=clock)


@pytest.mark.django_db(transaction=True)
def test_files_are_loaded_behind_the_page_and_each_is_reported(upkeep, sent):
    answer = upkeep.post(PAGE, {"files": zipped(sent)})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    until = time.monotonic() + PATIENCE
    while "Tuonti on käynnissä" in (told := texts(upkeep.get(PAGE))) and time.monotonic() < until:
        time.sleep(0.05)
    assert "lisätty: 3, hylätty: 1" in told
    assert "0-rikki.json" in told
    assert "4 tiedostoa" in told
    assert "keskey" not in told
    assert "katkesi" not in told


def test_the_same_again_changes_nothing(upkeep, sent, at_once):
    for _time in range(2):
        upkeep.post(PAGE, {"files": zipped(sent)})
    assert "ennallaan: 3, hylätty: 1" in texts(upkeep.get(PAGE))


def test_single_files_are_loaded_as_well(upkeep, sent, at_once):
    opened = [io.BytesIO(file.read_bytes()) for file in sorted(sent.iterdir())]
    for number, each in enumerate(opened):
        each.name = sorted(sent.iterdir())[number].name
    upkeep.post(PAGE, {"files": opened})
    assert "lisätty: 3, hylätty: 1" in texts(upkeep.get(PAGE))


def test_before_the_first_import_there_is_only_the_form(upkeep):
    page = upkeep.get(PAGE).content.decode()
    assert 'type="file"' in page
    assert "Mitä tuonnissa tapahtui" not in page


def test_a_running_import_shows_how_far_it_is_and_can_be_ended(upkeep, running, sent, now):
    pages = []

    def look():
        pages.extend([upkeep.get(PAGE), ask_for_progress(upkeep)])

    during(running, sent, now, before=3, look=look)
    whole, part = (each.content.decode() for each in pages)
    for shown in (whole, part):
        assert '<progress id="edetty" value="2" max="4">2 / 4</progress>' in shown
        assert "Käsitelty 2 / 4" in shown
        assert "lisätty: 1, hylätty: 1" in shown
        assert "0-rikki.json" in shown
    assert f'action="{PAGE}{running}/cancel/"' in whole
    assert PAGE in links(pages[0])  # to look again without a script
    assert 'type="file"' not in whole
    assert part.lstrip().startswith("<div")


def test_before_the_files_are_counted_the_bar_tells_nothing_false(upkeep, running):
    page = upkeep.get(PAGE).content.decode()
    assert '<progress id="edetty"></progress>' in page
    assert "Luetaan tiedostoja" in page


def test_when_it_ends_the_script_is_told_to_show_the_report(upkeep, running, sent, now):
    assert "HX-Refresh" not in ask_for_progress(upkeep)
    run_import(running, [sent], clock=lambda: now)
    assert ask_for_progress(upkeep)["HX-Refresh"] == "true"


def test_it_is_ended_from_the_page_and_the_report_says_so(upkeep, running, sent, now):
    pages = []

    def end():
        answer = upkeep.post(f"{PAGE}{running}/cancel/")
        pages.extend([answer, upkeep.get(PAGE)])

    during(running, sent, now, before=3, look=end)
    assert pages[0]["Location"] == PAGE
    assert "Tuonti keskeytyy seuraavan tiedoston kohdalla." in texts(pages[1])
    told = texts(upkeep.get(PAGE))
    assert "Tuonti keskeytettiin pyynnöstä. Jo tuodut rakenteet jäivät voimaan." in told
    assert "Käsitelty 2 / 4" in told
    assert "lisätty: 1, hylätty: 1" in told


def test_a_second_import_is_told_that_one_is_running(upkeep, running, sent):
    answer = upkeep.post(PAGE, {"files": zipped(sent)}, follow=True)
    assert "Rakenteiden tuonti on jo käynnissä." in texts(answer)
    assert StructureImport.objects.count() == 1


def test_one_whose_process_has_died_is_told_and_can_be_sent_again(upkeep, yrsa, sent, now, at_once):
    begin_import(by=yrsa, at=now - NO_SIGN_OF_LIFE - timedelta(seconds=1))
    answer = upkeep.get(PAGE)
    assert "Tuonti katkesi kesken." in texts(answer)
    assert 'type="file"' in answer.content.decode()
    upkeep.post(PAGE, {"files": zipped(sent)})
    told = texts(upkeep.get(PAGE))
    assert "lisätty: 3" in told
    assert "katkesi" not in told


def test_without_a_file_it_says_what_to_do(upkeep):
    answer = upkeep.post(PAGE, {})
    assert answer.status_code == 400
    assert "Valitse ensin tiedosto." in texts(answer)
    assert not StructureImport.objects.exists()


def test_only_upkeep_loads_structures(browser, running):
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {}).status_code == 403
    assert browser.post(f"{PAGE}{running}/cancel/").status_code == 403


def test_one_that_has_been_ended_has_no_button_to_end_it(upkeep, running, sent, yrsa, now):
    cancel_import(running, by=yrsa, at=now)
    run_import(running, [sent], clock=lambda: now)
    page = upkeep.get(PAGE).content.decode()
    assert "/cancel/" not in page
    assert "Tietorakenteita ei löytynyt." not in page
