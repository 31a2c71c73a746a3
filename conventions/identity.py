"""While a convention is being signed, the identity of its beneficiary stays what the document says."""

from applications.domain.porteur import identity_guard
from applications.models import Organisation
from tne38.core.errors import DomainError

from .models import Convention
from .workflow import ConventionState


@identity_guard
def keep_while_signing(organisation: Organisation) -> None:
    """Raise DomainError « identite_figee » when a convention is between its making and its notification."""
    signing = [ConventionState.TO_SIGN, ConventionState.SIGNED]
    found = Convention.objects.filter(candidacy__organisation=organisation, state__in=signing).first()
    if found is not None:
        raise DomainError(
            "identite_figee",
            f"La convention n° {found.number} est à la signature avec l’identité actuelle du porteur. "
            "Corrigez-la après sa notification ; l’adresse électronique et le téléphone se corrigent dès "
            "maintenant.",
        )
