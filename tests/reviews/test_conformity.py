"""The checklist of a dossier: what the facts decide, what an agent says, what a verdict needs."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.corrections import askable_pages, suggested
from applications.domain import review
from applications.enums import CandidacyState as State
from applications.models import Call, Candidacy, CorrectionRequest
from reviews.conformity import checklist
from reviews.domain import conformity
from reviews.domain.conformity import Answer
from reviews.enums import CheckResult, Fact, FoundBy
from reviews.models import Check, CheckItem
from tests.agents import deposited, queries_of, sign_in
from tests.applications.asking import ask
from tests.factories import CallFactory, ConnectedClassFactory, agent
from tests.house.guard import only_reading
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
PASSED, FAILED = CheckResult.PASSED, CheckResult.FAILED
EQUIPMENT = "Volet équipement : les équipements et ressources servent le projet pédagogique"
READABLE = "Les pièces jointes se lisent et concernent ce dossier"
RATES = "Prérequis : le débit Internet de chaque classe concernée"


@pytest.fixture
def call() -> Call:
    call = CallFactory(rectorat_email="rectorat@exemple.test")
    conformity.ship(call)
    return call


@pytest.fixture
def instructor():
    return agent(Role.INSTRUCTEUR)


def fresh(dossier: Candidacy) -> Candidacy:
    return Candidacy.objects.select_related("call", "organisation").get(pk=dossier.pk)


def results(dossier: Candidacy) -> dict[str, str | None]:
    return {entry.item.label: entry.result for entry in checklist(fresh(dossier)).entries}


def item(call: Call, label: str) -> CheckItem:
    return call.check_items.get(label=label)


def say(dossier: Candidacy, label: str, result: str, comment: str = "", *, by=None) -> None:
    conformity.answer(dossier, [Answer(item(dossier.call, label), result, comment)], by=by)


def answer_the_rest(dossier: Candidacy) -> None:
    left = [Answer(entry.item, PASSED) for entry in checklist(fresh(dossier)).left]
    conformity.answer(dossier, left, by=None)


def test_the_facts_decide_what_they_can_and_leave_the_rest_to_the_agent(call):
    dossier = deposited(call)
    left = {label for label, result in results(dossier).items() if result is None}
    assert left == {EQUIPMENT, READABLE}
    assert set(results(dossier).values()) == {PASSED, None}


def test_a_rate_too_low_fails_and_an_unknown_ent_is_left_to_the_agent(call):
    dossier = deposited(call)
    project = dossier.projects.get()
    ConnectedClassFactory(project=project, name="5e B", mbps=12)
    project.ent_name = "ENT inconnu"
    project.save()
    found = {entry.item.fact: entry for entry in checklist(fresh(dossier)).entries if entry.item.fact}
    assert found[Fact.RATES].result == FAILED
    assert found[Fact.RATES].messages[0].startswith("Classe 5e B : 12 Mb/s mesurés")
    assert found[Fact.ENT].result is None
    assert found[Fact.PROJECT].result == PASSED


def test_conforming_needs_every_point_answered(call, instructor):
    dossier = deposited(call)
    with pytest.raises(DomainError) as refusal:
        review.declare_conforming(dossier, by=instructor)
    assert refusal.value.code == "controles"
    assert refusal.value.message == f"Il reste à contrôler : {EQUIPMENT} ; {READABLE}."
    # A reason passes over a failure, not over what nobody has looked at.
    with pytest.raises(DomainError, match="Il reste à contrôler"):
        review.declare_conforming(dossier, by=instructor, despite="Dossier urgent.")
    answer_the_rest(dossier)
    assert review.declare_conforming(dossier, by=instructor).state == State.CONFORMING


def test_a_failed_point_is_passed_over_with_a_reason_alone(call, instructor):
    dossier = deposited(call)
    say(dossier, EQUIPMENT, FAILED, "Six écrans pour quatre classes.")
    answer_the_rest(dossier)
    with pytest.raises(DomainError, match="Ces points ne sont pas remplis : Volet équipement"):
        review.declare_conforming(dossier, by=instructor)
    reason = "Deux classes ouvrent à la rentrée, avis du 3 avril."
    review.declare_conforming(dossier, by=instructor, despite=reason)
    assert journal.history(dossier).last().reason == reason


def test_a_call_without_points_asks_for_nothing(instructor):
    assert review.declare_conforming(deposited(CallFactory()), by=instructor).state == State.CONFORMING


def test_the_verdict_keeps_what_the_facts_said_then(call, instructor):
    dossier = deposited(call)
    answer_the_rest(dossier)
    review.declare_conforming(dossier, by=instructor)
    kept = Check.objects.filter(candidacy=dossier)
    assert kept.filter(found_by=FoundBy.FACT, result=PASSED, by=None).count() == 10
    assert kept.count() == 12
    # What the dossier becomes changes nothing to what was verified.
    ConnectedClassFactory(project=dossier.projects.get(), name="5e B", mbps=12)
    assert results(dossier)[RATES] == PASSED
    review.resume_review(fresh(dossier), by=instructor, reason="Débit à revoir.")
    assert results(dossier)[RATES] == FAILED
    review.declare_non_conforming(fresh(dossier), by=instructor, reason="Débit insuffisant.")
    check = kept.get(item=item(call, RATES))
    assert check.result == FAILED
    assert check.comment.startswith("Classe 5e B : 12 Mb/s")


def test_the_agent_prevails_over_the_facts_and_says_why(call, instructor):
    dossier = deposited(call)
    ConnectedClassFactory(project=dossier.projects.get(), name="5e B", mbps=12)
    with pytest.raises(DomainError) as refusal:
        say(dossier, RATES, PASSED, by=instructor)
    assert refusal.value.field == f"remarque-{item(call, RATES).pk}"
    say(dossier, RATES, PASSED, "La fibre est posée : attestation jointe.", by=instructor)
    assert results(dossier)[RATES] == PASSED
    entry = journal.history(dossier).last()
    assert (entry.action, entry.before, entry.after) == (
        "conformité contrôlée",
        {RATES: "Non rempli"},
        {RATES: "Rempli – La fibre est posée : attestation jointe."},
    )
    say(dossier, RATES, "", by=instructor)
    assert results(dossier)[RATES] == FAILED


def test_saying_the_same_again_writes_nothing(call, instructor):
    dossier = deposited(call)
    say(dossier, EQUIPMENT, PASSED, by=instructor)
    before = journal.history(dossier).count()
    say(dossier, EQUIPMENT, PASSED, by=instructor)
    say(dossier, RATES, "", by=instructor)
    assert journal.history(dossier).count() == before


def test_a_failure_without_a_remark_is_refused_by_the_domain_and_by_the_database(call):
    dossier = deposited(call)
    with pytest.raises(DomainError, match="écrivez une remarque"):
        say(dossier, EQUIPMENT, FAILED, " ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(
            candidacy=dossier, item=item(call, EQUIPMENT), result=FAILED, found_by=FoundBy.AGENT
        )


def test_only_an_agent_answers_and_only_during_the_instruction(call, instructor):
    dossier = deposited(call)
    with pytest.raises(NotAllowed):
        say(dossier, EQUIPMENT, PASSED, by=agent(Role.COMMISSION))
    review.declare_non_conforming(dossier, by=None, reason="Essai.")
    with pytest.raises(DomainError, match="pendant l’instruction"):
        say(dossier, EQUIPMENT, PASSED, by=instructor)


def test_a_failed_point_is_suggested_to_correct_and_an_accepted_one_is_not(call):
    dossier = deposited(call)
    ConnectedClassFactory(project=dossier.projects.get(), name="5e B", mbps=12)
    pages = askable_pages(fresh(dossier))
    project_pk = dossier.projects.get().pk
    before = suggested(fresh(dossier), pages)
    assert before[("classes", project_pk, "")].startswith("Classe 5e B : 12 Mb/s")
    say(dossier, RATES, PASSED, "Attestation jointe.")
    say(dossier, EQUIPMENT, FAILED, "Six écrans pour quatre classes.")
    after = suggested(fresh(dossier), pages)
    assert after == {("equipements", project_pk, ""): "Six écrans pour quatre classes."}


def test_a_failed_point_is_looked_at_again_once_the_porteur_has_answered(call):
    dossier = deposited(call)
    say(dossier, EQUIPMENT, FAILED, "Six écrans pour quatre classes.")
    request = ask(dossier, ("etablissement", "pupils"))
    assert not checklist(fresh(dossier)).failed[0].again
    CorrectionRequest.objects.filter(pk=request.pk).update(answered_at=timezone.now() + timedelta(minutes=1))
    found = checklist(fresh(dossier))
    assert EQUIPMENT in {entry.item.label for entry in found.left}
    assert found.failed == []


@pytest.mark.parametrize("is_conforming", [True, False])
def test_the_verdict_is_told_to_the_porteur_the_school_and_the_rectorat(call, instructor, is_conforming):
    dossier = deposited(call)
    dossier.projects.update(contact_email="ecole@exemple.test")
    answer_the_rest(dossier)
    if is_conforming:
        review.declare_conforming(dossier, by=instructor)
    else:
        review.declare_non_conforming(dossier, by=instructor, reason="Débit insuffisant.")
    kind = "dossier-conforme" if is_conforming else "dossier-non-conforme"
    told = set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))
    assert told == {dossier.organisation.email, "ecole@exemple.test", "rectorat@exemple.test"}


# --- The pages -------------------------------------------------------------------------------------------


def page(dossier: Candidacy) -> str:
    return reverse("admin:applications_candidacy_change", args=[dossier.pk])


def act(dossier: Candidacy, slug: str) -> str:
    return reverse("admin:applications_candidacy_act", args=[dossier.pk, slug])


def test_the_dossier_says_what_remains_and_links_a_failed_point_to_the_correction(client, call):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited(call)
    ConnectedClassFactory(project=dossier.projects.get(), name="5e B", mbps=12)
    text = client.get(page(dossier)).text
    assert "Il reste 2 points à contrôler" in text
    assert f"{act(dossier, 'demander-correction')}#rubrique-classes" in text
    assert 'id="rubrique-classes"' in client.get(act(dossier, "demander-correction")).text


def test_the_checklist_is_filled_in_on_one_page(client, call):
    user = sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited(call)
    equipment, readable = item(call, EQUIPMENT), item(call, READABLE)
    with only_reading():
        assert "À contrôler" in client.get(act(dossier, "controler-conformite")).text
    wrong = {f"resultat-{equipment.pk}": FAILED, f"resultat-{readable.pk}": CheckResult.NOT_APPLICABLE}
    answer = client.post(act(dossier, "controler-conformite"), wrong)
    assert answer.context["form"].errors == {
        f"remarque-{equipment.pk}": [f"« {EQUIPMENT} » : écrivez une remarque."]
    }
    assert not Check.objects.exists()
    right = {**wrong, f"remarque-{equipment.pk}": "Six écrans pour quatre classes."}
    answer = client.post(act(dossier, "controler-conformite"), right, follow=True)
    assert "2 points enregistrés : tous les points sont contrôlés." in answer.text
    assert "Six écrans pour quatre classes." in answer.text
    assert Check.objects.get(item=equipment).by == user


def test_the_verdict_page_says_what_remains_and_has_no_button(client, call):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited(call)
    text = client.get(act(dossier, "declarer-conforme")).text
    assert f"Il reste à contrôler : {EQUIPMENT}" in text
    assert '<button class="button default">' not in text
    answer = client.post(act(dossier, "declarer-conforme"))
    assert f"Il reste à contrôler : {EQUIPMENT}" in answer.text
    assert fresh(dossier).state == State.DEPOSITED


def test_conforming_despite_a_failure_is_offered_when_nothing_else_remains(client, call):
    sign_in(client, Role.INSTRUCTEUR)
    dossier, slug = deposited(call), "declarer-conforme-malgre"
    say(dossier, EQUIPMENT, FAILED, "Six écrans pour quatre classes.")
    assert act(dossier, slug) not in client.get(page(dossier)).text
    answer_the_rest(dossier)
    assert act(dossier, slug) in client.get(page(dossier)).text
    client.post(act(dossier, slug), {"reason": "Deux classes ouvrent à la rentrée."})
    assert fresh(dossier).state == State.CONFORMING


def test_the_bulk_says_which_dossiers_are_not_checked(client, call):
    sign_in(client, Role.INSTRUCTEUR)
    checked, other = deposited(call), deposited(call)
    answer_the_rest(checked)
    path = f"{reverse('admin:applications_candidacy_bulk')}?acte=declarer-conforme&tous=1"
    answer = client.get(path)
    assert answer.context["passing"] == [checked]
    [refused] = answer.context["refused"]
    assert (refused.candidacy, refused.refusal) == (
        other,
        f"Il reste à contrôler : {EQUIPMENT} ; {READABLE}.",
    )
    few = queries_of(client, path)
    for _ in range(4):
        deposited(call)
    assert queries_of(client, path) == few


def test_a_new_call_is_proposed_the_shipped_points_and_an_old_one_its_own(client, call):
    sign_in(client, Role.ADMINISTRATEUR)
    new = client.get(reverse("admin:applications_call_add")).text
    assert new.count("Volet formation : une formation accompagne la dotation") >= 1
    CheckItem.objects.filter(call=call).exclude(label=EQUIPMENT).delete()
    old = client.get(reverse("admin:applications_call_change", args=[call.pk])).text
    assert "Volet équipement : les équipements" in old
    assert "Volet formation : une formation accompagne" not in old
