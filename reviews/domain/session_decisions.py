"""What the commission decides in session, and goes back on before anyone is told."""

from typing import Any

from django.db import transaction

from applications.domain.review import change_state
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import plain

from ..models import Decision, Session
from ..workflow import RUN
from . import attendance, envelope
from .decisions import Choice, record_in_journal, settle


@transaction.atomic
def decide_in_session(session: Session, candidacy: Candidacy, choice: Choice, *, by: Any) -> Decision:
    """Record what an open session decides of a dossier of its agenda; its money is reserved at once.

    The porteur is told after the session, by its letter. Raises DomainError « etat », « quorum »,
    « champ_obligatoire », « montant_invalide », « enveloppe »; NotAllowed.
    """
    if by is not None and not by.has_perm(RUN):
        raise NotAllowed
    candidacy = Candidacy.objects.locked(candidacy.pk)
    session = Session.objects.locked(session.pk)
    if not session.is_open:
        raise DomainError("etat", f"La séance n’est pas ouverte ({session.get_state_display().lower()}).")
    if not session.items.filter(candidacy=candidacy).exists():
        raise DomainError("etat", f"Le dossier {candidacy} n’est pas à l’ordre du jour.")
    attendance.require_quorum(session, candidacy)
    decision, passed = settle(candidacy, choice, decided_on=session.held_on, by=by, session=session)
    change_state(candidacy, "decide", by=by)
    record_in_journal(decision, passed, by=by)
    return decision


@transaction.atomic
def reopen(candidacy: Candidacy, *, reason: str, by: Any) -> Candidacy:
    """Go back on a decision that nobody has been told of: its money goes back to the envelope.

    Raises DomainError « champ_obligatoire », « etat » once it has been notified; NotAllowed.
    """
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif.", field="reason")
    candidacy = Candidacy.objects.locked(candidacy.pk)
    decision = Decision.objects.select_for_update(of=("self",)).filter(candidacy=candidacy).first()
    if decision is not None and decision.session_id:
        Session.objects.locked(decision.session_id)
    envelope.release(candidacy)
    candidacy = change_state(candidacy, "reopen", by=by, reason=reason.strip())
    assert decision is not None
    before = {"decision": decision.get_outcome_display(), "montant": plain(decision.amount)}
    decision.delete()
    journal.record("décision rouverte", candidacy, by=by, before=before, reason=reason.strip())
    return candidacy
