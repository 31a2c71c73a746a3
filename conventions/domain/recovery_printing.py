"""The two letters of a recovery: assembled from the dossier, printed before any row is locked."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from tne38.core import files, pdf, words
from tne38.core.models import StoredFile

from ..models import Convention, Recovery, RecoveryGround
from ..payment.entitlement import Entitlement
from ..recovery.access import LETTER
from ..recovery.letters import Claimed, Decided, Notice
from .accounts import held_shares

_DATA_TITLE = "Données de la lettre, lisibles par un logiciel"


@dataclass(frozen=True)
class Decision:
    """What a second person decides, and when."""

    shares: Entitlement
    reason: str
    on: date


def notice_of(
    convention: Convention, shares: Entitlement, *, ground: str, reason: str, made_on: date, answer_by: date
) -> Notice:
    """The values of the letter that opens a recovery."""
    claimed = _claimed(convention, shares, ground=ground, reason=reason)
    return Notice(claimed, made_on, answer_by, words.in_words(shares.amount))


def decision_of(recovery: Recovery, decision: Decision) -> Decided:
    """The values of the letter that tells the decision."""
    told = Entitlement(recovery.amount, recovery.department_share, recovery.tne_share)
    claimed = _claimed(recovery.convention, told, ground=recovery.ground, reason=recovery.reason)
    return Decided(
        claimed=claimed,
        opened_on=recovery.opened_on,
        answer_by=recovery.answer_by,
        answered_on=recovery.answered_on,
        heard_on=recovery.heard_on,
        decided_on=decision.on,
        amount=decision.shares.amount,
        department_share=decision.shares.department_share,
        tne_share=decision.shares.tne_share,
        in_words=words.in_words(decision.shares.amount),
        reason=decision.reason,
    )


def _claimed(convention: Convention, shares: Entitlement, *, ground: str, reason: str) -> Claimed:
    candidacy = convention.candidacy
    porteur = candidacy.organisation
    assert convention.notified_on is not None
    return Claimed(
        number=candidacy.number or "",
        convention=convention.number or "",
        notified_on=convention.notified_on,
        call=candidacy.call.title,
        porteur=porteur.name,
        address=tuple(filter(None, [porteur.address, f"{porteur.postal_code} {porteur.city}".strip()])),
        representative=", ".join(filter(None, [porteur.representative_name, porteur.representative_title])),
        paid=held_shares(convention).amount,
        ground=RecoveryGround(ground).label,
        reason=reason,
        amount=shares.amount,
        department_share=shares.department_share,
        tne_share=shares.tne_share,
        contact_email=candidacy.call.contact_email,
    )


def print_notice(notice: Notice) -> bytes:
    """The PDF of the letter that opens a recovery: the same values give the same bytes."""
    title = f"Reversement envisagé – dossier n° {notice.claimed.number}"
    return _printed("recovery_notice", notice, title, notice.made_on)


def print_decision(decided: Decided) -> bytes:
    """The PDF of the decision: the same values give the same bytes."""
    title = f"Décision sur un reversement – dossier n° {decided.claimed.number}"
    return _printed("recovery_decision", decided, title, decided.decided_on)


def _printed(template: str, letter: Notice | Decided, title: str, day: date) -> bytes:
    name = f"reversement-{letter.claimed.number}.json"
    return pdf.render(
        f"documents/{template}.html",
        {"letter": letter, "claimed": letter.claimed, "department": settings.DEPARTMENT},
        title=title,
        at=timezone.make_aware(datetime.combine(day, time())),
        attachments=[pdf.JsonAttachment(name, letter.as_data(), _DATA_TITLE)],
    )


def kept(content: bytes, name: str) -> StoredFile:
    return files.store(content, kind=LETTER, name=name, content_type="application/pdf")
