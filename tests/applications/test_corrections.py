"""Corrections of a deposited dossier: only what is asked for, only once the answer is sent, no verdict meanwhile."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.corrections import askable_pages, suggested
from applications.domain import corrections, review
from applications.domain.classes import ClassValue, replace_classes
from applications.domain.drafts import save_answers
from applications.domain.editing import Place
from applications.domain.submission import submit
from applications.enums import MembershipRole
from applications.models import Candidacy, CorrectionRequest
from equipment.amounts import amounts_of
from equipment.domain.lines import replace_lines
from equipment.models import CatalogueItem
from tests.agents import deposited
from tests.factories import MembershipFactory, agent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from .asking import ask, manager_of, place_of, send, type_in
from .territory import complete_of_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Candidacy:
    return deposited()


def refused(act, *args, **values) -> str:
    """The code with which a domain function refuses."""
    with pytest.raises(DomainError) as error:
        act(*args, **values)
    return error.value.code


# --- Only what is asked for ------------------------------------------------------------------------------


def test_what_was_deposited_stays_until_the_answer_is_sent(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    type_in(request, "etablissement", pupils="398")
    assert dossier.projects.get().pupils == 412
    send(request)
    assert dossier.projects.get().pupils == 398


def test_the_journal_keeps_the_value_that_was_replaced(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    type_in(request, "etablissement", pupils="398")
    send(request, by=manager_of(dossier), message="Effectif de rentrée.")
    entries = list(journal.history(dossier))[-2:]
    assert [entry.action for entry in entries] == ["réponses modifiées", "réponse à la demande de correction"]
    assert (entries[0].before, entries[0].after) == ({"pupils": 412}, {"pupils": 398})
    assert entries[1].after == {"champs": ["Nombre d’élèves"], "hors_delai": False}
    assert entries[1].reason == "Effectif de rentrée."


def test_every_other_field_stays_shut(dossier):
    """Each answer of the dossier, one by one: the server takes « pupils » and refuses all the rest."""
    request = ask(dossier, ("etablissement", "pupils"))
    project, user = dossier.projects.get(), manager_of(dossier)
    values = {
        "etablissement": {
            "divisions": 3,
            "linked_to_lycee": True,
            "linked_lycee": "Lycée fictif",
            "contact_name": "Camille Exemple",
            "contact_email": "autre@exemple.test",
        },
        "parc": {"working_projectors": 0, "working_mobile_labs": 9, "park_comment": "Rien."},
        "projet": {"description": "Autre projet.", "socle_domains": [5]},
        "formation": {"training": ["Autre"]},
        "parentalite": {"family_actions": ["Autre"]},
        "ent": {"ent_name": "Autre", "ent_years": 9, "ent_annual_cost": Decimal("9999.00")},
    }
    for step, answers in values.items():
        for name, value in answers.items():
            for by in (user, None):
                place = Place(dossier, step, project)
                assert refused(save_answers, place, project, {name: value}, by=by) == "etat", name
    porteur = {"name": "Autre", "siret": "", "rna": "", "email": "x@exemple.test", "phone": "0400000000"}
    for name, value in porteur.items():
        place = Place(dossier, "porteur")
        assert refused(save_answers, place, dossier.organisation, {name: value}, by=user) == "etat", name
    assert refused(replace_classes, project, [ClassValue("5e B", Decimal(1))], by=user) == "etat"
    assert refused(replace_lines, project, [], by=user) == "etat"
    together = {"pupils": 1, "divisions": 1}
    place = Place(dossier, "etablissement", project)
    assert refused(save_answers, place, project, together, by=user) == "etat"
    assert request.is_open
    fresh = dossier.projects.get()
    assert (fresh.pupils, fresh.divisions, fresh.description[:13]) == (412, 14, "Projet fictif")


def test_the_same_field_of_another_school_stays_shut():
    draft = complete_of_commune(2)
    dossier = submit(draft, by=None, at=timezone.now())
    first, second = dossier.projects.all()
    request = ask(dossier, ("etablissement", "pupils"))
    assert place_of(request, "etablissement").project == first
    place = Place(dossier, "etablissement", second)
    assert refused(save_answers, place, second, {"pupils": 1}, by=None) == "etat"


def test_once_answered_the_field_is_shut_again(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    type_in(request, "etablissement", pupils="398")
    send(request)
    project = dossier.projects.get()
    place = Place(dossier, "etablissement", project)
    assert refused(save_answers, place, project, {"pupils": 1}, by=None) == "etat"
    assert refused(type_in, request, "etablissement", pupils="1") == "etat"
    assert refused(send, request) == "etat"


def test_what_was_posted_besides_is_not_even_kept(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    type_in(request, "etablissement", pupils="398", divisions="1", description="Autre")
    send(request)
    project = dossier.projects.get()
    assert (project.pupils, project.divisions, project.description[:13]) == (398, 14, "Projet fictif")


def test_a_field_opens_those_that_go_with_it(dossier):
    request = ask(dossier, ("ent", "ent_name"), ("etablissement", "linked_to_lycee"), ("porteur", "siret"))
    assert place_of(request, "ent").writes == ["ent_name"]
    assert place_of(request, "etablissement").writes == ["linked_lycee", "linked_to_lycee"]
    assert place_of(request, "porteur").writes == ["siret"]
    # The SIREN follows the SIRET by itself.
    type_in(request, "ent", ent_name="autre", ent_other="Espace fictif")
    type_in(request, "etablissement", linked_to_lycee="True", linked_lycee="Lycée fictif")
    send(request, message="Le SIRET est le bon.")
    project = dossier.projects.get()
    assert (project.ent_name, project.ent_years) == ("Espace fictif", 3)
    assert (project.linked_to_lycee, project.linked_lycee) == (True, "Lycée fictif")


def test_the_rows_of_a_page_are_corrected_with_the_caps_of_the_deposit(dossier):
    project = dossier.projects.get()
    item = project.lines.get().item
    other = CatalogueItem.objects.create(
        call=dossier.call,
        category=item.category,
        code="ENI",
        label="Écran",
        cap=Decimal("3000.00"),
        position=9,
    )
    CatalogueItem.objects.filter(pk=item.pk).update(cap=Decimal("500.00"))
    request = ask(dossier, ("equipements", ""))
    rows = {
        "equipements-0-stored": "",
        "equipements-0-item": str(item.pk),
        "equipements-0-quantity": "3",
        "equipements-0-unit_price": "2 300",
        "equipements-1-stored": "",
        "equipements-1-item": str(other.pk),
        "equipements-1-quantity": "1",
        "equipements-1-unit_price": "3 500",
    }
    type_in(request, "equipements", **rows)
    assert amounts_of(dossier).expense_eligible == Decimal("3400.00")
    send(request)
    # 3 × 2 200 € (the cap of the deposit, not today's 500 €) + 3 000 €.
    assert amounts_of(dossier).expense_eligible == Decimal("9600.00")
    assert [line.unit_cap for line in project.lines.all()] == [Decimal("2200.00"), Decimal("3000.00")]
    assert journal.history(dossier).filter(action="équipements modifiés").count() == 1


# --- The answer ------------------------------------------------------------------------------------------


def test_an_answer_may_not_empty_what_was_deposited(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    type_in(request, "etablissement", pupils="")
    assert refused(send, request) == "a_corriger"
    assert dossier.projects.get().pupils == 412
    assert CorrectionRequest.objects.open().exists()


def test_what_is_wrong_keeps_its_text_and_stops_the_answer(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    type_in(request, "etablissement", pupils="beaucoup")
    assert refused(send, request) == "a_corriger"
    assert place_of(request, "etablissement").typed == {"pupils": ["beaucoup"]}


def test_a_place_left_as_it_is_must_be_explained(dossier):
    request = ask(dossier, ("etablissement", "pupils"), ("projet", "description"))
    type_in(request, "etablissement", pupils="398")
    assert refused(send, request) == "champ_obligatoire"
    assert dossier.projects.get().pupils == 412
    assert send(request, message="Le descriptif est complet.").answer == "Le descriptif est complet."


def test_a_late_answer_is_taken_and_said_late(dossier):
    asked_at = timezone.now() - timedelta(days=30)
    request = ask(dossier, ("etablissement", "pupils"), at=asked_at)
    type_in(request, "etablissement", pupils="398")
    answered = send(request)
    assert answered.is_late
    assert journal.history(dossier).last().after["hors_delai"] is True
    assert dossier.projects.get().pupils == 398


def test_another_member_is_not_erased_silently(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    first, second = manager_of(dossier), manager_of(dossier)
    place = place_of(request, "etablissement")
    now = timezone.now()
    corrections.keep_answer(place, {"pupils": ["398"]}, seen=0, by=first, at=now)
    answer = {"pupils": ["401"]}
    assert refused(corrections.keep_answer, place, answer, seen=0, by=second, at=now) == "conflit"
    assert place_of(request, "etablissement").typed == {"pupils": ["398"]}
    corrections.keep_answer(place, answer, seen=1, by=second, at=now)
    assert place_of(request, "etablissement").typed == {"pupils": ["401"]}


def test_a_member_of_one_school_answers_for_it_and_does_not_send():
    dossier = submit(complete_of_commune(2), by=None, at=timezone.now())
    own = dossier.projects.first()
    teacher = MembershipFactory(
        organisation=dossier.organisation, role=MembershipRole.SCHOOL, school=own.school
    ).user
    request = ask(dossier, ("etablissement", "pupils"), ("porteur", "phone"))
    type_in(request, "etablissement", pupils="120", by=teacher)
    with pytest.raises(NotAllowed):
        type_in(request, "porteur", phone="0400000000", by=teacher)
    with pytest.raises(NotAllowed):
        send(request, by=teacher, message="Voilà.")
    reader = MembershipFactory(organisation=dossier.organisation, role=MembershipRole.READER).user
    with pytest.raises(NotAllowed):
        type_in(request, "etablissement", pupils="1", by=reader)


# --- Asking and lifting -----------------------------------------------------------------------------------


def test_one_request_at_a_time(dossier):
    ask(dossier, ("etablissement", "pupils"))
    assert refused(ask, dossier, ("projet", "description")) == "etat"
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.create(
            candidacy=dossier, reason="Encore.", answer_by=timezone.now() + timedelta(days=3)
        )


def test_a_request_is_made_during_the_instruction_by_an_agent(dossier):
    with pytest.raises(NotAllowed):
        ask(dossier, ("etablissement", "pupils"), by=manager_of(dossier))
    with pytest.raises(NotAllowed):
        ask(dossier, ("etablissement", "pupils"), by=agent(Role.COMMISSION))
    review.declare_conforming(dossier, by=None)
    assert refused(ask, dossier, ("etablissement", "pupils")) == "etat"


def test_the_porteur_has_at_least_a_day(dossier):
    today = timezone.localdate()
    assert refused(ask, dossier, ("etablissement", "pupils"), answer_on=today) == "champ_invalide"


def test_no_verdict_while_a_correction_is_asked_for(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    assert refused(review.declare_conforming, dossier, by=None) == "correction_en_cours"
    assert refused(review.declare_non_conforming, dossier, by=None, reason="Non.") == "correction_en_cours"
    review.start_review(dossier, by=None)
    corrections.lift(request, reason="Le Rectorat a confirmé.", by=None, at=timezone.now())
    assert review.declare_conforming(dossier, by=None).state == "conforming"


def test_lifting_leaves_the_dossier_as_deposited(dossier):
    request = ask(dossier, ("etablissement", "pupils"))
    type_in(request, "etablissement", pupils="398")
    assert refused(corrections.lift, request, reason=" ", by=None, at=timezone.now()) == "champ_obligatoire"
    with pytest.raises(NotAllowed):
        corrections.lift(request, reason="Moi.", by=manager_of(dossier), at=timezone.now())
    corrections.lift(request, reason="Le Rectorat a confirmé.", by=agent(), at=timezone.now())
    assert dossier.projects.get().pupils == 412
    assert journal.history(dossier).last().action == "demande de correction levée"


def test_a_withdrawn_dossier_has_nothing_to_correct(dossier):
    ask(dossier, ("etablissement", "pupils"))
    review.withdraw(dossier, by=None)
    request = CorrectionRequest.objects.get()
    assert (request.is_open, request.lift_reason) == (False, "Le dossier est retiré.")


def test_the_findings_fill_in_the_first_remarks():
    dossier = deposited(description="Ancien.")
    project = dossier.projects.get()
    project.description, project.training = "", []
    project.save()
    project.classes.update(mbps=Decimal("4"))
    found = suggested(dossier, askable_pages(dossier))
    assert found == {
        ("projet", project.pk, "description"): "Décrivez le projet pédagogique de l’établissement.",
        (
            "formation",
            project.pk,
            "training",
        ): "Choisissez au moins un thème de formation : toute dotation est accompagnée d’une formation.",
        (
            "classes",
            project.pk,
            "",
        ): "Classe 6e A : 4 Mb/s mesurés, il en faut au moins 20 (usages pédagogiques connectés).",
    }
