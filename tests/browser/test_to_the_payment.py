"""A commune and an OGEC, from the decision to the payment, as the people concerned would do it.

Both have a quote refused then accepted, a delivery in part, two invoices, one payment. What is asserted is what
the pages show and the mails that arrive; the amounts are worked out by hand.
"""

import pytest
from playwright.sync_api import expect

from applications.models import Candidacy
from tests.conventions import stages
from tests.factories import agent
from tne38.accounts.enums import Role

from .contracting import make_convention, notify, sign, vote
from .delivering import order_everything, receive, replace_quote, send_quote
from .dossiers import member, signed_in
from .paying import add_invoice, ask_for_the_balance, check, pay
from .test_corrections import person
from .walking import Lines, Walk

pytestmark = pytest.mark.browser
MANAGERS = ["gestionnaire@exemple.test", "seconde@exemple.test"]
EURO = "\u00a0€"


@pytest.fixture
def start(browser, context, live_server, worker, settings):
    """Begin with a dossier that is selected; its schools, Canopé and the Ligue have addresses."""
    settings.DEMO, settings.SECOND_FACTOR_ROLES = True, frozenset()

    def begin(draft: Candidacy) -> Walk:
        call = draft.call
        call.training_email, call.families_email = "canope@exemple.test", "ligue@exemple.test"
        call.save()
        draft.organisation.email = "porteur@exemple.test"
        draft.organisation.save()
        dossier, portal = stages.selected(draft), live_server.url
        managers = [
            person(browser, portal, agent(Role.GESTIONNAIRE, email=email, full_name=name).email)
            for email, name in zip(MANAGERS, ["Première gestionnaire", "Seconde gestionnaire"], strict=True)
        ]
        porteur = signed_in(context, portal, member(dossier, "Porteuse fictive"))
        return Walk(portal, dossier, porteur, *managers)

    return begin


def agree_on_quotes(walk: Walk, first: Lines, second: Lines, *, given_back: str, amount: str) -> None:
    """A quote is refused with a reason, replaced, accepted; what it saves goes back to the envelope."""
    reason = "Le prix dépasse ce qui a été demandé."
    send_quote(walk, "D-1", first)
    walk.act("Demander un autre devis", {"Ce qui ne convient pas": reason})
    replace_quote(walk, "D-2", second, because=reason)
    page = walk.open_act("Accepter les devis")
    expect(page.get_by_text(given_back, exact=True)).to_be_visible()
    page.get_by_role("button", name="Accepter les devis").click()
    expect(page.get_by_text(f"la subvention est de {amount}")).to_be_visible()


def test_a_commune(start, mailbox):
    """Three screens and three years of an ENT for two écoles: 8 358 € granted, 8 078 € paid."""
    walk = start(stages.commune_draft())
    screen, ent = "Écran numérique interactif", "ENT ONE"
    # 70 % of 3 × 3 400 + 3 × 480 = 11 640 € are 8 148 €; 210 € of the 8 358 € granted are given back.
    agree_on_quotes(
        walk,
        {screen: ("3", "3 900"), ent: ("3", "480")},
        {screen: ("3", "3 400"), ent: ("3", "480")},
        given_back=f"210,00{EURO}",
        amount=f"8\u00a0148,00{EURO}",
    )
    vote(walk)
    make_convention(walk)
    notify(walk, sign(walk, number="2025-31"))
    mailbox.wait_for("le programme est lancé", to="ecole@exemple.test")
    [planned] = mailbox.wait_for("des formations sont à planifier")
    assert planned["To"] == "canope@exemple.test"

    order_everything(walk)
    receive(walk, {screen: "1"})
    expect(walk.porteur.get_by_text("Reçu en partie.")).to_be_visible()
    receive(walk)
    mailbox.wait_for("matériel", to="rectorat@exemple.test")

    add_invoice(walk, "F-1", {screen: ("2", "3 400")}, ht="6 800", ttc="8 160")
    # 20 € of transport are no granted article.
    add_invoice(walk, "F-2", {screen: ("1", "3 300"), ent: ("3", "480")}, ht="4 760", ttc="5 712")
    ask_for_the_balance(walk, proof="État des dépenses visé par votre trésorerie")
    # 70 % of 6 800 + 3 300 + 1 440 = 11 540 € are 8 078 €.
    check(
        walk,
        f"8\u00a0078,00{EURO}",
        f"11\u00a0540,00{EURO}",
        f"20,00{EURO} de cette facture ne correspondent à aucun article accordé.",
    )
    pay(walk, "2025-4512")
    page = walk.go("versement/")
    for told in ("Versé", "n° 2025-4512", f"8\u00a0078,00{EURO}"):
        expect(page.get_by_text(told).first).to_be_visible()
    [message] = mailbox.wait_for("votre subvention est versée", to="porteur@exemple.test")
    assert f"8\u00a0078,00{EURO}" in message.get_body().get_content()


def test_an_ogec(start, mailbox):
    """Two video projectors for a private collège, at 100 %: 3 400 € granted, 3 180 € paid."""
    walk = start(stages.college_draft())
    vpi = "Ensemble de vidéoprojection interactif"
    agree_on_quotes(
        walk,
        {vpi: ("2", "2 300")},
        {vpi: ("2", "1 600")},
        given_back=f"200,00{EURO}",
        amount=f"3\u00a0200,00{EURO}",
    )
    vote(walk)
    make_convention(walk)
    notify(walk, sign(walk))
    mailbox.wait_for("votre convention est notifiée", to="porteur@exemple.test")

    order_everything(walk)
    receive(walk, {vpi: "1"})
    expect(walk.porteur.get_by_text("Reçu en partie.")).to_be_visible()
    receive(walk)

    add_invoice(walk, "F-1", {vpi: ("1", "1 600")}, ht="1 333,33", ttc="1 600")
    add_invoice(walk, "F-2", {vpi: ("1", "1 580")}, ht="1 316,67", ttc="1 580")
    ask_for_the_balance(walk, proof="Justificatif de paiement")
    check(walk, f"3\u00a0180,00{EURO}")
    pay(walk, "2025-4513")
    page = walk.go("versement/")
    for told in ("Versé", "n° 2025-4513", f"3\u00a0180,00{EURO}"):
        expect(page.get_by_text(told).first).to_be_visible()
    [message] = mailbox.wait_for("votre subvention est versée", to="porteur@exemple.test")
    assert f"3\u00a0180,00{EURO}" in message.get_body().get_content()
