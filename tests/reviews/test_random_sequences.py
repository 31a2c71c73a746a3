"""Random sequences of acts through the domain: whatever happens, no funder reserves more than it put in."""

import random
from decimal import Decimal

import pytest

from applications.domain import review
from applications.models import Candidacy
from reviews.domain import envelope, funding, letters, promotion, waiting_list
from reviews.domain.decisions import Choice
from reviews.domain.quotes import accept_quotes
from reviews.domain.session_decisions import decide_in_session, reopen
from reviews.enums import Outcome
from reviews.models import Decision, Envelope
from tests.equipment.quoting import quoted
from tests.reviews.sittings import dossiers_of, endowed_call, opened
from tne38.core.errors import DomainError

pytestmark = pytest.mark.django_db
ACTS = 40


class Sitting:
    """An open session of five dossiers of 3 400 €; the envelopes hold about two of them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.call = endowed_call(f"{self.random.randint(2000, 5000)}.00")
        self.dossiers = dossiers_of(self.call, 5)
        self.session = opened(self.call)

    def choose(self) -> Candidacy:
        return Candidacy.objects.get(pk=self.random.choice(self.dossiers).pk)

    def amount(self) -> Decimal:
        return Decimal(self.random.randint(1, 340_000)) / 100

    def act(self) -> None:
        """One act, that the domain may refuse."""
        try:
            getattr(self, self.random.choice(sorted(CHOICES)))(self.choose())
        except DomainError:
            return

    def select(self, dossier: Candidacy) -> None:
        choice = Choice(Outcome.SELECTED, self.amount(), reason="Essai")
        decide_in_session(self.session, dossier, choice, by=None)

    def wait(self, dossier: Candidacy) -> None:
        decide_in_session(self.session, dossier, Choice(Outcome.WAITING_LIST), by=None)

    def reopen(self, dossier: Candidacy) -> None:
        reopen(dossier, reason="Essai", by=None)

    def tell(self, dossier: Candidacy) -> None:
        decision = Decision.objects.filter(candidacy=dossier).first()
        if decision is not None:
            letters.notify(decision, by=None)

    def quote(self, dossier: Candidacy) -> None:
        if not dossier.quotes.exists():
            quoted(dossier, self.amount())
        accept_quotes(dossier, by=None)

    def withdraw(self, dossier: Candidacy) -> None:
        if self.random.random() < 0.3:
            review.withdraw(dossier, by=None)

    def promote(self, _dossier: Candidacy) -> None:
        for candidacy in waiting_list.next_served(self.call):
            promotion.promote(Candidacy.objects.get(pk=candidacy), by=None)

    def fund(self, _dossier: Candidacy) -> None:
        row = Envelope.objects.filter(call=self.call).order_by("?").first()
        funding.change_amount(row, self.amount() * 2, reason="Essai", by=None)


CHOICES = {"select", "wait", "reopen", "tell", "quote", "withdraw", "promote", "fund"}


@pytest.mark.parametrize("seed", range(6))
def test_no_sequence_of_acts_passes_the_envelope(seed, monkeypatch):
    # Printing is tried elsewhere: here the letters only have to leave.
    monkeypatch.setattr(letters, "print_document", lambda letter, *, at: b"%PDF-1.7 essai")
    sitting = Sitting(seed)
    for _ in range(ACTS):
        sitting.act()
        for state in envelope.states_of(sitting.call):
            assert state.reserved <= state.envelope.amount
    assert Decision.objects.exists()
