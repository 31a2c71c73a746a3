"""The vote of the commission permanente, which opens the way to the conventions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.domain.review import change_state
from applications.models import Candidacy
from reviews.models import Decision
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import french

from ..models import CommissionItem, Convention, ItemOutcome, PermanentCommission, Vote
from .commissions import lock_dossiers, require_dates_in_order, save_commission, valid_number


@dataclass(frozen=True)
class Ruling:
    """What became of a dossier at the meeting; anything else than adopted has a reason."""

    outcome: ItemOutcome = ItemOutcome.ADOPTED
    reason: str = ""


@dataclass(frozen=True)
class Act:
    """The act that the meeting adopted and its dates."""

    number: str
    transmitted_on: date | None = None
    published_on: date | None = None


@transaction.atomic
def record_commission(*, number: str, held_on: date, by: Any) -> PermanentCommission:
    """The act of this number, recorded when it is new (CGCT, art. L3211-2).

    Raises DomainError « champ_invalide » for a number that is not one, or one known with another date.
    """
    number = valid_number(number)
    known = PermanentCommission.objects.select_for_update().filter(number=number).first()
    if known is not None:
        if known.held_on != held_on:
            message = f"L’acte n° {number} est déjà enregistré à la date du {known.held_on:%d/%m/%Y}."
            raise DomainError("champ_invalide", message, field="held_on")
        return known
    commission = PermanentCommission(number=number, held_on=held_on)
    return save_commission(commission, changed=["number", "held_on"], by=by)


@transaction.atomic
def record_vote(candidacy: Candidacy, commission: PermanentCommission, *, by: Any) -> Vote:
    """An act voted outside the portal's meetings granted this dossier the subsidy decided.

    Raises DomainError « etat » unless the quotes are accepted, or when a meeting is to vote it; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    item = CommissionItem.objects.filter(candidacy=candidacy, outcome="").select_related("commission").first()
    if item is not None:
        message = f"Le dossier est inscrit à la commission permanente {item.commission} : enregistrez-y son résultat."
        raise DomainError("etat", message)
    if not commission.is_voted:
        raise DomainError("etat", "Cette séance n’a pas encore voté.", field="commission")
    return _vote(candidacy, commission, by=by)


@transaction.atomic
def record_result(
    commission: PermanentCommission, act: Act, rulings: Mapping[int, Ruling], *, by: Any
) -> PermanentCommission:
    """Record the vote of a meeting for all its dossiers at once, as its report proposed them.

    `rulings` are by dossier; those it does not name are adopted. All or nothing. Raises DomainError « etat »,
    « champ_invalide », « champ_obligatoire », « montant » when a dossier no longer says what was reported;
    NotAllowed.
    """
    if by is not None and not by.has_perm("conventions.record_vote"):
        raise NotAllowed
    dossiers = {row.pk: row for row in lock_dossiers(commission.items.values_list("candidacy", flat=True))}
    commission = PermanentCommission.objects.locked(commission.pk)
    if commission.is_voted:
        raise DomainError("etat", f"Le résultat est déjà enregistré : acte {commission}.")
    if not commission.is_frozen:
        raise DomainError("etat", "Le rapport n’est pas arrêté : établissez-le avant d’enregistrer le vote.")
    _adopt(commission, act, by=by)
    reported = {
        row["dossier"]: Decimal(row["montant"])
        for part in commission.data["appels"]
        for row in part["beneficiaires"]
    }
    for item in commission.items.order_by("candidacy__number"):
        candidacy = dossiers[item.candidacy_id]
        ruling = rulings.get(candidacy.pk, Ruling())
        _rule(item, ruling, candidacy)
        if ruling.outcome == ItemOutcome.ADOPTED:
            _vote(candidacy, commission, reported=reported[candidacy.number or ""], by=by)
    counts = {outcome.label: commission.items.filter(outcome=outcome).count() for outcome in ItemOutcome}
    after = {"acte": commission.number, **counts}
    journal.record("vote de la commission permanente enregistré", commission, by=by, after=after)
    return commission


def _adopt(commission: PermanentCommission, act: Act, *, by: Any) -> None:
    """Give the meeting the number and the dates of its act."""
    commission.number = valid_number(act.number)
    commission.transmitted_on, commission.published_on = act.transmitted_on, act.published_on
    require_dates_in_order(commission)
    try:
        save_commission(commission, changed=["number", "transmitted_on", "published_on"], by=by)
    except ValidationError as error:  # another meeting has this number
        raise DomainError("champ_invalide", " ".join(error.messages), field="number") from error


def _rule(item: CommissionItem, ruling: Ruling, candidacy: Candidacy) -> None:
    item.outcome, item.reason = ruling.outcome, ruling.reason.strip()
    if item.outcome != ItemOutcome.ADOPTED and not item.reason:
        message = f"Indiquez pourquoi le dossier {candidacy} est ajourné ou retiré."
        raise DomainError("champ_obligatoire", message, field=f"reason_{candidacy.pk}")
    item.save()


def _vote(
    candidacy: Candidacy, commission: PermanentCommission, *, by: Any, reported: Decimal | None = None
) -> Vote:
    candidacy = change_state(candidacy, "vote", by=by)
    decision = Decision.objects.get(candidacy=candidacy)
    if commission.held_on < decision.decided_on:
        held, decided = f"{commission.held_on:%d/%m/%Y}", f"{decision.decided_on:%d/%m/%Y}"
        message = f"La séance du {held} précède la décision du {decided} (dossier {candidacy})."
        raise DomainError("champ_invalide", message, field="held_on")
    if reported is not None and decision.amount != reported:
        now, then = french(decision.amount), french(reported)
        message = (
            f"Le dossier {candidacy} est décidé à {now} et le rapport propose {then} : retirez-le du vote."
        )
        raise DomainError("montant", message)
    vote = Vote.objects.create(
        candidacy=candidacy,
        commission=commission,
        amount=decision.amount,
        department_share=decision.department_share,
        tne_share=decision.tne_share,
    )
    convention = Convention.objects.create(candidacy=candidacy)
    after = {"acte": commission.number, "montant": vote.amount, "dossier": candidacy.number}
    journal.record("convention à générer", convention, by=by, after=after)
    return vote
