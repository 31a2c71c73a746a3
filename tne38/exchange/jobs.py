"""The examination and the import of a spreadsheet, as jobs: both may run again from the start."""

from typing import Any

from django.utils import timezone

from tne38.accounts.models import User
from tne38.core import files, jobs
from tne38.core.models import StoredFile

from . import report
from .access import ANNOTATED
from .models import SheetImport
from .sending import EXAMINATION, IMPORT
from .spreadsheet import dossiers
from .spreadsheet.annotating import annotate
from .spreadsheet.archive import Unreadable
from .spreadsheet.locating import CellError

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@jobs.handler(EXAMINATION)
def run_examination(run: jobs.Run) -> dict[str, Any]:
    """Read the file, try each dossier and undo it, write the report and the file given back."""
    sheet_import = _of(run)
    try:
        reading = dossiers.read(files.read(sheet_import.file))
    except Unreadable as error:
        sheet_import.report = report.unreadable(error)
    else:
        sheet_import.report = report.examine(
            sheet_import.call,
            reading,
            at=timezone.now(),
            by=sheet_import.created_by,
            progress=run.progress,
        )
        sheet_import.annotated = _annotated(sheet_import, reading)
    sheet_import.examined_at = timezone.now()
    sheet_import.save(update_fields=["report", "annotated", "examined_at"])
    return {"dossiers": len(sheet_import.report["dossiers"])}


@jobs.handler(IMPORT)
def run_import(run: jobs.Run) -> dict[str, Any]:
    """Deposit the dossiers that the examination accepted, each in its own transaction."""
    sheet_import = _of(run)
    reading = dossiers.read(files.read(sheet_import.file))
    refused = len(sheet_import.rows(report.REFUSED))
    sheet_import.report = report.carry_out(
        sheet_import.call,
        reading,
        sheet_import.report,
        at=sheet_import.confirmed_at or timezone.now(),
        by=User.objects.get(pk=sheet_import.confirmed_by_id),
        progress=run.progress,
    )
    if len(sheet_import.rows(report.REFUSED)) != refused:  # something changed since the examination
        sheet_import.annotated = _annotated(sheet_import, reading)
    sheet_import.imported_at = timezone.now()
    sheet_import.save(update_fields=["report", "annotated", "imported_at"])
    return {"dossiers": len(sheet_import.rows(report.ACCEPTED))}


def _of(run: jobs.Run) -> SheetImport:
    rows = SheetImport.objects.select_related("call", "file", "created_by")
    return rows.get(pk=int(run.job.subject))


def _annotated(sheet_import: SheetImport, reading: dossiers.Reading) -> StoredFile | None:
    """The file given back, when there is something to say in it."""
    errors, remarks = report.errors_of(sheet_import.report), report.remarks_of(sheet_import.report)
    if not errors and not remarks:
        return None
    content = annotate(
        reading.grids, [CellError(**item) for item in errors], [CellError(**item) for item in remarks]
    )
    name = f"{sheet_import.file.name.rsplit('.', 1)[0][:180]} - a corriger.xlsx"
    return files.store(content, kind=ANNOTATED, name=name, content_type=_XLSX)
