"""What each funder puts into a call."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.models import Call
from tne38.core import journal, money

from ..enums import Funder
from ..models import Envelope


@transaction.atomic
def endow(call: Call, amounts: Mapping[Funder, Decimal], *, by: Any = None) -> list[Envelope]:
    """Give a call its envelopes, in euros by funder; a call that already has one is left as it is."""
    if call.envelopes.exists():
        return []
    envelopes = [
        Envelope.objects.create(call=call, funder=funder, amount=amount) for funder, amount in amounts.items()
    ]
    after = {envelope.funder: money.plain(envelope.amount) for envelope in envelopes}
    journal.record("enveloppe ouverte", call, by=by, after=after)
    return envelopes
