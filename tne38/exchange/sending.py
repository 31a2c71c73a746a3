"""What an agent does with a spreadsheet: send it, then confirm the import of what is acceptable in it."""

from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Call
from tne38.core import files, jobs, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

from .access import SENT
from .models import SheetImport
from .spreadsheet import archive

EXAMINATION, IMPORT = "examen-tableau", "import-tableau"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def send(call: Call, content: bytes, *, name: str, by: Any) -> SheetImport:
    """Keep a spreadsheet privately and ask for its examination; no dossier is stored.

    Raises DomainError « fichier » when it cannot be one, NotAllowed.
    """
    if not by.has_perm("exchange.add_sheetimport"):
        raise NotAllowed
    try:
        archive.check(content)
    except archive.Unreadable as error:
        raise DomainError("fichier", str(error), field="file") from None
    content_type = _XLSX if archive.is_workbook(content) else "text/csv"
    stored = files.store(content, kind=SENT, name=PurePath(name).name[-200:], content_type=content_type)
    sheet_import = SheetImport.objects.create(call=call, file=stored, created_by=by)
    jobs.enqueue(EXAMINATION, subject=str(sheet_import.pk), by=by)
    journal.record(
        "tableau de dossiers reçu",
        sheet_import,
        by=by,
        after={"appel": call.slug, "fichier": stored.name, "sha256": stored.sha256},
    )
    return sheet_import


@transaction.atomic
def confirm(sheet_import: SheetImport, *, by: Any) -> SheetImport:
    """Ask for the import of the acceptable dossiers; confirming again changes nothing.

    Raises DomainError « etat » when there is nothing to import, NotAllowed.
    """
    if not by.has_perm("exchange.add_sheetimport"):
        raise NotAllowed
    sheet_import = SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet_import.pk)
    if sheet_import.confirmed_at:
        return sheet_import
    if not sheet_import.can_be_confirmed:
        raise DomainError("etat", "Ce fichier ne contient aucun dossier à importer.")
    sheet_import.confirmed_at, sheet_import.confirmed_by = timezone.now(), by
    sheet_import.save(update_fields=["confirmed_at", "confirmed_by"])
    jobs.enqueue(IMPORT, subject=str(sheet_import.pk), by=by)
    after = {"appel": sheet_import.call.slug, "dossiers": len(sheet_import.rows("accepte"))}
    journal.record("import de dossiers confirmé", sheet_import, by=by, after=after)
    return sheet_import


def job_of(sheet_import: SheetImport) -> Job | None:
    """The work in hand, or the one that failed, for this spreadsheet."""
    kinds = [EXAMINATION, IMPORT]
    job = Job.objects.filter(kind__in=kinds, subject=str(sheet_import.pk)).first()
    return job if job and job.state != Job.State.DONE else None
