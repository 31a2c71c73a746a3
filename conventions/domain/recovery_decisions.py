"""What becomes of a recovery: a second person decides, a titre de recettes is issued, the money comes back."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import ZERO, french, plain
from tne38.core.workflow import perform, require_allowed

from ..models import Recovery
from ..recovery.amounts import given_back
from ..recovery.letters import Decided
from ..recovery.messages import RecoveryDecided, RecoveryReturned
from .accounts import held_shares
from .holding import give_back_what_returned
from .recoveries import locked
from .recovery_printing import Decision, decision_of, kept, print_decision
from .signature import require_between

MAINTAINED, DROPPED = "reversement décidé", "reversement abandonné"
TITLED, RETURNED = "titre de recettes émis", "somme remboursée"


def decide(recovery: Recovery, *, amount: Decimal, reason: str, by: Any, on: date | None = None) -> Recovery:
    """A second person keeps the whole (`amount` euros), a part, or drops it (zero); `on`: today.

    The reason is told. Never before the beneficiary answered or its deadline passed, nor before the hearing that it asked for. Raises
    DomainError « champ_obligatoire », « montant_invalide », « contradictoire », « second_regard », « etat »;
    NotAllowed. The letter is printed before any row is locked.
    """
    today = on or timezone.localdate()
    recovery = _read(recovery)
    decided = _decided(recovery, amount, reason, today=today, by=by)
    content = print_decision(decided)
    with transaction.atomic():
        recovery, _balance = locked(recovery)
        if _decided(recovery, amount, reason, today=today, by=by) != decided:
            raise DomainError("etat", "Le dossier vient de changer : relisez-le, puis recommencez.")
        perform(recovery.drop if decided.is_dropped else recovery.maintain, by=by)
        recovery.decided_amount = decided.amount
        recovery.decided_department_share = decided.department_share
        recovery.decided_tne_share = decided.tne_share
        recovery.decision_reason, recovery.decided_by, recovery.decided_on = decided.reason, by, today
        recovery.decision = kept(content, f"decision-reversement-{recovery.convention.number}.pdf")
        recovery.save()
        RecoveryDecided(recovery).send()
        act = DROPPED if decided.is_dropped else MAINTAINED
        after = {"montant": plain(decided.amount), "empreinte": recovery.decision.sha256}
        journal.record(act, recovery.convention.candidacy, by=by, after=after, reason=decided.reason)
    return recovery


def _read(recovery: Recovery) -> Recovery:
    """As it stands, with what its letter says."""
    related = "convention__candidacy__call", "convention__candidacy__organisation"
    return Recovery.objects.select_related(*related).get(pk=recovery.pk)


def _decided(recovery: Recovery, amount: Decimal, reason: str, *, today: date, by: Any) -> Decided:
    """The letter, as the dossier stands; raises what `decide` does."""
    _require_decidable(recovery, today=today, by=by)
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez les motifs de la décision.", field="reason")
    if not ZERO <= amount <= recovery.amount:
        message = f"Le bénéficiaire a été prévenu de {french(recovery.amount)} : décidez d’un montant égal ou moindre."
        raise DomainError("montant_invalide", message, field="amount")
    part = recovery.convention.candidacy.terms.tne_share
    shares = given_back(held_shares(recovery.convention), amount=amount, tne_part=part)
    return decision_of(recovery, Decision(shares, reason.strip(), today))


def _require_decidable(recovery: Recovery, *, today: date, by: Any) -> None:
    if by is None:
        raise NotAllowed("Un reversement est décidé par une personne.")
    require_allowed(recovery.maintain, by=by)
    if recovery.opened_by_id == by.pk:
        message = "Vous avez ouvert ce reversement : une autre personne en décide."
        raise DomainError("second_regard", message)
    if recovery.awaits_answer(today):
        message = (
            f"Le bénéficiaire peut répondre jusqu’au {recovery.answer_by:%d/%m/%Y} : la décision attend."
        )
        raise DomainError("contradictoire", message)
    if recovery.awaits_hearing:
        message = "Le bénéficiaire a demandé à être entendu : enregistrez d’abord l’audition."
        raise DomainError("contradictoire", message)


@transaction.atomic
def record_title(recovery: Recovery, *, title_number: str, titled_on: date, by: Any) -> Recovery:
    """The ordonnateur issued the titre de recettes.

    Raises DomainError « champ_obligatoire », « champ_invalide », « etat »; NotAllowed.
    """
    recovery, _balance = locked(recovery)
    perform(recovery.call_for, by=by)
    if not title_number.strip():
        message = "Indiquez le numéro du titre de recettes."
        raise DomainError("champ_obligatoire", message, field="title_number")
    require_between(titled_on, recovery.decided_on, field="titled_on", earliest_name="la décision")
    recovery.title_number, recovery.titled_on = title_number.strip(), titled_on
    recovery.save()
    after = {"titre": recovery.title_number, "emis_le": titled_on, "montant": plain(_due(recovery))}
    journal.record(TITLED, recovery.convention.candidacy, by=by, after=after)
    return recovery


@transaction.atomic
def record_return(recovery: Recovery, *, returned_on: date, by: Any) -> Recovery:
    """The money came back: the account of the convention says so, and the envelope has it again.

    Raises DomainError « champ_invalide », « etat »; NotAllowed.
    """
    recovery, balance = locked(recovery)
    perform(recovery.give_back, by=by)
    require_between(
        returned_on, recovery.titled_on, field="returned_on", earliest_name="le titre de recettes"
    )
    recovery.returned_on = returned_on
    recovery.save()
    balance.returned += _due(recovery)
    balance.save(update_fields=["returned"])
    give_back_what_returned(recovery.convention)
    RecoveryReturned(recovery).send()
    after = {"montant": plain(_due(recovery)), "titre": recovery.title_number, "rembourse_le": returned_on}
    journal.record(RETURNED, recovery.convention.candidacy, by=by, after=after)
    return recovery


def _due(recovery: Recovery) -> Decimal:
    """Euros that were decided."""
    assert recovery.decided_amount is not None
    return recovery.decided_amount
