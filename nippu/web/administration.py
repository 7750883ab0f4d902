"""Upkeep of the system: loading of national structures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from nippu.base.ids import ImportId
from nippu.base.texts import translated
from nippu.catalogue import actions, jobs
from nippu.catalogue.entries import ImportReport, Outcome
from nippu.catalogue.errors import ImportIsRunning
from nippu.catalogue.imports import ImportRun
from nippu.catalogue.queries import latest_import
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.ui.answers import page

if TYPE_CHECKING:
    Upload: TypeAlias = UploadedFile[bytes]
else:
    Upload: TypeAlias = UploadedFile

MOST_BYTES = 100 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def import_structures(request: NippuRequest) -> HttpResponse:
    """The import that is running or the latest one, and sending of files for a new one."""
    if request.method == "POST":
        return _begin(request)
    run = latest_import(by=request.actor, at=request.at)
    if not request.htmx:
        return page(request, "web/import.html", _told(run))
    if run is None or not run.is_running:
        return HttpResponseClientRefresh()  # it has ended: the page shows its report
    return page(request, "web/import.html#progress", _told(run))


@require_POST
def cancel_import(request: NippuRequest, import_id: UUID) -> HttpResponse:
    """Ask an import to end before its next file."""
    actions.cancel_import(ImportId(import_id), by=request.actor, at=request.at)
    return redirect("web:import")


def _begin(request: NippuRequest) -> HttpResponse:
    """Take the files and let them be loaded behind the page."""
    run = latest_import(by=request.actor, at=request.at)
    files = request.FILES.getlist("files")
    error = _error(files)
    if error:
        return page(request, "web/import.html", _told(run, error), status=400)
    try:
        import_id = actions.begin_import(by=request.actor, at=request.at)
    except ImportIsRunning as running:
        messages.warning(request, running.message.in_language(reading_language()))
        return redirect("web:import")
    jobs.start_import(import_id, _stored(files, jobs.folder_for(import_id)))
    return redirect("web:import")


def _error(files: Sequence[Upload]) -> str:
    if not files:
        return _("Valitse ensin tiedosto.")
    if sum(each.size or 0 for each in files) > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        return _("Tiedostot ovat liian suuria. Yhteensä saa olla enintään %(most)s megatavua.") % {
            "most": most
        }
    return ""


def _stored(files: Sequence[Upload], folder: Path) -> list[Path]:
    """The files that were sent, in the folder where they wait to be loaded."""
    paths = []
    for number, each in enumerate(files):
        path = folder / str(number) / Path(each.name or "").name
        path.parent.mkdir()
        with path.open("wb") as opened:
            opened.writelines(each.chunks())
        paths.append(path)
    return paths


def _told(run: ImportRun | None, error: str = "") -> dict[str, object]:
    """What the page shows."""
    told: dict[str, object] = {"run": run, "error": error}
    return told if run is None else told | _counted(run.report)


def _counted(report: ImportReport) -> dict[str, object]:
    language = reading_language()
    return {
        "counts": [
            (translated(each.label, language), report.count(each)) for each in Outcome if report.count(each)
        ],
        "rows": [
            (translated(each.outcome.label, language), each)
            for each in sorted(report.files, key=lambda one: one.outcome is not Outcome.REFUSED)
        ],
    }
