"""The acts of the vote, the convention and the payment, on the dossier's page of the agents."""

from typing import Any

from applications.actions import DossierAction, register
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from equipment.domain.deliveries import record_delivery
from tne38.core.money import french

from . import forms
from .domain import lapse, payments, signature, votes
from .jobs import request_convention
from .workflow import ConventionState


def _vote(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    commission = values["commission"] or votes.record_commission(
        number=values["number"], held_on=values["held_on"], by=by
    )
    vote = votes.record_vote(candidacy, commission, by=by)
    return f"Subvention de {french(vote.amount)} votée, acte {commission}. Vous pouvez générer la convention."


def _generate(candidacy: Candidacy, _values: dict[str, Any], by: Any) -> str:
    request_convention(candidacy, by=by)
    return "La convention est en cours de génération : elle apparaîtra dans les documents du dossier."


def _sign(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    signature.record_signature(candidacy.convention, signed_on=values["signed_on"], by=by)
    return "La signature du bénéficiaire est enregistrée."


def _notify(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    signature.notify(candidacy.convention, notified_on=values["notified_on"], by=by)
    return "La convention est notifiée : le bénéficiaire peut commander."


def _deliver(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    record_delivery(candidacy, received_on=values["received_on"], by=by, comment=values["comment"])
    return "La réception est enregistrée."


def _claim(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    claim = payments.file_claim(
        candidacy, justified_expense=values["justified_expense"], filed_on=values["filed_on"], by=by
    )
    due = payments.entitlement_of(claim.convention)
    return f"Demande enregistrée : {french(due.amount)} sont à verser."


def _pay(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    payment = payments.record_payment(
        candidacy, mandate_number=values["mandate_number"], paid_on=values["paid_on"], by=by
    )
    return f"Versement de {french(payment.amount)} enregistré."


def _lapse(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    lapse.record_lapse(candidacy, reason=values["reason"], by=by)
    return "La subvention est caduque, les crédits sont rendus à l’enveloppe."


def _convention_is(state: ConventionState) -> Any:
    """Whether the dossier's convention is in this state; asked only where the act is offered."""

    def applies(candidacy: Candidacy) -> bool:
        convention = getattr(candidacy, "convention", None)
        return convention is not None and convention.state == state

    return applies


register(
    DossierAction(
        "voter",
        "Enregistrer le vote",
        "conventions.record_vote",
        frozenset({State.QUOTES_ACCEPTED}),
        _vote,
        form=forms.VoteForm,
    )
)
register(
    DossierAction(
        "generer-convention",
        "Générer la convention",
        "conventions.generate_convention",
        frozenset({State.VOTED}),
        _generate,
        help="Le document est établi une fois, numéroté et conservé : il ne change plus ensuite.",
        applies=_convention_is(ConventionState.TO_GENERATE),
    )
)
register(
    DossierAction(
        "enregistrer-signature",
        "Enregistrer la convention signée",
        "conventions.record_signature",
        frozenset({State.VOTED}),
        _sign,
        form=forms.SignatureForm,
        applies=_convention_is(ConventionState.TO_SIGN),
    )
)
register(
    DossierAction(
        "notifier",
        "Notifier la convention",
        "conventions.notify_convention",
        frozenset({State.CONTRACTED}),
        _notify,
        form=forms.NotificationForm,
        help="Le président du Département a signé. Le bénéficiaire est prévenu qu’il peut commander.",
    )
)
register(
    DossierAction(
        "enregistrer-reception",
        "Enregistrer la réception",
        "equipment.record_delivery",
        frozenset({State.NOTIFIED}),
        _deliver,
        form=forms.DeliveryForm,
    )
)
register(
    DossierAction(
        "enregistrer-demande-versement",
        "Enregistrer la demande de versement",
        "conventions.file_claim",
        frozenset({State.DELIVERED}),
        _claim,
        form=forms.ClaimForm,
    )
)
register(
    DossierAction(
        "enregistrer-versement",
        "Enregistrer le versement",
        "conventions.record_payment",
        frozenset({State.CLAIMED}),
        _pay,
        form=forms.PaymentForm,
    )
)
register(
    DossierAction(
        "constater-caducite",
        "Constater la caducité",
        "conventions.record_lapse",
        frozenset({State.VOTED, State.CONTRACTED, State.NOTIFIED, State.DELIVERED}),
        _lapse,
        form=forms.LapseForm,
        danger=True,
    )
)
