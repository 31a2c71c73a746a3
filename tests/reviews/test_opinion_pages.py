"""Where opinions appear: the dossier, the screen of a session, the ranking; giving one, asking for them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.domain import grid, opinions, ranking, recusals, sessions
from reviews.domain.opinions import Content
from reviews.enums import Stance
from reviews.models import Opinion, Recusal
from tests.agents import conforming, invited, queries_of, sign_in
from tests.factories import agent
from tests.reviews.judges import asked, filed, judged_call, member
from tests.reviews.sittings import VALUES, dossiers_of, endowed_call, opened
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db
LIST = reverse("admin:reviews_opinion_changelist")
SECRET = "Le réseau de l’école ne suivra pas"
HERS_FIRST = "dès que le vôtre sera rendu"


def dossier(candidacy) -> str:
    return reverse("admin:applications_candidacy_change", args=[candidacy.pk])


def give(candidacy) -> str:
    return reverse("admin:reviews_opinion_give", args=[candidacy.pk])


def screen(candidacy) -> str:
    session = sessions.prepare(candidacy.call, VALUES, by=None)
    return reverse("admin:reviews_session_run", args=[session.pk, candidacy.pk])


@pytest.mark.parametrize("page", [dossier, screen])
def test_a_page_shows_the_opinions_of_others_once_one_s_own_is_filed(client, page):
    candidacy = conforming(endowed_call())
    filed(candidacy, stance=Stance.RESERVE, comment=SECRET)
    own = asked(candidacy)
    path = page(candidacy)
    client.force_login(own.member)
    text = client.get(path).text
    assert HERS_FIRST in text
    assert SECRET not in text
    assert "Favorable avec réserve" not in text
    opinions.file_opinion(own, Content(Stance.FAVOURABLE), by=own.member)
    text = client.get(path).text
    assert SECRET in text
    assert HERS_FIRST not in text


@pytest.mark.parametrize("page", [dossier, screen])
def test_agents_read_what_is_filed_and_who_is_awaited(client, page):
    candidacy = conforming(endowed_call())
    filed(candidacy, member("Membre Un"), comment=SECRET)
    asked(candidacy, member("Membre Deux"), comment="Brouillon gardé")
    recusals.declare(candidacy, member("Membre Trois"), by=None, reason="Conjoint")
    sign_in(client, Role.INSTRUCTEUR)
    text = client.get(page(candidacy)).text
    assert SECRET in text
    assert "Avis attendu : Membre Deux" in text
    assert "Déporté : Membre Trois" in text
    assert "Brouillon gardé" not in text
    assert ("Conjoint" in text) == (page is dossier)


def test_the_reason_of_a_recusal_is_for_agents(client):
    candidacy = conforming()
    recusals.declare(candidacy, member("Membre Trois"), by=None, reason="Conjoint")
    client.force_login(invited(candidacy.call, member()))
    text = client.get(dossier(candidacy)).text
    assert "Membre Trois" in text
    assert "Conjoint" not in text


def test_the_points_of_the_marks_are_hidden_until_one_s_own_is_filed(client):
    """On the dossier, on the screen of a session and on the ranking: a mean of one mark would tell it."""
    call = judged_call()
    [candidacy] = dossiers_of(call, 1)
    [criterion] = grid.criteria_of(call)
    filed(candidacy, marks={criterion.key: 4})
    own = asked(candidacy)
    ranking.rank_call(call, by=None)
    paths = [
        dossier(candidacy),
        screen(candidacy),
        reverse("admin:reviews_ranking_of_call", args=[call.slug]),
    ]
    client.force_login(own.member)
    for path in [*paths, give(candidacy)]:
        text = client.get(path).text
        assert "14,00" not in text, path
        assert "4,00 sur 5" not in text, path
    content = Content(Stance.FAVOURABLE, marks={criterion.key: 1})
    opinions.file_opinion(own, content, by=own.member)
    for path in paths:
        assert "14,00" in client.get(path).text, path  # 6 and 4 × 2, as ranked
    assert "4,00 sur 5 en moyenne (1 avis), poids 2 : 8,00 points" in client.get(paths[0]).text
    assert "des avis ont été rendus depuis" in client.get(paths[2]).text


def test_a_draft_is_kept_then_filed_from_its_page(client):
    call = judged_call()
    candidacy, user = conforming(call), member()
    [criterion] = grid.criteria_of(call)
    asked(candidacy, user)
    client.force_login(user)
    values = {"stance": "reserve", "comment": "", f"mark_{criterion.key}": "4"}
    text = client.post(give(candidacy), values | {"acte": "garder"}, follow=True).text
    assert "Votre brouillon est enregistré" in text
    assert 'value="4"' in text
    answer = client.post(give(candidacy), values | {"acte": "rendre"})
    assert list(answer.context["form"].errors) == ["comment"]
    answer = client.post(give(candidacy), values | {"comment": SECRET, "acte": "rendre"}, follow=True)
    assert "Votre avis est rendu" in answer.text
    assert SECRET in answer.text
    opinion = Opinion.objects.get()
    assert (opinion.stance, opinion.marks.get().value) == ("reserve", 4)
    assert client.get(give(candidacy)).status_code == 302


def test_a_mark_out_of_the_scale_names_its_field(client):
    call = judged_call()
    candidacy, user = conforming(call), member()
    asked(candidacy, user)
    client.force_login(user)
    [criterion] = grid.criteria_of(call)
    answer = client.post(give(candidacy), {f"mark_{criterion.key}": "6", "acte": "garder"})
    assert list(answer.context["form"].errors) == [f"mark_{criterion.key}"]


def test_only_one_s_own_opinion_has_a_page(client):
    candidacy = conforming()
    opinion = filed(candidacy)
    client.force_login(member())
    assert client.get(give(candidacy)).status_code == 404
    for name in ("change", "history", "delete"):
        path = reverse(f"admin:reviews_opinion_{name}", args=[opinion.pk])
        assert SECRET not in client.get(path, follow=True).text
        assert client.get(path).status_code in {403, 404, 302}
    assert client.get(reverse("admin:reviews_opinion_change", args=[opinion.pk])).status_code == 404


def test_the_work_of_a_member_is_on_the_first_page_the_oldest_first(client):
    call, user = endowed_call(), member()
    recent, old = dossiers_of(call, 2)
    for candidacy in (recent, old):
        asked(candidacy, user)
    Opinion.objects.filter(candidacy=old).update(asked_at=timezone.now() - timedelta(days=9))
    session = sessions.prepare(call, VALUES, by=None)
    client.force_login(user)
    assert "<b>2</b> Avis à donner" in client.get(reverse("admin:index")).text
    answer = client.get(LIST)
    assert [row.opinion.candidacy for row in answer.context["awaited"]] == [old, recent]
    assert [row.session for row in answer.context["awaited"]] == [session] * 2
    filed_one = Opinion.objects.get(candidacy=old)
    opinions.file_opinion(filed_one, Content(Stance.FAVOURABLE), by=user)
    assert "<b>1</b> Avis à donner" in client.get(reverse("admin:index")).text
    assert [row.opinion for row in client.get(LIST).context["given"]] == [filed_one]


def test_whoever_does_not_sit_has_no_opinion_to_give(client):
    sign_in(client, Role.ADMINISTRATEUR)
    assert "Avis à donner" not in client.get(reverse("admin:index")).text
    client.force_login(agent(Role.IEN))
    assert client.get(reverse("admin:reviews_opinion_give", args=[conforming().pk])).status_code == 403


def test_a_member_keeps_away_from_its_page(client):
    candidacy, user = conforming(), member()
    client.force_login(invited(candidacy.call, user))
    path = reverse("admin:reviews_opinion_recuse", args=[candidacy.pk])
    assert "le procès-verbal dira que vous vous êtes déporté" in client.get(path).text
    text = client.post(path, {"reason": "Élu de la commune"}, follow=True).text
    assert "il ne s’ouvre plus pour vous" in text
    assert Recusal.objects.get().reason == "Élu de la commune"


def test_an_agent_spreads_the_opinions_of_a_call(client):
    call = endowed_call()
    dossiers_of(call, 4)
    people = [member(f"Membre {place}") for place in range(2)]
    sign_in(client, Role.INSTRUCTEUR)
    path = reverse("admin:reviews_opinion_spread", args=[call.slug])
    assert "aucun avis demandé" in client.get(path).text
    answer = client.post(path, {"each": "1", "members": [user.pk for user in people]}, follow=True)
    assert "4 avis demandés." in answer.text
    assert [user.asked for user in answer.context["loads"]] == [2, 2]
    assert "Choisissez au moins un membre" in client.post(path, {"each": "1"}).text
    assert list(client.get(LIST).context["calls"].values_list("waiting", "asked", "filed")) == [(4, 4, 0)]


def test_an_agent_asks_a_member_and_records_and_lifts_a_recusal_on_the_dossier(client):
    candidacy, user, other = conforming(), member("Membre Un"), member("Membre Deux")
    sign_in(client, Role.INSTRUCTEUR)

    def act(slug: str, values: dict) -> str:
        path = reverse("admin:applications_candidacy_act", args=[candidacy.pk, slug])
        return client.post(path, values, follow=True).text

    assert "1 avis demandé sur ce dossier" in act("demander-avis", {"members": [user.pk]})
    assert "ne s’ouvre plus pour Membre Deux" in act("enregistrer-deport", {"member": other.pk, "reason": ""})
    recusal = Recusal.objects.get()
    assert "Le déport est levé" in act("lever-deport", {"recusal": recusal.pk, "reason": "Erreur"})


def test_a_member_who_keeps_away_passes_over_the_dossier_in_the_session(client):
    call = endowed_call()
    first, second, third = dossiers_of(call, 3)
    session = opened(call)
    user = session.attendances.get(full_name="Membre fictif 1").user
    recusals.declare(second, user, by=user)
    client.force_login(user)
    text = client.get(reverse("admin:reviews_session_change", args=[session.pk])).text
    assert "vous êtes déporté" in text
    answer = client.get(reverse("admin:reviews_session_run", args=[session.pk, first.pk]))
    assert answer.context["screen"].following.item.candidacy == third


def test_the_screen_says_who_leaves_the_room(client):
    call = endowed_call()
    [candidacy] = dossiers_of(call, 1)
    session = opened(call)
    user = session.attendances.get(full_name="Membre fictif 1").user
    recusals.declare(candidacy, user, by=user)
    sign_in(client, Role.INSTRUCTEUR)
    text = client.get(reverse("admin:reviews_session_run", args=[session.pk, candidacy.pk])).text
    assert "Membre fictif 1 quitte la salle pour ce dossier" in text
    assert "Pas de quorum pour ce dossier" in text
    assert "1 présent pour 2 requis" in text


def test_lists_cost_the_same_with_one_and_five_dossiers(client):
    few, many = endowed_call(), endowed_call()
    people = [member() for _ in range(3)]
    for call, count in ((few, 1), (many, 5)):
        for candidacy in dossiers_of(call, count):
            for user in people:
                filed(candidacy, user)
            recusals.declare(candidacy, member(), by=None)
    sign_in(client, Role.INSTRUCTEUR)

    def cost(call) -> int:
        return queries_of(client, reverse("admin:reviews_opinion_spread", args=[call.slug]))

    assert cost(many) == cost(few)
    costs = [queries_of(client, dossier(call.candidacies.first())) for call in (few, many)]
    assert costs[0] == costs[1]
