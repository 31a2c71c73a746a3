"""Writing the other subsidies of a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from tne38.core import journal, money

from ..models import Candidacy, OtherFunding
from .editing import Place, require_writable
from .merging import Verdict, verdict, version

STEP = "financements"


@dataclass(frozen=True)
class FundingValue:
    """Who, how much in euros, asked for or granted."""

    funder: str
    amount: Decimal
    state: str


@transaction.atomic
def replace_fundings(
    candidacy: Candidacy, values: Sequence[FundingValue], *, by: Any, expected: str | None = None
) -> Verdict:
    """Make the dossier's other subsidies exactly these, in this order. Nothing is written when nothing changed.

    `expected` is the version that the person was shown: when someone else changed these rows meanwhile nothing
    is written, and the verdict says whether the person has to choose. Raises DomainError « etat », NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    require_writable(Place(candidacy, STEP), by=by)
    existing = list(candidacy.other_fundings.all())
    stored = version(FundingValue(row.funder, row.amount, row.state) for row in existing)
    found = verdict(expected, version(values), stored)
    if found is not Verdict.WRITE:
        return found
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
    return found


def _described(row: OtherFunding) -> str:
    return f"{row} : {money.plain(row.amount)}"
