"""The convention: its text, its numbers, made once."""

import hashlib
import re

import pytest

from conventions.domain import generation
from conventions.jobs import KIND, request_convention
from conventions.models import Convention
from tests.conventions import stages
from tests.conventions.reading import pages_of, text_of
from tests.factories import LineFactory, MembershipFactory, UserFactory, agent
from tne38.accounts.enums import Role
from tne38.core import files, jobs, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job, StoredFile
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db


def printed(convention: Convention) -> str:
    return text_of(files.read(convention.file))


def test_the_convention_of_a_private_college():
    made = stages.generated(stages.college_draft())
    text = printed(made)
    organisation = made.candidacy.organisation
    assert "Convention de subvention n° 2025-TNE-001" in text
    assert "Dossier n° 38-2025-0001" in text
    assert "Département de l’Isère SIREN 223800012" in text
    for identity in (organisation.name, organisation.siret, organisation.rna):
        assert identity in text
    assert "représenté par le président du conseil départemental" in text
    assert "Représentante fictive, Présidente" in text
    assert "12 rue Fictive, 38000 Fictiville" in text
    assert "commission permanente du 6 juin 2025, acte n° 2025 CP06 B 16 31" in text
    for visa in ("L151-4", "L442-7", "L442-16", "2000-321", "10 et 10-1", "2021-1947", "15 janvier 2025"):
        assert visa in text
    assert "L1111-10" not in text
    assert "3 400,00 €" in text
    assert "(trois mille quatre cents euros)" in text
    assert text.count("1 700,00 €") >= 4  # unit price, eligible price, and both shares


def test_the_convention_of_a_commune():
    made = stages.generated(stages.commune_draft())
    text = printed(made)
    for expected in (
        "Commune de Fictiville",
        "Mairie, 38999 Fictiville",
        "L1111-10",
        "délibération",
        "convention relative aux données personnelles",
        "bordereau récapitulatif des dépenses, visé par son comptable public",
        "hors taxes (HT)",
        # 3 × 3 500 (the cap, not 3 690,10) + 3 × 480 = 11 940 ; 70 % = 8 358
        "3 690,10 €",
        "10 500,00 €",
        "1 440,00 €",
        "11 940,00 €",
        "8 358,00 €",
        "(huit mille trois cent cinquante-huit euros)",
        "4 179,00 €",
        "3 582,00 €",
        "30,00 %",
    ):
        assert expected in text
    for other in ("L151-4", "L442-7", "RNA", "contrat d’engagement républicain"):
        assert other not in text
    for project in made.candidacy.projects.all():
        assert project.school.uai in text


@pytest.mark.parametrize("draft", [stages.college_draft, stages.commune_draft])
def test_the_thirteen_articles_the_annexes_and_the_signatures_in_order(draft):
    text = printed(stages.generated(draft()))
    titles = [f"Article {number} – " for number in range(1, 14)]
    titles += ["Pour le Bénéficiaire", "Pour le Département", "Convention notifiée le"]
    titles += [f"Annexe {number} – " for number in (1, 2, 3)]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert all(len(re.findall(title, text)) == 1 for title in titles)


def test_every_page_has_its_number_the_dossier_and_the_convention():
    draft = stages.college_draft()
    for _ in range(60):
        LineFactory(project=draft.projects.get(), item=draft.call.catalogue.get())
    pages = pages_of(files.read(stages.generated(draft).file))
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert f"page {number} sur {len(pages)}" in page
        assert "Dossier n° 38-2025-0001 – convention n° 2025-TNE-001" in page
    assert sum("Montant éligible" in page for page in pages) >= 2  # the head of a table is repeated


def test_the_numbers_of_the_call_are_printed():
    draft = stages.college_draft()
    draft.call.keeping_years, draft.call.lapse_months, draft.call.proofs_months = 7, 31, 11
    draft.call.save()
    text = printed(stages.generated(draft))
    assert "soit 7 ans" in text
    assert "dans les 31 mois qui suivent la notification" in text
    assert "dans les 11 mois qui suivent la réception" in text


def test_it_is_frozen_with_its_hash_its_data_and_its_template():
    made = stages.generated(stages.college_draft())
    content = files.read(made.file)
    assert made.state == "to_sign"
    assert made.sha256 == made.file.sha256 == hashlib.sha256(content).hexdigest()
    assert made.template_version == made.data["modele"] == "2026-3.ogec-0"
    assert made.data["financement"]["montant"] == "3400.00"
    assert made.data["equipements"][0]["quantite"] == 2
    assert journal.history(made).last().after["sha256"] == made.sha256


def owned_college_draft():
    """The same collège in premises that belong to somebody else."""
    draft = stages.college_draft()
    draft.projects.update(
        owner_name="SCI fictive des Tilleuls",
        owner_siret="99999012000019",
        owner_address="3 rue des Tilleuls",
        owner_postal_code="38997",
        owner_city="Exempleville",
        owner_representative_name="Gérante Fictive",
        owner_representative_title="Gérante",
    )
    return draft


