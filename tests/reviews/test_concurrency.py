"""Real concurrent connections on PostgreSQL: numbers, journal and envelope under contention."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import close_old_connections, connection, transaction

from applications.domain import review, submission
from applications.models import Candidacy
from reviews.domain import decisions
from reviews.enums import Funder, Outcome
from reviews.models import Envelope, Reservation
from tests.applications.test_submission import BEFORE
from tests.factories import CallFactory, complete_draft
from tne38.core import journal
from tne38.core.errors import DomainError

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def together(acts: list[Callable[[], object]]) -> list[object]:
    """Run each act in a thread and connection of its own, all at once; return results or exceptions."""
    assert connection.vendor == "postgresql"
    results: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def work(place: int, act: Callable[[], object]) -> None:
        close_old_connections()
        start.wait()
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    return results


def test_twelve_deposits_at_once_get_twelve_numbers_and_one_chain():
    call = CallFactory()
    drafts = [complete_draft(call) for _ in range(12)]
    found = together(
        [lambda draft=draft: submission.submit(draft, by=None, at=BEFORE).number for draft in drafts]
    )
    assert sorted(found) == [f"38-2025-{n:04d}" for n in range(1, 13)]
    assert journal.verify().broken_at is None


def test_the_same_draft_deposited_eight_times_at_once_has_one_number():
    draft = complete_draft()
    found = together([lambda: submission.submit(draft, by=None, at=BEFORE).number for _ in range(8)])
    assert set(found) == {"38-2025-0001"}
    assert journal.history(draft).filter(action="dossier déposé").count() == 1


def test_one_school_in_two_dossiers_is_deposited_once():
    call = CallFactory()
    first, second = complete_draft(call), complete_draft(call)
    second.projects.update(school=first.projects.get().school)
    found = together(
        [lambda draft=draft: submission.submit(draft, by=None, at=BEFORE) for draft in (first, second)]
    )
    [refused] = [result for result in found if isinstance(result, DomainError)]
    # The second comes while the first is being written (the constraint refuses) or just after (the check does).
    assert "doublon" in {refused.code, *(finding.code for finding in getattr(refused, "findings", []))}
    assert Candidacy.objects.deposited().count() == 1


def test_ten_decisions_at_once_never_pass_the_envelope():
    """3 400 € each: 1 700 € of the Département's 6 000 €, so three of them and no more."""
    call = CallFactory()
    Envelope.objects.create(call=call, funder=Funder.DEPARTMENT, amount=Decimal("6000.00"))
    Envelope.objects.create(call=call, funder=Funder.TNE, amount=Decimal("99000.00"))
    dossiers = []
    for _ in range(10):
        candidacy = submission.submit(complete_draft(call), by=None, at=BEFORE)
        dossiers.append(review.declare_conforming(candidacy, by=None))

    def select(candidacy):
        return decisions.decide(
            candidacy, Outcome.SELECTED, amount=Decimal("3400"), decided_on=date(2025, 5, 12), by=None
        )

    found = together([lambda candidacy=candidacy: select(candidacy) for candidacy in dossiers])
    refused = [result for result in found if isinstance(result, DomainError)]
    assert {error.code for error in refused} == {"enveloppe"}
    assert len(refused) == 7
    taken = Reservation.objects.filter(envelope__funder=Funder.DEPARTMENT).values_list("amount", flat=True)
    assert sum(taken) == Decimal("5100.00")


def test_a_row_that_only_refers_to_a_dossier_does_not_wait_for_whoever_holds_it():
    """Foreign keys are checked at the commit, once the journal is held: waiting there would close a circle."""
    dossier = submission.submit(complete_draft(), by=None, at=BEFORE)

    def refer() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute("SELECT 1 FROM applications_candidacy WHERE id = %s FOR KEY SHARE", [dossier.pk])

    with transaction.atomic():
        Candidacy.objects.locked(dossier.pk)
        assert together([refer]) == [None]
