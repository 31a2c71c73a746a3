"""What waits for the agents about quotes and deliveries, on their first page."""

from django.db.models import Exists, OuterRef, Q

from applications import agent_pages
from applications.agent_pages import WorkList
from applications.enums import CandidacyState as State

from .enums import QuoteState
from .models import Quote

_QUOTES = Quote.objects.filter(candidacy=OuterRef("pk")).order_by()

for _work_list in (
    WorkList(
        "devis",
        "Devis à vérifier",
        "Dossiers retenus dont les devis sont arrivés : les vérifier, puis les accepter ou en demander d’autres.",
        "equipment.accept_quotes",
        Q(state=State.SELECTED)
        & Q(Exists(_QUOTES.filter(state=QuoteState.FILED)))
        & ~Exists(_QUOTES.filter(state=QuoteState.TO_REPLACE)),
    ),
    WorkList(
        "devis-attendus",
        "Devis attendus",
        "Dossiers retenus dont le porteur doit envoyer les devis, ou en remplacer un.",
        "equipment.accept_quotes",
        Q(state=State.SELECTED)
        & (
            ~Exists(_QUOTES.filter(state=QuoteState.FILED))
            | Q(Exists(_QUOTES.filter(state=QuoteState.TO_REPLACE)))
        ),
    ),
    WorkList(
        "livraisons",
        "Livraisons à suivre",
        "Conventions notifiées dont tout n’est pas encore reçu.",
        "equipment.record_delivery",
        Q(state=State.NOTIFIED),
    ),
):
    agent_pages.add_work_list(_work_list)
