"""A paper form, from the letter box to the receipt: the agent types it, finds what is missing, records it."""

import re

from playwright.sync_api import Page, expect

from applications.models import Candidacy
from tests.applications.paper import PDF
from tests.factories import agent
from tne38.core import journal

from .axe import violations
from .dossiers import signed_in
from .test_journey import describe_school, name_the_porteur, pdf_text

CALL = "/candidatures/papier/colleges-prives-2025/"


def open_the_letter(page: Page, portal: str, scan: str) -> None:
    """The dates of the envelope and the scan; a postmark too late is told, and what was typed is kept."""
    page.goto(f"{portal}/admin/")
    page.get_by_role("link", name="Dossiers papier").first.click()
    page.get_by_role("link", name="Collèges privés sous contrat 2025").click()
    page.get_by_label("Nom de l’établissement, commune ou code UAI").fill("VOIRON saint joseph")
    page.get_by_role("link", name=re.compile("Collège privé Saint-Joseph")).first.click()
    page.get_by_label("SIRET de l’organisme de gestion").fill("999 990 120 00019")
    page.get_by_label("Date du cachet de la poste").fill("2025-04-01")
    page.get_by_label("Date de réception").fill("2025-04-02")
    page.get_by_role("button", name="Commencer la saisie").click()
    expect(page.get_by_role("alert")).to_contain_text("Le cachet de la poste est postérieur au 31/03/2025")
    page.get_by_label("Date du cachet de la poste").fill("2025-03-31")
    page.get_by_label("Formulaire papier numérisé").set_input_files(scan)
    page.get_by_role("button", name="Commencer la saisie").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Combien d’élèves")
    expect(page.locator("main")).to_contain_text("Saisie d’un dossier papier")


def test_from_the_letter_box_to_the_receipt(
    page: Page, context, live_server, reference, worker, mailbox, tmp_path
):
    portal, instructor = live_server.url, agent(full_name="Instructrice fictive")
    page = signed_in(context, portal, instructor)
    (tmp_path / "formulaire.pdf").write_bytes(PDF)
    open_the_letter(page, portal, str(tmp_path / "formulaire.pdf"))
    describe_school(page)
    draft = Candidacy.objects.get()
    # The pages about the project and the ENT were left empty on the paper.
    page.goto(f"{portal}/candidatures/{draft.pk}/porteur/")
    name_the_porteur(page, "Relisez la saisie avant de l’enregistrer")
    expect(page.get_by_role("heading", name="Constats")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Décrivez le projet pédagogique de l’établissement.")
    summary = page.url.removeprefix(portal)
    letter = summary.replace("recapitulatif", "courrier")
    assert violations(page, portal, ["/candidatures/papier/", CALL, summary, letter]) == []
    page.goto(portal + summary)
    page.get_by_role("button", name="Enregistrer le dossier papier").click()
    page.wait_for_url(re.compile("/admin/|/candidatures/"))

    receipts = mailbox.wait_for("accusé de réception", number=2)
    assert {mail["To"] for mail in receipts} == {"ogec@exemple.test", "secretariat@college.test"}
    draft.refresh_from_db()
    assert draft.number == "38-2025-0001"
    entry = journal.history(draft).filter(action="dossier déposé").get()
    assert (entry.actor_id, entry.on_behalf_of) == (instructor.pk, "OGEC fictif de Voiron")
    text = pdf_text(page, f"{portal}/fichiers/{draft.acknowledgement_id}/")
    assert "31 mars 2025" in text
    assert "Décrivez le projet pédagogique" in text
