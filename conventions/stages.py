"""How far the money of a call has gone, funder by funder: reserved, voted, notified, liquidated, paid, given back.

Added up by the database in a number of queries that does not depend on that of the dossiers.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from applications.models import Call
from reviews.domain.ranking import envelopes_of
from reviews.enums import Funder
from reviews.models import Reservation
from tne38.core.money import ZERO, total

from .amendment.workflow import AmendmentState
from .domain.holding import SETTLED
from .models import Amendment, Liquidation, Payment, Recovery, Vote
from .reconciliation.expected import SHARES, summed
from .recovery.workflow import RecoveryState
from .workflow import ConventionState


class Stage(models.TextChoices):
    """A step of the money; each is a part of the one before, but the last."""

    RESERVED = "reserve", "Réservé"
    VOTED = "vote", "Voté"
    NOTIFIED = "notifie", "Notifié"
    LIQUIDATED = "liquide", "Liquidé"
    PAID = "verse", "Versé"
    RETURNED = "rendu", "Rendu"


_NOTIFIED = Q(candidacy__convention__state=ConventionState.NOTIFIED)
_OF_DOSSIER = Payment.objects.filter(convention__candidacy=OuterRef("pk")).order_by()
_LOWERED = Amendment.objects.filter(state=AmendmentState.NOTIFIED, granted__isnull=False).order_by()
_BEFORE = {Funder.DEPARTMENT: "department_before", Funder.TNE: "tne_before"}
_CAME_BACK = Recovery.objects.filter(state=RecoveryState.RETURNED).order_by()
# The dossiers whose amounts make a stage, as a condition on `Candidacy`.
DOSSIERS: dict[str, Q] = {
    Stage.RESERVED: Q(Exists(Reservation.objects.filter(candidacy=OuterRef("pk"), amount__gt=0).order_by())),
    Stage.VOTED: Q(vote_result__isnull=False),
    Stage.NOTIFIED: Q(convention__state=ConventionState.NOTIFIED),
    Stage.LIQUIDATED: Q(
        Exists(
            Liquidation.objects.filter(claim__convention__candidacy=OuterRef("pk"), amount__gt=0).order_by()
        )
    ),
    Stage.PAID: Q(Exists(_OF_DOSSIER.filter(paid_on__isnull=False))),
    Stage.RETURNED: Q(
        state__in=SETTLED, vote_result__amount__gt=summed(_OF_DOSSIER, "amount", "convention__candidacy")
    )
    | Q(Exists(_CAME_BACK.filter(convention__candidacy=OuterRef("pk"))))
    | Q(Exists(_LOWERED.filter(convention__candidacy=OuterRef("pk")))),
}


@dataclass(frozen=True)
class Money:
    """The money of one funder, or of all, in euros; `envelope` is None where none is fixed."""

    label: str
    envelope: Decimal | None
    amounts: dict[str, Decimal]

    @property
    def left(self) -> Decimal | None:
        """Of the envelope, once what is reserved is taken; negative when it has been passed."""
        return None if self.envelope is None else self.envelope - self.amounts[Stage.RESERVED]


def by_funder(call: Call) -> list[Money]:
    """Each funder, then both together."""
    envelopes, spent = envelopes_of(call), _spent(call)
    rows = [
        Money(str(funder.label), envelopes.get(funder), {stage: spent[stage][funder] for stage in Stage})
        for funder in Funder
    ]
    fixed = [row.envelope for row in rows if row.envelope is not None]
    together = {stage: total(row.amounts[stage] for row in rows) for stage in Stage}
    return [*rows, Money("Les deux ensemble", total(fixed) if fixed else None, together)]


def _spent(call: Call) -> dict[str, dict[Funder, Decimal]]:
    reserved = Reservation.objects.filter(envelope__call=call).order_by().values_list("envelope__funder")
    taken = dict(reserved.annotate(amount=Sum("amount")))
    payments = Payment.objects.filter(convention__candidacy__call=call)
    voted = _shares(
        Vote.objects.filter(candidacy__call=call),
        {
            "voted": Q(),
            "notified": _NOTIFIED,
            "settled": Q(candidacy__state__in=SETTLED),
        },
    )
    paid = _shares(
        payments,
        {
            "paid": Q(paid_on__isnull=False),
            "settled": Q(convention__candidacy__state__in=SETTLED),
        },
    )
    liquidated = _shares(
        Liquidation.objects.filter(claim__convention__candidacy__call=call), {"liquidated": Q()}
    )
    back = _came_back(call)
    return {
        Stage.RESERVED: {funder: taken.get(funder) or ZERO for funder in Funder},
        Stage.VOTED: voted["voted"],
        Stage.NOTIFIED: voted["notified"],
        Stage.LIQUIDATED: liquidated["liquidated"],
        Stage.PAID: paid["paid"],
        Stage.RETURNED: {
            funder: voted["settled"][funder] - paid["settled"][funder] + back[funder] for funder in Funder
        },
    }


def _shares(rows: QuerySet[Any], parts: dict[str, Q]) -> dict[str, dict[Funder, Decimal]]:
    """The two shares of the rows that each condition keeps, in one query."""
    sums = {
        f"{name}_{funder}": Sum(SHARES[funder], filter=condition)
        for name, condition in parts.items()
        for funder in Funder
    }
    found = rows.aggregate(**sums)
    return {name: {funder: found[f"{name}_{funder}"] or ZERO for funder in Funder} for name in parts}


def _came_back(call: Call) -> dict[Funder, Decimal]:
    """What beneficiaries gave back, and what amendments no longer grant before the balance, by funder."""
    of_call = {"convention__candidacy__call": call}
    back = _CAME_BACK.filter(**of_call).aggregate(
        **{funder: Sum(f"decided_{SHARES[funder]}") for funder in Funder}
    )
    lowered = _LOWERED.filter(**of_call).exclude(convention__candidacy__state__in=SETTLED)
    before = lowered.aggregate(**{funder: Sum(_BEFORE[funder]) for funder in Funder})
    after = lowered.aggregate(**{funder: Sum(SHARES[funder]) for funder in Funder})
    return {
        funder: (back[funder] or ZERO) + (before[funder] or ZERO) - (after[funder] or ZERO)
        for funder in Funder
    }
