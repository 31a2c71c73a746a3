"""The accusé de réception of a deposited dossier: made once, kept, sent."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tne38.core import files, journal, pdf

from ..access import ACKNOWLEDGEMENT
from ..acknowledgement import Acknowledgement, acknowledgement_of
from ..models import Candidacy
from ..notifications import AcknowledgementSent


def acknowledge(candidacy: Candidacy) -> Candidacy:
    """Make, keep and send the accusé de réception; a dossier that has one is left as it is.

    The document is made before the transaction: no row is locked while it renders.
    """
    if candidacy.acknowledgement_id is not None:
        return candidacy
    assert candidacy.deposited_at is not None
    return _keep(candidacy, print_document(acknowledgement_of(candidacy), at=candidacy.deposited_at))


def print_document(ack: Acknowledgement, *, at: datetime) -> bytes:
    """The PDF of an accusé de réception dated `at`: the same values give the same bytes."""
    context = {
        "ack": ack,
        "court": settings.DEPARTMENT["court"],
        "court_address": settings.DEPARTMENT["court_address"],
    }
    title = f"Accusé de réception – dossier n° {ack.number}"
    return pdf.render("documents/acknowledgement.html", context, title=title, at=at)


@transaction.atomic
def _keep(candidacy: Candidacy, content: bytes) -> Candidacy:
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if candidacy.acknowledgement_id is not None:
        return candidacy
    candidacy.acknowledgement = files.store(
        content,
        kind=ACKNOWLEDGEMENT,
        name=f"accuse-de-reception-{candidacy.number}.pdf",
        content_type="application/pdf",
    )
    candidacy.save(update_fields=["acknowledgement", "updated_at"])
    AcknowledgementSent(candidacy).send()
    after = {"fichier": candidacy.acknowledgement.sha256, "le": timezone.now().isoformat(timespec="seconds")}
    journal.record("accusé de réception envoyé", candidacy, by=None, after=after)
    return candidacy
