"""A paper form typed by an agent: who may, the postmark, what is found, the number, the accusé by e-mail or post."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain import submission
from applications.domain.acknowledgement import acknowledge
from applications.domain.drafts import start_for_college
from applications.domain.paper import (
    Post,
    change_post,
    start_on_paper_for_college,
    start_on_paper_for_territory,
)
from applications.domain.territory import start_for_territory
from applications.enums import Origin
from applications.models import Candidacy, Organisation
from tests.agents import invited
from tests.conventions.reading import text_of
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    SchoolFactory,
    UserFactory,
    agent,
    complete_draft,
    siret,
)
from tne38.accounts.enums import Role
from tne38.core import files, jobs, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job
from tne38.notifications.models import Message

from .journey import open_call
from .paper import CLOSED, IN_TIME, LAST_DAY, LATER, filled, of_college
from .territory import commune_with_schools, primary_call

pytestmark = pytest.mark.django_db


# --- Beginning -------------------------------------------------------------------------------------------


def test_an_agent_begins_it_for_a_college_and_the_journal_names_both():
    instructor = agent(full_name="Instructrice fictive")
    candidacy = of_college(instructor)
    assert (candidacy.origin, candidacy.state) == (Origin.PAPER, "draft")
    assert (candidacy.postmark_on, candidacy.received_on) == (LAST_DAY, LATER)
    assert candidacy.organisation.siret == siret(880007)
    assert not candidacy.organisation.memberships.exists()
    entry = journal.history(candidacy).get()
    assert (entry.action, entry.actor_label) == ("saisie papier commencée", str(instructor))
    assert entry.on_behalf_of == f"SIRET {siret(880007)}"


def test_an_agent_begins_it_for_a_commune_of_the_directory():
    commune = commune_with_schools(2)
    candidacy = start_on_paper_for_territory(
        primary_call(**CLOSED), commune, commune.schools.all(), IN_TIME, by=agent()
    )
    assert candidacy.organisation.commune == commune
    assert candidacy.projects.count() == 2
    assert journal.history(candidacy).get().on_behalf_of == candidacy.organisation.name


def test_the_ogec_that_is_known_by_its_siret_is_taken():
    known = OrganisationFactory(siret=siret(880007))
    assert of_college().organisation == known


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_others_do_not(role):
    with pytest.raises(NotAllowed):
        of_college(agent(role))
    with pytest.raises(NotAllowed):
        of_college(UserFactory())
    assert not Candidacy.objects.exists()


def test_twice_is_once():
    instructor, call, school = agent(), open_call(**CLOSED), SchoolFactory()
    first = start_on_paper_for_college(call, school, siret(880007), IN_TIME, by=instructor)
    again = start_on_paper_for_college(call, school, siret(880007), IN_TIME, by=instructor)
    assert again == first


# --- The postmark ----------------------------------------------------------------------------------------


def test_posted_on_the_last_day_and_come_later_it_is_in_time():
    candidacy = submission.submit(filled(of_college()), by=agent(), at=timezone.now())
    assert candidacy.number == "38-2025-0001"
    assert timezone.localtime(candidacy.deposited_at).date() == LAST_DAY
    assert candidacy.received_on == LATER


def test_posted_one_day_late_it_is_refused():
    with pytest.raises(DomainError) as refusal:
        start_on_paper_for_college(
            open_call(**CLOSED), SchoolFactory(), siret(880007), Post(date(2025, 4, 1), LATER), by=agent()
        )
    assert (refusal.value.code, refusal.value.field) == ("hors_delai", "postmark_on")
    candidacy = filled(of_college())
    Candidacy.objects.filter(pk=candidacy.pk).update(postmark_on=date(2025, 4, 1))
    with pytest.raises(DomainError) as refusal:
        submission.submit(candidacy, by=agent(), at=timezone.now())
    assert refusal.value.code == "hors_delai"


def test_a_letter_does_not_come_before_it_is_sent():
    candidacy = of_college()
    with pytest.raises(DomainError) as refusal:
        change_post(candidacy, Post(LAST_DAY, LAST_DAY - timedelta(days=1)), by=agent())
    assert (refusal.value.code, refusal.value.field) == ("dates", "received_on")
    change_post(candidacy, Post(date(2025, 3, 28), LATER), by=agent())
    candidacy.refresh_from_db()
    assert candidacy.postmark_on == date(2025, 3, 28)
    assert journal.history(candidacy).last().action == "dates du courrier corrigées"


# --- Who sees it, who has one already -------------------------------------------------------------------


def test_only_agents_see_a_draft_being_typed_and_the_porteur_finds_the_deposited_one():
    member = MembershipFactory(organisation=OrganisationFactory(siret=siret(880007))).user
    instructor = agent()
    candidacy = of_college(instructor)
    seen = lambda user: Candidacy.objects.visible_to(user).filter(pk=candidacy.pk).exists()  # noqa: E731
    assert seen(instructor)
    assert not seen(member)
    assert not seen(invited(candidacy.call))
    assert not member.has_perm("applications.edit_candidacy", candidacy)
    assert not member.has_perm("applications.deposit_candidacy", candidacy)
    candidacy = submission.submit(filled(candidacy), by=instructor, at=timezone.now())
    assert seen(member)
    assert seen(invited(candidacy.call))


def test_a_draft_on_line_is_never_the_agents():
    candidacy = complete_draft()
    assert not agent().has_perm("applications.edit_candidacy", candidacy)
    assert not Candidacy.objects.visible_to(agent()).exists()


def test_a_porteur_has_one_dossier_by_call():
    commune, call = commune_with_schools(1), primary_call()
    start_for_territory(call, commune, commune.schools.all(), by=UserFactory())
    post = Post(timezone.localdate(), timezone.localdate())
    with pytest.raises(DomainError) as refusal:
        start_on_paper_for_territory(call, commune, commune.schools.all(), post, by=agent())
    assert refusal.value.code == "doublon"
    assert "a commencé un dossier en ligne" in refusal.value.message


def test_a_porteur_is_told_that_its_paper_is_being_typed():
    commune, call, mairie = commune_with_schools(1), primary_call(), UserFactory()
    post = Post(timezone.localdate(), timezone.localdate())
    start_on_paper_for_territory(call, commune, commune.schools.all(), post, by=agent())
    Organisation.objects.filter(commune=commune).update(email=mairie.email)
    with pytest.raises(DomainError) as refusal:
        start_for_territory(call, commune, commune.schools.all(), by=mairie)
    assert (refusal.value.code, "vous n’avez rien à refaire" in refusal.value.message) == ("doublon", True)


def test_a_school_filed_elsewhere_is_refused_at_once():
    filed = submission.submit(complete_draft(call=open_call()), by=None, at=timezone.now())
    school = filed.projects.get().school
    post = Post(timezone.localdate(), timezone.localdate())
    with pytest.raises(DomainError) as refusal:
        start_on_paper_for_college(filed.call, school, siret(880007), post, by=agent())
    assert refusal.value.code == "doublon"
    assert filed.number in refusal.value.message


def test_the_draft_of_a_stranger_stops_nothing():
    call, school = open_call(), SchoolFactory()
    start_for_college(call, school, by=UserFactory())
    post = Post(timezone.localdate(), timezone.localdate())
    assert start_on_paper_for_college(call, school, siret(880007), post, by=agent()).is_paper_draft


# --- What is found, the number, the accusé ---------------------------------------------------------------


def test_what_is_missing_is_found_and_stops_nothing_but_identity_does():
    candidacy = filled(of_college(), divisions=None)
    with pytest.raises(submission.IncompleteDossier) as refusal:
        submission.submit(candidacy, by=agent(), at=timezone.now())
    assert [finding.code for finding in refusal.value.findings] == ["champ_obligatoire"]
    candidacy.projects.update(divisions=14)
    instructor = agent(full_name="Instructeur fictif")
    candidacy = submission.submit(candidacy, by=instructor, at=timezone.now())
    assert candidacy.state == "deposited"
    entry = journal.history(candidacy).last()
    assert (entry.action, entry.actor_label) == ("dossier déposé", str(instructor))
    assert entry.on_behalf_of == "OGEC fictif"


def test_without_any_address_it_is_not_recorded():
    candidacy = filled(of_college())
    Organisation.objects.filter(pk=candidacy.organisation_id).update(postal_code="")
    with pytest.raises(submission.IncompleteDossier) as refusal:
        submission.submit(candidacy, by=agent(), at=timezone.now())
    assert "Sans adresse électronique" in refusal.value.findings[0].message


def test_the_accuse_is_a_letter_when_nobody_has_an_e_mail_address(client):
    candidacy = submission.submit(filled(of_college()), by=agent(), at=timezone.now())
    assert jobs.run(Job.objects.get().pk).state == Job.State.DONE
    candidacy.refresh_from_db()
    assert candidacy.acknowledgement_by_post is True
    text = text_of(files.read(candidacy.acknowledgement))
    for words in (
        "OGEC fictif À l’attention de Représentante fictive 12 rue de l’Exemple 38500 Voiron",
        "Accusé de réception",
        "cachet de la poste du 31 mars 2025",
        "Date de réception 3 avril 2025",
        "Choisissez au moins un thème de formation",
        "réputée rejetée le 3 juin 2025",
    ):
        assert words in text
    assert set(Message.objects.values_list("recipient", flat=True)) == {"rectorat@exemple.test"}
    assert journal.history(candidacy).last().action == "accusé de réception à poster"


def test_the_accuse_goes_by_e_mail_to_the_address_of_the_form_or_to_an_account():
    candidacy = filled(of_college())
    MembershipFactory(organisation=candidacy.organisation, user=UserFactory(email="membre@exemple.test"))
    candidacy = acknowledge(submission.submit(candidacy, by=agent(), at=timezone.now()))
    assert candidacy.acknowledgement_by_post is False
    assert Message.objects.filter(recipient="membre@exemple.test").exists()
    assert "À l’attention de" not in text_of(files.read(candidacy.acknowledgement))


def test_the_posting_is_noted_once_from_the_work_list(client):
    instructor = agent()
    client.force_login(instructor)
    candidacy = acknowledge(
        submission.submit(filled(of_college(instructor)), by=instructor, at=timezone.now())
    )
    home = client.get(reverse("admin:index")).text
    assert "<b>1</b> Accusés de réception à poster" in home
    url = reverse("admin:applications_candidacy_act", args=[candidacy.pk, "noter-envoi-accuse"])
    early = client.post(url, {"posted_on": "2025-04-01"})
    assert "L’accusé est posté après la réception du dossier" in early.text
    client.post(url, {"posted_on": "2025-04-04"})
    candidacy.refresh_from_db()
    assert candidacy.acknowledgement_posted_on == date(2025, 4, 4)
    assert "<b>1</b> Accusés de réception à poster" not in client.get(reverse("admin:index")).text
    assert "n’est plus possible" in client.get(url, follow=True).text
