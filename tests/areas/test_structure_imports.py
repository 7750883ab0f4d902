"""Imports of structures behind the pages: what is in stays in, one at a time, ended when asked."""

from datetime import timedelta
from itertools import islice

import pytest
from django.db import IntegrityError, transaction

from nippu.access.errors import NotAllowed
from nippu.base.ids import ImportId, new_id
from nippu.catalogue import jobs, loading
from nippu.catalogue.actions import begin_import, cancel_import, import_structures, run_import
from nippu.catalogue.entries import Outcome
from nippu.catalogue.errors import ImportIsRunning
from nippu.catalogue.imports import NO_SIGN_OF_LIFE, ImportState
from nippu.catalogue.models import Release, Revision, StructureImport
from nippu.catalogue.queries import latest_import
from nippu.structures.publication import read

A_MOMENT = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def anew(db):
    """Each test begins and ends without another's releases in the memory of the process."""
    loading.forget()
    yield
    loading.forget()


@pytest.fixture
def folder(publication, tmp_path):
    """A broken file and three of the publication."""
    made = tmp_path / "sent"
    made.mkdir()
    (made / "0.json").write_bytes(b"{")
    for name, raw in islice(read(publication), 3):
        (made / name.rpartition("/")[2]).write_bytes(raw)
    return made


@pytest.fixture
def waiting(yrsa, now):
    """An import that has been opened."""
    return begin_import(by=yrsa, at=now)


class Clock:
    """A clock of an import: read once when the files are counted, before each of them, and at the end.

    Before the given file something is done.
    """

    def __init__(self, now, before=0, do=None):
        self.now, self.reads, self.before, self.do = now, 0, before, do

    def __call__(self):
        self.reads += 1
        if self.reads == self.before + 1 and self.do:
            self.do()
        return self.now


def outcomes(run):
    return [each.outcome for each in run.report.files]


def test_all_files_go_in_and_the_report_stays(waiting, folder, yrsa, now):
    run_import(waiting, [folder], clock=Clock(now))
    run = latest_import(by=yrsa, at=now)
    assert (run.id, run.state, run.done, run.total) == (waiting, ImportState.DONE, 4, 4)
    assert outcomes(run) == [Outcome.REFUSED, *[Outcome.ADDED] * 3]
    assert Release.objects.count() == 3
    assert StructureImport.objects.get().professional_id == yrsa.professional_id


def test_the_report_is_the_same_as_that_of_the_command(waiting, folder, yrsa, now):
    expected = import_structures([folder], at=now)
    Release.objects.all().delete()
    run_import(waiting, [folder], clock=Clock(now))
    assert latest_import(by=yrsa, at=now).report == expected


def test_the_same_again_changes_nothing(waiting, folder, yrsa, now):
    run_import(waiting, [folder], clock=Clock(now))
    number = Revision.objects.get().number
    run_import(begin_import(by=yrsa, at=now + A_MOMENT), [folder], clock=Clock(now))
    assert outcomes(latest_import(by=yrsa, at=now)) == [Outcome.REFUSED, *[Outcome.UNCHANGED] * 3]
    assert Revision.objects.get().number == number


def test_it_tells_how_far_it_is_and_each_file_is_usable_at_once(waiting, folder, yrsa, now):
    seen = []
    clock = Clock(
        now, before=3, do=lambda: seen.extend([latest_import(by=yrsa, at=now), Release.objects.count()])
    )
    run_import(waiting, [folder], clock=clock)
    run, releases = seen
    assert (run.state, run.done, run.total, releases) == (ImportState.RUNNING, 2, 4, 1)
    assert outcomes(run) == [Outcome.REFUSED, Outcome.ADDED]


def test_before_the_files_are_counted_there_is_no_total(waiting, yrsa, now):
    run = latest_import(by=yrsa, at=now)
    assert (run.is_running, run.done, run.total) == (True, 0, None)


def test_one_that_is_cancelled_ends_before_the_next_file_and_what_is_in_stays_in(waiting, folder, yrsa, now):
    clock = Clock(now, before=3, do=lambda: cancel_import(waiting, by=yrsa, at=now))
    run_import(waiting, [folder], clock=clock)
    run = latest_import(by=yrsa, at=now)
    assert (run.state, run.done, run.total) == (ImportState.CANCELLED, 2, 4)
    assert Release.objects.count() == 1


def test_one_that_has_ended_cannot_be_cancelled(waiting, folder, yrsa, now):
    run_import(waiting, [folder], clock=Clock(now))
    cancel_import(waiting, by=yrsa, at=now)
    run = latest_import(by=yrsa, at=now)
    assert (run.state, run.cancelling) == (ImportState.DONE, False)


