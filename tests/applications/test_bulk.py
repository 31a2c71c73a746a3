"""One act on several dossiers: what is said before, what is done, what is not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import actions
from applications.domain import review
from applications.models import Candidacy
from tests.agents import conforming, deposited, queries_of, sign_in
from tests.applications.asking import ask
from tests.factories import CallFactory
from tests.house.guard import only_reading
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db
LIST = reverse("admin:applications_candidacy_changelist")
BULK = reverse("admin:applications_candidacy_bulk")


def states(*dossiers: Candidacy) -> list[str]:
    return [Candidacy.objects.get(pk=dossier.pk).state for dossier in dossiers]


def check(client, slug: str, *dossiers: Candidacy, **more):
    """The page before the act."""
    with only_reading():
        return client.get(BULK, {"acte": slug, "dossier": [dossier.pk for dossier in dossiers], **more})


def confirm(client, slug: str, *dossiers: Candidacy, **more):
    """The act, on the dossiers as they are shown."""
    seen = [f"{dossier.pk}:{dossier.state}" for dossier in dossiers]
    data = {"acte": slug, "dossier": [dossier.pk for dossier in dossiers], "vu": seen, **more}
    return client.post(BULK, data, follow=True)


def test_the_page_says_which_dossiers_will_not_pass_and_why(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = CallFactory()
    passing, corrected, judged = deposited(call), deposited(call), conforming(call)
    ask(corrected, ("etablissement", "pupils"))
    answer = check(client, "declarer-conforme", passing, corrected, judged)
    assert answer.context["passing"] == [passing]
    told = {item.candidacy: item.refusal for item in answer.context["refused"]}
    assert list(told) == [corrected, judged]
    assert told[corrected].startswith("Une demande de correction est en cours : réponse attendue le ")
    assert told[judged] == "Cet acte n’est pas possible à ce stade : Conforme."
    assert "1 dossier sur 3 peut passer." in answer.text


def test_the_others_are_done_and_the_refused_are_told(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = CallFactory()
    first, second, corrected = deposited(call), deposited(call), deposited(call)
    ask(corrected, ("etablissement", "pupils"))
    answer = confirm(client, "declarer-conforme", first, second, corrected, liste="travail=a-instruire")
    assert states(first, second, corrected) == ["conforming", "conforming", "deposited"]
    assert answer.redirect_chain == [(f"{LIST}?travail=a-instruire", 302)]
    assert "Déclarer conforme : 2 dossiers, c’est fait." in answer.text
    assert f"Déclarer conforme : 1 dossier non traité. {corrected} – Une demande de correction" in answer.text


def test_a_dossier_that_changed_meanwhile_is_left_alone(client):
    sign_in(client, Role.INSTRUCTEUR)
    shown = deposited()
    review.start_review(shown, by=None)
    answer = confirm(client, "declarer-conforme", shown)
    assert states(shown) == ["in_review"]
    assert "Le dossier a changé entre-temps" in answer.text


def test_all_the_dossiers_of_the_filtered_list_are_chosen_at_once(client):
    sign_in(client, Role.INSTRUCTEUR)
    first, second = CallFactory(), CallFactory()
    mine, other = [deposited(first), deposited(first)], deposited(second)
    answer = check(client, "instruire", tous="1", liste=f"appel={first.slug}&o=1")
    assert answer.context["passing"] == mine
    assert other not in answer.context["passing"]


def test_the_list_offers_the_acts_of_the_role_alone(client):
    deposited()
    sign_in(client, Role.INSTRUCTEUR)
    answer = client.get(LIST)
    assert [act.slug for act in answer.context["cl"].bulk_acts] == [
        act.slug for act in actions.in_bulk(answer.wsgi_request.user)
    ]
    assert {"instruire", "declarer-conforme"} <= {act.slug for act in answer.context["cl"].bulk_acts}
    sign_in(client, Role.IEN)
    answer = client.get(LIST)
    assert answer.context["cl"].bulk_acts == []
    assert 'name="dossier"' not in answer.text


def test_who_may_not_do_the_act_is_refused(client):
    sign_in(client, Role.IEN)
    dossier = deposited()
    assert check(client, "instruire", dossier).status_code == 403
    assert confirm(client, "instruire", dossier).status_code == 403
    assert states(dossier) == ["deposited"]


@pytest.mark.parametrize("slug", ["demander-correction", "inconnu", ""])
def test_an_act_that_has_no_bulk_has_no_page(client, slug):
    sign_in(client, Role.INSTRUCTEUR)
    assert check(client, slug, deposited()).status_code == 404


def test_nothing_ticked_leads_back_to_the_list(client):
    sign_in(client, Role.INSTRUCTEUR)
    answer = client.get(BULK, {"acte": "instruire", "liste": "etat=deposited"}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}?etat=deposited", 302)]
    assert "Cochez au moins un dossier" in answer.text


def test_the_page_costs_the_same_with_three_dossiers_and_with_thirty(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = CallFactory()
    for _ in range(3):
        deposited(call)
    path = f"{BULK}?acte=declarer-conforme&tous=1"
    few = queries_of(client, path)
    for _ in range(27):
        deposited(call)
    assert queries_of(client, path) == few


def test_a_reason_asked_once_is_told_to_each(client, monkeypatch):
    """A form is filled in once; wrong, it does nothing and keeps the choice."""
    act = actions.find("reprendre-instruction")
    monkeypatch.setitem(actions._actions, act.slug, actions.DossierAction(**{**vars(act), "bulk": True}))
    sign_in(client, Role.INSTRUCTEUR)
    first, second = conforming(), conforming()
    answer = confirm(client, act.slug, first, second)
    assert answer.status_code == 200
    assert answer.context["passing"] == [first, second]
    assert states(first, second) == ["conforming", "conforming"]
    confirm(client, act.slug, first, second, reason="Une pièce est arrivée.")
    assert states(first, second) == ["in_review", "in_review"]


def test_an_act_whose_form_depends_on_the_dossier_has_no_bulk():
    act = actions.find("demander-correction")
    with pytest.raises(ValueError, match="has no bulk"):
        actions.register(actions.DossierAction(**{**vars(act), "slug": "essai", "bulk": True}))


def test_a_work_list_begins_with_the_oldest(client):
    sign_in(client, Role.INSTRUCTEUR)
    older, newer = deposited(), deposited()
    Candidacy.objects.filter(pk=older.pk).update(deposited_at=timezone.now() - timedelta(days=900))
    answer = client.get(f"{LIST}?travail=a-instruire")
    assert [dossier.pk for dossier in answer.context["cl"].result_list] == [older.pk, newer.pk]
    assert 'aria-sort="ascending"' in answer.text
    listed = client.get(LIST).context["cl"].result_list
    assert [dossier.pk for dossier in listed] == [newer.pk, older.pk]
