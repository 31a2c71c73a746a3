"""The conventions against the votes; their accounts against what was liquidated, mandated and paid."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core.money import french

from ..granting import granted
from ..models import Balance, Claim, Convention, Liquidation, Payment
from ..payment.workflow import ClaimState
from .expected import returned, summed
from .gap import Gap

_MANDATED = [ClaimState.MANDATED, ClaimState.PAID, ClaimState.CLOSED]


def gaps() -> Iterator[Gap]:
    yield from _conventions()
    yield from _balances()
    yield from _payments()
    yield from _acts()
    yield from _states()


def _conventions() -> Iterator[Gap]:
    """The amount that was signed is the one that was voted."""
    rows = Convention.objects.filter(file__isnull=False).order_by("pk")
    values = "candidacy__number", "data__financement__montant", "candidacy__vote_result__amount"
    for number, signed, voted in rows.values_list(*values).iterator(chunk_size=2000):
        if not _is(signed, voted):
            yield Gap(number, "convention", f"La convention dit « {signed} », {french(voted)} ont été votés.")


def _is(signed: Any, amount: Decimal) -> bool:
    """Whether an amount of a JSON column is this one; SQLite reads a text of digits as a number."""
    try:
        return Decimal(str(signed)) == amount
    except InvalidOperation:
        return False


def _balances() -> Iterator[Gap]:
    """The account of a convention adds up what its rows say."""
    of_claims = Liquidation.objects.filter(claim__convention=OuterRef("convention"))
    of_payments = Payment.objects.filter(convention=OuterRef("convention"))
    rows = Balance.objects.annotate(
        was_granted=granted("amount", "convention__candidacy__"),
        was_liquidated=summed(of_claims, "amount", "claim__convention"),
        was_paid=summed(of_payments, "amount", "convention"),
        was_returned=returned("decided_amount", "convention__candidacy__"),
    )
    told = {"granted": "accordé", "liquidated": "liquidé", "paid": "mandaté", "returned": "reversé"}
    wrong = Q()
    for name in told:
        wrong |= ~Q(**{name: F(f"was_{name}")})
    for balance in rows.filter(wrong).select_related("convention__candidacy").order_by("pk"):
        for name, label in told.items():
            kept, found = getattr(balance, name), getattr(balance, f"was_{name}")
            if kept != found:
                message = (
                    f"Compte de la convention : {french(kept)} {label}, {french(found)} d’après les actes."
                )
                yield Gap(balance.convention.candidacy.number, "compte", message)


def _payments() -> Iterator[Gap]:
    """A payment is its liquidation, to the cent and to the funder."""
    shares = {name: F(f"liquidation__{name}") for name in ("amount", "department_share", "tne_share")}
    found = Payment.objects.exclude(**shares, convention=F("liquidation__claim__convention"))
    for number, paid, liquidated in found.order_by("pk").values_list(
        "convention__candidacy__number", "amount", "liquidation__amount"
    ):
        message = f"{french(paid)} mandatés pour {french(liquidated)} liquidés, parts comprises."
        yield Gap(number, "versement", message)


def _acts() -> Iterator[Gap]:
    """A request has what its state says: a liquidation, a second person, a payment and its date."""
    payments = Payment.objects.filter(liquidation__claim=OuterRef("pk"))
    dated = payments.filter(Q(paid_on__isnull=False) | Q(mandate_number=""))
    rows = Claim.objects.annotate(has_payment=Exists(payments), is_dated=Exists(dated))
    unchecked = Q(liquidation__checked_by__isnull=True, liquidation__liquidated_by__isnull=False)
    wrong = (
        (Q(state=ClaimState.FILED) & Q(liquidation__isnull=False))
        | (~Q(state=ClaimState.FILED) & Q(liquidation__isnull=True))
        | (Q(state__in=[ClaimState.CHECKED, *_MANDATED]) & unchecked)
        | (Q(state__in=_MANDATED) & Q(has_payment=False))
        | (~Q(state__in=_MANDATED) & Q(has_payment=True))
        | (Q(state=ClaimState.PAID) & Q(is_dated=False))
    )
    for claim in rows.filter(wrong).select_related("convention__candidacy").order_by("pk"):
        message = f"La demande du {claim.filed_on:%d/%m/%Y} est « {claim.get_state_display()} » sans les actes qui y mènent."
        yield Gap(claim.convention.candidacy.number, "actes", message)


def _states() -> Iterator[Gap]:
    """A dossier that is paid has its balance paid or closed; one that claims has a request."""
    claims = Claim.objects.filter(convention__candidacy=OuterRef("pk"))
    settled = claims.filter(final=True, state__in=[ClaimState.PAID, ClaimState.CLOSED])
    wrong = Q(state=State.PAID) & ~Exists(settled) | Q(state=State.CLAIMED) & ~Exists(claims)
    found = Candidacy.objects.filter(wrong).order_by("pk")
    for candidacy in found:
        message = f"Le dossier est « {candidacy.get_state_display()} » sans demande de versement qui le dise."
        yield Gap(candidacy.number, "etat", message)
