"""Answering a later call with a former dossier: what is taken over, what is left and told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain.duplication import duplicate, later_calls
from applications.domain.submission import submit
from applications.models import Call, Candidacy, EntProduct, FamilyAction, TrainingTheme
from equipment.models import CatalogueItem, Category, Line
from tests.agents import deposited
from tests.factories import CallFactory, LineFactory, MembershipFactory, complete_draft
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from .asking import manager_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Candidacy:
    """Of the call of 2025: one theme of its list, one written by hand; a VPI and an article since withdrawn."""
    made = deposited(
        training=["Webradio", "Robotique"], family_actions=["Café des parents"], ent_name="École Directe"
    )
    TrainingTheme.objects.create(call=made.call, label="Webradio")
    FamilyAction.objects.create(call=made.call, label="Café des parents")
    category = Category.objects.filter(call=made.call).first()
    old = CatalogueItem.objects.create(
        call=made.call, category=category, code="WEBTV", label="Kit WebTV", cap=Decimal("4000.00"), position=9
    )
    LineFactory(project=made.projects.get(), item=old, quantity=1, unit_price=Decimal("3900.00"))
    return made


@pytest.fixture
def later(dossier) -> Call:
    """A call open now, of the same kind: another list of themes, the VPI at another cap, no WebTV."""
    now = timezone.now()
    call = CallFactory(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30))
    FamilyAction.objects.create(call=call, label="CAFÉ DES PARENTS")
    category = Category.objects.create(call=call, code="V", label="Vidéo")
    CatalogueItem.objects.create(
        call=call, category=category, code="VPI", label="VPI", cap=Decimal("1800.00"), position=0
    )
    return call


def test_the_answers_are_taken_over_and_the_rest_is_told(dossier, later):
    made = duplicate(dossier, later, by=manager_of(dossier), at=timezone.now())
    project = made.candidacy.projects.get()
    assert (made.candidacy.state, made.candidacy.number, made.candidacy.organisation) == (
        "draft",
        None,
        dossier.organisation,
    )
    assert project.school == dossier.projects.get().school
    assert project.description == dossier.projects.get().description
    assert project.training == ["Robotique"]
    assert project.family_actions == ["CAFÉ DES PARENTS"]
    assert [(group.name, group.mbps) for group in project.classes.all()] == [("6e A", Decimal("35.00"))]
    [line] = project.lines.all()
    assert (line.item.call, line.quantity, line.unit_price, line.unit_cap) == (
        later,
        2,
        Decimal("1700.00"),
        None,
    )
    assert line.cap == Decimal("1800.00")
    assert made.left == (
        "« Webradio » n’est plus proposé.",
        "« École Directe » n’est pas dans la liste des ENT de ce nouvel appel : à vérifier.",
        "« Kit WebTV » n’est pas dans le catalogue de ce nouvel appel.",
    )
    assert journal.history(made.candidacy).last().after["depuis"] == dossier.number


def test_an_ent_of_the_new_list_is_not_told(dossier, later):
    EntProduct.objects.create(call=later, name="ECOLE DIRECTE")
    made = duplicate(dossier, later, by=None, at=timezone.now())
    assert not any("ENT" in text for text in made.left)


def test_the_former_dossier_does_not_change(dossier, later):
    lines = list(Line.objects.filter(project__candidacy=dossier).values())
    entries = journal.history(dossier).count()
    duplicate(dossier, later, by=None, at=timezone.now())
    assert list(Line.objects.filter(project__candidacy=dossier).values()) == lines
    assert journal.history(dossier).count() == entries
    assert Candidacy.objects.get(pk=dossier.pk).state == "deposited"


def test_only_a_later_open_call_of_the_same_kind_is_offered(dossier, later):
    now = timezone.now()
    CallFactory(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    other_kind = CallFactory(opens_at=now, closes_at=now + timedelta(days=9), audience="premier_degre")
    assert list(later_calls(dossier, at=now)) == [later]
    for call in (other_kind, dossier.call):
        with pytest.raises(DomainError):
            duplicate(dossier, call, by=None, at=now)
    duplicate(dossier, later, by=None, at=now)
    assert list(later_calls(dossier, at=now)) == []


def test_a_school_of_another_deposited_dossier_is_left(dossier, later):
    project = dossier.projects.get()
    other = submit(complete_draft(later), by=None, at=timezone.now())
    other.projects.update(school=project.school)
    made = duplicate(dossier, later, by=None, at=timezone.now())
    assert not made.candidacy.projects.exists()
    assert made.left[0] == f"{project.school.name} : l’établissement figure déjà dans un dossier déposé."


def test_whoever_does_not_manage_the_porteur_does_not_duplicate(dossier, later):
    with pytest.raises(NotAllowed):
        duplicate(dossier, later, by=MembershipFactory().user, at=timezone.now())


def test_from_the_page_of_the_dossier(client, dossier, later):
    client.force_login(manager_of(dossier))
    page = reverse("applications:duplicate", args=[dossier.pk])
    assert page in client.get(reverse("applications:detail", args=[dossier.pk])).text
    assert later.title in client.get(page).text
    html = client.post(page, {"call": str(later.pk)}, follow=True).text
    assert "« Webradio » n’est plus proposé." in html
    draft = Candidacy.objects.get(call=later)
    assert draft.organisation == dossier.organisation
    assert "Aucun appel à rejoindre" in client.get(page).text
    assert client.post(page, {"call": str(later.pk)}).status_code == 404
