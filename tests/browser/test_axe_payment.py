"""axe-core finds nothing on the pages from the quotes to the payment, in each of their states, for the porteur
and for the agents.

The states are made by the domain and by factories; only the looking happens in the browser.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from applications.models import Candidacy
from conventions.domain import copies, liquidation, payments, scans, texts
from conventions.models import Convention, TextKind
from equipment.domain import orders, quotes
from equipment.granted import resources_of
from tests.conventions import invoices, meetings, stages
from tests.conventions.scanning import bound, images_of
from tests.equipment.quoting import filed, line, received, received_in_part
from tests.factories import MembershipFactory, UserFactory, agent
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core import files

from .axe import violations, violations_of
from .dossiers import member, signed_in

pytestmark = pytest.mark.browser


@dataclass
class Look:
    """Someone who looks at pages, and what axe found on them so far."""

    page: Page
    portal: str
    client: Client
    found: list[str] = field(default_factory=list)

    def at(self, *paths: str) -> None:
        self.found += violations(self.page, self.portal, paths)

    def at_errors(self, path: str, **values: str) -> None:
        """The page that answers a form full of errors."""
        answer = self.client.post(path, {"csrfmiddlewaretoken": "any", **values})
        assert 'class="errors"' in answer.text, path
        self.found += violations_of(self.page, self.portal, path, answer.text)


@pytest.fixture
def look(browser, live_server, settings):
    settings.SECOND_FACTOR_ROLES = frozenset()

    def as_someone(user) -> Look:
        client = Client()
        client.force_login(user)
        context = browser.new_context(locale="fr-FR")
        return Look(signed_in(context, live_server.url, user), live_server.url, client)

    return as_someone


def of(name: str, candidacy: Candidacy, *others: int) -> str:
    return reverse(name, args=[candidacy.pk, *others])


def act(candidacy: Candidacy, slug: str) -> str:
    return reverse("admin:applications_candidacy_act", args=[candidacy.pk, slug])


def dossier(candidacy: Candidacy) -> str:
    return reverse("admin:applications_candidacy_change", args=[candidacy.pk])


def test_the_quotes(look):
    candidacy = stages.selected(stages.commune_draft())
    porteur, manager = look(member(candidacy, "Mairie fictive")), look(agent(Role.GESTIONNAIRE))
    page, add = of("equipment:quotes", candidacy), of("equipment:add_quote", candidacy)
    porteur.at(of("applications:detail", candidacy), page, add)
    porteur.at_errors(add, **{"siret": "123", "quantite-autre0": "beaucoup"})
    ent, screens = resources_of(candidacy)
    quote = filed(candidacy, line(screens, 5, "3900.00"), line(ent), number="D-1")
    filed(candidacy, number="D-2")
    one = (candidacy, quote.pk)
    porteur.at(page, *(of(f"equipment:{name}_quote", *one) for name in ("change", "replace", "withdraw")))
    porteur.at_errors(of("equipment:change_quote", *one), dated_on="hier")
    manager.at(dossier(candidacy), act(candidacy, "redemander-devis"))
    manager.at_errors(act(candidacy, "redemander-devis"), etat="selected")
    quotes.withdraw_quote(candidacy.quotes.get(number="D-2"), by=None)
    manager.at(act(candidacy, "accepter-devis"))
    quotes.ask_again(quote, reason="Trop cher, et trop d’écrans.", by=None)
    porteur.at(of("applications:detail", candidacy), page)
    assert porteur.found + manager.found == []


def test_orders_deliveries_and_what_goes_with_them(look):
    candidacy = stages.notified(stages.commune_draft()).candidacy
    porteur, manager = look(member(candidacy, "Mairie fictive")), look(agent(Role.GESTIONNAIRE))
    names = ["deployment", "add_order", "add_delivery", "close_deliveries", "ent", "accompaniment"]
    pages = [of(f"equipment:{name}", candidacy) for name in names]
    porteur.at(of("applications:detail", candidacy), *pages)
    for name in names[1:4]:
        porteur.at_errors(of(f"equipment:{name}", candidacy))
    project = candidacy.projects.all()[0]
    porteur.at_errors(of("equipment:ent", candidacy), **{f"signed_on-{project.pk}": "hier"})
    everything = {one.key: 1 for one in resources_of(candidacy)}
    for day in (date(2025, 6, 20), date(2025, 7, 10)):  # one before the notification
        orders.record_order(candidacy, supplier="Fictif", ordered_on=day, quantities=everything, by=None)
    received_in_part(candidacy, date(2025, 9, 1))
    order, delivery = candidacy.orders.all()[0], candidacy.deliveries.get()
    porteur.at(
        *pages,
        of("equipment:cancel_order", candidacy, order.pk),
        of("equipment:cancel_delivery", candidacy, delivery.pk),
    )
    acts = ["enregistrer-reception", "clore-livraisons", "adresses-rectorat"]
    manager.at(dossier(candidacy), *(act(candidacy, slug) for slug in acts))
    manager.at_errors(act(candidacy, "enregistrer-reception"), etat="notified")
    received(candidacy, date(2025, 9, 15))
    porteur.at(of("applications:detail", candidacy), pages[0])
    assert porteur.found + manager.found == []


def test_the_payment(look):
    convention = stages.delivered(stages.commune_draft())
    candidacy, people = convention.candidacy, invoices.two_agents()
    porteur, first, second = look(member(candidacy, "Mairie fictive")), look(people[0]), look(people[1])
    page, add = of("conventions:claim", candidacy), of("conventions:add_invoice", candidacy)
    porteur.at(of("applications:detail", candidacy), page, add)
    porteur.at_errors(add, supplier_siret="123", amount_ht="cher", issued_on="hier")
    invoice = invoices.invoiced(
        convention, (3, "500.00"), (1, "3900.00"), amount_ttc=Decimal(7000), amount_ht=Decimal(6000)
    )
    invoices.invoiced(convention, (0, "0"), (3, "3400.00"), number="F-2", paid_on=None)
    one = (candidacy, invoice.pk)
    porteur.at(page, of("conventions:invoice", *one), of("conventions:remove_invoice", *one))
    porteur.at_errors(of("conventions:file_claim", candidacy), nature="solde")
    claim = invoices.file(convention)
    porteur.at(page)
    first.at(dossier(candidacy), page, act(candidacy, "liquider"))
    liquidation.liquidate(claim, by=people[0], refused={invoice.pk: "Illisible"})
    liquidation.send_back(claim, reason="À revoir.", by=people[1])
    liquidation.liquidate(claim, by=people[0])
    second.at(*(act(candidacy, slug) for slug in ("verifier-liquidation", "renvoyer-liquidation")))
    second.at_errors(act(candidacy, "renvoyer-liquidation"), etat="claimed")
    liquidation.verify(claim, by=people[1])
    porteur.at(page)
    first.at(act(candidacy, "enregistrer-mandat"))
    first.at_errors(act(candidacy, "enregistrer-mandat"), etat="claimed")
    invoices.mandated(claim)
    first.at(act(candidacy, "enregistrer-versement"))
    payments.record_payment(claim, paid_on=invoices.SETTLED, by=None)
    porteur.at(of("applications:detail", candidacy), page)
    first.at(dossier(candidacy))
    assert porteur.found + first.found + second.found == []


def test_a_request_on_which_nothing_is_due(look):
    convention = stages.notified(stages.college_draft())
    porteur, manager = look(member(convention.candidacy, "Collège fictif")), look(agent(Role.GESTIONNAIRE))
    claim = invoices.checked(invoices.filed(convention, (2, "1700.00"), paid_on=None, final=False))
    manager.at(act(convention.candidacy, "clore-sans-versement"))
    payments.close_without_payment(claim, reason="Rien n’est payé.", by=None)
    porteur.at(of("conventions:claim", convention.candidacy))
    assert porteur.found + manager.found == []


def test_the_texts_of_the_conventions(look):
    writer = look(agent(Role.ADMINISTRATEUR))
    everything = reverse("admin:conventions_articletext_changelist")
    council, ogec = (reverse("admin:conventions_articletext_edit", args=[kind]) for kind in TextKind)
    writer.at(everything, ogec, council)
    writer.at_errors(ogec, body="")
    published = texts.save_draft(TextKind.COUNCIL, texts.packaged("commune"), by=None)
    writer.at(council)
    texts.publish(published, by=None)
    texts.save_draft(TextKind.OGEC, "# Un article\n\n{champ_inconnu}", by=None)
    writer.at(everything, ogec)
    assert writer.found == []


def signed_pages(convention: Convention) -> list:
    return images_of(files.read(convention.file))


def test_the_meetings_and_the_scans_with_their_errors(look):
    frozen = meetings.frozen([stages.with_quotes(stages.college_draft())])
    manager = look(agent(Role.GESTIONNAIRE))
    base = reverse("admin:conventions_permanentcommission_changelist")
    manager.at(base)
    manager.at_errors(reverse("admin:conventions_permanentcommission_add"))
    manager.at_errors(
        reverse("admin:conventions_permanentcommission_result", args=[frozen.pk]), number="juin"
    )
    manager.at_errors(
        reverse("admin:conventions_permanentcommission_dates", args=[frozen.pk]), published_on="hier"
    )
    manager.at_errors(reverse("admin:conventions_scan_add"))
    content = bound(signed_pages(stages.generated(stages.commune_draft())))
    scan = scans.read_scan(scans.add_scan(sent("liasse.pdf", content), by=None))
    manager.at(reverse("admin:conventions_scan_change", args=[scan.pk]))
    manager.at_errors(reverse("admin:conventions_scan_sign", args=[scan.pk]))
    assert manager.found == []


def test_a_convention_to_sign_with_its_errors(look):
    convention = stages.generated(stages.college_draft())
    user = UserFactory()
    MembershipFactory(organisation=convention.candidacy.organisation, user=user)
    porteur = look(user)
    for name in ("authorisation", "copy"):
        porteur.at_errors(of(f"conventions:{name}", convention.candidacy))
    copies.add_copy(convention, sent("signee.pdf", files.read(convention.file)), by=None)
    porteur.at(of("conventions:answer", convention.candidacy))
    porteur.at_errors(of("conventions:confirm", convention.candidacy))
    assert porteur.found == []
