"""A spreadsheet of paper dossiers: the model, errors in their cells, the annotated file corrected, sent again."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from applications.models import Candidacy
from tests.browser.axe import violations
from tests.exchange.dossiers import OTHER_COLLEGE, changed, college, ogec, paper, project
from tests.exchange.spreadsheet.files import workbook
from tests.factories import PASSWORD, agent, siret
from tne38.accounts.enums import Role

pytestmark = pytest.mark.browser
SEND = "/admin/exchange/sheetimport/add/"
CALL = "Territoires numériques éducatifs – Collèges privés sous contrat"


def two_dossiers() -> bytes:
    """A right dossier, and one whose date and price are wrong."""
    wrong = paper(
        college(
            "P-002",
            porteur=ogec(siret=siret(2), rna="W381000002"),
            projets=[project(OTHER_COLLEGE)],
        )
    )
    wrong = changed(wrong, "cachet_poste", "2025-02-30")
    wrong = changed(wrong, "projets[0].equipements[0].article", "TBI")
    return workbook(changed(paper(college()), "projets[0].classes[1].debit_mbps", 12), wrong)


def sign_in(page: Page, portal: str) -> None:
    agent(Role.INSTRUCTEUR, email="instructeur@exemple.test")
    page.goto(f"{portal}/connexion/")
    page.get_by_label("Adresse électronique").fill("instructeur@exemple.test")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/connexion/" not in url)


def send(page: Page, file: str) -> None:
    page.get_by_label("Appel").select_option(label=CALL)
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_role("button", name="Examiner le fichier").click()


def test_a_spreadsheet_is_imported_with_errors_then_fixed(
    page: Page, live_server, reference, worker, tmp_path
):
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/applications/candidacy/")
    page.get_by_role("link", name="Importer un tableau de dossiers papier").click()
    with page.expect_download() as model:
        page.get_by_role("link", name=f"Modèle Excel de l’appel {CALL}", exact=True).click()
    assert openpyxl.load_workbook(io.BytesIO(model.value.path().read_bytes())).sheetnames[:2] == [
        "Lisez-moi",
        "Dossiers",
    ]

    # A wrong file is told at once; then the one with two errors, in their cells.
    (tmp_path / "lettre.xlsx").write_bytes(b"Bonjour\x00")
    send(page, str(tmp_path / "lettre.xlsx"))
    expect(page.get_by_role("alert")).to_contain_text("Ce fichier n’est ni un classeur Excel (.xlsx)")
    (tmp_path / "dossiers.xlsx").write_bytes(two_dossiers())
    send(page, str(tmp_path / "dossiers.xlsx"))
    page.wait_for_url("**/change/")
    expect(page.get_by_text("1 acceptable, 1 refusé.")).to_be_visible()
    report = page.url.removeprefix(live_server.url)
    expect(page.get_by_role("row").filter(has_text="2025-02-30")).to_contain_text("C3")
    expect(page.get_by_role("row").filter(has_text="TBI")).to_contain_text("C3")
    assert Candidacy.objects.count() == 0
    assert violations(page, live_server.url, [SEND, report]) == []
    page.goto(live_server.url + report)
    page.get_by_role("button", name="Importer le dossier acceptable").click()
    expect(page.get_by_text("Import terminé")).to_be_visible()
    assert violations(page, live_server.url, [report, "/admin/exchange/sheetimport/"]) == []

    # The annotated file, corrected and sent again: the first dossier is left alone.
    page.goto(live_server.url + report)
    with page.expect_download() as annotated:
        page.get_by_role("link", name="Télécharger le classeur annoté").click()
    book = openpyxl.load_workbook(io.BytesIO(annotated.value.path().read_bytes()))
    assert "Une date est attendue" in book["Dossiers"]["C3"].comment.text
    book["Dossiers"]["C3"], book["Équipements"]["C3"] = "20/02/2025", "VPI"
    book.save(tmp_path / "corrige.xlsx")
    page.get_by_role("link", name="envoyez-le à nouveau").click()
    send(page, str(tmp_path / "corrige.xlsx"))
    page.wait_for_url("**/change/")
    expect(page.get_by_text("1 acceptable, aucun refusé, 1 déjà importé.")).to_be_visible()
    page.get_by_role("button", name="Importer le dossier acceptable").click()
    expect(page.get_by_text("1 dossier importé par Personne fictive, 1 déjà présent.")).to_be_visible()
    expect(page.get_by_role("link", name="38-2025-0002")).to_be_visible()
    assert Candidacy.objects.deposited().count() == 2
