"""Acting on a dossier from its page: what is offered, what a POST does, what a refusal keeps."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applications import actions
from applications.domain import review
from applications.models import Candidacy
from reviews.domain import decisions
from reviews.enums import Outcome
from reviews.models import Decision
from tests.agents import IN_TIME, conforming, deposited, invited, sign_in
from tests.equipment.quoting import quoted, with_accepted_quotes
from tests.factories import agent
from tests.house.guard import only_reading
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.models import JournalEntry

pytestmark = pytest.mark.django_db


def act(dossier: Candidacy, slug: str) -> str:
    return reverse("admin:applications_candidacy_act", args=[dossier.pk, slug])


def page(dossier: Candidacy) -> str:
    return reverse("admin:applications_candidacy_change", args=[dossier.pk])


def in_review() -> Candidacy:
    return review.start_review(deposited(), by=None)


def non_conforming() -> Candidacy:
    return review.declare_non_conforming(deposited(), by=None, reason="Débit insuffisant.")


def selected() -> Candidacy:
    dossier = conforming()
    decisions.decide(dossier, Outcome.SELECTED, amount=Decimal("3400"), decided_on=IN_TIME.date(), by=None)
    return Candidacy.objects.get(pk=dossier.pk)


def with_quotes() -> Candidacy:
    dossier = selected()
    quoted(dossier)
    return dossier


def quotes_accepted() -> Candidacy:
    dossier = selected()
    with_accepted_quotes(dossier)
    return Candidacy.objects.get(pk=dossier.pk)


VERDICTS = ["declarer-conforme", "declarer-non-conforme"]
ASK = "demander-correction"
OFFERED = {
    deposited: (["instruire", *VERDICTS, ASK], ["instruire", *VERDICTS, ASK]),
    in_review: ([*VERDICTS, ASK], [*VERDICTS, ASK]),
    non_conforming: (["reprendre-instruction"], ["reprendre-instruction"]),
    conforming: (["reprendre-instruction", "decider"], ["reprendre-instruction", "decider"]),
    selected: ([], []),
    with_quotes: ([], ["redemander-devis", "accepter-devis"]),
    quotes_accepted: ([], ["voter"]),
}


@pytest.mark.parametrize("stage", OFFERED, ids=lambda stage: stage.__name__)
def test_the_acts_offered_follow_the_state_and_the_role(client, stage):
    dossier = stage()
    by_instructor, by_manager = OFFERED[stage]
    expected = {
        Role.INSTRUCTEUR: by_instructor,
        Role.GESTIONNAIRE: by_manager,
        Role.ADMINISTRATEUR: by_manager,
        Role.COMMISSION: [],
        Role.IEN: [],
    }
    for role, slugs in expected.items():
        assert [item.slug for item in actions.offered(dossier, agent(role))] == slugs, role
        sign_in(client, role)
        text = client.get(page(dossier)).text
        moving = [slug for slug, item in actions._actions.items() if not item.beside]
        shown = [slug for slug in moving if act(dossier, slug) in text]
        assert shown == slugs, role


def test_an_act_without_a_form_is_confirmed_then_carried_out(client):
    user = sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited()
    with only_reading():
        shown = client.get(act(dossier, "declarer-conforme"))
    assert "Déclarer conforme" in shown.text
    answer = client.post(act(dossier, "declarer-conforme"), {"etat": "deposited"}, follow=True)
    assert answer.redirect_chain == [(page(dossier), 302)]
    assert "Le dossier est déclaré conforme." in answer.text
    dossier.refresh_from_db()
    assert dossier.state == "conforming"
    entry = journal.history(dossier).last()
    assert (entry.action, entry.actor_id) == ("dossier déclaré conforme", user.pk)


def test_opening_an_act_writes_nothing(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = conforming()
    before = JournalEntry.objects.count()
    with only_reading():
        assert client.get(act(dossier, "decider")).status_code == 200
        assert client.get(page(dossier)).status_code == 200
    assert JournalEntry.objects.count() == before


def test_a_refusal_is_told_at_its_field_and_keeps_what_was_typed(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = conforming()
    typed = {
        "etat": "conforming",
        "outcome": "selected",
        "amount": "3 400,01",
        "decided_on": "2025-05-12",
        "reason": "Un motif à garder.",
    }
    answer = client.post(act(dossier, "decider"), typed)
    form = answer.context["form"]
    assert form.errors["amount"] == [
        "Le montant accordé ne peut pas dépasser le montant éligible (3\u00a0400,00\u00a0€)."
    ]
    assert "Un motif à garder." in answer.text
    assert 'href="#id_amount"' in answer.text
    assert not Decision.objects.exists()
    dossier.refresh_from_db()
    assert dossier.state == "conforming"


def test_a_decision_is_recorded_with_its_amount(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = conforming()
    typed = {"etat": "conforming", "outcome": "selected", "amount": "3400", "decided_on": "2025-05-12"}
    answer = client.post(act(dossier, "decider"), typed, follow=True)
    assert "Décision enregistrée" in answer.text
    decision = Decision.objects.get()
    assert (decision.amount, decision.department_share, decision.tne_share) == (3400, 1700, 1700)


def test_an_act_on_a_dossier_that_has_moved_on_is_refused_with_its_present_state(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited()
    review.declare_non_conforming(dossier, by=None, reason="Débit insuffisant.")
    before = JournalEntry.objects.count()
    for method in (client.get, client.post):
        answer = method(act(dossier, "declarer-conforme"), follow=True)
        assert answer.redirect_chain == [(page(dossier), 302)]
        assert "est maintenant « Non conforme »" in answer.text
    assert JournalEntry.objects.count() == before


def test_an_act_still_possible_but_seen_in_another_state_is_not_carried_out(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited()
    review.start_review(dossier, by=None)
    answer = client.post(act(dossier, "declarer-conforme"), {"etat": "deposited"}, follow=True)
    assert "Rien n’a été enregistré." in answer.text
    dossier.refresh_from_db()
    assert dossier.state == "in_review"


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_who_only_reads_does_not_act(client, role):
    dossier = deposited()
    invited(dossier.call, sign_in(client, role))
    assert client.post(act(dossier, "declarer-conforme"), {"etat": "deposited"}).status_code == 403
    dossier.refresh_from_db()
    assert dossier.state == "deposited"


def test_an_unknown_act_does_not_exist(client):
    sign_in(client, Role.INSTRUCTEUR)
    assert client.get(act(deposited(), "danser")).status_code == 404
