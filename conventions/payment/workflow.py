"""The life of a request for payment: computed by one person, checked by another, mandated, paid."""

from django.db import models
from django_fsm import FSMField, FSMModelMixin

from tne38.core.workflow import Wording, step


class ClaimState(models.TextChoices):
    FILED = "filed", "À liquider"
    LIQUIDATED = "liquidated", "À vérifier"
    CHECKED = "checked", "À mandater"
    MANDATED = "mandated", "Mandatée"
    PAID = "paid", "Versée"
    CLOSED = "closed", "Close sans versement"


OPEN_CLAIM = [ClaimState.FILED, ClaimState.LIQUIDATED, ClaimState.CHECKED, ClaimState.MANDATED]
CHECK = "conventions.check_claim"
PAY = "conventions.record_payment"


class ClaimWorkflow(FSMModelMixin, models.Model):
    state = FSMField("état", max_length=20, choices=ClaimState, default=ClaimState.FILED, protected=True)

    class Meta:
        abstract = True

    @step(
        field=state,
        source=[ClaimState.FILED],
        target=ClaimState.LIQUIDATED,
        permission="conventions.liquidate_claim",
        wording=Wording("Liquider la demande", "Montant calculé, vérification en cours"),
    )
    def liquidate(self) -> None:
        """Un gestionnaire constate ce qui compte des factures et calcule le montant."""

    @step(
        field=state,
        source=[ClaimState.LIQUIDATED],
        target=ClaimState.FILED,
        permission=CHECK,
        wording=Wording("Renvoyer à la liquidation", "Justificatifs à l’examen"),
    )
    def send_back(self) -> None:
        """La seconde personne demande, avec un motif, de refaire le calcul."""

    @step(
        field=state,
        source=[ClaimState.LIQUIDATED],
        target=ClaimState.CHECKED,
        permission=CHECK,
        wording=Wording("Vérifier la liquidation", "Montant vérifié"),
    )
    def verify(self) -> None:
        """Une seconde personne confirme le calcul."""

    @step(
        field=state,
        source=[ClaimState.CHECKED],
        target=ClaimState.MANDATED,
        permission=PAY,
        wording=Wording("Enregistrer le mandat", "Versement ordonné"),
    )
    def mandate(self) -> None:
        """L’ordonnateur émet le mandat."""

    @step(
        field=state,
        source=[ClaimState.MANDATED],
        target=ClaimState.PAID,
        permission=PAY,
        wording=Wording("Enregistrer le versement", "Versement fait"),
    )
    def settle(self) -> None:
        """Le payeur départemental a versé le montant."""

    @step(
        field=state,
        source=[ClaimState.CHECKED],
        target=ClaimState.CLOSED,
        permission=PAY,
        wording=Wording("Clore sans versement", "Demande close sans versement"),
    )
    def close(self) -> None:
        """Rien n’est dû, et le motif est dit au bénéficiaire."""
