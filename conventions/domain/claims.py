"""The beneficiary asks to be paid on its paid invoices: a part, or the balance."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from applications.domain.attachments import Sent
from applications.domain.review import change_state
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import plain, total

from ..models import Claim, Convention, Invoice
from ..payment.access import PROOF
from ..payment.workflow import ClaimState
from ..prospect import prospect_of
from .accounts import locked_balance, open_claim
from .invoices import CLAIMABLE, FILE_CLAIM, acceptable, doublon, stored
from .signature import require_between


def file_claim(candidacy: Candidacy, *, filed_on: date, proof: Sent, by: Any, final: bool = True) -> Claim:
    """File the invoices prepared for a dossier, with what proves that they are paid; `final`: the balance.

    Raises DomainError « champ_obligatoire », « champ_invalide », « doublon », « fichier_refuse », « etat »;
    NotAllowed. From here on each invoice counts, and no other request may hold it. A balance may come without an
    invoice once a request is paid: nothing is due on it, and closing it closes the dossier.
    """
    kind = acceptable(proof, "proof")
    with transaction.atomic():
        convention, invoices = _ready(candidacy, final=final, by=by)
        require_between(
            filed_on,
            convention.notified_on,
            field="filed_on",
            earliest_name="la notification de la convention",
        )
        basis = convention.candidacy.terms.price_basis
        claim = Claim.objects.create(
            convention=convention,
            filed_on=filed_on,
            final=final,
            justified_expense=total(invoice.amount(basis) for invoice in invoices),
            proof=stored(proof, kind, PROOF),
        )
        locked_balance(convention)
        for invoice in invoices:
            _count(invoice, claim)
        if convention.candidacy.state == State.DELIVERED:
            change_state(convention.candidacy, "claim", by=by)
        after = {
            "demande_le": filed_on,
            "solde": final,
            "factures": len(invoices),
            "depense_presentee": plain(claim.justified_expense),
        }
        journal.record("versement demandé", convention, by=by, after=after)
    return claim


def _ready(candidacy: Candidacy, *, final: bool, by: Any) -> tuple[Convention, list[Invoice]]:
    """The convention of a locked dossier and the invoices to file."""
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if by is not None and not by.has_perm(FILE_CLAIM, candidacy):
        raise NotAllowed
    if candidacy.state not in CLAIMABLE:
        raise DomainError("etat", f"{candidacy} : le versement ne se demande pas à ce stade.")
    convention = Convention.objects.select_related("candidacy__call", "candidacy__vote_result").get(
        candidacy=candidacy
    )
    if open_claim(convention) is not None:
        raise DomainError("etat", "Une demande de versement est déjà en cours.")
    if final and candidacy.state == State.NOTIFIED:
        message = "Signalez d’abord la réception du matériel ; avant elle, demandez un versement partiel."
        raise DomainError("etat", message, field="final")
    invoices = list(convention.invoices.filter(claim__isnull=True).order_by("pk"))
    if not prospect_of(convention).may_be_asked and not (final and only_the_balance_is_left(convention)):
        raise DomainError("champ_obligatoire", "Ajoutez au moins une facture à votre demande.")
    return convention, invoices


def only_the_balance_is_left(convention: Convention) -> bool:
    """Whether the balance may be asked for without an invoice more: all is received and a request is paid."""
    received = convention.candidacy.state in {State.DELIVERED, State.CLAIMED}
    return received and convention.claims.filter(state=ClaimState.PAID).exists()


def _count(invoice: Invoice, claim: Claim) -> None:
    """The database alone knows whether another dossier files the same invoice at this very moment."""
    invoice.claim, invoice.counts = claim, True
    try:
        with transaction.atomic():
            invoice.save(update_fields=["claim", "counts"])
    except IntegrityError as error:
        raise doublon(invoice) from error