def test_the_owner_of_the_premises_is_the_third_party():
    made = stages.generated(owned_college_draft())
    text = printed(made)
    for expected in (
        "SCI fictive des Tilleuls propriétaire des locaux du collège désigné à l’annexe 2, SIRET 99999012000019",
        "3 rue des Tilleuls, 38997 Exempleville, représenté par Gérante Fictive, Gérante",
        "ci-après « le Propriétaire », de troisième part,",
        "Le Propriétaire ne reçoit aucune part de la subvention.",
        "avenant signé de toutes les parties",
        "Fait en trois exemplaires originaux.",
        "Pour le Propriétaire Gérante Fictive, Gérante",
    ):
        assert expected in text
    assert made.data["proprietaire"] == {
        "nom": "SCI fictive des Tilleuls",
        "siret": "99999012000019",
        "adresse": "3 rue des Tilleuls",
        "code_postal": "38997",
        "ville": "Exempleville",
        "representant": {"nom": "Gérante Fictive", "qualite": "Gérante"},
    }


@pytest.mark.parametrize("draft", [stages.college_draft, stages.commune_draft])
def test_two_parties_where_no_owner_is_named(draft):
    made = stages.generated(draft())
    text = printed(made)
    assert "Propriétaire" not in text
    assert "Fait en deux exemplaires originaux." in text
    assert "avenant signé des deux parties" in text
    assert made.data["proprietaire"] is None


def test_an_ogec_without_address_is_found_at_its_college():
    draft = stages.college_draft()
    draft.organisation.address = ""
    draft.organisation.save()
    school = draft.projects.get().school
    school.address, school.postal_code = "3 rue du Collège-Fictif", "38998"
    school.save()
    text = printed(stages.generated(draft))
    assert f"{school.name}, 3 rue du Collège-Fictif, 38998 {school.commune.name}" in text


def test_a_second_generation_changes_nothing():
    made = stages.generated(stages.college_draft())
    made.candidacy.organisation.name = "Un autre nom"
    made.candidacy.organisation.save()
    before = StoredFile.objects.count(), Message.objects.count()
    again = generation.generate(made, by=None)
    assert (again.number, again.sha256, again.file_id) == (made.number, made.sha256, made.file_id)
    assert (StoredFile.objects.count(), Message.objects.count()) == before


def test_numbers_follow_one_another_in_a_year():
    first = stages.generated(stages.college_draft())
    second = stages.generated(stages.commune_draft())
    assert [first.number, second.number] == ["2025-TNE-001", "2025-TNE-002"]


def test_the_job_makes_it_and_says_its_number(django_capture_on_commit_callbacks):
    voted = stages.voted(stages.college_draft())
    manager = agent(Role.GESTIONNAIRE)
    job = request_convention(voted.candidacy, by=manager)
    assert request_convention(voted.candidacy, by=manager) == job
    done = jobs.run(job.pk)
    assert (done.state, done.result) == (Job.State.DONE, {"numero": "2025-TNE-001"})
    with pytest.raises(DomainError) as refused:
        request_convention(voted.candidacy, by=manager)
    assert refused.value.code == "etat"


def test_asking_names_at_once_what_lacks():
    voted = stages.voted(stages.college_draft())
    voted.candidacy.organisation.address = ""
    voted.candidacy.organisation.save()
    candidacy = type(voted.candidacy).objects.get()
    with pytest.raises(DomainError) as refused:
        request_convention(candidacy, by=agent(Role.GESTIONNAIRE))
    assert refused.value.code == "valeur_manquante"
    assert not Job.objects.filter(kind=KIND).exists()


def test_only_a_manager_makes_it():
    voted = stages.voted(stages.college_draft())
    instructor = agent(Role.INSTRUCTEUR)
    with pytest.raises(NotAllowed):
        request_convention(voted.candidacy, by=instructor)
    with pytest.raises(NotAllowed):
        generation.generate(voted, by=instructor)


def test_who_opens_the_file():
    made = stages.generated(stages.college_draft())
    member = MembershipFactory(organisation=made.candidacy.organisation).user
    assert files.may_open(member, made.file)
    assert files.may_open(agent(Role.INSTRUCTEUR), made.file)
    assert not files.may_open(UserFactory(), made.file)


def test_the_porteur_receives_it_to_sign():
    made = stages.generated(stages.college_draft())
    message = Message.objects.get(kind="convention-a-signer")
    assert message.recipient == made.candidacy.organisation.email
    assert message.subject == "38-2025-0001 – votre convention est à signer"
    assert message.attachment == made.file
    assert "2025-TNE-001" in message.body
    assert "3\u00a0400,00\u00a0€" in message.body
