"""The beneficiary asks to be paid on its paid invoices; the Département pays, never more than it granted."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.domain.review import change_state
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.core.money import to_cent

from ..entitlement import Entitlement, entitled
from ..models import Claim, Convention, Payment
from ..notifications import SubsidyPaid
from .signature import require_between


@transaction.atomic
def file_claim(candidacy: Candidacy, *, justified_expense: Decimal, filed_on: date, by: Any) -> Claim:
    """The beneficiary justifies an eligible paid expense, in euros, in the price basis of the call.

    Raises DomainError « montant_invalide », « champ_invalide », « etat »; NotAllowed.
    """
    candidacy = change_state(candidacy, "claim", by=by)
    convention = Convention.objects.get(candidacy=candidacy)
    if justified_expense <= 0 or justified_expense != to_cent(justified_expense):
        message = "Indiquez la dépense éligible justifiée, en euros."
        raise DomainError("montant_invalide", message, field="justified_expense")
    require_between(
        filed_on, convention.notified_on, field="filed_on", earliest_name="la notification de la convention"
    )
    claim = Claim.objects.create(
        convention=convention, justified_expense=justified_expense, filed_on=filed_on
    )
    after = {"depense_justifiee": justified_expense, "demande_le": filed_on}
    journal.record("versement demandé", convention, by=by, after=after)
    return claim


def entitlement_of(convention: Convention) -> Entitlement:
    """What the claim of a convention gives right to."""
    candidacy = convention.candidacy
    return entitled(
        granted=candidacy.vote_result.amount,
        rate=candidacy.terms.rate,
        justified=convention.claim.justified_expense,
        tne_part=candidacy.terms.tne_share,
    )


@transaction.atomic
def record_payment(candidacy: Candidacy, *, mandate_number: str, paid_on: date, by: Any) -> Payment:
    """The payeur paid what is due under this mandate; the amount is computed, never typed.

    Raises DomainError « champ_obligatoire », « champ_invalide », « etat »; NotAllowed.
    """
    candidacy = change_state(candidacy, "pay", by=by)
    convention = Convention.objects.get(candidacy=candidacy)
    if not mandate_number.strip():
        raise DomainError("champ_obligatoire", "Indiquez le numéro du mandat.", field="mandate_number")
    require_between(
        paid_on, convention.claim.filed_on, field="paid_on", earliest_name="la demande de versement"
    )
    due = entitlement_of(convention)
    payment = Payment.objects.create(
        convention=convention, amount=due.amount, mandate_number=mandate_number.strip(), paid_on=paid_on
    )
    SubsidyPaid(payment).send()
    after = {
        "montant": due.amount,
        "part_departement": due.department_share,
        "part_tne": due.tne_share,
        "mandat": payment.mandate_number,
        "verse_le": paid_on,
    }
    journal.record("subvention versée", convention, by=by, after=after)
    return payment
