"""The meetings of the commission permanente: preparing one, its dossiers, its dates."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..models import CommissionItem, ItemOutcome, PermanentCommission

_PLACED = ("", ItemOutcome.ADOPTED)


def candidates(commission: PermanentCommission | None = None) -> QuerySet[Candidacy]:
    """The dossiers that a meeting may be asked to vote: quotes accepted, put to no other meeting."""
    placed = CommissionItem.objects.filter(outcome__in=_PLACED)
    if commission is not None:
        placed = placed.exclude(commission=commission)
    found = Candidacy.objects.filter(state=State.QUOTES_ACCEPTED).exclude(commission_items__in=placed)
    return found.order_by("number")


@transaction.atomic
def prepare(*, held_on: date, chosen: Iterable[Candidacy], by: Any) -> PermanentCommission:
    """Prepare a meeting with the dossiers that it is to vote.

    Raises DomainError « champ_invalide », NotAllowed.
    """
    _require(by, "conventions.add_permanentcommission")
    chosen = lock_dossiers(candidacy.pk for candidacy in chosen)
    commission = PermanentCommission.objects.create(held_on=held_on)
    _write_agenda(commission, chosen)
    after = {"seance": held_on, "dossiers": [str(candidacy) for candidacy in chosen]}
    journal.record("commission permanente préparée", commission, by=by, after=after)
    return commission


@transaction.atomic
def change(
    commission: PermanentCommission, *, held_on: date, chosen: Iterable[Candidacy], by: Any
) -> PermanentCommission:
    """Change the date and the dossiers of a meeting whose report is not frozen.

    Raises DomainError « etat », « champ_invalide »; NotAllowed.
    """
    _require(by, "conventions.change_permanentcommission")
    chosen = lock_dossiers(candidacy.pk for candidacy in chosen)
    commission = PermanentCommission.objects.locked(commission.pk)
    if commission.is_frozen or commission.is_voted:
        raise DomainError("etat", "Le rapport est arrêté : les dossiers et la date ne changent plus.")
    before = commission.held_on
    commission.held_on = held_on
    commission.save()
    _write_agenda(commission, chosen)
    after = {"seance": held_on, "dossiers": [str(candidacy) for candidacy in chosen]}
    journal.record(
        "commission permanente modifiée", commission, by=by, before={"seance": before}, after=after
    )
    return commission


@transaction.atomic
def save_commission(
    commission: PermanentCommission, *, changed: Iterable[str], by: Any
) -> PermanentCommission:
    """Keep a voted act and its dates (CGCT, art. L3131-1: in force once published and transmitted).

    `changed` names the fields that the journal tells. Raises NotAllowed, ValidationError.
    """
    act = "change" if commission.pk else "add"
    _require(by, f"conventions.{act}_permanentcommission")
    commission.full_clean()
    commission.save()
    journal.record(
        "commission permanente enregistrée",
        commission,
        by=by,
        after={name: getattr(commission, name) for name in changed},
    )
    return commission


@transaction.atomic
def record_dates(
    commission: PermanentCommission, *, transmitted_on: date | None, published_on: date | None, by: Any
) -> PermanentCommission:
    """When a voted act was transmitted to the préfet and published.

    Raises DomainError « etat », « champ_invalide »; NotAllowed.
    """
    commission = PermanentCommission.objects.locked(commission.pk)
    if not commission.is_voted:
        raise DomainError("etat", "La séance n’est pas votée : enregistrez d’abord son résultat.")
    commission.transmitted_on, commission.published_on = transmitted_on, published_on
    require_dates_in_order(commission)
    return save_commission(commission, changed=["transmitted_on", "published_on"], by=by)


def require_dates_in_order(commission: PermanentCommission) -> None:
    """Raise DomainError « champ_invalide » for an act transmitted or published before its meeting."""
    for name in ("transmitted_on", "published_on"):
        day = getattr(commission, name)
        if day is not None and day < commission.held_on:
            message = f"Cette date précède la séance ({commission.held_on:%d/%m/%Y})."
            raise DomainError("champ_invalide", message, field=name)


def lock_dossiers(keys: Iterable[int]) -> list[Candidacy]:
    """The dossiers, each locked in the order of the keys: two agents never wait for each other for ever."""
    return [Candidacy.objects.locked(pk) for pk in sorted(keys)]


def valid_number(number: str) -> str:
    """The number of an act as the recueil writes it. Raises DomainError « champ_invalide »."""
    number = " ".join(number.split()).upper()
    try:
        PermanentCommission._meta.get_field("number").run_validators(number)
    except ValidationError as error:
        raise DomainError("champ_invalide", " ".join(error.messages), field="number") from error
    return number


def _write_agenda(commission: PermanentCommission, chosen: list[Candidacy]) -> None:
    allowed = set(candidates(commission).values_list("pk", flat=True))
    for candidacy in chosen:
        if candidacy.pk not in allowed:
            message = (
                f"Le dossier {candidacy} ne peut pas être inscrit : ses devis ne sont pas acceptés, "
                "ou il est déjà inscrit à une autre séance."
            )
            raise DomainError("champ_invalide", message, field="dossiers")
    wanted = {candidacy.pk for candidacy in chosen}
    commission.items.exclude(candidacy__in=wanted).delete()
    known = set(commission.items.values_list("candidacy", flat=True))
    CommissionItem.objects.bulk_create(
        CommissionItem(commission=commission, candidacy_id=pk) for pk in sorted(wanted - known)
    )


def _require(by: Any, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise NotAllowed
