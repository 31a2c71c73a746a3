"""Computing what a request gives right to, then checking it: two different people."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import ZERO, french, plain, total
from tne38.core.workflow import perform

from ..models import Balance, Claim, Convention, Liquidation
from ..payment.justification import Article, Examined, articles_of, counted, examined, presented
from ..payment.liquidation import Why, due
from .accounts import ground_of, locked_balance


@transaction.atomic
def liquidate(
    claim: Claim, *, by: Any, refused: Mapping[int, str] | None = None, at: datetime | None = None
) -> Liquidation:
    """Compute what is due on a request; `refused` sets invoices aside (primary key, reason).

    The amount is min(granted, rate × what counts of all the invoices), less what was liquidated before. A
    person signs it: raises NotAllowed without one; DomainError « etat », « champ_obligatoire ».
    """
    if by is None:
        raise NotAllowed("Une liquidation est faite par une personne.")
    claim, balance = locked(claim)
    perform(claim.liquidate, by=by)
    _set_aside(claim, refused or {})
    convention = claim.convention
    found = examined(convention, presented(convention))
    justified, ground = counted(found), ground_of(convention, granted=balance.granted)
    amount = due(ground, justified=justified)
    liquidation, _ = Liquidation.objects.update_or_create(
        claim=claim,
        defaults={
            "granted": ground.granted,
            "rate": ground.rate,
            "tne_part": ground.tne_part,
            "justified": justified,
            "before": ground.before,
            "amount": amount.amount,
            "department_share": amount.department_share,
            "tne_share": amount.tne_share,
            "articles": granted_as_data(articles_of(convention.candidacy)),
            "details": explained(claim, found),
            "liquidated_by": by,
            "liquidated_at": at or timezone.now(),
            "checked_by": None,
            "checked_at": None,
        },
    )
    balance.liquidated += amount.amount
    balance.save(update_fields=["liquidated"])
    # An agent may have completed the request.
    claim.justified_expense = total(
        one.result.bill.total for one in found if one.invoice.claim_id == claim.pk
    )
    claim.save()
    _record("versement liquidé", liquidation, by=by)
    return liquidation


@transaction.atomic
def send_back(claim: Claim, *, reason: str, by: Any) -> Claim:
    """The second person asks for the computation to be done again. Raises as `verify`, « champ_obligatoire »."""
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez ce qui est à revoir.", field="reason")
    claim, balance = locked(claim)
    liquidation = _to_check(claim, by=by)
    perform(claim.send_back, by=by)
    balance.liquidated -= liquidation.amount
    balance.save(update_fields=["liquidated"])
    liquidation.delete()
    claim.save()
    journal.record("liquidation renvoyée", claim.convention.candidacy, by=by, reason=reason.strip())
    return claim


@transaction.atomic
def verify(claim: Claim, *, by: Any, at: datetime | None = None) -> Liquidation:
    """A second person confirms the computation; an invoice refused as a whole may then be presented again.

    One that waits for what it bought to be received is kept: it counts in a later request.
    Raises DomainError « second_regard » to the one who liquidated, « etat »; NotAllowed.
    """
    claim, _balance = locked(claim)
    liquidation = _to_check(claim, by=by)
    perform(claim.verify, by=by)
    _require_as_much(liquidation, claim.convention)
    liquidation.checked_by, liquidation.checked_at = by, at or timezone.now()
    liquidation.save(update_fields=["checked_by", "checked_at"])
    refused = [row["facture"] for row in liquidation.details if _is_refused(row)]
    claim.invoices.filter(pk__in=refused).update(counts=False)
    claim.save()
    _record("liquidation vérifiée", liquidation, by=by)
    return liquidation


def locked(claim: Claim) -> tuple[Claim, Balance]:
    """A request and the account of its convention, locked after their dossier."""
    Candidacy.objects.locked(claim.convention.candidacy_id)
    rows = Claim.objects.select_for_update(of=("self",)).select_related(
        "convention__candidacy__call", "convention__candidacy__vote_result"
    )
    found = rows.get(pk=claim.pk)
    return found, locked_balance(found.convention)


def explained(claim: Claim, found: Iterable[Examined]) -> list[dict[str, Any]]:
    """The invoices of a request, and those of former ones of which more counts now: received since."""
    former = Liquidation.objects.filter(claim__convention=claim.convention, claim__lt=claim.pk)
    kept = {
        row["facture"]: row["retenu"]
        for details in former.order_by("claim").values_list("details", flat=True)
        for row in details
    }
    rows = ((one.invoice, as_data(one)) for one in found)
    return [
        row for invoice, row in rows if invoice.claim_id == claim.pk or row["retenu"] != kept.get(invoice.pk)
    ]


def granted_as_data(articles: Iterable[Article]) -> list[dict[str, Any]]:
    """What is granted and received of each article, as a liquidation keeps it."""
    return [
        {
            "projet": article.key.project,
            "article": article.key.item,
            "quantite": article.granted.quantity,
            "plafond": plain(article.granted.cap),
            "recu": article.granted.received,
        }
        for article in articles
    ]


def as_data(one: Examined) -> dict[str, Any]:
    """The examination of an invoice as it is kept: what counts, what does not and why."""
    result = one.result
    labels = [
        str(line.item.label if line.item else f"ENT {line.project.ent_name}")
        for line in one.invoice.lines.all()
    ]
    return {
        "facture": one.invoice.pk,
        "numero": one.invoice.number,
        "fournisseur": one.invoice.supplier_name,
        "montant": plain(result.bill.total),
        "retenu": plain(result.counted),
        "refus": [_refusal(refusal) for refusal in result.refusals],
        "lignes": [
            {
                "article": label,
                "quantite": line.line.quantity,
                "prix_unitaire": plain(line.line.unit_price),
                "retenu": plain(line.counted),
                "refus": [_refusal(refusal) for refusal in line.refusals],
            }
            for label, line in zip(labels, result.lines, strict=True)
        ],
    }


def _is_refused(row: Mapping[str, Any]) -> bool:
    """Whether an invoice, as `as_data` tells it, counts for nothing and never will as it is."""
    waits = any(refusal["code"] == Why.NOT_RECEIVED for line in row["lignes"] for refusal in line["refus"])
    return row["retenu"] == plain(ZERO) and not waits


def _refusal(refusal: Any) -> dict[str, str]:
    return {"code": refusal.why.value, "montant": plain(refusal.amount), "motif": refusal.sentence}


def _to_check(claim: Claim, *, by: Any) -> Liquidation:
    """The liquidation of a request, for somebody else than its author."""
    liquidation = Liquidation.objects.filter(claim=claim).first()
    if liquidation is None:
        raise DomainError("etat", "Cette demande n’est pas liquidée.")
    if by is None:
        raise NotAllowed("Une liquidation est vérifiée par une personne.")
    if liquidation.liquidated_by_id == by.pk:
        message = "Vous avez liquidé cette demande : une autre personne la vérifie."
        raise DomainError("second_regard", message)
    return liquidation


def _require_as_much(liquidation: Liquidation, convention: Convention) -> None:
    """Raise DomainError « etat » when less counts today than was computed: a reception was cancelled, for instance."""
    justified = counted(examined(convention, presented(convention)))
    if justified < liquidation.justified:
        message = (
            f"{french(liquidation.justified)} de dépense ont été retenus et {french(justified)} seulement le seraient "
            "aujourd’hui : ce qui est reçu a changé. Renvoyez la demande à la liquidation."
        )
        raise DomainError("etat", message)


def _set_aside(claim: Claim, refused: Mapping[int, str]) -> None:
    """Keep the reason of each invoice set aside; those set aside before and no longer so count again."""
    for invoice in claim.invoices.all():
        invoice.refused = refused.get(invoice.pk, "").strip()
        invoice.save(update_fields=["refused"])


def _record(act: str, liquidation: Liquidation, *, by: Any) -> None:
    after = {
        "montant": plain(liquidation.amount),
        "part_departement": plain(liquidation.department_share),
        "part_tne": plain(liquidation.tne_share),
        "depense_retenue": plain(liquidation.justified),
    }
    journal.record(act, liquidation.claim.convention.candidacy, by=by, after=after)
