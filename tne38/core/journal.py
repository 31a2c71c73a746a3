"""The journal: an append-only chain in which each entry holds the hash of the one before."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from .models import JournalEntry, JournalHead

_HASHED = [
    "number",
    "actor_id",
    "actor_label",
    "on_behalf_of",
    "action",
    "subject_type",
    "subject_id",
    "subject_label",
    "before",
    "after",
    "reason",
    "previous_hash",
]


def record(
    action: str,
    subject: models.Model,
    *,
    by: Any,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    on_behalf_of: str = "",
) -> JournalEntry:
    """Write one entry, as the last step of a domain function, inside its transaction.

    `by` is the account that acts, or None for the portal itself. The head of the chain is locked here and
    stays locked until the transaction ends: rows are locked first, the journal last, so two writers never
    wait for each other in a circle.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The journal is written in the transaction of the act.")
    JournalHead.objects.get_or_create(pk=1)
    head = JournalHead.objects.select_for_update().get(pk=1)
    entry = JournalEntry(
        number=head.number + 1,
        at=timezone.now(),
        actor_id=getattr(by, "pk", None),
        actor_label=str(by) if by is not None else "le portail",
        on_behalf_of=on_behalf_of,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:254],
        before=_jsonable(before or {}),
        after=_jsonable(after or {}),
        reason=reason,
        previous_hash=head.hash,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry


def _jsonable(values: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(values, default=str))


def digest(entry: JournalEntry) -> str:
    """SHA-256 (hexadecimal) of an entry's content and of the hash before it."""
    content = {name: getattr(entry, name) for name in _HASHED}
    content["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def history(subject: models.Model) -> models.QuerySet[JournalEntry]:
    """The entries of one object, oldest first."""
    return JournalEntry.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).order_by("number")


@dataclass(frozen=True)
class Verification:
    """What a walk along the chain found: how many entries, and the first broken one if any."""

    entries: int
    broken_at: int | None


def verify() -> Verification:
    """Walk the chain from its start and stop at the first entry that does not fit."""
    previous, count = "0" * 64, 0
    for entry in JournalEntry.objects.order_by("number").iterator(chunk_size=2000):
        count += 1
        if entry.number != count or entry.previous_hash != previous or entry.hash != digest(entry):
            return Verification(count, count)
        previous = entry.hash
    head = JournalHead.objects.filter(pk=1).first()
    if head is not None and (head.number, head.hash) != (count, previous):
        return Verification(count, count + 1)  # the end of the chain was cut off
    return Verification(count, None)
