"""What is checked is put under mandate, then paid; what remains of a balance goes back to the envelope."""

from datetime import date
from typing import Any

from django.db import transaction

from applications.domain.review import change_state
from applications.enums import CandidacyState as State
from applications.history import tell
from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.core.money import ZERO, french, plain
from tne38.core.workflow import perform

from ..models import Claim, Liquidation, Payment
from ..notifications import NothingPaid, SubsidyPaid
from . import financial_reports
from .amendments import give_up_the_open_one
from .holding import give_back_the_rest
from .liquidation import locked
from .signature import require_between

PAID = "versement effectué"


@transaction.atomic
def record_mandate(claim: Claim, *, mandate_number: str, mandated_on: date, by: Any) -> Payment:
    """The ordonnateur issued the mandate of a checked request; the amount is that of its liquidation.

    Raises DomainError « champ_obligatoire », « champ_invalide », « montant_invalide », « etat »; NotAllowed.
    """
    claim, balance = locked(claim)
    perform(claim.mandate, by=by)
    if not mandate_number.strip():
        raise DomainError("champ_obligatoire", "Indiquez le numéro du mandat.", field="mandate_number")
    require_between(mandated_on, claim.filed_on, field="mandated_on", earliest_name="la demande de versement")
    liquidation = Liquidation.objects.get(claim=claim)
    if liquidation.amount == ZERO:
        message = "Rien n’est dû sur cette demande : closez-la sans versement, avec un motif."
        raise DomainError("montant_invalide", message)
    balance.paid += liquidation.amount
    balance.save(update_fields=["paid"])
    payment = _payment(liquidation, mandate_number=mandate_number.strip(), mandated_on=mandated_on)
    claim.save()
    after = {"montant": plain(payment.amount), "mandat": payment.mandate_number, "mandate_le": mandated_on}
    journal.record("versement mandaté", claim.convention.candidacy, by=by, after=after)
    return payment


@transaction.atomic
def record_payment(claim: Claim, *, paid_on: date, by: Any) -> Payment:
    """The payeur paid the mandate; after a balance the dossier is closed.

    Raises DomainError « champ_invalide », « etat »; NotAllowed.
    """
    claim, _balance = locked(claim)
    perform(claim.settle, by=by)
    payment = Payment.objects.select_related("convention__candidacy__organisation", "liquidation__claim").get(
        liquidation__claim=claim
    )
    require_between(paid_on, payment.mandated_on, field="paid_on", earliest_name="le mandat")
    payment.paid_on = paid_on
    payment.save(update_fields=["paid_on"])
    claim.save()
    SubsidyPaid(payment).send()
    _close(claim, by=by)
    # Once the envelopes are locked: it writes in the journal.
    financial_reports.expect(payment.convention, paid_on=paid_on)
    after = {
        "montant": plain(payment.amount),
        "part_departement": plain(payment.department_share),
        "part_tne": plain(payment.tne_share),
        "mandat": payment.mandate_number,
        "verse_le": paid_on,
    }
    journal.record(PAID, claim.convention.candidacy, by=by, after=after)
    return payment


@transaction.atomic
def close_without_payment(claim: Claim, *, reason: str, by: Any) -> Payment:
    """Nothing is due on a checked request: say why to the beneficiary.

    Raises DomainError « champ_obligatoire », « montant_invalide », « etat »; NotAllowed.
    """
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez pourquoi rien n’est versé.", field="reason")
    claim, _balance = locked(claim)
    perform(claim.close, by=by)
    liquidation = Liquidation.objects.get(claim=claim)
    if liquidation.amount:
        message = f"{french(liquidation.amount)} sont dus : enregistrez le mandat."
        raise DomainError("montant_invalide", message)
    payment = _payment(liquidation, reason=reason.strip())
    claim.save()
    NothingPaid(payment).send()
    _close(claim, by=by)
    journal.record("demande close sans versement", claim.convention.candidacy, by=by, reason=reason.strip())
    return payment


def _payment(liquidation: Liquidation, **values: Any) -> Payment:
    return Payment.objects.create(
        convention=liquidation.claim.convention,
        liquidation=liquidation,
        amount=liquidation.amount,
        department_share=liquidation.department_share,
        tne_share=liquidation.tne_share,
        **values,
    )


def _close(claim: Claim, *, by: Any) -> None:
    """After the balance: what was not spent goes back to the envelope, and the dossier is paid."""
    if not claim.final:
        return
    candidacy = claim.convention.candidacy
    give_back_the_rest(claim.convention)
    give_up_the_open_one(claim.convention, reason="Le solde est réglé, le dossier est clos.", by=by)
    if candidacy.state == State.CLAIMED:
        change_state(candidacy, "pay", by=by)


tell(PAID, labels={"montant": "montant", "mandat": "mandat", "verse_le": "versé le"})
