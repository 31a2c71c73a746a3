"""The messages about the verdict and the decision: to whom, about what, in which words."""

from datetime import date
from decimal import Decimal

import pytest

from applications.domain import review
from reviews.domain import decisions
from reviews.enums import Outcome
from tests.conventions.stages import college_draft, deposited
from tests.factories import MembershipFactory
from tne38.core import jobs
from tne38.core.errors import DomainError
from tne38.core.models import Job
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 15)


def last() -> Message:
    return Message.objects.latest("pk")


def test_conforming_is_told_to_the_porteur_to_the_school_and_to_the_rectorat():
    candidacy = deposited(college_draft())
    member = MembershipFactory(organisation=candidacy.organisation).user
    review.declare_conforming(candidacy, by=None)
    messages = Message.objects.filter(kind="dossier-conforme")
    recipients = {message.recipient for message in messages}
    assert recipients == {
        candidacy.organisation.email,
        member.email,
        "college@exemple.test",
        "rectorat@exemple.test",
    }
    assert last().subject == "38-2025-0001 – votre dossier est conforme"
    assert "est conforme à l’appel «\u00a0Appel fictif – collèges\u00a0»" in last().body
    assert "Écrivez à contact@exemple.test en rappelant le numéro 38-2025-0001" in last().body


def test_non_conforming_gives_the_reason_as_typed():
    candidacy = deposited(college_draft())
    review.declare_non_conforming(candidacy, by=None, reason="Débit < 20 Mb/s & ENT absent")
    assert last().kind == "dossier-non-conforme"
    assert "Débit < 20 Mb/s & ENT absent" in last().body
    assert "dans les deux mois qui suivent ce message" in last().body  # CJA, R421-5
    assert "tribunal administratif de Grenoble" in last().body


def test_a_verdict_given_again_is_told_again():
    candidacy = deposited(college_draft())
    review.declare_conforming(candidacy, by=None)
    review.resume_review(candidacy, by=None, reason="Vérification")
    review.declare_conforming(candidacy, by=None)
    told = Message.objects.filter(kind="dossier-conforme", recipient=candidacy.organisation.email)
    assert told.count() == 2


def test_a_refused_act_writes_to_nobody():
    candidacy = deposited(college_draft())
    with pytest.raises(DomainError):
        review.declare_non_conforming(candidacy, by=None, reason=" ")
    assert not Message.objects.filter(kind="dossier-non-conforme").exists()


def decide(outcome: Outcome, **values) -> Message:
    candidacy = review.declare_conforming(deposited(college_draft()), by=None)
    decisions.decide(candidacy, outcome, decided_on=DAY, by=None, **values)
    jobs.run(Job.objects.get(kind="lettre-de-notification").pk)
    return last()


def test_selected():
    message = decide(Outcome.SELECTED, amount=Decimal("3400.00"))
    assert message.subject == "38-2025-0001 – votre candidature est retenue"
    assert "Subvention accordée, au plus\u00a0: 3\u00a0400,00\u00a0€" in message.body
    assert "15\u00a0mai\u00a02025" in message.body
    assert "Précision de la commission" not in message.body


def test_on_the_waiting_list():
    message = decide(Outcome.WAITING_LIST, reason="Crédits épuisés")
    assert message.subject == "38-2025-0001 – votre candidature est sur liste d’attente"
    assert "Crédits épuisés" in message.body


def test_rejected_with_the_reason_and_the_ways_of_appeal():
    message = decide(Outcome.REJECTED, reason="Projet sans équipement")
    assert message.subject == "38-2025-0001 – votre candidature n’est pas retenue"
    assert "Projet sans équipement" in message.body
    assert "tribunal administratif de Grenoble" in message.body
