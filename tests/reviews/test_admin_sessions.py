"""The pages of a session: preparing, who comes, what is examined, running it, closing it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Candidacy
from reviews import session_panels
from reviews.domain import sessions
from reviews.enums import Presence
from reviews.models import AgendaItem, Attendance, Decision, Session
from reviews.session_panels import Panel
from tests.agents import conforming, invited, queries_of, sign_in
from tests.factories import agent
from tests.reviews.sittings import dossiers_of, endowed_call, opened, prepared, present, select
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db
SESSIONS = reverse("admin:reviews_session_changelist")


def page(session: Session, name: str = "change") -> str:
    return reverse(f"admin:reviews_session_{name}", args=[session.pk])


def screen(session: Session, candidacy: Candidacy, name: str = "run") -> str:
    return reverse(f"admin:reviews_session_{name}", args=[session.pk, candidacy.pk])


def sitting(count: int = 3, amount: str = "20000.00"):
    call = endowed_call(amount)
    dossiers = dossiers_of(call, count)
    return opened(call), dossiers


def test_a_session_is_prepared_with_its_members_and_dossiers(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = endowed_call()
    [candidacy] = dossiers_of(call, 1)
    agent(Role.COMMISSION, full_name="Membre fictif")
    values = {
        "call": call.pk,
        "kind": "arbitrage",
        "held_on": "2025-05-12",
        "starts_at": "09:30",
        "place": "Grenoble",
        "quorum": "2",
    }
    text = client.post(reverse("admin:reviews_session_add"), values, follow=True).text
    assert "La séance est préparée" in text
    assert "Membre fictif" in text
    assert candidacy.number in text
    assert "12 mai 2025" in client.get(SESSIONS).text


def test_a_session_without_a_date_says_so(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = endowed_call()
    answer = client.post(reverse("admin:reviews_session_add"), {"call": call.pk, "place": "Grenoble"})
    assert set(answer.context["form"].errors) == {"kind", "held_on", "quorum"}
    assert 'value="Grenoble"' in answer.text


def test_presences_and_a_guest_are_recorded(client):
    sign_in(client, Role.INSTRUCTEUR)
    session = prepared(endowed_call())
    first, second = session.attendances.all()
    values = {
        f"m{first.pk}-role": "chair",
        f"m{first.pk}-presence": "present",
        f"m{second.pk}-role": "member",
        f"m{second.pk}-presence": "excused",
        "full_name": "Inspectrice fictive",
        "quality": "Rectorat",
        "new_role": "member",
    }
    answer = client.post(page(session, "attendance"), values, follow=True)
    assert "Présences enregistrées : 1 pour un quorum de 2." in answer.text
    rows = list(Attendance.objects.values_list("full_name", "role", "presence"))
    assert rows == [
        ("Membre fictif 1", "chair", "present"),
        ("Membre fictif 2", "member", "excused"),
        ("Inspectrice fictive", "member", "expected"),
    ]


def test_the_agenda_is_chosen(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = endowed_call()
    first, second = dossiers_of(call, 2)
    session = prepared(call)
    answer = client.get(page(session, "agenda"))
    assert f"{first.number} – {first.projects.get().school.name} (rang 1)" in answer.text
    client.post(page(session, "agenda"), {"dossiers": [second.pk]})
    assert [item.candidacy for item in AgendaItem.objects.all()] == [second]


def test_the_session_is_opened_run_and_closed(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = endowed_call()
    first, second = dossiers_of(call, 2)
    session = prepared(call)
    present(session)
    assert "La séance est ouverte" in client.post(page(session, "open"), follow=True).text
    answer = client.post(screen(session, first), {"outcome": "selected"})
    assert answer["Location"] == screen(session, second)
    answer = client.post(screen(session, second), {"outcome": "rejected", "reason": "Hors programme"})
    assert answer["Location"] == page(session)
    assert "Clore la séance" in client.get(page(session)).text
    assert "Dossiers décidés : 2 sur 2" in client.get(page(session, "close")).text
    assert "La séance est close" in client.post(page(session, "close"), follow=True).text
    decisions = Decision.objects.order_by("candidacy__number").values_list("outcome", "amount")
    assert list(decisions) == [("selected", Decimal("3400.00")), ("rejected", Decimal("0.00"))]


def test_the_screen_shows_the_way_the_ranking_and_what_is_left(client):
    sign_in(client, Role.INSTRUCTEUR)
    session, (first, second, third) = sitting()
    select(session, first)
    answer = client.get(screen(session, second))
    assert f'rel="prev" href="{screen(session, first)}"' in answer.text
    assert f'rel="next" href="{screen(session, third)}"' in answer.text
    assert "2 sur 3 · 2 à examiner" in answer.text
    assert "18\u00a0300,00\u00a0€" in answer.text
    assert "Retenu pour 3\u00a0400,00\u00a0€" in answer.text
    assert answer.context["form"]["outcome"].value() == "selected"


def test_a_proposition_that_no_longer_fits_is_told_and_not_ticked(client):
    sign_in(client, Role.INSTRUCTEUR)
    session, (first, second, _) = sitting(amount="3000.00")
    select(session, first)
    answer = client.get(screen(session, second))
    assert "La proposition ne tient pas dans l’enveloppe" in answer.text
    assert "400,00\u00a0€ (Département de l’Isère) et 400,00\u00a0€ (Dispositif TNE)" in answer.text
    assert answer.context["form"]["outcome"].value() is None
    answer = client.post(screen(session, second), {"outcome": "selected", "reason": "Très bon projet"})
    assert "il reste 1\u00a0300,00\u00a0€" in answer.text
    assert "Très bon projet" in answer.text
    assert "beyond" not in answer.context["form"].fields


def test_an_administrator_may_pass_the_envelope(client):
    sign_in(client, Role.ADMINISTRATEUR)
    session, (first, *_) = sitting(amount="1000.00")
    values = {"outcome": "selected", "beyond": "Accord du président"}
    client.post(screen(session, first), values)
    assert "Enveloppe dépassée" in client.get(page(session)).text
    assert "Accord du président" in client.get(screen(session, first)).text


def test_another_amount_asks_for_it_and_for_the_reason(client):
    sign_in(client, Role.INSTRUCTEUR)
    session, (first, *_) = sitting()
    answer = client.post(screen(session, first), {"outcome": "selected_otherwise"})
    assert set(answer.context["form"].errors) == {"amount"}
    values = {"outcome": "selected_otherwise", "amount": "3 000,00"}
    answer = client.post(screen(session, first), values)
    assert set(answer.context["form"].errors) == {"reason"}
    client.post(screen(session, first), {**values, "reason": "Matériel déjà présent"})
    assert Decision.objects.get().amount == Decimal("3000.00")


def test_without_quorum_nothing_is_decided_and_the_page_says_how(client):
    sign_in(client, Role.INSTRUCTEUR)
    session, (first, *_) = sitting()
    present(session, Presence.EXCUSED)
    assert "enregistrez les présences" in client.get(screen(session, first)).text
    assert "Le quorum n’est pas atteint" in client.post(screen(session, first), {"outcome": "selected"}).text
    assert not Decision.objects.exists()


def test_a_decision_is_reopened_with_a_reason(client):
    sign_in(client, Role.INSTRUCTEUR)
    session, (first, *_) = sitting()
    select(session, first)
    assert "Rouvrir la décision" in client.get(screen(session, first)).text
    assert "À corriger" not in client.get(screen(session, first, "reopen")).text
    client.post(screen(session, first, "reopen"), {"reason": ""})
    assert Decision.objects.exists()
    answer = client.post(screen(session, first, "reopen"), {"reason": "Erreur de saisie"}, follow=True)
    assert "est rouverte" in answer.text
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_members_read_everything_and_do_nothing(client, role):
    user, (session, (first, second, _)) = sign_in(client, role), sitting()
    if role == Role.IEN:
        invited(session.call, user)
    select(session, first)
    assert client.get(SESSIONS).status_code == 200
    for path in (page(session), screen(session, first), screen(session, second)):
        text = client.get(path).text
        assert "Enregistrer la décision" not in text
        assert "Rouvrir la décision" not in text
        assert "<h2>Agir</h2>" not in text
    assert client.post(screen(session, second), {"outcome": "selected"}).status_code == 403
    assert client.post(screen(session, first, "reopen"), {"reason": "Non"}).status_code == 403
    for name in ("open", "close", "attendance", "agenda", "change_session", "letters"):
        assert client.post(page(session, name)).status_code == 403, name
    assert Decision.objects.count() == 1
    assert Session.objects.get(pk=session.pk).is_open


def test_a_dossier_off_the_agenda_has_no_screen(client):
    sign_in(client, Role.INSTRUCTEUR)
    session, _ = sitting()
    late = conforming(session.call)
    assert client.get(screen(session, late)).status_code == 404


def test_a_panel_is_shown_where_it_has_something_to_show(client, monkeypatch):
    sign_in(client, Role.INSTRUCTEUR)
    session, (first, second, _) = sitting()

    def context(session, candidacy, user):
        return {"decision": None, "overruns": []} if candidacy == first else None

    panel = Panel("Avis des membres", "admin/reviews/_decision.html", context)
    monkeypatch.setattr(session_panels, "_panels", [panel])
    assert "<h2>Avis des membres</h2>" in client.get(screen(session, first)).text
    assert "<h2>Avis des membres</h2>" not in client.get(screen(session, second)).text


def test_pages_cost_the_same_with_three_and_twelve_dossiers(client):
    sign_in(client, Role.INSTRUCTEUR)
    few, [one, *_] = sitting(3)
    many, [another, *rest] = sitting(12, amount="90000.00")
    select(few, one)
    for candidacy in (another, *rest[:5]):
        select(many, candidacy)
    assert queries_of(client, page(many)) == queries_of(client, page(few)) <= 14
    assert queries_of(client, screen(many, rest[-1])) == queries_of(client, screen(few, _last(few))) <= 34


def _last(session: Session) -> Candidacy:
    return session.items.select_related("candidacy").last().candidacy


def test_a_closed_session_changes_no_more(client):
    sign_in(client, Role.INSTRUCTEUR)
    session, (first, *_) = sitting()
    sessions.close_session(session, by=None)
    text = client.get(page(session)).text
    assert "Non examinés" in text
    assert "<h2>Agir</h2>" not in text
    assert "ce dossier n’a pas été décidé" in client.get(screen(session, first)).text
    for name in ("attendance", "agenda", "change_session", "close"):
        answer = client.post(page(session, name), follow=True)
        assert "La séance est close : cet acte n’est pas possible" in answer.text, name
