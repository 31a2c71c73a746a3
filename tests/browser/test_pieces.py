"""The pieces of a dossier in a browser: chosen, dropped, refused, cut, replaced; with and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from applications.models import Candidacy, PieceKind
from tests import pieces
from tests.applications.journey import open_call
from tests.factories import MembershipFactory, UserFactory, complete_draft

from .axe import found_in
from .test_journey import sign_in

pytestmark = pytest.mark.browser
CHIEF = "chef@college.test"


@pytest.fixture
def draft(transactional_db) -> Candidacy:
    """A collège's draft in a call that names one piece."""
    call = open_call()
    PieceKind.objects.create(call=call, label="Devis", help="Un devis par fournisseur.")
    candidacy = complete_draft(call)
    person = UserFactory(email=CHIEF, full_name="Cheffe d’établissement fictive")
    MembershipFactory(user=person, organisation=candidacy.organisation)
    return candidacy


@pytest.fixture
def folder(tmp_path) -> Path:
    """What a person has on their computer."""
    contents = {
        "devis-1.pdf": pieces.pdf("un"),
        "devis-2.pdf": pieces.pdf("deux"),
        "tableau.jpg": pieces.image("JPEG", (800, 600)),
        "secret.pdf": pieces.locked_pdf(),
        "ancien.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def open_pieces(page: Page, portal: str, draft: Candidacy) -> None:
    sign_in(page, portal, CHIEF)
    page.wait_for_url("**/candidatures/")
    page.goto(f"{portal}/candidatures/{draft.pk}/pieces/")


def choose(page: Page, folder: Path, *names: str) -> None:
    page.get_by_label("Nature de la pièce").select_option(label="Devis")
    page.get_by_label("Fichiers", exact=True).set_input_files([folder / name for name in names])


def joined(page: Page):
    return page.get_by_role("region", name="Pièces jointes")


def accessible(page: Page) -> None:
    assert found_in(page, page.url) == []


def test_several_files_at_once_with_progress_and_refusals(page: Page, live_server, draft, folder):
    open_pieces(page, live_server.url, draft)
    accessible(page)
    # What the progress bar says is kept as it goes by.
    page.evaluate(
        """() => {
          window.seen = [];
          const label = document.querySelector("[data-sending-label]");
          new MutationObserver(() => window.seen.push(label.textContent)).observe(label, {childList: true});
        }"""
    )
    choose(page, folder, "devis-1.pdf", "tableau.jpg", "secret.pdf", "ancien.doc")
    expect(page.get_by_text("4 fichiers à envoyer.")).to_be_visible()
    page.get_by_role("button", name="Envoyer les fichiers").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("2 fichiers ne sont pas joints")
    expect(alert).to_contain_text("« secret.pdf » : le document est protégé par un mot de passe")
    expect(alert).to_contain_text("« ancien.doc » : ce type de fichier n’est pas accepté")
    expect(alert).to_be_focused()
    expect(joined(page).get_by_role("link", name="devis-1.pdf", exact=True)).to_be_visible()
    expect(joined(page)).to_contain_text("Pièces jointes (2)")
    expect(page.get_by_text("2 pièces ajoutées.")).to_be_visible()
    said = page.evaluate("window.seen")
    assert any(line.startswith("Envoi de « devis-1.pdf » (1 sur 3)") for line in said)
    assert said[-1].endswith("100 %")
    accessible(page)


def test_files_are_dropped_then_go_on_with_the_main_button(page: Page, live_server, draft):
    open_pieces(page, live_server.url, draft)
    page.get_by_label("Nature de la pièce").select_option(label="Devis")
    carried = page.evaluate_handle(
        """bytes => {
          const carried = new DataTransfer();
          carried.items.add(new File([new Uint8Array(bytes)], "glisse.pdf", {type: "application/pdf"}));
          return carried;
        }""",
        list(pieces.pdf("glissé")),
    )
    zone = page.locator("[data-drop]")
    zone.dispatch_event("dragover", {"dataTransfer": carried})
    zone.dispatch_event("drop", {"dataTransfer": carried})
    expect(page.get_by_text("1 fichier à envoyer.")).to_be_visible()
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez votre dossier avant de le déposer")
    assert draft.attachments.get().label == "Devis"
    expect(page.get_by_text("glisse.pdf")).to_be_visible()


def test_a_cut_keeps_what_was_chosen_and_a_lost_session_says_so(page: Page, live_server, draft, folder):
    open_pieces(page, live_server.url, draft)
    choose(page, folder, "devis-1.pdf", "devis-2.pdf")
    send = page.get_by_role("button", name="Envoyer les fichiers")
    page.context.set_offline(True)
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("La connexion s’est coupée avant la fin")
    page.context.set_offline(False)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("Votre session est terminée")
    page.context.add_cookies(cookies)
    send.click()
    expect(joined(page)).to_contain_text("Pièces jointes (2)")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_without_javascript_everything_is_possible(browser: Browser, live_server, draft, folder):
    page = browser.new_context(locale="fr-FR", java_script_enabled=False).new_page()
    open_pieces(page, live_server.url, draft)
    choose(page, folder, "devis-1.pdf", "devis-2.pdf", "secret.pdf")
    page.get_by_role("button", name="Envoyer les fichiers").click()
    expect(page.get_by_role("alert")).to_contain_text("« secret.pdf » : le document est protégé")
    expect(page.get_by_text("2 pièces ajoutées.")).to_be_visible()
    page.get_by_role("link", name="Modifier ou retirer devis-1.pdf").click()
    page.get_by_label("Remplacer le fichier").set_input_files(folder / "tableau.jpg")
    page.get_by_role("button", name="Enregistrer la pièce").click()
    expect(page.get_by_text("« tableau.jpg » est enregistrée.")).to_be_visible()
    page.get_by_role("link", name="Modifier ou retirer devis-2.pdf").click()
    page.get_by_role("button", name="Retirer cette pièce").click()
    expect(joined(page)).to_contain_text("Pièces jointes (1)")
    answer = page.request.get(live_server.url + joined(page).get_by_role("link").first.get_attribute("href"))
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.body() == (folder / "tableau.jpg").read_bytes()


def test_the_page_of_one_piece_is_accessible_in_its_states(page: Page, live_server, draft, folder):
    open_pieces(page, live_server.url, draft)
    choose(page, folder, "devis-1.pdf")
    page.get_by_role("button", name="Envoyer les fichiers").click()
    page.get_by_role("link", name="Modifier ou retirer devis-1.pdf").click()
    accessible(page)
    page.get_by_label("Remplacer le fichier").set_input_files(folder / "secret.pdf")
    page.get_by_role("button", name="Enregistrer la pièce").click()
    expect(page.get_by_role("alert")).to_contain_text("« secret.pdf » : le document est protégé")
    accessible(page)
