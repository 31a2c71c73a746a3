"""The money of a call, per funder: reserved when a dossier is selected, under a lock, never overspent."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from applications.domain.review import at_withdrawal
from applications.models import Call, Candidacy
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import ZERO, french, total

from ..budget import excess
from ..enums import Funder
from ..models import Envelope, Overrun, Reservation

EXCEED = "reviews.exceed_envelope"


@dataclass(frozen=True)
class Authority:
    """Who lets a decision pass the envelope, and why."""

    by: Any
    reason: str


@dataclass(frozen=True)
class FunderState:
    """An envelope as it stands, in euros."""

    envelope: Envelope
    reserved: Decimal

    @property
    def left(self) -> Decimal:
        """Negative once the envelope has been passed."""
        return self.envelope.amount - self.reserved

    @property
    def exceeded(self) -> Decimal:
        return max(-self.left, ZERO)


def reserve(
    candidacy: Candidacy, *, department: Decimal, tne: Decimal, authority: Authority | None = None
) -> list[Overrun]:
    """Take the two shares (euros) of a dossier from the envelopes of its call, or raise « enveloppe ».

    The envelopes are locked first, then read: two sessions that decide at once wait for each other. A call
    without envelope has no ceiling. Reserving again replaces what the dossier had reserved. An `authority`
    lets it pass; returns what was passed, for the caller to write in the journal. Raises NotAllowed.
    """
    wanted = {Funder.DEPARTMENT: department, Funder.TNE: tne}
    passed = []
    for envelope in lock(candidacy.call):
        amount = wanted[Funder(envelope.funder)]
        if overrun := _overrun(envelope, candidacy, amount, authority):
            passed.append(overrun)
        Reservation.objects.update_or_create(
            envelope=envelope, candidacy=candidacy, defaults={"amount": amount}
        )
    return passed


def _overrun(
    envelope: Envelope, candidacy: Candidacy, wanted: Decimal, authority: Authority | None
) -> Overrun | None:
    """What this reservation passes of its envelope, recorded when someone allows it, refused otherwise."""
    held = dict(envelope.reservations.values_list("candidacy_id", "amount"))
    current = held.pop(candidacy.pk, ZERO)
    others = total(held.values())
    passed = excess(wanted=wanted, amount=envelope.amount, others=others, current=current)
    if not passed:
        return None
    if authority is None:
        raise DomainError(
            "enveloppe",
            f"L’enveloppe « {envelope.get_funder_display()} » ne suffit pas : "
            f"il reste {french(envelope.amount - others)}, la décision en demande {french(wanted)}.",
            field="amount",
        )
    if authority.by is not None and not authority.by.has_perm(EXCEED, candidacy):
        raise NotAllowed("Votre rôle ne permet pas de dépasser l’enveloppe.")
    if not authority.reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif du dépassement.", field="reason")
    return Overrun.objects.create(
        envelope=envelope,
        candidacy=candidacy,
        amount=passed,
        reason=authority.reason.strip(),
        actor_label=str(authority.by) if authority.by is not None else "le portail",
    )


@at_withdrawal
def release(candidacy: Candidacy) -> None:
    """Give back everything a dossier had reserved."""
    lock(candidacy.call)
    candidacy.reservations.all().delete()


def lock(call: Call) -> list[Envelope]:
    """The envelopes of a call, locked until the end of the transaction, always in the same order."""
    return list(Envelope.objects.select_for_update(no_key=True).filter(call=call).order_by("pk"))


def states(calls: Iterable[Call]) -> dict[int, list[FunderState]]:
    """How the envelopes of these calls stand, by call, in one query."""
    found: dict[int, list[FunderState]] = {}
    rows = Envelope.objects.filter(call__in=calls).annotate(taken=Sum("reservations__amount"))
    for envelope in rows.select_related("call").order_by("call", "funder"):
        found.setdefault(envelope.call_id, []).append(FunderState(envelope, envelope.taken or ZERO))
    return found


def states_of(call: Call) -> list[FunderState]:
    """How the envelopes of one call stand; empty when it has none."""
    return states([call]).get(call.pk, [])
