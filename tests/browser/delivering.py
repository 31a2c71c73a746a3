"""What a porteur and a manager do with quotes, orders and deliveries, in a browser."""

from collections.abc import Mapping

from playwright.sync_api import Page, expect

from .walking import Lines, Walk, days_ago, join


def send_quote(walk: Walk, number: str, lines: Lines) -> None:
    """File a quote from the page of the quotes."""
    walk.go("devis/").get_by_role("link", name="Ajouter un devis").click()
    _fill_quote(walk.porteur, number, lines)


def replace_quote(walk: Walk, number: str, lines: Lines, *, because: str) -> None:
    """Read on the dossier's page that a quote does not conform, and send another one."""
    page = walk.go()
    page.get_by_role("link", name="Voir ce devis").click()
    page.get_by_role("link", name="Remplacer").first.click()
    expect(page.get_by_text(because)).to_be_visible()
    _fill_quote(page, number, lines)


def _fill_quote(page: Page, number: str, lines: Lines) -> None:
    page.get_by_label("Fournisseur", exact=True).fill("Fournisseur fictif")
    page.get_by_label("Numéro du devis").fill(number)
    page.get_by_label("Date du devis").fill("2025-04-10")
    join(page, "Devis numérisé", f"{number}.pdf")
    for article, (quantity, price) in lines.items():
        fields = page.get_by_role("group", name=article).locator("input")
        fields.nth(0).fill(quantity)
        fields.nth(1).fill(price)
    page.get_by_role("button", name="Envoyer le devis").click()
    expect(page.get_by_text("Le devis est envoyé au Département")).to_be_visible()


def order_everything(walk: Walk) -> None:
    """Order all that was granted, from one supplier."""
    page = walk.go("deploiement/")
    page.get_by_role("link", name="Enregistrer une commande").click()
    page.get_by_label("Fournisseur").fill("Fournisseur fictif")
    page.get_by_label("Date de la commande").fill(days_ago(55))
    page.get_by_role("button", name="Enregistrer la commande").click()
    expect(page.get_by_text("La commande est enregistrée.")).to_be_visible()


def receive(walk: Walk, quantities: Mapping[str, str] | None = None) -> None:
    """Record a delivery: so many of each article, or all that is still expected."""
    page = walk.go("deploiement/receptions/ajouter/")
    page.get_by_label("Date de la réception").fill(days_ago(40))
    if quantities is not None:
        for field in page.locator("input[name^=quantite-]").all():
            field.fill("")
        for article, quantity in quantities.items():
            page.get_by_label(article).fill(quantity)
    page.get_by_role("button", name="Enregistrer la réception").click()
    expect(page.get_by_text("La réception est enregistrée.")).to_be_visible()
