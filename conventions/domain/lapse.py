"""A subsidy whose deadline is past: an agent pronounces the lapse, the money goes back to the envelope."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications.domain.review import change_state
from applications.models import Candidacy
from tne38.core import files, pdf
from tne38.core.errors import DomainError

from ..lapse.letter import LapseLetter
from ..models import Convention, Lapse
from ..notifications import SubsidyLapsed
from ..payment.access import LAPSE_LETTER
from .accounts import granted_of, granted_shares, open_claim, paid_shares
from .amendments import give_up_the_open_one
from .dates import claims_until
from .holding import give_back_the_rest

_DATA_TITLE = "Données de la lettre, lisibles par un logiciel"


def record_lapse(candidacy: Candidacy, *, reason: str, by: Any, on: date | None = None) -> Candidacy:
    """Pronounce that the subsidy has lapsed (article 10 of the convention), on a day after its deadline: today.

    What was paid stays so; the rest goes back to the envelope; the beneficiary receives a letter with the
    reason. The letter is printed before any row is locked.

    Raises DomainError « champ_obligatoire », « etat »; NotAllowed.
    """
    reason, on = reason.strip(), on or timezone.localdate()
    if not reason:
        raise DomainError("champ_obligatoire", "Indiquez le motif de la caducité.", field="reason")
    letter = letter_of(_read(candidacy.pk), reason=reason, on=on)
    return _keep(candidacy, letter, print_letter(letter), by=by)


def is_past(convention: Convention, *, on: date) -> bool:
    """Whether no payment can be asked for any more; before the notification no deadline runs."""
    return convention.notified_on is None or claims_until(convention) < on


def letter_of(convention: Convention, *, reason: str, on: date) -> LapseLetter:
    """The values of the letter. Raises DomainError « etat » while the deadline is not past."""
    if not is_past(convention, on=on):
        message = (
            f"Le versement peut être demandé jusqu’au {claims_until(convention):%d/%m/%Y} inclus : "
            "la subvention n’est pas caduque avant."
        )
        raise DomainError("etat", message)
    candidacy, porteur = convention.candidacy, convention.candidacy.organisation
    granted, paid = granted_of(convention), paid_shares(convention).amount
    return LapseLetter(
        number=candidacy.number or "",
        convention=convention.number or "",
        call=candidacy.call.title,
        porteur=porteur.name,
        address=tuple(filter(None, [porteur.address, f"{porteur.postal_code} {porteur.city}".strip()])),
        representative=", ".join(filter(None, [porteur.representative_name, porteur.representative_title])),
        notified_on=convention.notified_on,
        term=claims_until(convention) if convention.notified_on else None,
        pronounced_on=on,
        granted=granted,
        paid=paid,
        given_back=granted - paid,
        reason=reason,
        contact_email=candidacy.call.contact_email,
    )


def print_letter(letter: LapseLetter) -> bytes:
    """The PDF of the letter: the same values give the same bytes."""
    return pdf.render(
        "documents/lapse.html",
        {"letter": letter, "department": settings.DEPARTMENT},
        title=f"Caducité de la subvention – dossier n° {letter.number}",
        at=timezone.make_aware(datetime.combine(letter.pronounced_on, time())),
        attachments=[pdf.JsonAttachment(f"caducite-{letter.number}.json", letter.as_data(), _DATA_TITLE)],
    )


@transaction.atomic
def _keep(candidacy: Candidacy, letter: LapseLetter, content: bytes, *, by: Any) -> Candidacy:
    """The act, on the locked dossier; what the letter says must still hold."""
    candidacy = Candidacy.objects.locked(candidacy.pk)
    convention = _read(candidacy.pk)
    if Lapse.objects.filter(convention=convention).exists():
        raise DomainError("etat", "La subvention est déjà caduque.")
    if open_claim(convention) is not None:
        raise DomainError("etat", "Une demande de versement est en cours : réglez-la d’abord.")
    if letter_of(convention, reason=letter.reason, on=letter.pronounced_on) != letter:
        raise DomainError("etat", "Le dossier vient de changer : relisez-le, puis recommencez.")
    left = granted_shares(convention) - paid_shares(convention)
    lapse = Lapse.objects.create(
        convention=convention,
        reason=letter.reason,
        term=letter.term,
        pronounced_on=letter.pronounced_on,
        paid=letter.paid,
        department_share=left.department,
        tne_share=left.tne,
        letter=files.store(
            content,
            kind=LAPSE_LETTER,
            name=f"caducite-{letter.number}.pdf",
            content_type="application/pdf",
        ),
    )
    give_back_the_rest(convention)
    give_up_the_open_one(convention, reason="La subvention est caduque.", by=by)
    candidacy.projects.update(filed=False)
    changed = change_state(candidacy, "lapse", by=by, reason=letter.reason)
    SubsidyLapsed(lapse).send()
    return changed


def _read(pk: int) -> Convention:
    related = "candidacy__call", "candidacy__organisation", "candidacy__vote_result"
    return Convention.objects.select_related(*related).get(candidacy=pk)
