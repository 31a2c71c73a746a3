"""The quotes of a dossier: filing, changing, replacing, asking for another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.domain.attachments import Filing, Sent, accepts_after_deposit, add_attachment
from applications.enums import AttachmentSource
from applications.enums import CandidacyState as State
from applications.history import tell
from applications.models import Candidacy, SchoolProject
from tne38.core import identifiers, journal, money
from tne38.core.errors import DomainError, NotAllowed

from ..enums import QuoteState
from ..granted import assessment_of, granted_of, quotes_of, resources_of
from ..keys import Key
from ..models import Quote, QuoteLine
from ..notifications import QuoteToReplace

# From the deposit (the guide advises not to wait for the decision) until the quotes are accepted.
OPEN = frozenset(
    {
        State.DEPOSITED,
        State.IN_REVIEW,
        State.CONFORMING,
        State.DECIDED,
        State.WAITING_LIST,
        State.SELECTED,
    }
)
FILED, CHANGED, WITHDRAWN, REFUSED = "devis envoyé", "devis modifié", "devis retiré", "autre devis demandé"


@dataclass(frozen=True)
class QuoteValue:
    """What identifies a quote."""

    supplier: str
    number: str
    dated_on: date
    siret: str = ""


@dataclass(frozen=True)
class QuotedValue:
    """A line: a resource by its key or, without one, something else by its `label`; a unit price in euros."""

    key: Key | None
    quantity: int
    unit_price: Decimal
    label: str = ""


@transaction.atomic
def file_quote(
    candidacy: Candidacy,
    value: QuoteValue,
    sent: Sent,
    lines: Sequence[QuotedValue] = (),
    *,
    by: Any,
    replaces: Quote | None = None,
) -> Quote:
    """Add a quote with its file; its lines may be typed later, by the porteur or by an agent.

    Raises DomainError « etat », « champ_obligatoire », « champ_invalide », « siret_invalide », « doublon »,
    « article_inconnu », those of `add_attachment`; NotAllowed.
    """
    candidacy = _locked(candidacy, by)
    former = _to_replace(candidacy, replaces)
    value = _checked(candidacy, value, but=former)
    if former:
        former.state = QuoteState.REPLACED
        former.save(update_fields=["state"])
    attachment = add_attachment(candidacy, sent, Filing(source=AttachmentSource.QUOTE), by=by)
    quote = Quote(candidacy=candidacy, attachment=attachment, replaces=former, filed_by=by, **vars(value))
    quote.save()
    _write_lines(quote, lines, candidacy)
    journal.record(FILED, candidacy, by=by, after=_described(quote, replaces=former))
    return quote


@transaction.atomic
def change_quote(quote: Quote, value: QuoteValue, lines: Sequence[QuotedValue], *, by: Any) -> Quote:
    """Make a quote that is still to be checked say exactly this. Raises as `file_quote`."""
    candidacy, quote = _of_an_open_dossier(quote, by)
    before = _described(quote)
    for name, said in vars(_checked(candidacy, value, but=quote)).items():
        setattr(quote, name, said)
    quote.save()
    quote.lines.all().delete()
    _write_lines(quote, lines, candidacy)
    after = _described(quote)
    if before != after:
        journal.record(CHANGED, candidacy, by=by, before=before, after=after)
    return quote


@transaction.atomic
def withdraw_quote(quote: Quote, *, by: Any) -> Quote:
    """The quote no longer counts; it stays in the dossier with its file. Raises DomainError « etat », NotAllowed."""
    candidacy, quote = _of_an_open_dossier(quote, by, QuoteState.FILED, QuoteState.TO_REPLACE)
    quote.state = QuoteState.WITHDRAWN
    quote.save(update_fields=["state"])
    journal.record(WITHDRAWN, candidacy, by=by, before=_described(quote))
    return quote


@transaction.atomic
def ask_again(quote: Quote, *, reason: str, by: Any) -> Quote:
    """The quote does not conform: the porteur is told why and replaces it.

    Raises DomainError « champ_obligatoire », « etat »; NotAllowed.
    """
    candidacy, quote = _of_an_open_dossier(quote, by)
    if by is not None and not by.has_perm("equipment.accept_quotes", candidacy):
        raise NotAllowed
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez ce qui ne convient pas.", field="reason")
    quote.state, quote.reason = QuoteState.TO_REPLACE, reason.strip()
    quote.save(update_fields=["state", "reason"])
    QuoteToReplace(quote).send()
    journal.record(REFUSED, candidacy, by=by, after={"devis": str(quote)}, reason=quote.reason)
    return quote


def accept(candidacy: Candidacy) -> Decimal:
    """Mark the quotes of a locked dossier as accepted; returns their eligible expense, in euros.

    For the act that fixes the amount, which changes the state and writes the journal. Raises DomainError
    « devis_absent », « devis_a_remplacer », « devis_sans_ligne », « montant_invalide ».
    """
    if why := why_not(candidacy):
        raise why
    candidacy.quotes.filter(state=QuoteState.FILED).update(state=QuoteState.ACCEPTED)
    return assessment_of(candidacy).eligible


def why_not(candidacy: Candidacy) -> DomainError | None:
    """What prevents the quotes of a dossier from being accepted."""
    quotes = quotes_of(candidacy)
    counted = [quote for quote in quotes if quote.is_counted]
    if waiting := next((quote for quote in quotes if quote.state == QuoteState.TO_REPLACE), None):
        return DomainError("devis_a_remplacer", f"Le porteur doit remplacer le devis « {waiting} ».")
    if not counted:
        return DomainError("devis_absent", "Aucun devis n’est dans le dossier.")
    if untyped := next((quote for quote in counted if not quote.lines.all()), None):
        return DomainError("devis_sans_ligne", f"Saisissez les lignes du devis « {untyped} ».")
    if not assessment_of(candidacy, quotes).eligible:
        return DomainError("montant_invalide", "Rien de ces devis n’est éligible.")
    return None


def _locked(candidacy: Candidacy, by: Any) -> Candidacy:
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if by is not None and not by.has_perm("equipment.file_quote", candidacy):
        raise NotAllowed
    if candidacy.state not in OPEN:
        raise DomainError("etat", "Les devis de ce dossier ne changent plus.")
    return candidacy


def _of_an_open_dossier(quote: Quote, by: Any, *states: str) -> tuple[Candidacy, Quote]:
    """The dossier under its lock and the quote read again, in one of `states` (by default, to be checked)."""
    candidacy = _locked(quote.candidacy, by)
    quote = Quote.objects.get(pk=quote.pk)
    if quote.state not in (states or (QuoteState.FILED,)):
        raise DomainError("etat", f"Ce devis est {quote.get_state_display()} : il ne change plus.")
    return candidacy, quote


def _to_replace(candidacy: Candidacy, quote: Quote | None) -> Quote | None:
    if quote is None:
        return None
    found = candidacy.quotes.filter(pk=quote.pk, state__in=[QuoteState.FILED, QuoteState.TO_REPLACE]).first()
    if found is None:
        raise DomainError("etat", "Ce devis ne se remplace plus.")
    return found


def _checked(candidacy: Candidacy, value: QuoteValue, *, but: Quote | None) -> QuoteValue:
    """The value, tidied. `but` is the quote that it changes or replaces."""
    siret = identifiers.compact(value.siret)
    value = QuoteValue(value.supplier.strip(), value.number.strip(), value.dated_on, siret)
    if not value.supplier or not value.number:
        raise DomainError("champ_obligatoire", "Indiquez le fournisseur et le numéro du devis.")
    if value.dated_on > timezone.localdate():
        raise DomainError("champ_invalide", "Cette date est dans le futur.", field="dated_on")
    if siret and not identifiers.is_siret(siret):
        message = "Ce SIRET n’est pas valable : 14 chiffres, tels que sur le devis."
        raise DomainError("siret_invalide", message, field="siret")
    twins = candidacy.quotes.counted().filter(supplier=value.supplier, number=value.number)
    if twins.exclude(pk=but.pk if but else None).exists():
        raise DomainError("doublon", "Ce devis est déjà dans le dossier.", field="number")
    return value


def _write_lines(quote: Quote, lines: Sequence[QuotedValue], candidacy: Candidacy) -> None:
    known = granted_of(resources_of(candidacy))
    if any(line.key is not None and line.key not in known for line in lines):
        raise DomainError("article_inconnu", "Un article de ce devis n’est pas parmi ceux du dossier.")
    QuoteLine.objects.bulk_create(
        QuoteLine(
            quote=quote,
            project_id=line.key.project if line.key else None,
            item_id=line.key.item if line.key else None,
            label="" if line.key else line.label.strip(),
            quantity=line.quantity,
            unit_price=line.unit_price,
        )
        for line in lines
    )


def _described(quote: Quote, *, replaces: Quote | None = None) -> dict[str, Any]:
    """What the journal keeps of a quote."""
    rows = quote.lines.select_related("item", "project__school").order_by("pk")
    return {
        "devis": str(quote),
        "fichier": quote.attachment.file.name,
        "date": quote.dated_on,
        **({"siret_fournisseur": quote.siret} if quote.siret else {}),
        "lignes": [f"{row} à {money.plain(row.unit_price)}" for row in rows],
        **({"remplace": str(replaces)} if replaces else {}),
    }


@accepts_after_deposit
def with_a_quote(candidacy: Candidacy, project: SchoolProject | None, by: Any) -> bool:
    """A quote brings its file, for the whole dossier."""
    return project is None and candidacy.state in OPEN and by.has_perm("equipment.file_quote", candidacy)


_LABELS = {
    "devis": "devis",
    "fichier": "fichier",
    "date": "date",
    "siret_fournisseur": "SIRET du fournisseur",
    "lignes": "lignes",
    "remplace": "remplace",
}
for _action in (FILED, CHANGED, WITHDRAWN):
    tell(_action, labels=_LABELS)
tell(REFUSED, with_reason=True)
