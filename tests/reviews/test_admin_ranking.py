"""The ranking of a call on its page: table, picture, asking for a new one."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reviews.domain import ranking
from reviews.enums import Funder
from reviews.models import Envelope, Ranking
from tests.agents import deposited, invited, queries_of, sign_in
from tests.factories import CallFactory
from tests.house.guard import only_reading
from tests.reviews.crowd import crowd
from tne38.accounts.enums import Role
from tne38.core import jobs
from tne38.core.models import Job

pytestmark = pytest.mark.django_db


def page(call) -> str:
    return reverse("admin:reviews_ranking_of_call", args=[call.slug])


def compute(call) -> str:
    return reverse("admin:reviews_ranking_compute", args=[call.slug])


def ranked_call(dossiers: int = 3, **fields):
    call = CallFactory(**fields)
    for _ in range(dossiers):
        deposited(call)
    ranking.rank_call(call, by=None)
    return call


def test_a_call_never_ranked_says_so_and_offers_to(client):
    sign_in(client, Role.INSTRUCTEUR)
    text = client.get(page(CallFactory())).text
    assert "n’a pas encore été calculé" in text
    assert "Calculer le classement" in text


def test_the_table_follows_the_ranks_and_says_what_fits_the_envelope(client):
    call = ranked_call(3, standard_threshold=Decimal("3000"), priority_threshold=Decimal("3000"))
    invited(call, sign_in(client, Role.COMMISSION))
    Envelope.objects.create(call=call, funder=Funder.DEPARTMENT, amount=Decimal("6500"))
    answer = client.get(page(call))
    rows = answer.context["page"].rows
    assert [row.score.rank for row in rows] == [1, 2, 3]
    assert [row.outcome[1] for row in rows] == ["à arbitrer", "à arbitrer", "hors enveloppe"]
    assert answer.context["page"].left == Decimal("500")
    label = "6\u00a0000\u00a0€ pour 6\u00a0500\u00a0€ d’enveloppe ; un dossier n’y tient pas (rang 3)."
    assert (
        f'<desc id="enveloppe-texte">Cumul des propositions dans l’ordre du classement : {label}</desc>'
        in (answer.text)
    )
    assert "Calculer le classement" not in answer.text


def test_a_call_without_criteria_has_neither_points_nor_threshold_to_explain(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = ranked_call(1, automatic_criteria=False)
    answer = client.get(page(call))
    assert answer.context["page"].rows[0].outcome[1] == "proposé"
    assert "ni critère automatique ni seuil" in answer.text


def test_settings_changed_since_are_told(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = ranked_call(1)
    assert "À recalculer" not in client.get(page(call)).text
    call.minimum_criteria = 3
    call.save()
    deposited(call)
    reasons = client.get(page(call)).context["page"].stale
    assert reasons == ["les réglages de l’appel ont changé", "les dossiers à classer ne sont plus les mêmes"]


def test_a_ranking_is_asked_for_followed_and_shown(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = CallFactory()
    dossier = deposited(call)
    answer = client.post(compute(call), follow=True)
    job = Job.objects.get(kind="priorisation")
    assert reverse("admin:core_job_follow", args=[job.pk]) in answer.text
    client.post(compute(call))
    assert Job.objects.filter(kind="priorisation").count() == 1
    jobs.run(job.pk)
    answer = client.get(page(call))
    assert dossier.number in answer.text
    assert "hx-get" not in answer.text


def test_a_failed_calculation_is_told(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = CallFactory()
    client.post(compute(call))
    Job.objects.filter(kind="priorisation").update(
        state="failed",
        finished_at="2025-04-01T00:00Z",
        errors=[{"code": "technique", "message": "Une panne."}],
    )
    assert "Une panne." in client.get(page(call)).text


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_who_only_reads_does_not_compute(client, role):
    call = CallFactory()
    invited(call, sign_in(client, role))
    assert client.post(compute(call)).status_code == 403
    assert not Job.objects.filter(kind="priorisation").exists()


def test_reading_computes_nothing(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = ranked_call(1)
    with only_reading():
        assert client.get(compute(call)).status_code == 405
        client.get(page(call))
    assert Ranking.objects.count() == 1


def test_the_part_of_each_funder_is_drawn_against_its_own_envelope(client):
    user, call = sign_in(client, Role.COMMISSION), ranked_call(2)
    invited(call, user)
    Envelope.objects.create(call=call, funder=Funder.DEPARTMENT, amount=Decimal("3500"))
    Envelope.objects.create(call=call, funder=Funder.TNE, amount=Decimal("3000"))
    drawings = client.get(page(call)).context["page"].drawings
    assert [(drawing.who, drawing.taken, drawing.left) for drawing in drawings] == [
        ("Tous financeurs ensemble", Decimal("3400.00"), Decimal("3100.00")),
        ("Département de l’Isère", Decimal("1700.00"), Decimal("1800.00")),
        ("Dispositif TNE", Decimal("1700.00"), Decimal("1300.00")),
    ]
    Envelope.objects.filter(funder=Funder.TNE).update(amount=Decimal("1500"))
    label = client.get(page(call)).context["page"].drawings[2].picture.label
    assert label == (
        "Part des dossiers financés : 1\u00a0700\u00a0€ pour 1\u00a0500\u00a0€ d’enveloppe, "
        "dépassée de 200\u00a0€."
    )


def test_the_page_costs_the_same_with_three_dossiers_and_with_a_thousand(client):
    sign_in(client, Role.GESTIONNAIRE)
    few, many = CallFactory(), CallFactory()
    for call, count in ((few, 3), (many, 1000)):
        crowd(call, count)
        ranking.rank_call(call, by=None)
    assert queries_of(client, page(many)) == queries_of(client, page(few)) <= 17
    answer = client.get(page(many), {"page": "17"})
    assert [row.score.rank for row in answer.context["page"].rows] == list(range(961, 1001))
    assert len(answer.context["page"].drawings[0].picture.bars) <= 240
