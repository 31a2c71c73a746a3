"""A subsidy paid in parts: each part is told, and the balance closes the dossier."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Candidacy
from conventions.domain import payments
from conventions.models import Claim, Convention
from reviews.models import Reservation
from tests.conventions import stages
from tests.conventions.invoices import checked, file, filed, settled, two_agents
from tests.conventions.test_actions import act, offered
from tests.conventions.test_reconciliation import endowed, gaps
from tests.factories import MembershipFactory
from tests.pieces import pdf
from tne38.core.errors import DomainError
from tne38.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def told(kind: str) -> list[str]:
    """The texts written to the organisation itself, in order."""
    rows = Message.objects.filter(kind=kind).order_by("pk")
    first = rows.values_list("recipient", flat=True).first()
    return list(rows.filter(recipient=first).values_list("body", flat=True))


def test_each_request_closed_without_payment_is_told_with_its_reason():
    convention = stages.delivered(stages.college_draft())
    for number, reason in (("F-1", "Facture non acquittée."), ("F-2", "Toujours non acquittée.")):
        claim = checked(filed(convention, (1, "1700.00"), number=number, paid_on=None, final=False))
        payments.close_without_payment(claim, reason=reason, by=None)
    first, second = told("versement-nul")
    assert "Motif : Facture non acquittée." in first.replace("\u00a0", " ")
    assert "Motif : Toujours non acquittée." in second.replace("\u00a0", " ")


@pytest.fixture
def paid_in_part():
    """3 400 € granted; a part of 3 000 € covers every invoice and is paid."""
    convention = stages.delivered(endowed(stages.college_draft()))
    settled(filed(convention, (2, "1500.00"), final=False))
    return Convention.objects.get(pk=convention.pk)


def test_the_balance_is_asked_for_with_no_invoice_more(client, paid_in_part):
    """From the porteur's page to the agents' acts: nothing more is paid, 400 € go back, the dossier is closed."""
    client.force_login(MembershipFactory(organisation=paid_in_part.candidacy.organisation).user)
    url = reverse("conventions:claim", args=[paid_in_part.candidacy_id])
    page = client.get(url).text
    assert "sinon, demandez le solde pour clore le dossier" in page
    assert "les 400,00\u00a0€ qui restent de la subvention accordée ne seront pas versés." in page
    assert 'value="partiel"' not in page
    proof = SimpleUploadedFile("releve.pdf", pdf("releve"), content_type="application/pdf")
    posted = {"nature": "solde", "proof": proof, "certified": "on"}
    sent = client.post(reverse("conventions:file_claim", args=[paid_in_part.candidacy_id]), posted)
    assert (sent.status_code, sent["Location"]) == (302, url)
    assert "Aucune nouvelle facture" in client.get(url).text
    first, second = two_agents()
    act(paid_in_part.candidacy, "liquider", first)
    act(paid_in_part.candidacy, "verifier-liquidation", second)
    assert "enregistrer-mandat" not in offered(paid_in_part.candidacy, second)
    act(paid_in_part.candidacy, "clore-sans-versement", second, reason="Tout est déjà versé.")
    assert Candidacy.objects.get().state == "paid"
    assert {row.amount for row in Reservation.objects.all()} == {Decimal("1500.00")}
    assert list(Claim.objects.order_by("pk").values_list("final", "state", "liquidation__amount")) == [
        (False, "paid", Decimal("3000.00")),
        (True, "closed", Decimal("0.00")),
    ]
    assert gaps() == []


def test_only_the_balance_and_only_once_a_request_is_paid(paid_in_part):
    with pytest.raises(DomainError, match="Ajoutez au moins une facture"):
        file(paid_in_part, final=False)
    other = stages.delivered(stages.commune_draft())
    with pytest.raises(DomainError, match="Ajoutez au moins une facture"):
        file(other)
    claim = checked(filed(other, (3, "480.00"), number="X", paid_on=None, final=False))
    payments.close_without_payment(claim, reason="Non acquittée.", by=None)
    with pytest.raises(DomainError, match="Ajoutez au moins une facture"):
        file(other)
