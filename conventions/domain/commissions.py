"""The sessions of the commission permanente, as an agent records and completes them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import NotAllowed

from ..models import PermanentCommission


@transaction.atomic
def save_commission(
    commission: PermanentCommission, *, changed: Iterable[str], by: Any
) -> PermanentCommission:
    """Keep a session and its dates (CGCT, art. L3131-1: in force once published and transmitted).

    `changed` names the fields that the journal tells. Raises NotAllowed, ValidationError.
    """
    act = "change" if commission.pk else "add"
    if by is not None and not by.has_perm(f"conventions.{act}_permanentcommission"):
        raise NotAllowed
    commission.full_clean()
    commission.save()
    journal.record(
        "commission permanente enregistrée",
        commission,
        by=by,
        after={name: getattr(commission, name) for name in changed},
    )
    return commission
