"""The journal: one chain, each entry holding the hash of the one before, never rewritten unseen."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import CallFactory, UserFactory
from tne38.core import journal
from tne38.core.models import JournalEntry, JournalHead

pytestmark = pytest.mark.django_db


def write(count: int) -> list[JournalEntry]:
    call, user = CallFactory(), UserFactory()
    return [
        journal.record("essai", call, by=user, before={"n": n - 1}, after={"n": n})
        for n in range(1, count + 1)
    ]


def test_entries_are_numbered_and_chained():
    first, second, third = write(3)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.previous_hash == "0" * 64
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert journal.verify() == journal.Verification(entries=3, broken_at=None)


def test_an_entry_keeps_who_and_what():
    entry = write(1)[0]
    entry.refresh_from_db()
    assert entry.actor_label.startswith("Personne fictive <personne")
    assert (entry.before, entry.after, entry.action) == ({"n": 0}, {"n": 1}, "essai")


@pytest.mark.parametrize(
    "change", [{"after": {"n": 9}}, {"reason": "autre"}, {"actor_label": "x"}, {"hash": "f" * 64}]
)
def test_a_changed_entry_breaks_the_chain(change):
    write(3)
    JournalEntry.objects.filter(number=2).update(**change)
    assert journal.verify().broken_at == 2


def test_a_removed_entry_breaks_the_chain():
    write(3)
    JournalEntry.objects.filter(number=2).delete()
    assert journal.verify().broken_at == 2


def test_a_removed_end_is_seen():
    write(3)
    JournalEntry.objects.filter(number=3).delete()
    assert journal.verify().broken_at == 3


def test_the_database_refuses_a_fork():
    entry = write(1)[0]
    fork = JournalEntry.objects.get(pk=entry.pk)
    fork.pk, fork.number, fork.hash = None, 2, "a" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        fork.save(force_insert=True)


def test_there_is_one_head():
    write(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalHead.objects.create(pk=2)


@pytest.mark.django_db(transaction=True)
def test_the_journal_is_written_in_the_transaction_of_the_act():
    with pytest.raises(RuntimeError):
        journal.record("essai", CallFactory(), by=None)
