"""What a porteur and the agents do from the invoices to the payment, in a browser."""

from playwright.sync_api import Page, expect

from tests.conventions.invoices import SUPPLIER

from .walking import Lines, Walk, confirm, days_ago, join


def add_invoice(walk: Walk, number: str, lines: Lines, *, ht: str, ttc: str) -> None:
    """Type an invoice that is paid."""
    page = walk.go("versement/factures/ajouter/")
    page.get_by_label("Fournisseur", exact=True).fill("Fournisseur fictif")
    page.get_by_label("SIRET du fournisseur").fill(SUPPLIER)
    page.get_by_label("Numéro de la facture").fill(number)
    page.get_by_label("Date de la facture").fill(days_ago(35))
    page.get_by_label("Payée le").fill(days_ago(20))
    page.get_by_label("Montant total HT").fill(ht)
    page.get_by_label("Montant total TTC").fill(ttc)
    join(page, "Facture numérisée", f"{number}.pdf")
    for article, (quantity, price) in lines.items():
        fields = page.get_by_role("row").filter(has_text=article).locator("input")
        fields.nth(0).fill(quantity)
        fields.nth(1).fill(price)
    page.locator(".actions").get_by_role("button", name="Enregistrer la facture").click()
    expect(page.get_by_text(f"La facture n° {number} de Fournisseur fictif est enregistrée.")).to_be_visible()


def ask_for_the_balance(walk: Walk, *, proof: str) -> None:
    """Join the proof that `proof` names, certify, send."""
    page = walk.porteur
    join(page, proof, "justificatif.pdf")
    page.get_by_label("J’atteste que ces factures sont payées").check()
    page.get_by_role("button", name="Envoyer la demande de versement").click()
    expect(page.get_by_text("Votre demande est envoyée.")).to_be_visible()


def check(walk: Walk, amount: str, *told: str) -> None:
    """The manager reads the lines and computes; only a second person may confirm."""
    page = walk.open_act("Liquider la demande")
    expect_told(page, amount, *told)
    confirm(page, "Liquider la demande")
    walk.open_act("Vérifier la liquidation")
    page.locator("main").get_by_role("button", name="Vérifier la liquidation").click()
    expect(page.get_by_text("Vous avez liquidé cette demande").first).to_be_visible()
    other = walk.open_act("Vérifier la liquidation", of=walk.second)
    expect_told(other, amount, *told)
    confirm(other, "Vérifier la liquidation")


def expect_told(page: Page, amount: str, *told: str) -> None:
    expect(page.get_by_text(f"{amount} (Département")).to_be_visible()
    for sentence in told:
        expect(page.get_by_text(sentence)).to_be_visible()


def pay(walk: Walk, number: str) -> None:
    """The mandate, then the day of the payment."""
    walk.act("Enregistrer le mandat", {"Numéro du mandat": number, "Date du mandat": days_ago(0)})
    walk.act("Enregistrer le versement", {"Date du versement": days_ago(0)})
