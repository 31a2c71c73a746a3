"""Real concurrent connections on PostgreSQL: the answer is sent while the agent lifts the request, or decides."""

import pytest
from django.utils import timezone

from applications.corrections import answers_of
from applications.domain import corrections, review
from applications.models import Candidacy, CorrectionRequest
from tests.agents import deposited
from tests.reviews.test_concurrency import together
from tne38.core import journal
from tne38.core.errors import DomainError

from .asking import ask, type_in

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def asked() -> CorrectionRequest:
    request = ask(deposited(), ("etablissement", "pupils"))
    type_in(request, "etablissement", pupils="398")
    return CorrectionRequest.objects.get(pk=request.pk)


def answer(request: CorrectionRequest):
    return corrections.answer(request, answers=answers_of, by=None, at=timezone.now())


def lift(request: CorrectionRequest):
    return corrections.lift(request, reason="Le Rectorat a confirmé.", by=None, at=timezone.now())


@pytest.mark.parametrize("turn", range(5))
def test_an_answer_and_a_lift_at_once_leave_one_of_the_two(turn):
    request = asked()
    found = together([lambda: answer(request), lambda: lift(request)])
    [refused] = [result for result in found if isinstance(result, DomainError)]
    assert refused.code == "etat"
    closed = CorrectionRequest.objects.get(pk=request.pk)
    pupils = closed.candidacy.projects.get().pupils
    if closed.answered_at:
        assert (closed.lifted_at, pupils) == (None, 398)
    else:
        assert (closed.lift_reason, pupils) == ("Le Rectorat a confirmé.", 412)
    acts = [entry.action for entry in journal.history(closed.candidacy)]
    assert len({corrections.ANSWERED, corrections.LIFTED} & set(acts)) == 1


def test_the_same_answer_sent_six_times_at_once_is_applied_once():
    request = asked()
    found = together([lambda: answer(request) for _ in range(6)])
    assert len([result for result in found if isinstance(result, DomainError)]) == 5
    acts = [entry.action for entry in journal.history(request.candidacy)]
    assert acts.count("réponses modifiées") == 1


def test_two_requests_at_once_make_one():
    dossier = deposited()
    found = together([lambda: ask(Candidacy.objects.get(pk=dossier.pk), ("etablissement", "pupils"))] * 4)
    assert len([result for result in found if isinstance(result, DomainError)]) == 3
    assert CorrectionRequest.objects.count() == 1


def test_a_request_and_a_verdict_at_once_never_both_hold():
    dossier = deposited()
    together(
        [
            lambda: ask(Candidacy.objects.get(pk=dossier.pk), ("etablissement", "pupils")),
            lambda: review.declare_conforming(dossier, by=None),
        ]
    )
    dossier.refresh_from_db()
    assert (dossier.state == "conforming") != CorrectionRequest.objects.open().exists()
