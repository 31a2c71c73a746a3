"""The pages of a recovery: the agents' acts and work lists, the page where the beneficiary answers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.models import Candidacy
from conventions.models import Recovery
from tests.agents import sign_in
from tests.conventions import stages
from tests.conventions.recoveries import decided, opened, paid, returned, titled
from tests.conventions.test_actions import act, offered
from tests.factories import MembershipFactory, agent
from tests.pieces import pdf
from tne38.accounts.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


@pytest.fixture
def convention():
    return paid()


def url(recovery: Recovery) -> str:
    return reverse("conventions:recovery", args=[recovery.convention.candidacy_id, recovery.pk])


def waiting(client, slug: str) -> bool:
    """Whether the work list of this name holds a dossier."""
    page = client.get(reverse("admin:applications_candidacy_changelist"), {"travail": slug})
    assert page.status_code == 200
    return page.context["cl"].result_count == 1


def sooner(recovery: Recovery) -> None:
    """The deadline passed yesterday."""
    today = timezone.localdate()
    Recovery.objects.filter(pk=recovery.pk).update(answer_by=today - timedelta(1))


def test_the_acts_follow_each_other(convention):
    first, second, candidacy = agent(Role.GESTIONNAIRE), agent(Role.GESTIONNAIRE), convention.candidacy
    assert offered(candidacy, first) == ["ouvrir-reversement"]
    answer_by = timezone.localdate() + timedelta(40)
    said = act(
        candidacy,
        "ouvrir-reversement",
        first,
        ground="trop_verse",
        amount="100,00",
        reason="Facture comptée deux fois.",
        answer_by=answer_by.isoformat(),
    )
    assert f"jusqu’au {answer_by:%d/%m/%Y}" in said
    assert offered(candidacy, first) == ["repondre-reversement"]
    today = timezone.localdate().isoformat()
    act(candidacy, "repondre-reversement", first, answered_on=today, text="Non.", hearing_asked="on")
    assert offered(candidacy, first) == ["enregistrer-audition"]
    act(candidacy, "enregistrer-audition", first, heard_on=today, hearing="Venu avec son comptable.")
    assert offered(candidacy, second) == ["decider-reversement"]
    said = act(
        candidacy, "decider-reversement", second, outcome="partie", amount="60,00", reason="En partie."
    )
    assert "60,00\u00a0€" in said
    assert offered(candidacy, first) == ["enregistrer-titre"]
    act(candidacy, "enregistrer-titre", first, title_number="2026-118", titled_on=today)
    assert offered(candidacy, first) == ["enregistrer-remboursement"]
    act(candidacy, "enregistrer-remboursement", first, returned_on=today)
    assert offered(candidacy, first) == ["ouvrir-reversement"]


def test_the_title_and_the_return_recall_the_amount_that_was_decided(client, convention):
    sign_in(client, Role.GESTIONNAIRE)
    recovery = decided(opened(convention), "60.00")
    title = reverse("admin:applications_candidacy_act", args=[convention.candidacy_id, "enregistrer-titre"])
    assert "Pour 60,00\u00a0€, le montant décidé." in client.get(title).text
    titled(recovery)
    back = title.replace("enregistrer-titre", "enregistrer-remboursement")
    assert "60,00\u00a0€, titre de recettes n° 2026-118." in client.get(back).text


@pytest.mark.parametrize(("outcome", "amount"), [("rien", "0.00"), ("tout", "1700.00")])
def test_nothing_or_the_whole_needs_no_amount(convention, outcome, amount):
    sooner(opened(convention))
    act(
        convention.candidacy,
        "decider-reversement",
        agent(Role.GESTIONNAIRE),
        outcome=outcome,
        reason="Motif.",
    )
    assert str(Recovery.objects.get().decided_amount) == amount


@pytest.mark.parametrize("amount", ["", "0,00", "1 700,00", "abc"])
def test_a_part_is_less_than_the_whole(client, convention, amount):
    sooner(opened(convention))
    sign_in(client, Role.GESTIONNAIRE)
    page = reverse("admin:applications_candidacy_act", args=[convention.candidacy_id, "decider-reversement"])
    state = Candidacy.objects.get().state
    posted = {"etat": state, "outcome": "partie", "amount": amount, "reason": "Un motif tapé"}
    answer = client.post(page, posted).content.decode()
    assert "Un motif tapé" in answer
    assert ("Indiquez un montant de 0,01" in answer) or ("montant" in answer and amount == "abc")
    assert Recovery.objects.get().decided_on is None


def test_nothing_is_opened_before_a_payment():
    convention = stages.delivered(stages.college_draft())
    assert "ouvrir-reversement" not in offered(convention.candidacy, agent(Role.GESTIONNAIRE))


def test_the_work_lists_and_the_dossier_say_who_is_awaited(client, convention):
    user = sign_in(client, Role.GESTIONNAIRE)
    recovery = opened(convention)
    dossier = reverse("admin:applications_candidacy_change", args=[convention.candidacy_id])
    # Its deadline is past.
    assert waiting(client, "reversements-a-decider")
    page = client.get(dossier).content.decode()
    assert "aucune, délai passé le 12 février 2026" in page
    assert "Au Département d’agir" in page
    act(
        convention.candidacy,
        "repondre-reversement",
        user,
        answered_on="2026-02-02",
        text="Non.",
        hearing_asked="on",
    )
    assert not waiting(client, "reversements-a-decider")
    assert waiting(client, "auditions-a-tenir")
    act(convention.candidacy, "enregistrer-audition", user, heard_on="2026-02-03", hearing="Venu.")
    assert not waiting(client, "auditions-a-tenir")
    assert waiting(client, "reversements-a-decider")
    act(convention.candidacy, "decider-reversement", user, outcome="tout", reason="Motif.")
    assert waiting(client, "titres-a-emettre")
    recovery = Recovery.objects.get()
    Recovery.objects.update(decided_on="2026-02-13")
    recovery = titled(recovery)
    assert waiting(client, "remboursements-a-constater")
    assert "Au porteur d’agir" in client.get(dossier).content.decode()
    returned(recovery)
    assert not waiting(client, "remboursements-a-constater")
    assert "encaissé le 30 mars 2026" in client.get(dossier).content.decode()


def test_a_dossier_whose_answer_is_awaited_is_on_no_list(client, convention):
    sign_in(client, Role.GESTIONNAIRE)
    recovery = opened(convention)
    Recovery.objects.filter(pk=recovery.pk).update(answer_by=timezone.localdate())
    assert not waiting(client, "reversements-a-decider")
    assert "decider-reversement" not in offered(convention.candidacy, agent(Role.GESTIONNAIRE))


def test_the_beneficiary_reads_answers_and_follows(client, convention):
    candidacy = convention.candidacy
    member = MembershipFactory(organisation=candidacy.organisation).user
    client.force_login(member)
    follow_up = reverse("applications:detail", args=[candidacy.pk])
    assert "eversement" not in client.get(follow_up).content.decode()
    recovery = opened(convention)
    page = client.get(follow_up).content.decode()
    assert "Présenter vos observations" in page
    assert url(recovery) in page
    page = client.get(url(recovery)).content.decode()
    assert "Un écran sur deux" in page
    assert "Vous faire assister ou représenter" in page
    answer = client.post(url(recovery), {"text": " "})
    assert answer.status_code == 422
    assert "Écrivez vos observations" in answer.content.decode()
    wrong = SimpleUploadedFile("page.html", b"<html>")
    answer = client.post(url(recovery), {"text": "Un texte tapé", "file": wrong})
    assert answer.status_code == 422
    assert "Un texte tapé" in answer.content.decode()
    file = SimpleUploadedFile("photos.pdf", pdf("photos"))
    answer = client.post(url(recovery), {"text": "Tout est installé.", "file": file, "hearing_asked": "on"})
    assert answer["Location"] == url(recovery)
    page = client.get(url(recovery)).content.decode()
    assert "Tout est installé." in page
    assert "photos.pdf" in page
    assert "vous propose un rendez-vous" in page
    assert "Envoyer vos observations" not in page
    assert client.post(url(recovery), {"text": "Encore"}).status_code == 404


def test_who_only_reads_does_not_answer(client, convention):
    recovery = opened(convention)
    reader = MembershipFactory(organisation=convention.candidacy.organisation, role="lecture").user
    client.force_login(reader)
    page = client.get(url(recovery)).content.decode()
    assert "Un écran sur deux" in page
    assert "Envoyer vos observations" not in page
    assert client.post(url(recovery), {"text": "Non"}).status_code == 404
