"""The payment of a dossier: on the agents' page, on its follow-up, on its own page."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core.money import french

from ..domain import lapse_reminders
from ..domain.dates import claims_until
from ..domain.invoices import CLAIMABLE, FILE_CLAIM
from ..models import Claim
from ..payment.explanation import explained
from ..payment.workflow import OPEN_CLAIM, ClaimState

register = template.Library()
_NOTIFIED = {*CLAIMABLE, State.PAID, State.LAPSED}


@register.inclusion_tag("admin/conventions/_payments.html")
def payments_review(candidacy: Candidacy) -> dict[str, Any]:
    """The requests for payment and what became of them; read with the dossier."""
    convention = getattr(candidacy, "convention", None)
    return {
        "candidacy": candidacy,
        "convention": convention,
        "claims": list(convention.claims.all()) if convention else [],
        "report": getattr(convention, "financial_report", None),
        "prepared": sum(invoice.claim_id is None for invoice in convention.invoices.all())
        if convention
        else 0,
        "basis": candidacy.terms.price_basis,
    }


@register.inclusion_tag("admin/conventions/_figures.html")
def liquidation_figures(liquidation: Any) -> dict[str, Any]:
    """A liquidation in figures."""
    return {"liquidation": liquidation}


@register.inclusion_tag("conventions/includes/examination.html")
def examination(details: list[dict[str, Any]], basis: str) -> dict[str, Any]:
    """What counts of each invoice and why the rest does not."""
    return {"rows": explained(details), "basis": basis}


@register.inclusion_tag("conventions/includes/examination.html")
def examination_of(row: dict[str, Any], basis: str) -> dict[str, Any]:
    """What counts of one invoice."""
    return examination([row], basis)


@register.filter
def as_euros(amount: str) -> str:
    """An amount of kept data, as people read it."""
    return french(Decimal(amount))


_TOLD = {
    ClaimState.FILED: ("info", "Le Département vérifie vos factures"),
    ClaimState.LIQUIDATED: ("info", "Le Département vérifie le montant"),
    ClaimState.CHECKED: ("info", "Montant vérifié, versement à ordonner"),
    ClaimState.MANDATED: ("info", "Versement ordonné : le payeur départemental vous verse ce montant"),
    ClaimState.PAID: ("done", "Versé"),
    ClaimState.CLOSED: ("stop", "Aucun versement n’est dû"),
}
# Until a second person has checked it, an amount is not told.
_CHECKED = {ClaimState.CHECKED, ClaimState.MANDATED, ClaimState.PAID, ClaimState.CLOSED}


@register.inclusion_tag("conventions/includes/followed.html")
def claim_followed(claim: Claim, basis: str) -> dict[str, Any]:
    """A request as its porteur follows it."""
    tone, told = _TOLD[ClaimState(claim.state)]
    liquidation = getattr(claim, "liquidation", None) if claim.state in _CHECKED else None
    payment = getattr(liquidation, "payment", None)
    return {
        "claim": claim,
        "basis": basis,
        "tone": tone,
        "told": told,
        "liquidation": liquidation,
        "payment": payment,
    }


def _lowered(told: str) -> str:
    return told[:1].lower() + told[1:]


@register.inclusion_tag("conventions/includes/panel.html", takes_context=True)
def payment_panel(context: dict[str, Any], candidacy: Candidacy) -> dict[str, Any]:
    """What is asked for and paid, on the follow-up page; nothing before the notification."""
    convention = getattr(candidacy, "convention", None) if candidacy.state in _NOTIFIED else None
    if convention is None or convention.notified_on is None:
        return {"convention": None}
    claims, user = list(convention.claims.all()), context["request"].user
    waiting = candidacy.state in CLAIMABLE and not any(
        claim.final or claim.state in OPEN_CLAIM for claim in claims
    )
    until, today = claims_until(convention), timezone.localdate()
    return {
        "candidacy": candidacy,
        "convention": convention,
        "claims": [(claim, _lowered(_TOLD[ClaimState(claim.state)][1])) for claim in claims],
        "until": until,
        "days": (until - today).days,
        "near": lapse_reminders.notice_due(until, today) is not None,
        "may_file": waiting and user.has_perm(FILE_CLAIM, candidacy),
    }
