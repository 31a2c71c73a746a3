"""Nothing typed is ever lost: cut network, lost session, two tabs, two people, the closing instant."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.models import Call, Candidacy, SchoolProject
from tests.applications.journey import open_call
from tests.factories import PASSWORD, complete_draft
from tne38.core import journal

from .dossiers import member, signed_in, step

pytestmark = pytest.mark.browser
DESCRIPTION = "Descriptif du projet pédagogique"


@pytest.fixture
def portal(live_server, transactional_db) -> str:
    return live_server.url


@pytest.fixture
def candidacy(portal) -> Candidacy:
    return complete_draft(open_call())


@pytest.fixture
def person(candidacy):
    return member(candidacy, "Dominique Exemple", email="dominique@college.test")


@pytest.fixture
def page(context, portal, person) -> Page:
    """A tab of Dominique's."""
    return signed_in(context, portal, person)


@pytest.fixture
def camille(browser, portal, candidacy) -> Page:
    """A colleague, in another browser."""
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
    yield signed_in(context, portal, member(candidacy, "Camille Exemple"))
    context.close()


def description() -> str:
    return SchoolProject.objects.get().description


def saved(page: Page):
    return expect(page.locator("#enregistre"))


def wait_until_saved(page: Page) -> None:
    expect(page.locator("#sauvegarde")).to_have_attribute("data-state", "saved", timeout=20_000)
    saved(page).to_contain_text("Brouillon enregistré à")


def type_in(page: Page, text: str) -> None:
    page.get_by_label(DESCRIPTION).press("Control+End")
    page.get_by_label(DESCRIPTION).press_sequentially(text)


def test_what_is_typed_is_saved_after_a_pause_in_one_request(page, portal, candidacy):
    page.goto(step(portal, candidacy, "projet"))
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    type_in(page, " Nous lirons à voix haute.")
    wait_until_saved(page)
    saved(page).to_have_text(re.compile(r"Brouillon enregistré à \d+\sh\s\d\d"))
    assert description().endswith(" Nous lirons à voix haute.")
    assert sent == [step(portal, candidacy, "projet") + "brouillon/"]


def test_a_network_cut_in_mid_typing_loses_nothing_and_is_saved_when_it_comes_back(
    page, context, portal, candidacy
):
    page.goto(step(portal, candidacy, "projet"))
    context.set_offline(True)
    type_in(page, " Un conte.")
    saved(page).to_contain_text("La connexion est coupée")
    expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
    page.locator(".actions").get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_label(DESCRIPTION)).to_have_value(re.compile(r"Un conte\.$"))  # still on its page
    context.set_offline(False)
    wait_until_saved(page)
    assert description().endswith(" Un conte.")


def test_an_answer_that_never_came_back_is_no_conflict_with_oneself(page, context, portal, candidacy):
    """The server saved, its answer was lost, one typed on."""
    page.goto(step(portal, candidacy, "projet"))

    def lose(route):
        route.fetch()
        route.abort()

    context.route("**/brouillon/", lose, times=1)
    type_in(page, " Un.")
    saved(page).to_contain_text("La connexion est coupée")
    assert description().endswith(" Un.")
    type_in(page, " Deux.")
    wait_until_saved(page)
    assert description().endswith(" Un. Deux.")
    expect(page.locator("#choix-titre")).to_have_count(0)


def test_a_server_that_errs_is_tried_again_by_itself_and_by_a_button(page, context, portal, candidacy):
    page.goto(step(portal, candidacy, "projet"))
    context.route("**/brouillon/", lambda route: route.fulfill(status=502), times=2)
    type_in(page, " Un.")
    saved(page).to_contain_text("n’a pas réussi")
    page.get_by_role("button", name="Réessayer").click()
    saved(page).to_contain_text("n’a pas réussi")
    wait_until_saved(page)
    assert description().endswith(" Un.")


def test_a_lost_session_leads_to_sign_in_and_back_with_everything_typed(page, portal, candidacy):
    page.goto(step(portal, candidacy, "projet"))
    Session.objects.all().delete()
    type_in(page, " Une webradio.")
    saved(page).to_contain_text("Votre session est terminée")
    page.get_by_role("link", name="Se reconnecter").click()
    page.get_by_label("Adresse électronique").fill("dominique@college.test")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(step(portal, candidacy, "projet"))
    expect(page.get_by_label(DESCRIPTION)).to_have_value(re.compile(r"Une webradio\.$"))
    expect(page.locator("#retrouve")).to_contain_text("Nous avons retrouvé ce que vous aviez écrit.")
    wait_until_saved(page)
    assert description().endswith(" Une webradio.")
    page.get_by_role("button", name="Ne pas le reprendre").click()
    wait_until_saved(page)
    assert not description().endswith(" Une webradio.")


def test_a_row_that_is_not_right_yet_is_found_again_after_a_reload(page, portal, candidacy):
    page.goto(step(portal, candidacy, "classes"))
    page.get_by_role("button", name="Ajouter une classe").click()
    page.get_by_label("Classe", exact=True).nth(1).fill("5e B")
    page.get_by_label("Débit mesuré (Mb/s)").nth(1).fill("4x")
    saved(page).to_contain_text("sauf ce qui reste à corriger ou à compléter")
    page.reload()
    expect(page.locator("#retrouve")).to_be_visible()
    expect(page.get_by_label("Classe", exact=True).nth(1)).to_have_value("5e B")
    expect(page.get_by_label("Débit mesuré (Mb/s)").nth(1)).to_have_value("4x")


