"""The settings of a call, edited in the agents' site."""

from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Call, EntProduct
from reviews.domain import envelope
from reviews.enums import Funder
from reviews.models import Envelope
from tests.agents import deposited, invited, sign_in
from tests.conventions import stages
from tests.factories import CallFactory, CatalogueItemFactory
from tne38.accounts.enums import Role
from tne38.core import journal

pytestmark = pytest.mark.django_db


def address(call: Call) -> str:
    return reverse("admin:applications_call_change", args=[call.pk])


def filled(client, call: Call, **changes) -> dict[str, str]:
    """What the browser would post from the page as it stands, with some fields changed."""
    answer = client.get(address(call))
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    values = {}
    for form in forms:
        for field in form:
            widget = field.field.widget
            if names := getattr(widget, "widgets_names", None):
                parts = zip(names, widget.decompress(field.value()), strict=True)
                values |= {field.html_name + name: str(part) for name, part in parts}
            elif (value := field.field.prepare_value(field.value())) is not None and value is not False:
                values[field.html_name] = str(value)
    return values | {name.replace("__", "-"): value for name, value in changes.items()}


def test_a_changed_setting_makes_a_new_version_and_is_in_the_journal(client):
    user = sign_in(client, Role.ADMINISTRATEUR)
    call = CallFactory()
    answer = client.post(
        address(call), filled(client, call, priority_threshold="65 000,50", minimum_criteria="3")
    )
    assert answer.status_code == 302, answer.context["errors"]
    call.refresh_from_db()
    assert (str(call.priority_threshold), call.minimum_criteria, call.version) == ("65000.50", 3, 2)
    entry = journal.history(call).get()
    assert entry.actor_id == user.pk
    assert entry.before == {"minimum_criteria": 2, "priority_threshold": "60000.00"}
    assert entry.after == {"minimum_criteria": 3, "priority_threshold": "65000.50", "version": 2}


def test_saving_without_a_change_writes_nothing(client):
    sign_in(client, Role.ADMINISTRATEUR)
    call = CatalogueItemFactory().call
    assert client.post(address(call), filled(client, call)).status_code == 302
    call.refresh_from_db()
    assert call.version == 1
    assert not journal.history(call).exists()


def test_a_new_cap_is_a_new_version_and_spares_deposited_dossiers(client):
    sign_in(client, Role.ADMINISTRATEUR)
    dossier = deposited()
    call, item = dossier.call, dossier.call.catalogue.get()
    answer = client.post(address(call), filled(client, call, catalogue__0__cap="1 500,00"))
    assert answer.status_code == 302, answer.context["errors"]
    item.refresh_from_db()
    assert str(item.cap) == "1500.00"
    assert str(dossier.projects.get().lines.get().cap) == "2200.00"
    assert journal.history(call).get().after == {"catalogue": [item.label], "version": 2}


def test_an_ent_that_a_granted_dossier_counts_on_stays_as_it_is(client):
    """ONE is subsidised in the selected dossier of a commune, 480 € a year; another spelling is the same name."""
    sign_in(client, Role.ADMINISTRATEUR)
    draft = stages.commune_draft()
    call, product = draft.call, EntProduct.objects.get()
    other = EntProduct.objects.create(call=call, name="ECLAT", subsidised=True)
    rank = 0 if product.folded_name < other.folded_name else 1
    prefix = f"ent_products-{rank}-"
    assert client.post(address(call), filled(client, call, **{prefix + "name": "One"})).status_code == 302
    dossier = stages.selected(draft)
    told = f"Le dossier n° {dossier.number} est retenu avec cet espace numérique de travail"
    values = filled(client, call)
    for posted in (
        values | {prefix + "name": "ONE 2"},
        {name: value for name, value in values.items() if name != prefix + "subsidised"},
        values | {prefix + "DELETE": "on"},
    ):
        answer = client.post(address(call), posted)
        assert answer.status_code == 200
        assert told in answer.text.replace("\u00a0", " ")
    product.refresh_from_db()
    assert (product.name, product.subsidised) == ("One", True)
    posted = values | {prefix + "name": "O.N.E", f"ent_products-{1 - rank}-DELETE": "on"}
    assert client.post(address(call), posted).status_code == 200
    posted = values | {prefix + "name": "ONE", f"ent_products-{1 - rank}-DELETE": "on"}
    assert client.post(address(call), posted).status_code == 302
    assert [row.name for row in EntProduct.objects.all()] == ["ONE"]


def test_the_call_refuses_a_closing_before_its_opening(client):
    sign_in(client, Role.ADMINISTRATEUR)
    call = CallFactory()
    answer = client.post(address(call), filled(client, call, closes_at_0="01/12/2024"))
    assert "L’ouverture précède la clôture." in answer.text
    call.refresh_from_db()
    assert call.version == 1


def test_the_page_of_the_call_tells_its_envelopes_and_changes_none(client):
    sign_in(client, Role.ADMINISTRATEUR)
    dossier = deposited()
    for funder in Funder:
        Envelope.objects.create(call=dossier.call, funder=funder, amount=1000)
    authority = envelope.Authority(None, "Accord")
    envelope.reserve(dossier, department=Decimal(900), tne=Decimal(1700), authority=authority)
    text = client.get(address(dossier.call)).text
    assert "dépassée de 700,00\u00a0€" in text
    assert "100,00\u00a0€" in text
    client.post(address(dossier.call), filled(client, dossier.call, envelopes__0__amount="5 000,00"))
    assert {row.amount for row in Envelope.objects.all()} == {1000}
    link = reverse("admin:reviews_envelope_change", args=[Envelope.objects.first().pk])
    assert link in text


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.GESTIONNAIRE, Role.COMMISSION, Role.IEN])
def test_only_the_administration_edits_a_call(client, role):
    call = CallFactory()
    invited(call, sign_in(client, role))
    assert client.get(address(call)).status_code == 200
    assert client.post(address(call), {"title": "Autre titre"}).status_code == 403
    call.refresh_from_db()
    assert call.title == "Appel fictif – collèges"
