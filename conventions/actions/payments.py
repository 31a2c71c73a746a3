"""The acts of the payment and the lapse, on the dossier's page of the agents."""

from functools import partial
from typing import Any

from django.utils import timezone

from applications.actions import DossierAction, register
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core.money import french

from .. import forms
from ..domain import lapse, liquidation, payments
from ..payment import forms as payment_forms
from ..payment.workflow import CHECK, PAY, ClaimState
from .conditions import claim_is, claim_of

# A request for a part may be examined before all is received.
_CLAIMED = frozenset({State.NOTIFIED, State.DELIVERED, State.CLAIMED})


def _liquidate(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    found = liquidation.liquidate(claim_of(candidacy), refused=values["refused"], by=by)
    return f"{french(found.amount)} à verser : une autre personne vérifie ce calcul."


def _verify(candidacy: Candidacy, _values: dict[str, Any], by: Any) -> str:
    found = liquidation.verify(claim_of(candidacy), by=by)
    return f"La liquidation de {french(found.amount)} est vérifiée."


def _send_back(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    liquidation.send_back(claim_of(candidacy), reason=values["reason"], by=by)
    return "La demande est de nouveau à liquider."


def _mandate(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    payment = payments.record_mandate(claim_of(candidacy), **values, by=by)
    return f"Mandat n° {payment.mandate_number} de {french(payment.amount)} enregistré."


def _pay(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    payment = payments.record_payment(claim_of(candidacy), paid_on=values["paid_on"], by=by)
    return f"Versement de {french(payment.amount)} enregistré ; le bénéficiaire en est informé."


def _close(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    payments.close_without_payment(claim_of(candidacy), reason=values["reason"], by=by)
    return "La demande est close sans versement ; le bénéficiaire en lit le motif."


def may_lapse(candidacy: Candidacy) -> bool:
    """Nothing is asked for, and the last day to ask is past."""
    convention = getattr(candidacy, "convention", None)
    if convention is None or claim_of(candidacy, required=False) is not None:
        return False
    return lapse.is_past(convention, on=timezone.localdate())


def _lapse(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    lapse.record_lapse(candidacy, reason=values["reason"], by=by)
    return "La subvention est caduque, les crédits qui ne sont pas versés sont rendus à l’enveloppe."


register(
    DossierAction(
        "liquider",
        "Liquider la demande",
        "conventions.liquidate_claim",
        _CLAIMED,
        _liquidate,
        form_for=lambda candidacy: partial(payment_forms.LiquidationForm, claim_of(candidacy)),
        template="act_liquidation",
        applies=claim_is(ClaimState.FILED),
    )
)
register(
    DossierAction(
        "verifier-liquidation",
        "Vérifier la liquidation",
        CHECK,
        _CLAIMED,
        _verify,
        form_for=lambda candidacy: partial(payment_forms.CheckForm, claim_of(candidacy)),
        template="act_liquidation",
        applies=claim_is(ClaimState.LIQUIDATED),
    )
)
register(
    DossierAction(
        "renvoyer-liquidation",
        "Renvoyer à la liquidation",
        CHECK,
        _CLAIMED,
        _send_back,
        form=payment_forms.SendBackForm,
        applies=claim_is(ClaimState.LIQUIDATED),
    )
)
register(
    DossierAction(
        "enregistrer-mandat",
        "Enregistrer le mandat",
        PAY,
        _CLAIMED,
        _mandate,
        form=payment_forms.MandateForm,
        applies=claim_is(ClaimState.CHECKED, due=True),
    )
)
register(
    DossierAction(
        "clore-sans-versement",
        "Clore sans versement",
        PAY,
        _CLAIMED,
        _close,
        form=payment_forms.NothingDueForm,
        applies=claim_is(ClaimState.CHECKED, due=False),
    )
)
register(
    DossierAction(
        "enregistrer-versement",
        "Enregistrer le versement",
        PAY,
        _CLAIMED,
        _pay,
        form=payment_forms.PaymentForm,
        applies=claim_is(ClaimState.MANDATED),
    )
)
register(
    DossierAction(
        "constater-caducite",
        "Constater la caducité",
        "conventions.record_lapse",
        frozenset({State.VOTED, State.CONTRACTED, State.NOTIFIED, State.DELIVERED, State.CLAIMED}),
        _lapse,
        form=forms.LapseForm,
        help="Ce qui n’est pas versé revient à l’enveloppe ; la lettre est établie et le bénéficiaire prévenu.",
        danger=True,
        applies=may_lapse,
    )
)
