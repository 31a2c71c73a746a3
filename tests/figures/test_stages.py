"""The envelope of a call, stage by stage: literal amounts, the dossiers that make them, the gaps of the last control."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Candidacy
from conventions.models import Balance
from conventions.stages import DOSSIERS, Stage, by_funder
from conventions.tasks import reconcile
from reviews.domain import funding
from reviews.enums import Funder
from tests.agents import invited, queries_of, sign_in
from tests.conventions import stages
from tests.conventions.invoices import filed, settled
from tests.factories import CallFactory
from tne38.accounts.enums import Role
from tne38.core import jobs
from tne38.core.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def euros(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


@pytest.fixture
def call():
    """Five dossiers of 3 400 € at five stages, on two envelopes of 50 000 €."""
    call = CallFactory()
    funding.endow(call, dict.fromkeys(Funder, Decimal("50000.00")))
    stages.with_quotes(stages.college_draft(call))
    stages.voted(stages.college_draft(call), act="2025 CP06 B 16 1")
    stages.lapsed(stages.college_draft(call))
    # Of two articles at 1 700 €, one is bought: 1 700 € are due, 1 700 € come back.
    settled(filed(stages.delivered(stages.college_draft(call)), (1, "1700.00")))
    filed(stages.delivered(stages.college_draft(call)), (2, "1700.00"), number="F-2")
    return call


def test_the_stages(call):
    department, tne, both = by_funder(call)
    assert [department.amounts[stage] for stage in Stage] == euros(
        # reserved: quotes, voted, claimed 1 700 each, paid 850; voted: four of 1 700; notified: three of them
        *("5950.00", "6800.00", "5100.00", "850.00", "850.00", "2550.00"),
    )
    assert department.left == Decimal("44050.00")
    assert tne.amounts == department.amounts
    assert both.amounts[Stage.RETURNED] == Decimal("5100.00")
    assert (both.envelope, both.left) == (Decimal("100000.00"), Decimal("88100.00"))


def test_each_figure_is_the_sum_of_its_dossiers(call):
    counts = {stage: Candidacy.objects.filter(DOSSIERS[stage]).count() for stage in Stage}
    assert counts == {
        Stage.RESERVED: 4,
        Stage.VOTED: 4,
        Stage.NOTIFIED: 3,
        Stage.LIQUIDATED: 1,
        Stage.PAID: 1,
        Stage.RETURNED: 2,
    }


def test_another_call_is_left_aside(call):
    other = CallFactory()
    assert not any(by_funder(other)[-1].amounts.values())
    assert by_funder(other)[0].left is None


def page_of(call) -> str:
    return reverse("admin:envelope_stages", args=[call.slug])


def test_the_page_leads_to_the_dossiers(client, call):
    sign_in(client, Role.INSTRUCTEUR)
    html = client.get(page_of(call)).content.decode()
    address = f"/admin/applications/candidacy/?appel={call.slug}&amp;enveloppe=rendu"
    assert html.count(address) == 3
    listed = client.get(address.replace("&amp;", "&")).content.decode()
    returned = Candidacy.objects.filter(DOSSIERS[Stage.RETURNED]).values_list("number", flat=True)
    others = Candidacy.objects.exclude(DOSSIERS[Stage.RETURNED]).values_list("number", flat=True)
    assert all(f">{number}<" in listed for number in returned)
    assert not any(f">{number}<" in listed for number in others)
    assert "Contrôler les comptes maintenant" not in html


def test_the_gaps_of_the_last_control(client, call):
    sign_in(client, Role.GESTIONNAIRE)
    assert "Les comptes n’ont pas encore été contrôlés" in client.get(page_of(call)).content.decode()
    reconcile()
    jobs.run(Job.objects.latest("pk").pk)
    assert "Aucun écart" in client.get(page_of(call)).content.decode()
    balance = Balance.objects.order_by("pk")[0]
    Balance.objects.filter(pk=balance.pk).update(granted=Decimal("3500.00"))
    answer = client.post(reverse("admin:control", args=[call.slug]), follow=True)
    assert "Le contrôle des comptes est demandé." in answer.content.decode()
    jobs.run(Job.objects.latest("pk").pk)
    html = client.get(page_of(call)).content.decode()
    assert "1 écart à comprendre" in html
    assert reverse("admin:applications_candidacy_change", args=[balance.convention.candidacy_id]) in html
    # It is of this call alone.
    other = CallFactory()
    assert "Aucun écart" in client.get(page_of(other)).content.decode()


def test_who_controls(client, call):
    sign_in(client, Role.INSTRUCTEUR)
    assert client.post(reverse("admin:control", args=[call.slug])).status_code == 403
    assert not Job.objects.filter(kind="rapprochement").exists()


def test_a_member_of_the_commission_reads_the_amounts_not_the_gaps(client, call):
    member = sign_in(client, Role.COMMISSION)
    assert client.get(page_of(call)).status_code == 404
    invited(call, member)
    assert "Contrôle des comptes" not in client.get(page_of(call)).content.decode()


def test_before_anything(client):
    sign_in(client, Role.INSTRUCTEUR)
    assert "Aucune enveloppe n’est fixée" in client.get(page_of(CallFactory())).content.decode()


def test_the_queries_do_not_depend_on_the_dossiers(client, call):
    sign_in(client, Role.INSTRUCTEUR)
    one = queries_of(client, page_of(call))
    stages.notified(stages.college_draft(call))
    assert queries_of(client, page_of(call)) == one
