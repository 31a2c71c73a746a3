"""What each dossier should hold of the envelopes, as expressions of the database."""

from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from applications.enums import CandidacyState as State
from reviews.enums import Funder, Outcome
from tne38.core.money import ZERO
from tne38.core.money_fields import MoneyField

from ..domain.holding import SETTLED
from ..granting import granted
from ..models import Payment, Recovery
from ..recovery.workflow import RecoveryState

GRANTED = [State.VOTED, State.CONTRACTED, State.NOTIFIED, State.DELIVERED, State.CLAIMED]
DECIDED = [State.DECIDED, State.SELECTED, State.QUOTES_ACCEPTED]
SHARES = {Funder.DEPARTMENT: "department_share", Funder.TNE: "tne_share"}
NOTHING = Value(ZERO, output_field=MoneyField())


def summed(rows: QuerySet[Any], name: str, by: str) -> Coalesce:
    """The sum of a column of rows of another table, grouped by what links them; nothing: zero."""
    found = rows.order_by().values(by).annotate(total=Sum(name)).values("total")
    return Coalesce(Subquery(found, output_field=MoneyField()), NOTHING)


def returned(share: str, path: str) -> Coalesce:
    """What the beneficiary of a dossier gave back, one column of it; `path` leads to the dossier."""
    rows = Recovery.objects.filter(convention__candidacy=OuterRef(f"{path}pk"), state=RecoveryState.RETURNED)
    return summed(rows, share, "convention__candidacy")


def held(funder: str, path: str) -> Case:
    """What a dossier should hold of a funder's envelope; `path` leads to the dossier, « candidacy__ » or nothing."""
    share = SHARES[Funder(funder)]
    back = returned(f"decided_{share}", path)
    paid = Payment.objects.filter(convention__candidacy=OuterRef(f"{path}pk"))
    return Case(
        When(**{f"{path}state__in": SETTLED}, then=summed(paid, share, "convention__candidacy") - back),
        When(**{f"{path}state__in": GRANTED}, then=granted(share, path) - back),
        When(
            **{f"{path}state__in": DECIDED, f"{path}decision__outcome": Outcome.SELECTED},
            then=F(f"{path}decision__{share}"),
        ),
        default=NOTHING,
        output_field=MoneyField(),
    )
