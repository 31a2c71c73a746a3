"""What a payment being made relies on stays received until it is paid."""

from applications.models import Candidacy
from equipment.domain.deliveries import delivery_guard
from tne38.core.errors import DomainError

from .models import Claim
from .payment.workflow import ClaimState


@delivery_guard
def keep_while_paying(candidacy: Candidacy) -> None:
    """Raise DomainError « etat » when a request for payment is between its liquidation and its payment."""
    paying = [ClaimState.LIQUIDATED, ClaimState.CHECKED, ClaimState.MANDATED]
    if Claim.objects.filter(convention__candidacy=candidacy, state__in=paying).exists():
        raise DomainError(
            "etat",
            "Un versement en cours s’appuie sur ce qui est reçu : une réception ne s’annule pas tant qu’il n’est pas "
            "terminé. Si celle-ci est inexacte, écrivez au Département.",
        )
