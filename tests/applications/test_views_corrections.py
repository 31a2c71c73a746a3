"""« Répondre à la demande »: the pages of the porteur and the act of the agent, without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain import corrections
from applications.domain.submission import submit
from applications.enums import MembershipRole
from applications.models import Candidacy, CorrectionRequest
from tests.agents import deposited, invited, sign_in
from tests.factories import MembershipFactory
from tests.house.guard import only_reading
from tne38.accounts.enums import Role

from .asking import ask, place_of
from .journey import complete, queries
from .territory import complete_of_commune, grow

pytestmark = pytest.mark.django_db


def own_dossier(client) -> Candidacy:
    return submit(complete(client), by=None, at=timezone.now())


def answer_url(dossier: Candidacy) -> str:
    return reverse("applications:answer", args=[dossier.pk])


def place_url(request: CorrectionRequest, step: str, name: str = "answer_place") -> str:
    return reverse(f"applications:{name}", args=[request.candidacy_id, place_of(request, step).pk])


def act_url(dossier: Candidacy, slug: str) -> str:
    return reverse("admin:applications_candidacy_act", args=[dossier.pk, slug])


def remark(dossier: Candidacy, step: str, name: str) -> str:
    return f"remarque-{step}-{dossier.projects.first().pk}-{name}"


# --- The porteur --------------------------------------------------------------------------------------------


def test_the_first_answer_needs_no_version_and_conflicts_with_nobody(client):
    dossier = own_dossier(client)
    request = ask(dossier, ("etablissement", "pupils"))
    wrong = client.post(place_url(request, "etablissement"), {"pupils": "beaucoup"})
    assert "Quelqu’un a répondu" not in wrong.text
    assert 'value="beaucoup"' in wrong.text
    assert client.post(place_url(request, "etablissement"), {"pupils": "398"}).status_code == 302
    assert place_of(request, "etablissement").typed == {"pupils": ["398"]}


def test_the_request_is_the_first_thing_on_the_page_of_the_dossier(client):
    dossier = own_dossier(client)
    ask(dossier, ("etablissement", "pupils"))
    html = client.get(reverse("applications:detail", args=[dossier.pk])).text
    assert "Correction demandée" in html
    assert "Les effectifs ne correspondent pas à ceux du Rectorat." in html
    assert f'href="{answer_url(dossier)}">Répondre à la demande' in html
    assert "Le Département a demandé une correction" in html
    listed = client.get(reverse("applications:list")).text
    assert "Répondez à la demande de correction" in listed


def test_the_page_of_a_place_holds_the_fields_asked_for_alone(client):
    dossier = own_dossier(client)
    request = ask(dossier, ("etablissement", "pupils"))
    with only_reading():
        html = client.get(place_url(request, "etablissement")).text
    assert 'name="pupils"' in html
    assert "Vérifiez : pupils." in html
    for name in ("divisions", "linked_to_lycee", "linked_lycee", "contact_name", "contact_email"):
        assert f'name="{name}"' not in html


def test_answering_from_the_first_page_to_the_sending(client):
    dossier = own_dossier(client)
    request = ask(dossier, ("etablissement", "pupils"))
    posted = {"pupils": "398", "divisions": "1", "vu": "0"}
    answer = client.post(place_url(request, "etablissement"), posted)
    assert answer.url == answer_url(dossier)
    html = client.get(answer_url(dossier)).text
    assert "412" in html
    assert "398" in html
    assert dossier.projects.get().pupils == 412
    sent = client.post(answer_url(dossier), {"message": "Effectif de rentrée."}, follow=True)
    assert "Votre réponse est envoyée" in sent.text
    assert "Vous avez répondu à la demande de correction" in sent.text
    project = dossier.projects.get()
    assert (project.pupils, project.divisions) == (398, 14)


def test_a_wrong_answer_keeps_its_text_and_names_the_field(client):
    dossier = own_dossier(client)
    request = ask(dossier, ("etablissement", "pupils"))
    html = client.post(place_url(request, "etablissement"), {"pupils": "beaucoup", "vu": "0"}).text
    assert "Écrivez un nombre entier, par exemple 12." in html
    assert 'value="beaucoup"' in html
    summary = client.get(answer_url(dossier)).text
    assert f"{place_url(request, 'etablissement')}#div_id_pupils" in summary
    refused = client.post(answer_url(dossier), {"message": "Envoi."}).text
    assert "Votre réponse n’est pas envoyée" in refused
    assert "Envoi." in refused
    assert CorrectionRequest.objects.open().exists()


def test_the_rows_of_a_page_are_answered_without_javascript(client):
    dossier = own_dossier(client)
    request = ask(dossier, ("classes", ""))
    url = place_url(request, "classes")
    assert 'name="classes-0-mbps"' in client.get(url).text
    rows = {"classes-0-stored": "", "classes-0-name": "6e A", "classes-0-mbps": "42", "vu": "0"}
    added = client.post(url, {**rows, "action": "add"}).text
    assert 'name="classes-1-name"' in added
    client.post(url, {**rows, "action": "continue", "vu": "1"})
    html = client.get(answer_url(dossier)).text
    assert "42" in html
    assert [str(group) for group in dossier.projects.get().classes.all()] == ["6e A (35.00 Mb/s)"]
    client.post(answer_url(dossier), {"message": ""})
    assert [str(group) for group in dossier.projects.get().classes.all()] == ["6e A (42.00 Mb/s)"]


def test_the_pages_of_the_form_stay_shut(client):
    """The whole page of classes is asked for: its ordinary address still writes nothing."""
    dossier = own_dossier(client)
    ask(dossier, ("classes", ""))
    url = reverse("applications:step", args=[dossier.pk, "classes"])
    rows = {"classes-0-stored": "", "classes-0-name": "6e A", "classes-0-mbps": "42"}
    assert client.post(url, rows).url == reverse("applications:summary", args=[dossier.pk])
    autosave = reverse("applications:autosave", args=[dossier.pk, "classes"])
    assert client.post(autosave, rows).status_code == 404
    assert [str(group) for group in dossier.projects.get().classes.all()] == ["6e A (35.00 Mb/s)"]


def test_what_is_typed_is_kept_while_one_types(client):
    dossier = own_dossier(client)
    request = ask(dossier, ("etablissement", "pupils"))
    saved = client.post(place_url(request, "etablissement", "answer_autosave"), {"pupils": "398", "vu": "0"})
    assert "pas encore envoyée" in saved.text
    assert 'id="vu" value="1"' in saved.text
    assert place_of(request, "etablissement").typed == {"pupils": ["398"]}


def test_two_members_on_the_same_place_see_each_other(client):
    dossier = own_dossier(client)
    request = ask(dossier, ("etablissement", "pupils"))
    other = MembershipFactory(organisation=dossier.organisation).user
    corrections.keep_answer(
        place_of(request, "etablissement"), {"pupils": ["398"]}, seen=0, by=other, at=timezone.now()
    )
    html = client.post(place_url(request, "etablissement"), {"pupils": "401", "vu": "0"}).text
    assert f"{other.full_name} a répondu ici entre-temps" in html
    assert "398" in html
    assert 'value="401"' in html
    assert place_of(request, "etablissement").typed == {"pupils": ["398"]}


def test_who_only_reads_does_not_answer(client):
    dossier = own_dossier(client)
    request = ask(dossier, ("etablissement", "pupils"))
    reader = MembershipFactory(organisation=dossier.organisation, role=MembershipRole.READER).user
    client.force_login(reader)
    assert "Répondre à la demande</button>" not in client.get(answer_url(dossier)).text
    assert client.get(place_url(request, "etablissement")).status_code == 404
    assert client.post(place_url(request, "etablissement"), {"pupils": "1"}).status_code == 404
    client.post(answer_url(dossier), {"message": "Moi."})
    assert CorrectionRequest.objects.open().exists()


def test_without_a_request_the_page_leads_back_to_the_dossier(client):
    dossier = own_dossier(client)
    answer = client.get(answer_url(dossier), follow=True)
    assert "Aucune demande de correction n’est en cours" in answer.text


def test_a_late_answer_is_told_to_be_late_and_taken(client):
    dossier = own_dossier(client)
    ask(dossier, ("etablissement", "pupils"), at=timezone.now() - timedelta(days=30))
    assert "Correction en retard" in client.get(answer_url(dossier)).text
    assert client.post(answer_url(dossier), {"message": "Rien à changer."}).status_code == 302
    assert not CorrectionRequest.objects.open().exists()


def test_the_answer_costs_the_same_with_one_school_and_with_three(client):
    draft = complete_of_commune(1)
    member = MembershipFactory(organisation=draft.organisation)
    client.force_login(member.user)
    few = submit(draft, by=None, at=timezone.now())
    ask(few, ("etablissement", "pupils"), ("classes", ""))
    client.get(answer_url(few))
    expected = queries(client, answer_url(few))
    draft = complete_of_commune(1)
    grow(draft, 3)
    MembershipFactory(organisation=draft.organisation, user=member.user)
    many = submit(draft, by=None, at=timezone.now())
    ask(many, ("etablissement", "pupils"), ("classes", ""))
    assert queries(client, answer_url(many)) == expected


# --- The agent ------------------------------------------------------------------------------------------------


def test_an_agent_asks_from_the_page_of_the_dossier(client):
    user = sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited()
    with only_reading():
        html = client.get(act_url(dossier, "demander-correction")).text
    assert remark(dossier, "etablissement", "pupils") in html
    day = timezone.localdate() + timedelta(days=15)
    assert f'value="{day:%Y-%m-%d}"' in html
    posted = {
        "etat": "deposited",
        "reason": "Les effectifs diffèrent.",
        "answer_on": f"{day:%Y-%m-%d}",
        remark(dossier, "etablissement", "pupils"): "Le Rectorat compte 398 élèves.",
    }
    answer = client.post(act_url(dossier, "demander-correction"), posted, follow=True)
    assert "La demande de correction est envoyée" in answer.text
    assert "attend la réponse du porteur" in answer.text
    assert act_url(dossier, "declarer-conforme") not in answer.text
    request = CorrectionRequest.objects.get()
    assert request.asked_by == user
    assert place_of(request, "etablissement").asked == [
        {"name": "pupils", "label": "Nombre d’élèves", "remark": "Le Rectorat compte 398 élèves."}
    ]


def test_a_request_without_any_remark_keeps_what_was_typed(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited()
    posted = {"etat": "deposited", "reason": "Un motif à garder.", "answer_on": "2040-01-01"}
    html = client.post(act_url(dossier, "demander-correction"), posted).text
    assert "Écrivez une remarque devant au moins un champ à corriger." in html
    assert "Un motif à garder." in html
    assert not CorrectionRequest.objects.exists()


def test_an_agent_lifts_the_request(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited()
    ask(dossier, ("etablissement", "pupils"))
    posted = {"etat": "deposited", "reason": "Le Rectorat a confirmé."}
    html = client.post(act_url(dossier, "lever-correction"), posted, follow=True).text
    assert "La demande de correction est levée" in html
    assert act_url(dossier, "declarer-conforme") in html


def test_the_work_lists_follow_the_request(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossiers = [deposited() for _ in range(3)]
    ask(dossiers[1], ("etablissement", "pupils"))
    ask(dossiers[2], ("etablissement", "pupils"), at=timezone.now() - timedelta(days=30))
    changelist = reverse("admin:applications_candidacy_changelist")

    def listed(slug: str) -> list[str]:
        shown = client.get(f"{changelist}?travail={slug}").context["cl"].result_list
        return [dossier.number for dossier in shown]

    assert listed("a-instruire") == [dossiers[0].number]
    assert listed("corrections-echues") == [dossiers[2].number]


def test_asking_costs_the_same_with_one_school_and_with_three(client):
    sign_in(client, Role.INSTRUCTEUR)
    few = submit(complete_of_commune(1), by=None, at=timezone.now())
    client.get(act_url(few, "demander-correction"))
    expected = queries(client, act_url(few, "demander-correction"))
    many = submit(complete_of_commune(3), by=None, at=timezone.now())
    assert queries(client, act_url(many, "demander-correction")) == expected


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.INSTRUCTEUR])
def test_what_is_typed_and_not_sent_is_the_porteur_s_alone(client, role):
    dossier = own_dossier(client)
    request = ask(dossier, ("etablissement", "pupils"))
    client.post(place_url(request, "etablissement"), {"pupils": "398"})
    user = sign_in(client, role)
    if role == Role.COMMISSION:
        invited(dossier.call, user)
    assert client.get(reverse("applications:detail", args=[dossier.pk])).status_code == 200
    assert client.get(answer_url(dossier)).status_code == 404
    assert client.get(place_url(request, "etablissement")).status_code == 404
