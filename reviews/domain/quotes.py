"""The amount of a dossier once its quotes are accepted: the money that is left goes back to the envelope."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.domain.review import change_state
from applications.models import Candidacy
from equipment.domain import quotes
from equipment.granted import print_of_quotes
from tne38.core.errors import DomainError
from tne38.core.money import split, to_cent

from ..models import Decision
from ..notifications import QuotesAccepted
from . import envelope


def final_amount(decision: Decision, expense: Decimal) -> Decimal:
    """min(granted, rate × eligible expense of the quotes), in euros."""
    return min(decision.amount, to_cent(expense * decision.candidacy.terms.rate))


@transaction.atomic
def accept_quotes(candidacy: Candidacy, *, by: Any, expected: str | None = None) -> Decision:
    """The quotes of the dossier conform: what counts of them fixes the subsidy; the porteur is told.

    `expected` is the print of the quotes that the agent read, which one replaced meanwhile no longer has. Raises DomainError « etat », those of `equipment.domain.quotes.accept`; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    decision = Decision.objects.select_for_update(of=("self",)).filter(candidacy=candidacy).first()
    if decision is None:
        raise DomainError("etat", f"{candidacy} : aucune décision n’est enregistrée.")
    if expected not in (None, print_of_quotes(candidacy)):
        message = "Un devis a changé depuis l’affichage de cette page : relisez-les avant de les accepter."
        raise DomainError("etat", message)
    decision.candidacy = candidacy
    decision.quoted_expense = quotes.accept(candidacy)
    decision.amount = final_amount(decision, decision.quoted_expense)
    decision.department_share, decision.tne_share = split(decision.amount, candidacy.terms.tne_share)
    decision.save()
    envelope.reserve(candidacy, department=decision.department_share, tne=decision.tne_share)
    change_state(candidacy, "accept_quotes", by=by)
    QuotesAccepted(decision).send()
    return decision
