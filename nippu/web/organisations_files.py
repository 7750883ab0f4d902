"""Units and professionals from a file and to a file. An import is tried first, then kept if all is right."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from nippu.access.errors import NotThere
from nippu.base.texts import translated
from nippu.http.answers import reading_language
from nippu.http.request import NippuRequest
from nippu.organisations.errors import TableUnreadable
from nippu.organisations.exchange import export_file, import_file
from nippu.organisations.imports import FileKind, ImportReport, Row, RowOutcome
from nippu.organisations.staff_file import HEADS as STAFF_HEADS
from nippu.organisations.unit_file import HEADS as UNIT_HEADS
from nippu.organisations.upkeep import list_units
from nippu.ui.answers import page
from nippu.web.details import words

if TYPE_CHECKING:
    Upload: TypeAlias = UploadedFile[bytes]
else:
    Upload: TypeAlias = UploadedFile

MOST_BYTES = 50 * 1024 * 1024
MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: NippuRequest) -> HttpResponse:
    """Choosing a file, what is in it row by row, and then its import."""
    kind = _kind(request.POST.get("kind") or request.GET.get("kind") or FileKind.UNITS.value)
    if request.method != "POST":
        list_units(by=request.actor, at=request.at)
        return _shown(request, kind)
    content = request.POST.get("content", "")
    raw, error = (content.encode(), "") if content else _sent(request.FILES.get("file"))
    if error:
        return _shown(request, kind, error=error)
    try:
        report = import_file(kind, raw, by=request.actor, at=request.at, trial=not content)
    except TableUnreadable as unreadable:
        return _shown(request, kind, error=words(unreadable))
    if not content or not report.is_clean:
        return _shown(request, kind, report)
    done = ngettext("%(num)s rivi tuotiin.", "%(num)s riviä tuotiin.", report.changes)
    messages.success(request, done % {"num": report.changes})
    return redirect("web:units" if kind is FileKind.UNITS else "web:professionals")


@require_safe
def saved_file(request: NippuRequest, kind: str) -> HttpResponse:
    """The units or professionals as a file that can be imported again."""
    wanted = _kind(kind)
    names = {FileKind.UNITS: "nippu-yksikot", FileKind.PROFESSIONALS: "nippu-ammattihenkilot"}
    body = export_file(wanted, by=request.actor, at=request.at)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{names[wanted]}-siirto.csv"'
    return response


def _kind(text: str) -> FileKind:
    if text not in set(FileKind):
        raise NotThere
    return FileKind(text)


def _sent(file: Upload | list[object] | None) -> tuple[bytes, str]:
    """What was sent, and what is wrong with it."""
    if not isinstance(file, UploadedFile):
        return b"", _("Valitse ensin tiedosto.")
    if (file.size or 0) > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        return b"", _("Tiedosto on liian suuri. Siinä saa olla enintään %(most)s megatavua.") % {"most": most}
    return file.read(), ""


def _shown(
    request: NippuRequest, kind: FileKind, report: ImportReport | None = None, *, error: str = ""
) -> HttpResponse:
    context = {
        "kind": kind.value,
        "kinds": [(FileKind.UNITS.value, _("Yksiköt")), (FileKind.PROFESSIONALS.value, _("Ammattihenkilöt"))],
        "error": error,
        "report": report,
        "unit_heads": UNIT_HEADS,
        "staff_heads": STAFF_HEADS,
        **(_told(report) if report else {}),
    }
    return page(request, "web/organisation_files.html", context, status=400 if error else 200)


def _told(report: ImportReport) -> dict[str, object]:
    language = reading_language()
    names = {each: translated(each.label, language) for each in RowOutcome}
    order = list(RowOutcome)[::-1]
    rows = sorted(report.rows, key=lambda each: order.index(each.outcome))
    return {
        "counts": [(names[each], report.count(each)) for each in RowOutcome if report.count(each)],
        "rows": [(names[each.outcome], each, _flaws(each)) for each in rows[:MOST_SHOWN]],
        "hidden": max(0, len(rows) - MOST_SHOWN),
        "content": report.content.decode("utf-8-sig"),
    }


def _flaws(row: Row) -> list[tuple[str, str]]:
    """What is wrong with a row: the column, and what."""
    language = reading_language()
    return [(flaw.field, flaw.text.in_language(language)) for flaw in row.flaws]