def test_a_second_one_is_told_that_one_is_running(waiting, folder, yrsa, now):
    with pytest.raises(ImportIsRunning):
        begin_import(by=yrsa, at=now + NO_SIGN_OF_LIFE)
    run_import(waiting, [folder], clock=Clock(now))
    assert begin_import(by=yrsa, at=now + A_MOMENT) != waiting


def test_one_without_a_sign_of_life_is_interrupted_and_another_may_begin(waiting, yrsa, now):
    later = now + NO_SIGN_OF_LIFE
    assert latest_import(by=yrsa, at=later).state is ImportState.RUNNING
    later += A_MOMENT
    assert latest_import(by=yrsa, at=later).state is ImportState.INTERRUPTED
    begin_import(by=yrsa, at=later)
    assert StructureImport.objects.get(id=waiting).state == ImportState.INTERRUPTED
    assert latest_import(by=yrsa, at=later).state is ImportState.RUNNING


def test_each_file_is_a_sign_of_life(waiting, folder, yrsa, now):
    later = now + 2 * NO_SIGN_OF_LIFE
    states = []
    clock = Clock(later, before=2, do=lambda: states.append(latest_import(by=yrsa, at=later).state))
    run_import(waiting, [folder], clock=clock)
    assert states == [ImportState.RUNNING]


def test_one_that_was_given_up_loads_no_more_when_it_wakes(waiting, folder, yrsa, now):
    later = now + 2 * NO_SIGN_OF_LIFE
    clock = Clock(now, before=2, do=lambda: begin_import(by=yrsa, at=later))
    run_import(waiting, [folder], clock=clock)
    assert Release.objects.count() == 0
    assert StructureImport.objects.get(id=waiting).state == ImportState.INTERRUPTED


def test_a_failure_interrupts_it_and_its_files_are_gone(waiting, folder, yrsa, now, monkeypatch):
    def fail(*_given, **_named):
        raise RuntimeError

    monkeypatch.setattr("nippu.catalogue.actions._import_one", fail)
    waits_in = jobs.folder_for(waiting)
    with pytest.raises(RuntimeError):
        jobs.run_import(waiting, [folder])
    assert latest_import(by=yrsa, at=now).state is ImportState.INTERRUPTED
    assert not waits_in.exists()


def test_the_files_are_gone_when_it_has_ended(waiting, publication, yrsa, now):
    waits_in = jobs.folder_for(waiting)
    (waits_in / "x.json").write_bytes(b"{")
    jobs.run_import(waiting, [waits_in / "x.json"])
    assert outcomes(latest_import(by=yrsa, at=now)) == [Outcome.REFUSED]
    assert not waits_in.exists()


def test_loading_begins_when_the_transaction_is_committed(
    waiting, folder, monkeypatch, django_capture_on_commit_callbacks
):
    begun = []
    monkeypatch.setattr(jobs.Thread, "start", lambda thread: begun.append(thread.name))
    with django_capture_on_commit_callbacks(execute=True):
        jobs.start_import(waiting, [folder])
        assert not begun
    assert begun == [f"import {waiting}"]


def test_what_an_interrupted_one_left_behind_goes_when_the_next_begins(waiting, yrsa, now):
    left = jobs.folder_for(waiting)
    following = jobs.folder_for(begin_import(by=yrsa, at=now + 2 * NO_SIGN_OF_LIFE))
    assert (left.exists(), following.exists()) == (False, True)
    following.rmdir()


def test_only_upkeep_begins_cancels_and_sees_imports(waiting, eero, now):
    for asked in (
        lambda: begin_import(by=eero, at=now),
        lambda: cancel_import(waiting, by=eero, at=now),
        lambda: latest_import(by=eero, at=now),
    ):
        with pytest.raises(NotAllowed):
            asked()
    assert StructureImport.objects.get().cancel_asked_at is None


def test_before_the_first_one_there_is_none(yrsa, now):
    assert latest_import(by=yrsa, at=now) is None


def test_cancelling_one_that_is_not_there_touches_no_other(waiting, yrsa, now):
    cancel_import(ImportId(new_id()), by=yrsa, at=now)
    assert not latest_import(by=yrsa, at=now).cancelling


@pytest.mark.parametrize(
    ("state", "ended"), [(ImportState.RUNNING, False), (ImportState.RUNNING, True), (ImportState.DONE, False)]
)
def test_the_database_refuses_a_second_running_one_and_an_end_that_does_not_fit(
    waiting, yrsa, now, state, ended
):
    row = StructureImport(professional_id=yrsa.professional_id, state=state, began_at=now, seen_at=now)
    row.ended_at = now if ended else None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
