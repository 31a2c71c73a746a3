"""The pages of the porteur: invoices typed and sent, what would be paid, the request and its follow-up."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.models import Candidacy
from conventions.models import Claim, Convention, Invoice
from conventions.payment.justification import articles_of
from tests.conventions import stages
from tests.conventions.invoices import SUPPLIER, checked, filed, invoiced, settled, two_agents
from tests.factories import MembershipFactory, agent
from tests.pieces import pdf
from tne38.accounts.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def file(name: str = "facture.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(name), content_type="application/pdf")


@pytest.fixture
def convention() -> Convention:
    return stages.delivered(stages.college_draft())


@pytest.fixture
def member(client, convention):
    user = MembershipFactory(organisation=convention.candidacy.organisation).user
    client.force_login(user)
    return user


def url(convention: Convention, name: str = "claim", **more) -> str:
    return reverse(f"conventions:{name}", kwargs={"pk": convention.candidacy_id, **more})


def typed(convention: Convention, **values) -> dict[str, object]:
    [article] = articles_of(Candidacy.objects.get(pk=convention.candidacy_id))
    return {
        "supplier_name": "Fournisseur fictif",
        "supplier_siret": SUPPLIER,
        "number": "F-1",
        "issued_on": "2025-09-10",
        "paid_on": "2025-09-25",
        "amount_ht": "2 833,33",
        "amount_ttc": "3 400,00",
        f"q_{article.name}": "2",
        f"p_{article.name}": "1 700,00",
        **values,
    }


def test_an_invoice_is_kept_then_the_request_is_sent(client, member, convention):
    page = client.get(url(convention)).content.decode()
    assert "Vous n’avez pas encore saisi de facture" in page
    answer = client.post(url(convention, "add_invoice"), {**typed(convention), "file": file()})
    assert answer["Location"] == url(convention)
    page = client.get(url(convention)).content.decode()
    assert "3\u00a0400,00\u00a0€" in page
    answer = client.post(url(convention, "file_claim"), {"nature": "solde", "proof": file("releve.pdf")})
    assert answer.status_code == 422
    assert "Cochez cette case" in answer.content.decode()
    answer = client.post(
        url(convention, "file_claim"), {"nature": "solde", "proof": file("releve.pdf"), "certified": "on"}
    )
    assert answer.status_code == 302
    assert "Demandez le versement au plus tard le" in page
    assert "Demandez le versement au plus tard le" not in client.get(url(convention)).content.decode()
    claim = Claim.objects.get()
    assert (claim.final, claim.proof.name, claim.convention.candidacy.state) == (
        True,
        "releve.pdf",
        "claimed",
    )
    page = client.get(url(convention)).content.decode()
    assert "Le Département vérifie vos factures" in page
    assert client.get(url(convention, "add_invoice")).status_code == 404


def test_errors_are_told_on_their_fields_and_keep_what_was_typed(client, member, convention):
    wrong = typed(convention, supplier_siret="123", amount_ttc="10", paid_on="", number="")
    answer = client.post(url(convention, "add_invoice"), wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_number"' in page
    assert 'href="#id_file"' in page
    assert "Ce SIRET n’est pas valable" in page  # all that is wrong is told at once
    assert "Le montant TTC est au moins égal au montant HT." in page
    assert "1 700,00" in page
    answer = client.post(
        url(convention, "add_invoice"), {**typed(convention, supplier_siret="123"), "file": file()}
    )
    assert "Ce SIRET n’est pas valable" in answer.content.decode()
    assert not Invoice.objects.exists()


TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"supplier_siret": "123"}, "supplier_siret", "Ce SIRET n’est pas valable"),
        ({"issued_on": TOMORROW}, "issued_on", "Cette date est dans le futur."),
        ({"paid_on": "2025-09-01"}, "paid_on", "Cette date précède celle de la facture (10/09/2025)."),
        ({"amount_ht": "3 500"}, "amount_ttc", "Le montant TTC est au moins égal au montant HT."),
        ({"amount_ht": "9", "amount_ttc": "10"}, "amount_ttc", "plus que la facture (10,00\u00a0€ TTC)."),
        ({"quantity": ""}, "quantity", "Indiquez combien d’unités."),
        ({"quantity": "", "price": ""}, "quantity", "Indiquez au moins un article accordé"),
        ({"price": ""}, "price", "Indiquez le prix d’une unité."),
        ({"number": "D-9"}, "number", "est déjà dans votre demande."),
    ],
)
def test_an_invoice_that_is_wrong_keeps_what_was_typed(client, member, convention, values, field, message):
    invoiced(convention, (1, "1700.00"), number="D-9")
    [article] = articles_of(Candidacy.objects.get(pk=convention.candidacy_id))
    names = {"quantity": f"q_{article.name}", "price": f"p_{article.name}"}
    wrong = {names.get(name, name): value for name, value in values.items()}
    posted = {**typed(convention, supplier_name="Fournisseur du test"), **wrong, "file": file()}
    answer = client.post(url(convention, "add_invoice"), posted)
    assert answer.status_code == 422
    assert f'href="#id_{names.get(field, field)}"' in answer.text
    assert answer.text.count(message) == 2  # in the summary and at the field
    assert "Fournisseur du test" in answer.text
    assert Invoice.objects.count() == 1


def test_a_request_that_is_wrong_keeps_what_was_chosen(client, member, convention):
    invoiced(convention, (1, "1700.00"))
    answer = client.post(url(convention, "file_claim"), {"nature": "partiel", "certified": "on"})
    assert 'href="#id_proof"' in answer.text
    assert re.search(r'value="partiel"[^>]*checked', answer.text)
    assert re.search(r'name="certified"[^>]*checked', answer.text)
    posted = {"nature": "partiel", "certified": "on", "proof": SimpleUploadedFile("a.pdf", b"bonjour")}
    answer = client.post(url(convention, "file_claim"), posted)
    assert answer.text.count("ce type de fichier n’est pas accepté") == 2
    assert not Claim.objects.exists()


def test_the_total_follows_what_is_typed_with_or_without_javascript(client, member, convention):
    values = typed(convention, number="", paid_on="2025-09-25")
    page = client.post(url(convention, "preview_invoice"), values).content.decode()
    assert "3\u00a0400,00\u00a0€" in page
    page = client.post(url(convention, "preview_invoice"), {**values, "paid_on": ""}).content.decode()
    assert "n’est pas acquittée" in page
    answer = client.post(url(convention, "add_invoice"), {**values, "action": "calculer"})
    assert answer.status_code == 200
    assert "3\u00a0400,00\u00a0€" in answer.content.decode()
    assert not Invoice.objects.exists()


def test_an_invoice_is_corrected_without_its_file_and_taken_out(client, member, convention):
    invoice = invoiced(convention, (1, "1700.00"))
    page = client.get(url(convention, "invoice", invoice_pk=invoice.pk)).content.decode()
    assert "1\u00a0700,00" in page
    client.post(url(convention, "invoice", invoice_pk=invoice.pk), typed(convention, number="F-9"))
    assert Invoice.objects.get().lines.get().quantity == 2
    remove = url(convention, "remove_invoice", invoice_pk=invoice.pk)
    assert "son fichier sera effacé" in client.get(remove).text
    client.post(remove)
    assert not Invoice.objects.exists()


def test_the_amount_is_told_once_a_second_person_has_checked_it(client, member, convention):
    claim, people = filed(convention, (2, "1700.00")), two_agents()
    assert "À verser" not in client.get(url(convention)).content.decode()
    checked(claim, people)
    page = client.get(url(convention)).content.decode()
    assert "À verser" in page
    assert "3\u00a0400,00\u00a0€" in page


def test_the_follow_up_says_what_is_due_and_when(client, member, convention):
    detail = reverse("applications:detail", args=[convention.candidacy_id])
    page = client.get(detail).content.decode()
    assert "1er juillet 2027" in page
    assert "Demander le versement" in page
    settled(filed(convention, (2, "1700.00")))
    page = client.get(detail).content.decode()
    assert "Suivre le versement" in page


def test_a_part_alone_is_offered_before_all_is_received(client):
    convention = stages.notified(stages.college_draft())
    client.force_login(MembershipFactory(organisation=convention.candidacy.organisation).user)
    client.post(url(convention, "add_invoice"), {**typed(convention), "file": file()})
    values = {"nature": "solde", "proof": file("releve.pdf"), "certified": "on"}
    assert client.post(url(convention, "file_claim"), values).status_code == 422
    values = {"nature": "partiel", "proof": file("releve.pdf"), "certified": "on"}
    assert client.post(url(convention, "file_claim"), values).status_code == 302
    assert Claim.objects.get().final is False


def test_who_reads_does_not_write(client, convention):
    reader = MembershipFactory(organisation=convention.candidacy.organisation, role="lecture").user
    client.force_login(reader)
    assert client.get(url(convention)).status_code == 200
    assert client.get(url(convention, "add_invoice")).status_code == 404
    client.force_login(agent(Role.INSTRUCTEUR))
    assert client.get(url(convention)).status_code == 200
    assert client.post(url(convention, "add_invoice"), typed(convention)).status_code == 404
    stranger = MembershipFactory().user
    client.force_login(stranger)
    assert client.get(url(convention)).status_code == 404


def test_a_public_body_joins_the_statement_of_its_treasury(client):
    convention = stages.delivered(stages.commune_draft())
    client.force_login(MembershipFactory(organisation=convention.candidacy.organisation).user)
    invoiced(convention, (3, "480.00"), (1, "3500.00"), issued_on=date(2025, 9, 10))
    page = client.get(url(convention)).content.decode()
    assert "visé par votre trésorerie" in page
    # 70 % of 1 440 € of ENT and of 3 500 € of equipment.
    assert "3\u00a0458,00\u00a0€" in page
    assert Invoice.objects.get().amount_ht == Decimal("4940.00")
