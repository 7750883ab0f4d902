"""Upkeep of the system: loading of national structures."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nippu.access.errors import NotAllowed
from nippu.access.types import WorkTask
from nippu.base.texts import translated
from nippu.catalogue.actions import import_structures as load
from nippu.catalogue.entries import ImportReport, Outcome
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
    """Load structures from the publication's zip or from single files, and tell what came of each file."""
    if request.actor.work_task is not WorkTask.SYSTEM_ADMINISTRATION:
        raise NotAllowed
    if request.method != "POST":
        return page(request, "web/import.html", {"report": None, "error": ""})
    files = request.FILES.getlist("files")
    error = _error(files)
    if error:
        return page(request, "web/import.html", {"report": None, "error": error}, status=400)
    report = _loaded(request, files)
    return page(request, "web/import.html", {"report": report, "error": "", **_counted(report)})


def _error(files: Sequence[Upload]) -> str:
    if not files:
        return _("Valitse ensin tiedosto.")
    if sum(each.size or 0 for each in files) > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        return _("Tiedostot ovat liian suuria. Yhteensä saa olla enintään %(most)s megatavua.") % {
            "most": most
        }
    return ""


def _loaded(request: NippuRequest, files: Sequence[Upload]) -> ImportReport:
    """Load what was sent, by way of a folder that is gone when this is done."""
    with TemporaryDirectory(prefix="nippu-import-") as folder:
        paths = []
        for number, each in enumerate(files):
            path = Path(folder) / str(number) / Path(each.name or "").name
            path.parent.mkdir()
            with path.open("wb") as opened:
                opened.writelines(each.chunks())
            paths.append(path)
        return load(paths, at=request.at)


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
