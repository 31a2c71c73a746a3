"""Claiming money back: telling the beneficiary what is meant and why, then hearing it (CRPA, art. L121-1, L122-1)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications.domain.attachments import Sent
from applications.models import Candidacy
from tne38.accounts.rules import works_for_the_programme
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import ZERO, french, plain
from tne38.core.workflow import perform

from ..models import Balance, Convention, Recovery, RecoveryGround
from ..payment.entitlement import Entitlement
from ..recovery.access import ANSWER
from ..recovery.amounts import given_back
from ..recovery.letters import Notice
from ..recovery.messages import RecoveryAnswered, RecoveryOpened
from ..recovery.workflow import OPEN, RECORD
from .accounts import held_shares, locked_balance, open_recovery
from .invoices import acceptable, stored
from .recovery_printing import kept, notice_of, print_notice
from .signature import require_between

# Less would not let anybody prepare an answer, whatever the setting says.
LEAST_DAYS = 15
OPENED, ANSWERED, HEARD = "reversement envisagé", "observations présentées", "bénéficiaire entendu"


@dataclass(frozen=True)
class RecoveryValue:
    """What an agent means to claim back: euros, why, and the last day to answer."""

    ground: str
    reason: str
    amount: Decimal
    answer_by: date


def earliest_deadline(today: date) -> date:
    """The first day that may be given as a deadline: article 11 of the convention leaves a month."""
    return today + timedelta(days=max(LEAST_DAYS, settings.RECOVERY_ANSWER_DAYS))


def claimable(convention: Convention) -> Decimal:
    """Euros that may be claimed back: paid and not given back."""
    return held_shares(convention).amount


def open_on(convention: Convention, value: RecoveryValue, *, by: Any, on: date | None = None) -> Recovery:
    """Tell the beneficiary that money is to be claimed back, why, and until when it may answer; `on`: today.

    A person opens it: raises NotAllowed without one; DomainError « champ_obligatoire », « champ_invalide »,
    « montant_invalide », « etat ». The letter is printed before any row is locked.
    """
    today = on or timezone.localdate()
    notice = _notice(convention, value, today=today, by=by)
    content = print_notice(notice)
    with transaction.atomic():
        convention = _locked_convention(convention)
        if _notice(convention, value, today=today, by=by) != notice:
            raise DomainError("etat", "Le dossier vient de changer : relisez-le, puis recommencez.")
        recovery = Recovery.objects.create(
            convention=convention,
            ground=value.ground,
            reason=notice.claimed.reason,
            amount=notice.claimed.amount,
            department_share=notice.claimed.department_share,
            tne_share=notice.claimed.tne_share,
            opened_by=by,
            opened_on=today,
            answer_by=value.answer_by,
            notice=kept(content, f"reversement-envisage-{convention.number}.pdf"),
        )
        RecoveryOpened(recovery).send()
        after = {
            "fondement": recovery.get_ground_display(),
            "montant": plain(recovery.amount),
            "observations_jusqu_au": recovery.answer_by,
            "empreinte": recovery.notice.sha256,
        }
        journal.record(OPENED, convention.candidacy, by=by, after=after, reason=recovery.reason)
    return recovery


def _notice(convention: Convention, value: RecoveryValue, *, today: date, by: Any) -> Notice:
    """The letter, as the dossier stands; raises what `open_on` does."""
    if by is None:
        raise NotAllowed("Un reversement est ouvert par une personne.")
    if not by.has_perm(OPEN, convention.candidacy):
        raise NotAllowed
    if open_recovery(convention) is not None:
        raise DomainError("etat", "Un reversement est déjà en cours : menez-le d’abord à son terme.")
    _require_sound(value, today=today)
    return notice_of(
        convention,
        _shares(convention, value.amount),
        ground=value.ground,
        reason=value.reason.strip(),
        made_on=today,
        answer_by=value.answer_by,
    )


def _require_sound(value: RecoveryValue, *, today: date) -> None:
    if value.ground not in RecoveryGround.values:
        raise DomainError("champ_invalide", "Choisissez le fondement du reversement.", field="ground")
    if not value.reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez les motifs du reversement.", field="reason")
    earliest = earliest_deadline(today)
    if value.answer_by < earliest:
        message = f"Laissez au bénéficiaire le temps de répondre : jusqu’au {earliest:%d/%m/%Y} au moins."
        raise DomainError("champ_invalide", message, field="answer_by")


def _shares(convention: Convention, amount: Decimal) -> Entitlement:
    """Each funder's part of what is claimed back. Raises DomainError « montant_invalide », « etat »."""
    held = held_shares(convention)
    if not held.amount:
        raise DomainError("etat", "Rien n’est versé pour cette convention : il n’y a rien à reverser.")
    if not ZERO < amount <= held.amount:
        message = f"Indiquez un montant de 0,01 € à {french(held.amount)}, ce que le bénéficiaire a reçu."
        raise DomainError("montant_invalide", message, field="amount")
    return given_back(held, amount=amount, tne_part=convention.candidacy.terms.tne_share)


