"""The letters that notify decisions: printed once, kept, sent with the message, each exactly once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications.domain.review import change_state
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from equipment.amounts import amounts_of
from tne38.core import files, jobs, journal, pdf, words
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

from ..access import LETTER
from ..letter import TEMPLATE_VERSION, DecisionLetter
from ..models import Decision, Letter, Session
from ..notifications import DecisionTaken
from . import decisions

BATCH_JOB = "lettres-de-notification"
# What a decision leads to, and from which its porteur no longer has to be told.
_GONE = {State.WITHDRAWN, State.LAPSED}
_DATA_TITLE = "Données de la lettre, lisibles par un logiciel"


def notify(decision: Decision, *, by: Any) -> Decision | None:
    """Print and keep the letter of a decision, and send it; a session's dossier takes the state decided.

    A decision that has its letter is left as it is. Returns None when there is no longer anything to tell: the
    dossier was withdrawn, or the decision changed while the letter was printed. The document is made before
    the transaction: no row is locked while it renders.
    """
    decision = _read(decision.pk)
    if decision.letter_id is not None:
        return decision
    at = timezone.now().replace(microsecond=0)
    letter = letter_of(decision, at=at)
    return _keep(decision, letter, print_document(letter, at=at), by=by)


def letter_of(decision: Decision, *, at: datetime) -> DecisionLetter:
    """The values of the letter of a decision."""
    candidacy, porteur = decision.candidacy, decision.candidacy.organisation
    session = decision.session
    commission = f"{session.get_kind_display().lower()} du {session.held_on:%d/%m/%Y}" if session else ""
    return DecisionLetter(
        number=candidacy.number or "",
        call=candidacy.call.title,
        porteur=porteur.name,
        address=tuple(filter(None, [porteur.address, f"{porteur.postal_code} {porteur.city}".strip()])),
        representative=", ".join(filter(None, [porteur.representative_name, porteur.representative_title])),
        schools=tuple(
            f"{project.school.name} ({project.school.uai})"
            for project in candidacy.projects.select_related("school")
        ),
        commission=commission,
        decided_on=decision.decided_on,
        made_on=timezone.localdate(at),
        outcome=decision.outcome,
        eligible=amounts_of(candidacy).amount_eligible,
        amount=decision.amount,
        in_words=words.in_words(decision.amount),
        department_share=decision.department_share,
        tne_share=decision.tne_share,
        price_basis=candidacy.terms.price_basis,
        reason=decision.reason,
        contact_email=candidacy.call.contact_email,
    )


def print_document(letter: DecisionLetter, *, at: datetime) -> bytes:
    """The PDF of a letter, with its data attached: the same values and date give the same bytes."""
    data = pdf.JsonAttachment(f"notification-{letter.number}.json", letter.as_data(), _DATA_TITLE)
    return pdf.render(
        "documents/decision_letter.html",
        {"letter": letter, "department": settings.DEPARTMENT},
        title=f"Notification de décision – dossier n° {letter.number}",
        at=at,
        attachments=[data],
    )


@transaction.atomic
def _keep(seen: Decision, letter: DecisionLetter, content: bytes, *, by: Any) -> Decision | None:
    candidacy = Candidacy.objects.locked(seen.candidacy_id)
    decision = Decision.objects.select_related("session", "letter").filter(pk=seen.pk).first()
    if candidacy.state in _GONE or decision is None or decision.updated_at != seen.updated_at:
        return None
    if decision.letter_id is not None:
        return decision
    file = files.store(
        content, kind=LETTER, name=f"notification-{candidacy.number}.pdf", content_type="application/pdf"
    )
    decision.letter = Letter.objects.create(
        candidacy=candidacy,
        outcome=decision.outcome,
        file=file,
        sha256=file.sha256,
        template_version=TEMPLATE_VERSION,
        data=letter.as_data(),
    )
    decision.save(update_fields=["letter"])
    if candidacy.state == State.DECIDED:
        transition = decisions.TRANSITIONS[decision.outcome]
        candidacy = change_state(candidacy, transition, by=by, reason=decision.reason)
    decision.candidacy = candidacy
    DecisionTaken(decision).send()
    after = {"lettre": file.sha256, "modele": TEMPLATE_VERSION}
    journal.record("décision notifiée", candidacy, by=by, after=after)
    return decision


def _read(pk: int) -> Decision:
    related = "session", "candidacy__call", "candidacy__organisation"
    return Decision.objects.select_related(*related).get(pk=pk)


def to_notify(session: Session) -> list[Decision]:
    """The decisions of a session that nobody has been told of."""
    waiting = session.decisions.filter(letter__isnull=True, candidacy__state=State.DECIDED)
    return list(waiting.select_related("candidacy").order_by("candidacy__number"))


def to_notify_alone(candidacy: int) -> Decision | None:
    """The decision of a dossier (primary key) taken outside a session, when nobody has been told of it."""
    waiting = Decision.objects.filter(candidacy=candidacy, session__isnull=True, letter__isnull=True)
    return waiting.exclude(candidacy__state__in=_GONE).first()


@transaction.atomic
def request_letters(session: Session, *, by: Any) -> Job:
    """Ask for the letters of a closed session, all of those that have not left; asking again is the same.

    Raises DomainError « etat » before it is closed or when all have left; NotAllowed.
    """
    if by is not None and not by.has_perm("reviews.notify_decisions"):
        raise NotAllowed
    session = Session.objects.locked(session.pk)
    if not session.is_closed:
        raise DomainError("etat", "Les lettres partent une fois la séance close.")
    if not to_notify(session):
        raise DomainError("etat", "Toutes les lettres de cette séance sont parties.")
    job = jobs.enqueue(BATCH_JOB, subject=str(session.pk), by=by)
    journal.record("lettres demandées", session, by=by)
    return job