def test_what_is_kept_in_the_tab_is_never_shown_to_another_account(page, context, portal, candidacy):
    page.goto(step(portal, candidacy, "projet"))
    Session.objects.all().delete()
    type_in(page, " Un secret.")
    saved(page).to_contain_text("Votre session est terminée")
    assert page.evaluate("memory.keys().length") == 1
    page.evaluate("leaving.allowed = true")
    other = signed_in(context, portal, member(candidacy, "Claude Exemple"))  # the cookies of the same browser
    other.close()
    page.goto(step(portal, candidacy, "projet"))
    expect(page.get_by_label(DESCRIPTION)).not_to_have_value(re.compile("Un secret"))
    expect(page.locator("#retrouve")).to_be_hidden()
    assert page.evaluate("memory.keys().length") == 0


def test_leaving_warns_only_when_something_is_not_saved(page, context, portal, candidacy):
    page.goto(step(portal, candidacy, "projet"))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    type_in(page, " Un.")
    page.get_by_role("link", name="Étape précédente").click()  # saved on the way
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "De quels équipements en bon état disposez-vous ?"
    )
    assert asked == []
    assert description().endswith(" Un.")
    page.goto(step(portal, candidacy, "projet"))
    context.set_offline(True)
    type_in(page, " Deux.")
    saved(page).to_contain_text("La connexion est coupée")
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_two_people_on_one_page_choose_and_erase_nothing(page, camille, portal, candidacy):
    for tab in (page, camille):
        tab.goto(step(portal, candidacy, "etablissement"))
    camille.get_by_label("Nombre d’élèves").fill("430")
    camille.get_by_label("Nombre de divisions").fill("13")
    wait_until_saved(camille)
    page.get_by_label("Nombre d’élèves").fill("405")
    saved(page).to_contain_text("sauf ce qui est à choisir en haut de la page")
    told = page.locator("#a-plusieurs")
    expect(told.get_by_role("alert")).to_contain_text("Camille Exemple, à")
    expect(told.get_by_role("status")).to_contain_text("Nombre de divisions\u00a0: 13 (Camille Exemple")
    assert SchoolProject.objects.get().pupils == 430
    page.get_by_label("Garder ce que j’ai écrit").check()
    page.get_by_role("button", name="Enregistrer mon choix").click()
    expect(page.get_by_label("Nombre d’élèves")).to_have_value("405")
    expect(page.get_by_label("Nombre de divisions")).to_have_value("13")
    project = SchoolProject.objects.get()
    assert (project.pupils, project.divisions) == (405, 13)


def test_two_tabs_of_one_person(page, context, portal, candidacy):
    second = context.new_page()
    for tab in (page, second):
        tab.goto(step(portal, candidacy, "projet"))
    type_in(page, " Un.")
    wait_until_saved(page)
    type_in(second, " Deux.")
    expect(second.get_by_role("alert")).to_contain_text("vous, dans une autre fenêtre, à")
    assert description().endswith(" Un.")


def test_the_deposit_waits_for_what_is_typed_in_another_tab(page, context, portal, candidacy):
    page.goto(step(portal, candidacy, "projet"))
    summary = context.new_page()
    summary.goto(step(portal, candidacy, "recapitulatif"))
    context.route("**/brouillon/", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.evaluate("saving.pause = 60000")
    type_in(page, " Juste avant.")
    summary.get_by_role("button", name="Déposer le dossier").click()
    expect(summary.get_by_role("heading", level=1)).to_contain_text("Dossier n° 38-2025-0001")
    assert description().endswith(" Juste avant.")


def test_after_the_closing_second_the_deposit_is_refused_and_nothing_is_lost(page, portal, candidacy):
    page.goto(step(portal, candidacy, "recapitulatif"))
    Call.objects.update(closes_at=timezone.now().replace(microsecond=0) - timedelta(seconds=1))
    page.get_by_role("button", name="Déposer le dossier").click()
    expect(page.get_by_role("alert")).to_contain_text("L’appel est clos depuis le")
    expect(page.get_by_role("alert")).to_contain_text("le dépôt n’est plus possible")
    expect(page.get_by_text("Projet fictif : lire, écrire et publier")).to_be_visible()
    candidacy.refresh_from_db()
    assert candidacy.state == "draft"


def test_a_double_click_and_a_replay_deposit_once(page, portal, candidacy):
    page.goto(step(portal, candidacy, "recapitulatif"))
    action = f"{portal}/candidatures/{candidacy.pk}/deposer/"
    token = page.locator("#depot [name=csrfmiddlewaretoken]").input_value()
    page.get_by_role("button", name="Déposer le dossier").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dossier n° 38-2025-0001")
    again = page.request.post(action, form={"csrfmiddlewaretoken": token}, headers={"Referer": portal})
    assert "Dossier n° 38-2025-0001" in again.text()
    assert journal.history(candidacy).filter(action="dossier déposé").count() == 1