def answer(
    recovery: Recovery,
    *,
    text: str,
    by: Any,
    sent: Sent | None = None,
    hearing_asked: bool = False,
    answered_on: date | None = None,
) -> Recovery:
    """The beneficiary's observations, in writing, with a piece; it may ask to be heard as well.

    An agent records those that come by post, with their date. After the deadline they are still taken, until
    the decision. Raises DomainError « champ_obligatoire », « champ_invalide », « fichier_refuse », « etat »;
    NotAllowed.
    """
    kind = acceptable(sent) if sent else None
    with transaction.atomic():
        recovery, _balance = locked(recovery)
        perform(recovery.take_answer, by=by)
        if not text.strip() and sent is None and not hearing_asked:
            message = "Écrivez vos observations, joignez une pièce, ou demandez à être entendu."
            raise DomainError("champ_obligatoire", message, field="text")
        day = answered_on or timezone.localdate()
        require_between(day, recovery.opened_on, field="answered_on", earliest_name="la lettre d’information")
        recovery.answer, recovery.answered_on, recovery.hearing_asked = text.strip(), day, hearing_asked
        if sent and kind:
            recovery.answer_file = stored(sent, kind, ANSWER)
        recovery.save()
        after = {"observations_le": day, "audition_demandee": hearing_asked, "piece": sent is not None}
        if by is None or not works_for_the_programme(by):  # who records an answer come by post has read it
            RecoveryAnswered(recovery).send()
        journal.record(ANSWERED, recovery.convention.candidacy, by=by, after=after)
    return recovery


@transaction.atomic
def record_hearing(recovery: Recovery, *, heard_on: date, hearing: str, by: Any) -> Recovery:
    """What the beneficiary said when it was heard, or that it did not come.

    Raises DomainError « champ_obligatoire », « champ_invalide », « etat »; NotAllowed.
    """
    recovery, _balance = locked(recovery)
    if by is not None and not by.has_perm(RECORD, recovery):
        raise NotAllowed
    if not recovery.is_undecided:
        raise DomainError("etat", "La décision est prise : l’audition ne s’enregistre plus.")
    if not hearing.strip():
        message = "Indiquez ce qui a été dit, ou que le bénéficiaire n’est pas venu."
        raise DomainError("champ_obligatoire", message, field="hearing")
    require_between(heard_on, recovery.opened_on, field="heard_on", earliest_name="la lettre d’information")
    recovery.heard_on, recovery.hearing = heard_on, hearing.strip()
    recovery.save()
    journal.record(HEARD, recovery.convention.candidacy, by=by, after={"entendu_le": heard_on})
    return recovery


def locked(recovery: Recovery) -> tuple[Recovery, Balance]:
    """A recovery and the account of its convention, locked after their dossier."""
    convention = _locked_convention(recovery.convention)
    found = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    found.convention = convention
    return found, locked_balance(convention)


def _locked_convention(convention: Convention) -> Convention:
    Candidacy.objects.locked(convention.candidacy_id)
    related = "candidacy__call", "candidacy__organisation", "candidacy__vote_result"
    return Convention.objects.select_related(*related).get(pk=convention.pk)
