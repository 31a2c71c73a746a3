"""What the page of one call says, read from its settings: no figure of a call is written here."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from applications.models import Call
from applications.status import Status, moment, remaining
from equipment.models import CatalogueItem, Category
from reviews.criteria import AMI


@dataclass(frozen=True)
class CallPage:
    """A call, where it stands, its equipment by category, its criteria in words, who pays which part."""

    call: Call
    status: Status
    is_open: bool
    takes_paper: bool
    categories: list[Category]
    criteria: list[str]
    department_share: Decimal


def call_page(slug: str, *, at: datetime) -> CallPage:
    """The page of this call at this moment, in a constant number of queries. Raises Http404."""
    lists = ("documents", "training_themes", "family_actions")
    call = get_object_or_404(Call.objects.prefetch_related(*lists), slug=slug)
    return CallPage(
        call=call,
        status=_status(call, at),
        is_open=call.is_open(at),
        takes_paper=at <= call.closes_at,
        categories=_categories(call),
        criteria=_criteria(call),
        department_share=1 - call.tne_share,
    )


def _status(call: Call, at: datetime) -> Status:
    if call.is_open(at):
        text = f"Les dossiers se déposent jusqu’au {moment(call.closes_at)} ({remaining(call, at=at)})."
        return Status("done", "Appel ouvert", text)
    if call.opens_at > at:
        return Status("info", "Appel à venir", f"Le dépôt ouvrira le {moment(call.opens_at)}.")
    text = (
        f"Le dépôt a été clos le {moment(call.closes_at)}. Les dossiers déposés se suivent dans votre espace."
    )
    return Status("info", "Appel clos", text)


def _categories(call: Call) -> list[Category]:
    """The families of equipment that still propose an article, each with its articles."""
    proposed = Prefetch(
        "items", CatalogueItem.objects.filter(is_active=True).order_by("position", "id"), to_attr="proposed"
    )
    return [found for found in call.categories.prefetch_related(proposed) if found.proposed]


def _criteria(call: Call) -> list[str]:
    """The criteria in the words of the AMI, with the figures of the call."""
    if not call.automatic_criteria:
        return []
    size = (
        f"Etablissements dont le nombre de divisions est inférieur ou égal à {call.maximum_divisions} "
        f"et le nombre d’élèves est inférieur ou égal à {call.maximum_pupils}"
    )
    return [AMI["isole"], size, AMI["faible_equipement"]]
