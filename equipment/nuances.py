"""Who acts, and what they do, while quotes are checked and deliveries arrive."""

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from applications.nuances import nuance
from applications.workflow import StateForApplicant

from .enums import QuoteState
from .granted import quotes_of
from .progress import deliveries_of, orders_of

REPLACE = StateForApplicant(
    "Devis à remplacer", "Lisez ce qui ne convient pas, puis envoyez le nouveau devis.", "porteur", "todo"
)
CHECKED = StateForApplicant("Retenu", "Le Département vérifie vos devis.", "departement", "info")
ORDERED = StateForApplicant(
    "Commandes passées", "Signalez chaque livraison quand elle arrive.", "porteur", "info"
)
IN_PART = StateForApplicant(
    "Reçu en partie",
    "Signalez les livraisons suivantes, ou dites que plus rien n’est attendu.",
    "porteur",
    "info",
)


@nuance
def of_quotes(candidacy: Candidacy) -> StateForApplicant | None:
    if candidacy.state != State.SELECTED:
        return None
    states = {quote.state for quote in quotes_of(candidacy)}
    if QuoteState.TO_REPLACE in states:
        return REPLACE
    return CHECKED if QuoteState.FILED in states else None


@nuance
def of_deliveries(candidacy: Candidacy) -> StateForApplicant | None:
    if candidacy.state != State.NOTIFIED:
        return None
    if deliveries_of(candidacy):
        return IN_PART
    return ORDERED if orders_of(candidacy) else None
