"""A form that comes back keeps what was typed and names its field, from the quotes to the deliveries."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.models import Candidacy
from equipment.domain.accompaniment import EntValue, record_agreements
from equipment.granted import resources_of
from equipment.models import DataAgreement, Delivery, Order, Quote
from tests.conventions import stages
from tests.factories import MembershipFactory
from tests.pieces import pdf

from .quoting import filed, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
FUTURE = "Cette date est dans le futur."
QUOTE = {"supplier": "Fournisseur fictif", "number": "D-7", "dated_on": "2025-04-10", "siret": ""}


def file(name: str = "devis.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(name), content_type="application/pdf")


def signed_in(client, candidacy: Candidacy) -> Candidacy:
    client.force_login(MembershipFactory(organisation=candidacy.organisation).user)
    return candidacy


@pytest.fixture
def quoting(client) -> Candidacy:
    """A collège selected for two VPI; its porteur is signed in."""
    return signed_in(client, stages.selected(stages.college_draft()))


@pytest.fixture
def launched(client) -> Candidacy:
    """A commune whose convention is notified; its porteur is signed in."""
    return signed_in(client, stages.notified(stages.commune_draft()).candidacy)


def first(candidacy: Candidacy) -> str:
    return str(resources_of(candidacy)[0].key)


def refused(client, path: str, posted: dict, *, field: str, message: str, kept: str) -> str:
    """The page that came back: the summary links to the field, which tells what is wrong."""
    answer = client.post(path, posted)
    assert answer.status_code in {200, 422}, answer
    page = answer.text
    assert f'href="#id_{field}"' in page
    assert page.count(message) >= 2, message  # in the summary and at the field
    assert kept in page
    assert "<title>" in page
    assert re.search(r"<title>\s*Erreur", page)
    return page


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"dated_on": TOMORROW}, "dated_on", FUTURE),
        ({"dated_on": "hier"}, "dated_on", "Écrivez une date, par exemple 12/05/2025."),
        ({"siret": "12345678901234"}, "siret", "Ce SIRET n’est pas valable"),
        ({"number": ""}, "number", "Indiquez le numéro du devis."),
        ({"supplier": " "}, "supplier", "Indiquez le fournisseur."),
        ({"quantite-autre0": "2"}, "prix-autre0", "Écrivez le prix unitaire."),
    ],
)
def test_a_quote_that_is_wrong_keeps_what_was_typed(client, quoting, values, field, message):
    key = first(quoting)
    typed = {**QUOTE, f"quantite-{key}": "2", f"prix-{key}": "1 650,50", **values}
    path = reverse("equipment:add_quote", args=[quoting.pk])
    page = refused(client, path, {**typed, "fichiers": file()}, field=field, message=message, kept="1 650,50")
    assert "Choisissez de nouveau le fichier" in page
    assert not Quote.objects.exists()


def test_a_quote_without_its_file_or_already_there_is_told_at_its_field(client, quoting):
    path = reverse("equipment:add_quote", args=[quoting.pk])
    refused(client, path, QUOTE, field="fichiers", message="Choisissez le fichier du devis", kept="D-7")
    filed(quoting, number="D-7")
    posted = {**QUOTE, "fichiers": file()}
    refused(client, path, posted, field="number", message="Ce devis est déjà dans le dossier.", kept="D-7")


def test_a_file_that_is_refused_is_told_at_its_field(client, quoting):
    path = reverse("equipment:add_quote", args=[quoting.pk])
    message = "ce type de fichier n’est pas accepté"
    posted = {**QUOTE, "fichiers": SimpleUploadedFile("devis.pdf", b"bonjour")}
    refused(client, path, posted, field="fichiers", message=message, kept="D-7")


def test_a_quote_changed_or_replaced_wrongly_keeps_what_was_typed(client, quoting):
    quote = filed(quoting, line(resources_of(quoting)[0], 2, "1700.00"))
    wrong = {**QUOTE, "supplier": "Autre fournisseur fictif", "dated_on": TOMORROW}
    for name, more in (("change_quote", {}), ("replace_quote", {"fichiers": file()})):
        path = reverse(f"equipment:{name}", args=[quoting.pk, quote.pk])
        refused(client, path, wrong | more, field="dated_on", message=FUTURE, kept="Autre fournisseur fictif")
    quote.refresh_from_db()
    assert (quote.state, quote.supplier) == ("filed", "Fournisseur fictif")


def test_withdrawing_a_quote_is_confirmed_first(client, quoting):
    quote = filed(quoting, line(resources_of(quoting)[0], 2, "1700.00"))
    path = reverse("equipment:withdraw_quote", args=[quoting.pk, quote.pk])
    assert path in client.get(reverse("equipment:quotes", args=[quoting.pk])).text
    page = client.get(path).text
    assert "Il reste dans le dossier avec son fichier, mais ne compte plus." in page
    assert Quote.objects.get().state == "filed"
    answer = client.post(path, follow=True)
    assert f"Le devis « {quote} » ne compte plus." in answer.text
    assert Quote.objects.get().state == "withdrawn"
    assert "ne change plus" in client.post(path, follow=True).text


def test_replacing_a_quote_says_what_becomes_of_the_former(client, quoting):
    quote = filed(quoting, line(resources_of(quoting)[0], 2, "1700.00"))
    page = client.get(reverse("equipment:replace_quote", args=[quoting.pk, quote.pk])).text
    assert f"Devis remplacé : {quote}" in page
    assert "Il reste dans le dossier, mais ne compte plus." in page
    assert "Revenir aux devis" in page


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"ordered_on": TOMORROW}, "ordered_on", FUTURE),
        ({"supplier": ""}, "supplier", "Indiquez le fournisseur."),
        ({"ordered_on": ""}, "ordered_on", "Indiquez cette date."),
    ],
)
def test_an_order_that_is_wrong_keeps_what_was_typed(client, launched, values, field, message):
    typed = {"supplier": "Fictif", "ordered_on": "2025-07-10", f"quantite-{first(launched)}": "77", **values}
    path = reverse("equipment:add_order", args=[launched.pk])
    refused(client, path, typed, field=field, message=message, kept='value="77"')
    assert not Order.objects.exists()


def test_an_order_and_a_delivery_of_nothing_are_told_at_the_first_quantity(client, launched):
    message = "Écrivez au moins une quantité."
    for name, day in (("add_order", "ordered_on"), ("add_delivery", "received_on")):
        path = reverse(f"equipment:{name}", args=[launched.pk])
        typed = {"supplier": "Fictif", day: "2025-07-10", "comment": ""}
        field = f"quantite-{first(launched)}"
        refused(client, path, typed, field=field, message=message, kept="2025-07-10")
    assert not Order.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"received_on": TOMORROW}, "received_on", FUTURE),
        ({"quantity": "9"}, "quantity", "il en reste 1 à recevoir."),
        ({"quantity": "deux"}, "quantity", "Écrivez un nombre entier, par exemple 12."),
    ],
)
def test_a_delivery_that_is_wrong_keeps_what_was_typed(client, launched, values, field, message):
    quantity = f"quantite-{first(launched)}"
    typed = {"received_on": "2025-09-15", "quantity": "1", "comment": "Carton abîmé."} | values
    typed[quantity] = typed.pop("quantity")
    path = reverse("equipment:add_delivery", args=[launched.pk])
    named = quantity if field == "quantity" else field
    refused(client, path, typed, field=named, message=message, kept="Carton abîmé.")
    assert not Delivery.objects.exists()


def test_a_delivery_note_that_is_refused_is_told_at_its_field(client, launched):
    path = reverse("equipment:add_delivery", args=[launched.pk])
    posted = {"received_on": "2025-09-15", f"quantite-{first(launched)}": "1", "comment": "Carton abîmé."}
    posted["fichiers"] = SimpleUploadedFile("bon.pdf", b"bonjour")
    message = "ce type de fichier n’est pas accepté"
    refused(client, path, posted, field="fichiers", message=message, kept="Carton abîmé.")


def test_a_closing_without_a_reason_is_told_at_its_field(client, launched):
    path = reverse("equipment:close_deliveries", args=[launched.pk])
    message = "Indiquez pourquoi plus rien n’est attendu."
    refused(client, path, {"reason": " "}, field="reason", message=message, kept="Motif")


def test_the_dates_of_an_ent_and_of_a_training_keep_what_was_typed(client, launched):
    project = launched.projects.order_by("pk")[0]
    typed = {f"presented_on-{project.pk}": "2025-03-04", f"signed_on-{project.pk}": TOMORROW}
    path = reverse("equipment:ent", args=[launched.pk])
    refused(client, path, typed, field=f"signed_on-{project.pk}", message=FUTURE, kept="2025-03-04")
    path = reverse("equipment:accompaniment", args=[launched.pk])
    [key, *_] = re.findall(r'name="faite-([^"]+)"', client.get(path).text)
    typed = {f"prevue-{key}": "2025-03-04", f"faite-{key}": TOMORROW}
    refused(client, path, typed, field=f"faite-{key}", message=FUTURE, kept="2025-03-04")


def test_cancelling_an_order_and_a_delivery_is_confirmed_first(client, launched):
    key = first(launched)
    posted = {"supplier": "Fictif", "ordered_on": "2025-07-10", f"quantite-{key}": "1"}
    client.post(reverse("equipment:add_order", args=[launched.pk]), posted)
    posted = {"received_on": "2025-09-15", f"quantite-{key}": "1", "comment": ""}
    client.post(reverse("equipment:add_delivery", args=[launched.pk]), posted)
    order, delivery = Order.objects.get(), Delivery.objects.get()
    for name, row in (("cancel_order", order), ("cancel_delivery", delivery)):
        path = reverse(f"equipment:{name}", args=[launched.pk, row.pk])
        assert path in client.get(reverse("equipment:deployment", args=[launched.pk])).text
        assert "Garder cette" in client.get(path).text
        row.refresh_from_db()
        assert row.cancelled is False
        client.post(path)
        row.refresh_from_db()
        assert row.cancelled is True


def test_the_dates_of_another_person_are_not_erased_unseen(client, launched):
    first_school, second = launched.projects.order_by("pk")
    path = reverse("equipment:ent", args=[launched.pk])
    seen = re.search(r'name="vu" value="([^"]+)"', client.get(path).text).group(1)
    value = EntValue(had_ent=False, presented_on=date(2025, 7, 8), signed_on=None)
    record_agreements(launched, {first_school.pk: value}, by=None)
    stale = {f"presented_on-{second.pk}": "2025-07-09", "vu": seen}
    answer = client.post(path, stale)
    assert "Enregistré actuellement\u00a0: 08/07/2025." in answer.text
    assert DataAgreement.objects.get().presented_on == date(2025, 7, 8)
    again = re.search(r'name="vu" value="([^"]+)"', answer.text).group(1)
    both = {f"presented_on-{first_school.pk}": "2025-07-08", f"presented_on-{second.pk}": "2025-07-09"}
    assert client.post(path, both | {"vu": again}).status_code == 302
    days = DataAgreement.objects.order_by("project").values_list("presented_on", flat=True)
    assert list(days) == [date(2025, 7, 8), date(2025, 7, 9)]
