"""Numbers given once: a locked row, never « the greatest plus one »."""

from django.db import transaction

from .models import Sequence


def next_number(name: str) -> int:
    """Take the next number of the sequence `name`, from 1. Call it inside the transaction that uses it."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken inside the transaction that uses it.")
    Sequence.objects.get_or_create(name=name)
    row = Sequence.objects.select_for_update().get(name=name)
    row.value += 1
    row.save(update_fields=["value"])
    return row.value
