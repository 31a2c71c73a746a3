"""The list of dossiers and the first page of the agents."""

import re
from html import unescape

import pytest
from django.urls import reverse

from applications.domain import review, submission
from applications.models import Candidacy
from tests.agents import IN_TIME, conforming, deposited, queries_of, sign_in
from tests.factories import CallFactory, CommuneFactory, OrganisationFactory, SchoolFactory, complete_draft
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db
LIST = reverse("admin:applications_candidacy_changelist")


def numbers(client, query: str = "") -> set[str]:
    return {dossier.number for dossier in client.get(LIST + query).context["cl"].result_list}


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.GESTIONNAIRE])
def test_the_list_costs_the_same_with_three_and_with_sixty_dossiers_of_two_calls(client, role):
    sign_in(client, role)
    calls = [CallFactory(), CallFactory()]
    for place in range(3):
        deposited(calls[place % 2])
    few = queries_of(client, LIST)
    for place in range(57):
        deposited(calls[place % 2])
    assert queries_of(client, LIST) == few
    assert few <= 11


def test_the_list_shows_what_an_agent_looks_for(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited(school=SchoolFactory(name="Collège fictif des Ormes", commune__name="Vif fictif"))
    text = client.get(LIST).text
    shown = ["Collège fictif des Ormes", "Vif fictif", "Déposé, à instruire", "30/03/2025"]
    amount = "3\u00a0400,00\u00a0€"
    for word in [dossier.number, dossier.organisation.name, dossier.call.short_title, amount, *shown]:
        assert word in text


def test_drafts_are_not_listed(client):
    sign_in(client, Role.ADMINISTRATEUR)
    complete_draft()
    dossier = deposited()
    assert numbers(client) == {dossier.number}


@pytest.mark.parametrize(
    "words", ["ecole", "ÉCOLE", "École  éluard", "st-egreve", "ogec élan", "{uai}", "{number}"]
)
def test_the_search_ignores_case_and_accents(client, words):
    sign_in(client, Role.INSTRUCTEUR)
    deposited()
    school = SchoolFactory(name="École Éluard", commune=CommuneFactory(name="St-Égrève"))
    draft = complete_draft(school=school)
    draft.organisation.name = "OGEC ÉLAN"
    draft.organisation.save()
    wanted = submission.submit(draft, by=None, at=IN_TIME)
    query = words.format(uai=school.uai.lower(), number=wanted.number)
    answer = client.get(LIST, {"q": query})
    assert [dossier.number for dossier in answer.context["cl"].result_list] == [wanted.number]


def test_the_filters_keep_the_call_the_state_and_the_work(client):
    sign_in(client, Role.INSTRUCTEUR)
    first, second = deposited(), conforming()
    assert numbers(client, f"?appel={second.call.slug}") == {second.number}
    assert numbers(client, "?etat=deposited") == {first.number}
    assert numbers(client, "?travail=a-decider") == {second.number}
    assert numbers(client, "?origin__exact=papier") == set()


def test_the_first_page_counts_the_work_and_leads_to_it_oldest_first(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = CallFactory()
    older, newer = deposited(call), deposited(call)
    Candidacy.objects.filter(pk=newer.pk).update(deposited_at="2025-03-31T08:00:00Z")
    review.start_review(older, by=None)
    conforming(call)
    first_page = client.get("/admin/")
    waiting, idle = first_page.context["waiting"], first_page.context["idle"]
    assert [(task.label, count) for _, task, count in waiting] == [
        ("À instruire", 2),
        ("À classer et décider", 1),
        ("Subventions à publier (SCDL)", None),
    ]
    assert [task.label for _, task, _ in idle] == [
        "Corrections échues",
        "Questions sans réponse",
        "Accusés de réception à poster",
        "Liste d’attente",
        "Dossiers papier en cours de saisie",
        "Caducités proches ou passées",
    ]
    link = re.search(rf'href="({LIST}\?travail=a-instruire[^"]*)"', first_page.text)
    listed = client.get(unescape(link[1])).context["cl"].result_list
    assert [dossier.number for dossier in listed] == [older.number, newer.number]


def test_the_first_page_costs_the_same_with_more_calls_and_dossiers(client):
    sign_in(client, Role.GESTIONNAIRE)
    deposited()
    few = queries_of(client, "/admin/")
    for _ in range(3):
        deposited()
    assert queries_of(client, "/admin/") == few
    assert few <= 8


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        (Role.COMMISSION, {"a-decider", "liste-attente"}),
        (Role.IEN, {"a-decider", "liste-attente"}),
        (
            Role.GESTIONNAIRE,
            {
                "a-instruire",
                "corrections-echues",
                "questions",
                "accuses-a-poster",
                "a-decider",
                "decisions-a-notifier",
                "liste-attente",
                "devis-attendus",
                "livraisons",
                "devis",
                "a-voter",
                "conventions-a-generer",
                "conventions-a-signer",
                "exemplaires-a-verifier",
                "a-notifier",
                "avenants-a-signer",
                "avenants-a-notifier",
                "a-liquider",
                "a-verifier",
                "a-mandater",
                "a-verser",
                "auditions-a-tenir",
                "reversements-a-decider",
                "titres-a-emettre",
                "remboursements-a-constater",
                "comptes-rendus-a-verifier",
                "comptes-rendus-en-retard",
            },
        ),
    ],
)
def test_each_role_has_its_own_work_lists(client, role, lists):
    sign_in(client, role)
    assert set(re.findall(r"\?travail=([a-z-]+)", client.get("/admin/").text)) == lists


def test_an_organisation_is_found_by_its_siret(client):
    sign_in(client, Role.INSTRUCTEUR)
    wanted, _ = OrganisationFactory(), OrganisationFactory()
    answer = client.get(reverse("admin:applications_organisation_changelist"), {"q": wanted.siret})
    assert list(answer.context["cl"].result_list) == [wanted]
