"""The antivirus: files received are looked at by a job; one with a virus is closed. Nothing ever waits for it.

Without `CLAMD_URL` files stay « non analysé » and open. When clamd is down they wait, open, for the next sweep.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import clamd, jobs, journal
from .models import Job, StoredFile

log = logging.getLogger("tne38.core")
JOB = "analyse-antivirus"
_SUBJECT = "fichiers"


def request_scan(*, by: Any = None) -> Job | None:
    """Ask, in the current transaction, that what waits be looked at; one job does it for all files."""
    if not settings.CLAMD_URL:
        return None
    return jobs.enqueue(JOB, subject=_SUBJECT, by=by)


def sweep() -> Job | None:
    """Ask again for what still waits: the antivirus was down, or a file came at the very end of a job."""
    if not settings.CLAMD_URL or not _waiting().exists():
        return None
    with transaction.atomic():
        return request_scan()


def _waiting() -> Any:
    return StoredFile.objects.filter(scan=StoredFile.Scan.WAITING)


@jobs.handler(JOB)
def scan_waiting(run: jobs.Run) -> dict[str, Any]:
    """Look at every file that waits, those that come meanwhile included; an OSError stops, to be tried again."""
    seen: set[Any] = set()
    found: list[str] = []
    unknown: list[str] = []
    while file := _waiting().exclude(pk__in=seen).order_by("created_at", "pk").first():
        seen.add(file.pk)
        try:
            threat = look(file)
        except clamd.ScanFailed as error:
            log.warning("the antivirus says nothing of file %s: %s", file.pk, error)
            unknown.append(str(file.pk))
            continue
        record_scan(file, threat)
        if threat:
            found.append(str(file.pk))
        run.progress(len(seen), len(seen) + _waiting().exclude(pk__in=seen).count())
    return {"analyses": len(seen) - len(unknown), "virus": found, "sans_reponse": unknown}


def look(file: StoredFile) -> str:
    """What the antivirus finds in a file: the name of a virus, or nothing."""
    try:
        content = file.content.open("rb")
    except FileNotFoundError:  # taken out of its draft meanwhile
        raise clamd.ScanFailed("the file is gone") from None
    with content:
        return clamd.scan(content, address=settings.CLAMD_URL, timeout=settings.CLAMD_TIMEOUT)


@transaction.atomic
def record_scan(file: StoredFile, threat: str) -> None:
    """Write what was found; a file with a virus is closed from now on, and the journal says so."""
    kept = StoredFile.objects.select_for_update().filter(pk=file.pk).first()
    if kept is None:
        return
    kept.scan = StoredFile.Scan.INFECTED if threat else StoredFile.Scan.CLEAN
    kept.threat, kept.scanned_at = threat[:200], timezone.now()
    kept.save(update_fields=["scan", "threat", "scanned_at"])
    if threat:
        after = {"virus": kept.threat, "empreinte": kept.sha256}
        journal.record("fichier fermé par l’antivirus", kept, by=None, after=after)
