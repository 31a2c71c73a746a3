"""The compte rendu financier of a private body: awaited from the payment, filed, accepted or asked again, reminded."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications import actions
from applications.models import Candidacy
from conventions.domain import amendment_signatures, financial_reports, payments, report_reminders
from conventions.domain.financial_reports import Content
from conventions.financial_report.prefill import table_for
from conventions.financial_report.table import EXPENSE, INCOME, Entry, table_of
from conventions.models import FinancialReport
from tests.agents import queries_of, sign_in
from tests.conventions import stages
from tests.conventions.amendments import amended
from tests.conventions.invoices import checked, filed, settled
from tests.factories import MembershipFactory, agent
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def euros(*amounts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in amounts)


@pytest.fixture
def report() -> FinancialReport:
    """Of an OGEC paid on 5 November 2025 for one article of two: its exercise ends on 31 August 2026."""
    settled(filed(stages.delivered(stages.college_draft()), (1, "1700.00")))
    return FinancialReport.objects.get()


def content(
    explanation: str = "Un seul ensemble acheté.", outcome: str = "Deux classes équipées."
) -> Content:
    table = table_of(
        [
            Entry(EXPENSE, "Vidéoprojecteurs", *euros("3400", "1700")),
            Entry(INCOME, "Subvention", *euros("3400", "1700")),
        ]
    )
    return Content(table, explanation, outcome)


def hand_in(report: FinancialReport, **values) -> FinancialReport:
    return financial_reports.file_report(report, content(**values), None, by=None)


def test_it_is_awaited_from_the_first_payment(report):
    assert (report.state, report.exercise_ends_on, report.due_on) == (
        "awaited",
        date(2026, 8, 31),
        date(2027, 2, 28),
    )
    assert financial_reports.expect(report.convention, paid_on=date(2027, 1, 1)) == report
    assert FinancialReport.objects.get().due_on == date(2027, 2, 28)


def test_a_public_body_owes_none():
    convention = stages.notified(stages.commune_draft())
    assert financial_reports.expect(convention, paid_on=date(2025, 11, 5)) is None


def test_it_begins_with_what_the_dossier_knows(report):
    rows = [(row.side, row.label, row.planned, row.actual) for row in table_for(report).entries]
    assert rows == [
        # Two at the cap of 2 200 €; one at 1 700 € on the invoice.
        (EXPENSE, "Ensemble de vidéoprojection interactif (VPI)", *euros("4400.00", "1700.00")),
        (INCOME, "Subvention du Département de l’Isère", *euros("1700.00", "850.00")),
        (INCOME, "Dispositif Territoires numériques éducatifs", *euros("1700.00", "850.00")),
        (INCOME, "Ressources propres", *euros("1000.00", "0.00")),
    ]


def test_an_invoice_given_back_then_presented_again_is_one_expense():
    """Two at 1 700 €, first not paid: given back. The same invoice, paid, is the only one that counts."""
    convention = stages.delivered(stages.college_draft())
    claim = checked(filed(convention, (2, "1700.00"), paid_on=None, final=False))
    payments.close_without_payment(claim, reason="Non acquittée.", by=None)
    settled(filed(convention, (2, "1700.00")))
    table = table_for(FinancialReport.objects.get())
    assert [row.actual for row in table.entries] == [*euros("3400.00", "1700.00", "1700.00", "0.00")]


def test_the_planned_incomes_are_those_of_the_amendment(monkeypatch):
    """3 400 € voted, 3 000 € since the amendment: 1 500 + 1 500 + 1 400 € balance 4 400 € of expenses."""
    monkeypatch.setattr(amendment_signatures, "read", lambda content: [])
    convention = stages.delivered(stages.college_draft())
    amended(convention, granted="3000.00")
    settled(filed(convention, (1, "1700.00")))
    table = table_for(FinancialReport.objects.get())
    assert [row.planned for row in table.entries] == [*euros("4400.00", "1500.00", "1500.00", "1400.00")]
    assert table.sum_of(EXPENSE).planned == table.sum_of(INCOME).planned


def test_filed_then_accepted(report):
    filed_report = financial_reports.file_report(report, content(), sent("comptes.pdf"), by=None)
    assert (filed_report.state, filed_report.lines.count()) == ("filed", 2)
    assert filed_report.file.name == "comptes.pdf"
    accepted = financial_reports.accept(report, by=agent(Role.GESTIONNAIRE))
    assert accepted.state == "accepted"
    assert Message.objects.filter(kind="compte-rendu-accepte").exists()
    told = [entry.action for entry in journal.history(report.candidacy)]
    assert told[-2:] == [financial_reports.FILED, financial_reports.ACCEPTED]
    with pytest.raises(DomainError) as refusal:
        hand_in(report)
    assert refusal.value.code == "etat"


def test_asked_again_then_filed_again(report):
    hand_in(report)
    with pytest.raises(DomainError, match="ne convient pas"):
        financial_reports.ask_again(report, reason=" ", by=None)
    again = financial_reports.ask_again(report, reason="Les produits manquent.", by=None)
    assert (again.state, again.refusal) == ("to_redo", "Les produits manquent.")
    assert "Les produits manquent." in Message.objects.filter(kind="compte-rendu-a-reprendre")[0].body
    assert [row.label for row in table_for(again).entries] == ["Vidéoprojecteurs", "Subvention"]
    assert hand_in(report).refusal == ""
    assert report.lines.count() == 2
    financial_reports.ask_again(report, reason="Encore un point.", by=None)
    assert Message.objects.filter(kind="compte-rendu-a-reprendre", body__contains="Encore un point.").exists()


@pytest.mark.parametrize(
    ("values", "field"), [({"explanation": " "}, "explanation"), ({"outcome": ""}, "outcome")]
)
def test_what_must_be_told(report, values, field):
    with pytest.raises(DomainError) as refusal:
        hand_in(report, **values)
    assert (refusal.value.code, refusal.value.field) == ("champ_obligatoire", field)


def test_an_expense_at_least(report):
    empty = Content(table_of([Entry(EXPENSE, "Rien", *euros("3400", "0"))]), "Rien acheté.", "Rien.")
    with pytest.raises(DomainError, match="au moins une dépense réalisée"):
        financial_reports.file_report(report, empty, None, by=None)


def test_who_may(report):
    member = MembershipFactory(organisation=report.candidacy.organisation).user
    for stranger in (MembershipFactory().user, agent(Role.INSTRUCTEUR)):
        with pytest.raises(NotAllowed):
            financial_reports.file_report(report, content(), None, by=stranger)
    financial_reports.file_report(report, content(), None, by=member)
    for person in (member, agent(Role.INSTRUCTEUR)):
        with pytest.raises(NotAllowed):
            financial_reports.accept(report, by=person)


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": date(2026, 8, 31)},
        {"filed_on": date(2026, 9, 1)},
        {"accepted_on": date(2026, 9, 1)},
        {"refusal": "Sans demande"},
        {"state": "perdu"},
    ],
)
def test_the_database_defends_it(report, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        FinancialReport.objects.update(**values)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


def notices() -> list[str]:
    rows = Message.objects.filter(kind="compte-rendu-attendu").order_by("pk")
    return list(dict.fromkeys(row.key.split(":")[3] for row in rows))


def test_reminded_before_and_after_each_once(report):
    days = [date(2026, 12, 1) + timedelta(days=rank) for rank in range(150)]
    assert sum(report_reminders.remind(at=at(day)) for day in days) == 4
    assert notices() == ["-60", "-15", "1", "30"]
    bodies = [row.body for row in Message.objects.filter(kind="compte-rendu-attendu").order_by("pk")]
    assert "est à déposer au plus tard le 28\u00a0février\u00a02027" in bodies[0]
    assert "devait être déposé" in bodies[-1]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 12, 29), []),
        (date(2026, 12, 30), ["-60"]),
        (date(2027, 2, 28), ["-15"]),
        (date(2027, 3, 1), ["1"]),
    ],
)
def test_when(report, day, told):
    report_reminders.remind(at=at(day))
    assert notices() == told


def test_nobody_is_reminded_of_what_is_filed(report):
    hand_in(report)
    assert report_reminders.remind(at=at(date(2027, 3, 15))) == 0


@pytest.fixture
def page(client, report) -> str:
    client.force_login(MembershipFactory(organisation=report.candidacy.organisation).user)
    return reverse("conventions:report", args=[report.candidacy.pk])


def posted(**values) -> dict[str, str]:
    """The form as it is shown, with its first line and what it explains."""
    return {
        "l_0": "Vidéoprojecteurs",
        "p_0": "4 400,00",
        "a_0": "1 700,00",
        "l_4": "Subvention",
        "a_4": "1700",
        "explanation": "Un seul acheté.",
        "outcome": "Une classe équipée.",
        "certified": "on",
        **values,
    }


def test_the_porteur_fills_it_in(client, report, page):
    followed = client.get(reverse("applications:detail", args=[report.candidacy.pk])).content.decode()
    assert "Remplir le compte rendu" in followed
    assert "Il reste à déposer votre compte rendu financier, pour le 28 février 2027." in followed
    html = client.get(page).content.decode()
    assert 'value="4\u202f400,00"' in html or 'value="4\u00a0400,00"' in html or 'value="4 400,00"' in html
    assert "28 février 2027" in html
    answer = client.post(page, posted(), follow=True)
    assert "est déposé. Le Département le vérifie" in answer.content.decode()
    report.refresh_from_db()
    assert [(row.side, row.label, row.planned, row.actual) for row in report.lines.all()] == [
        (EXPENSE, "Vidéoprojecteurs", *euros("4400.00", "1700.00")),
        (INCOME, "Subvention", *euros("0.00", "1700.00")),
    ]
    read = client.get(page).content.decode()
    assert "Déposer le compte rendu" not in read
    assert "Une classe équipée." in read
    assert client.post(page, posted()).status_code == 404


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"explanation": ""}, "expliquez pourquoi"),
        ({"certified": ""}, "Cochez cette case"),
        ({"l_0": ""}, "Nommez cette ligne"),
        ({"a_0": "mille"}, "id_a_0"),
    ],
)
def test_a_refusal_keeps_what_was_typed(client, report, page, values, message):
    answer = client.post(page, posted(**values))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html
    assert "Une classe équipée." in html
    report.refresh_from_db()
    assert report.state == "awaited"


def test_it_is_shown_again_with_what_does_not_fit(client, report, page):
    hand_in(report)
    financial_reports.ask_again(report, reason="Les produits manquent.", by=None)
    html = client.get(page).content.decode()
    assert "Les produits manquent." in html
    assert "Deux classes équipées." in html


def test_a_stranger_and_a_dossier_without_payment(client, report):
    client.force_login(MembershipFactory().user)
    assert client.get(reverse("conventions:report", args=[report.candidacy.pk])).status_code == 404
    convention = stages.notified(stages.college_draft())
    client.force_login(MembershipFactory(organisation=convention.candidacy.organisation).user)
    assert client.get(reverse("conventions:report", args=[convention.candidacy_id])).status_code == 404


def test_the_acts_and_the_work_lists(client, report):
    manager = sign_in(client, Role.GESTIONNAIRE)

    def offered() -> list[str]:
        found = actions.offered(Candidacy.objects.get(pk=report.candidacy.pk), manager)
        return [act.slug for act in found if "compte-rendu" in act.slug]

    late = "/admin/applications/candidacy/?travail=comptes-rendus-en-retard"
    to_check = "/admin/applications/candidacy/?travail=comptes-rendus-a-verifier"
    number = f">{report.candidacy.number}<"
    assert offered() == []
    assert number not in client.get(late).content.decode()
    FinancialReport.objects.update(due_on=date(2026, 10, 1))
    assert number in client.get(late).content.decode()
    hand_in(report)
    assert offered() == ["accepter-compte-rendu", "redemander-compte-rendu"]
    assert number not in client.get(late).content.decode()
    assert number in client.get(to_check).content.decode()
    dossier = client.get(reverse("admin:applications_candidacy_change", args=[report.candidacy.pk]))
    assert "Compte rendu financier : à vérifier" in dossier.content.decode()
    act = reverse("admin:applications_candidacy_act", args=[report.candidacy.pk, "accepter-compte-rendu"])
    client.post(act)
    report.refresh_from_db()
    assert report.state == "accepted"


def test_the_queries_do_not_depend_on_the_lines(client, report, page):
    hand_in(report)
    two = queries_of(client, page)
    for place in range(2, 7):
        report.lines.create(
            side=EXPENSE, position=place, label="Ligne", planned=Decimal("1"), actual=Decimal("1")
        )
    assert queries_of(client, page) == two
