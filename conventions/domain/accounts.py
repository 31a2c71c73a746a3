"""The account of a convention: what is granted, liquidated, paid; locked after the dossier, never overdrawn."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from tne38.core.money import ZERO

from ..amendment.workflow import AmendmentState
from ..models import Balance, Claim, Convention, Liquidation, Payment, Recovery
from ..payment.liquidation import Ground
from ..payment.workflow import OPEN_CLAIM
from ..recovery.amounts import Shares
from ..recovery.workflow import OPEN_RECOVERY, RecoveryState


def locked_balance(convention: Convention) -> Balance:
    """The account of a convention whose dossier is locked; opened at its first request."""
    Balance.objects.get_or_create(
        convention=convention, defaults={"granted": granted_shares(convention).amount}
    )
    return Balance.objects.select_for_update().get(convention=convention)


def ground_of(convention: Convention, *, granted: Decimal) -> Ground:
    """What the next liquidation depends on: the terms of the dossier and what was liquidated before."""
    before = Liquidation.objects.filter(claim__convention=convention).aggregate(
        department=Sum("department_share"), tne=Sum("tne_share")
    )
    terms = convention.candidacy.terms
    return Ground(
        granted=granted,
        rate=terms.rate,
        tne_part=terms.tne_share,
        department_before=before["department"] or ZERO,
        tne_before=before["tne"] or ZERO,
    )


def granted_of(convention: Convention) -> Decimal:
    """Euros granted: what was voted, until an amendment says otherwise."""
    found = Balance.objects.filter(convention=convention).values_list("granted", flat=True).first()
    return granted_shares(convention).amount if found is None else found


def granted_shares(convention: Convention) -> Shares:
    """Euros granted, by funder: what was voted, or what the last amendment that changes it says."""
    notified = convention.amendments.filter(state=AmendmentState.NOTIFIED, granted__isnull=False)
    found = notified.order_by("rank").last() or convention.candidacy.vote_result
    return Shares(found.department_share, found.tne_share)


def paid_shares(convention: Convention, *, received: bool = False) -> Shares:
    """Euros paid or under mandate, by funder; `received`: paid for good."""
    rows = Payment.objects.filter(convention=convention)
    return _sum(rows.filter(paid_on__isnull=False) if received else rows, "department_share", "tne_share")


def returned_shares(convention: Convention) -> Shares:
    """Euros that the beneficiary gave back, by funder."""
    rows = Recovery.objects.filter(convention=convention, state=RecoveryState.RETURNED)
    return _sum(rows, "decided_department_share", "decided_tne_share")


def held_shares(convention: Convention) -> Shares:
    """Euros that the beneficiary received and has not given back, by funder."""
    return paid_shares(convention, received=True) - returned_shares(convention)


def _sum(rows: QuerySet[Any], department: str, tne: str) -> Shares:
    found = rows.aggregate(department=Sum(department), tne=Sum(tne))
    return Shares(found["department"] or ZERO, found["tne"] or ZERO)


def open_claim(convention: Convention) -> Claim | None:
    """The request that is being examined or paid."""
    return convention.claims.filter(state__in=OPEN_CLAIM).first()


def open_recovery(convention: Convention) -> Recovery | None:
    """The recovery that is being answered, decided or given back."""
    return convention.recoveries.filter(state__in=OPEN_RECOVERY).first()
