"""What a porteur and a manager do from the vote to the notification, in a browser."""

from playwright.sync_api import expect

from .walking import Walk, days_ago, join

ACT = "2025 CP06 B 16 31"
SECONDS = 40_000


def vote(walk: Walk) -> None:
    """Prepare a meeting of the commission permanente, arrest its report, record its result."""
    page = walk.manager
    page.goto(f"{walk.portal}/admin/conventions/permanentcommission/add/")
    page.get_by_label("Date de la séance").fill(days_ago(120))
    page.get_by_role("button", name="Préparer la séance").click()
    page.get_by_role("button", name="Arrêter et imprimer le rapport").click()
    page.get_by_role("link", name="Enregistrer le résultat").click()
    page.get_by_label("Numéro de l’acte").fill(ACT)
    page.get_by_role("button", name="Enregistrer le résultat").click()
    expect(page.get_by_text(f"Le vote est enregistré, acte n° {ACT}")).to_be_visible()


def make_convention(walk: Walk) -> None:
    """Generate the conventions of the meeting and wait for them."""
    page = walk.manager
    page.get_by_role("button", name="Générer les conventions (1)").click()
    expect(page.get_by_text("1 convention sur 1.")).to_be_visible(timeout=SECONDS)


def sign(walk: Walk, *, number: str = "") -> bytes:
    """The act that allows to sign (numbered: a délibération), the signed copy, its date; returns the copy."""
    page = walk.go()
    page.get_by_role("link", name="Signer la convention").click()
    document = page.get_by_role("link", name="Ouvrir la convention").get_attribute("href")
    copy = page.request.get(f"{walk.portal}{document}").body()
    if number:
        page.get_by_label("Numéro de la délibération").fill(number)
        page.get_by_label("Reçue en préfecture le").fill(days_ago(99))
    page.get_by_label("Adoptée le" if number else "Décision prise le").fill(days_ago(100))
    join(page, "L’acte, en PDF" if number else "Le procès-verbal", "acte.pdf")
    page.get_by_role("button", name="Déposer l’acte").click()
    join(page, "La convention signée, en PDF", "signee.pdf", copy)
    page.get_by_role("button", name="Déposer la convention signée").click()
    page.get_by_label("Date de signature").fill(days_ago(95))
    page.get_by_role("button", name="Confirmer et transmettre au Département").click()
    expect(page.get_by_text("La convention est transmise au Département")).to_be_visible()
    return copy


def notify(walk: Walk, copy: bytes) -> None:
    """The président signed: the final copy and its dates."""
    page = walk.open_act("Notifier la convention")
    page.get_by_label("Date de signature par le président").fill(days_ago(70))
    page.get_by_label("Date de notification").fill(days_ago(60))
    join(page, "La convention signée de tous, en PDF", "convention.pdf", copy)
    page.locator("main").get_by_role("button", name="Notifier la convention").click()
    expect(page.get_by_text("le bénéficiaire peut commander")).to_be_visible()
