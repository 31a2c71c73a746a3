"""The accusé de réception of a deposited dossier: made once, kept, sent."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tne38.core import files, journal, pdf
from tne38.core.errors import DomainError, NotAllowed

from ..access import ACKNOWLEDGEMENT
from ..acknowledgement import Acknowledgement, acknowledgement_of
from ..models import Candidacy
from ..notifications import AcknowledgementSent

POST = "applications.enter_paper"


def acknowledge(candidacy: Candidacy) -> Candidacy:
    """Make, keep and send the accusé de réception; a dossier that has one is left as it is.

    The document is made before the transaction: no row is locked while it renders.
    """
    if candidacy.acknowledgement_id is not None:
        return candidacy
    assert candidacy.deposited_at is not None
    ack = acknowledgement_of(candidacy)
    return _keep(candidacy, print_document(ack, at=candidacy.deposited_at), by_post=bool(ack.addressee))


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
def _keep(candidacy: Candidacy, content: bytes, *, by_post: bool) -> Candidacy:
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if candidacy.acknowledgement_id is not None:
        return candidacy
    candidacy.acknowledgement = files.store(
        content,
        kind=ACKNOWLEDGEMENT,
        name=f"accuse-de-reception-{candidacy.number}.pdf",
        content_type="application/pdf",
    )
    candidacy.acknowledgement_by_post = by_post
    candidacy.save(update_fields=["acknowledgement", "acknowledgement_by_post", "updated_at"])
    AcknowledgementSent(candidacy).send()
    after = {"fichier": candidacy.acknowledgement.sha256, "le": timezone.now().isoformat(timespec="seconds")}
    action = "accusé de réception à poster" if by_post else "accusé de réception envoyé"
    journal.record(action, candidacy, by=None, after=after)
    return candidacy


@transaction.atomic
def note_posting(candidacy: Candidacy, *, posted_on: date, by: Any) -> Candidacy:
    """Note that the printed accusé was posted. Raises DomainError « etat », « dates »; NotAllowed."""
    if not by.has_perm(POST):
        raise NotAllowed
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if not awaits_posting(candidacy):
        raise DomainError("etat", "Aucun accusé de réception n’est à poster pour ce dossier.")
    if not (candidacy.received_on or posted_on) <= posted_on <= timezone.localdate():
        message = "L’accusé est posté après la réception du dossier, et au plus tard aujourd’hui."
        raise DomainError("dates", message, field="posted_on")
    candidacy.acknowledgement_posted_on = posted_on
    candidacy.save(update_fields=["acknowledgement_posted_on", "updated_at"])
    behalf = candidacy.organisation.name
    after = {"le": posted_on}
    journal.record("accusé de réception posté", candidacy, by=by, after=after, on_behalf_of=behalf)
    return candidacy


def awaits_posting(candidacy: Candidacy) -> bool:
    return candidacy.acknowledgement_by_post and candidacy.acknowledgement_posted_on is None
