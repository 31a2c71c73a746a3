"""What is granted, as an expression of the database: what was voted, or what the last notified amendment says."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from tne38.core.money_fields import MoneyField

from .amendment.workflow import AmendmentState
from .models import Amendment


def granted(column: str, path: str) -> Coalesce:
    """Euros granted to a dossier: its « amount » or one share; `path` leads to the dossier, « candidacy__ » or nothing."""
    rows = Amendment.objects.filter(
        convention__candidacy=OuterRef(f"{path}pk"), state=AmendmentState.NOTIFIED, granted__isnull=False
    )
    after = rows.order_by("-rank").values("granted" if column == "amount" else column)[:1]
    return Coalesce(Subquery(after, output_field=MoneyField()), F(f"{path}vote_result__{column}"))
