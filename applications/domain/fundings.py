"""Writing the other subsidies of a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from tne38.core import journal, money

from ..models import Candidacy, OtherFunding
from .drafts import require_editable


@dataclass(frozen=True)
class FundingValue:
    """Who, how much in euros, asked for or granted."""

    funder: str
    amount: Decimal
    state: str


@transaction.atomic
def replace_fundings(candidacy: Candidacy, values: Sequence[FundingValue], *, by: Any) -> list[OtherFunding]:
    """Make the dossier's other subsidies exactly these, in this order. Nothing is written when nothing changed.

    Raises DomainError « etat » once the dossier is deposited, NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    require_editable(candidacy, by=by)
    existing = list(candidacy.other_fundings.all())
    if [FundingValue(row.funder, row.amount, row.state) for row in existing] == list(values):
        return existing
    candidacy.other_fundings.all().delete()
    fundings = OtherFunding.objects.bulk_create(
        OtherFunding(candidacy=candidacy, position=position, **vars(value))
        for position, value in enumerate(values)
    )
    candidacy.save()
    journal.record(
        "autres financements modifiés",
        candidacy,
        by=by,
        before={"financements": [_described(row) for row in existing]},
        after={"financements": [_described(row) for row in fundings]},
    )
    return fundings


def _described(row: OtherFunding) -> str:
    return f"{row} : {money.plain(row.amount)}"
