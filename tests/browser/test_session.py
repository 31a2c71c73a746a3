"""A whole session: three members who give their opinions, twelve dossiers of which four go to arbitration, an
envelope too small for all."""

import re
import time
from decimal import Decimal

import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from applications.models import Candidacy
from equipment.models import Line
from reviews.domain import envelope, ranking
from reviews.models import Session
from tests.agents import conforming
from tests.conventions.reading import text_of
from tests.factories import PASSWORD, agent
from tests.reviews.sittings import endowed_call
from tne38.accounts.enums import Role

from . import judging
from .axe import violations

pytestmark = pytest.mark.browser
MANAGER = "gestionnaire@exemple.test"
THRESHOLD = Decimal("5000.00")


@pytest.fixture
def call():
    """Four dossiers of 6 800 € above a threshold of 5 000 €, eight of 3 400 €; 16 000 € from each funder."""
    call = endowed_call(
        "16000.00", title="Appel fictif", priority_threshold=THRESHOLD, standard_threshold=THRESHOLD
    )
    dossiers = [conforming(call, pupils=100 + place) for place in range(12)]
    for candidacy in dossiers[8:]:
        Line.objects.filter(project__candidacy=candidacy).update(quantity=4)
    ranking.rank_call(call, by=None)
    return call


@pytest.fixture
def portal(live_server, worker, call) -> str:
    user = agent(Role.GESTIONNAIRE, email=MANAGER, full_name="Gestionnaire fictive")
    TOTPDevice.objects.create(user=user, name="essai", confirmed=True)
    for place in range(3):
        agent(Role.COMMISSION, full_name=f"Membre fictif {place + 1}")
    return live_server.url


def sign_in(page: Page, portal: str) -> None:
    page.goto(f"{portal}/connexion/")
    page.get_by_label("Adresse électronique").fill(MANAGER)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    totp = TOTP(TOTPDevice.objects.get(user__email=MANAGER).bin_key)
    totp.time = time.time()
    page.get_by_label(re.compile("Code")).fill(f"{totp.token():06d}")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/admin/**")


def prepare(page: Page) -> None:
    page.get_by_role("link", name="Séances", exact=True).first.click()
    page.get_by_role("link", name="Préparer une séance").click()
    page.get_by_label("Commission d’arbitrage").check()
    page.get_by_label("Date", exact=True).fill("2025-05-12")
    page.get_by_label("Heure").fill("09:30")
    page.get_by_label("Lieu").fill("Hôtel du Département")
    page.get_by_label("Quorum").fill("2")
    page.get_by_role("button", name="Préparer la séance").click()
    expect(page.get_by_text("12 dossiers à l’ordre du jour")).to_be_visible()
    expect(page.get_by_text("4 dossiers au-delà du seuil, examinés d’abord")).to_be_visible()


def come(page: Page) -> None:
    """The three members come; two are enough, for the dossier from which one keeps away."""
    page.get_by_role("button", name="Ouvrir la séance").click()
    expect(page.get_by_text("Le quorum n’est pas atteint (0 sur 2)")).to_be_visible()
    page.get_by_role("link", name="Enregistrer les présences").first.click()
    for place in range(3):
        page.get_by_label(f"Présence de Membre fictif {place + 1}").select_option(label="Présent")
    page.get_by_label("Rôle de Membre fictif 1").select_option(label="Présidence")
    page.get_by_label("Prénom et nom").fill("Secrétaire fictive")
    page.get_by_label("Son rôle").select_option(label="Secrétariat")
    page.get_by_role("button", name="Enregistrer les présences").click()
    expect(page.get_by_text("3 pour un quorum de 2")).to_be_visible()


def decide(page: Page, label: str, *, amount: str = "", reason: str = "") -> None:
    """Choose, fill in, record: the next dossier comes."""
    here = page.url
    page.get_by_role("radio", name=label).check()
    if amount:
        page.get_by_label("Montant accordé").fill(amount)
    if reason:
        page.get_by_label("Motif", exact=False).first.fill(reason)
    page.get_by_role("button", name="Enregistrer la décision").click()
    page.wait_for_url(lambda url: url != here)


def run(page: Page, portal: str) -> None:
    """The four above the threshold, case by case; then the others, until the money no longer suffices."""
    page.get_by_role("link", name="Examiner le dossier suivant").click()
    expect(page.get_by_text("1 sur 12 · 12 à examiner")).to_be_visible()
    first = page.url
    assert violations(page, portal, [first.removeprefix(portal)]) == []
    judging.on_the_screen(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 sur 12")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(first)
    decide(page, "montant différent", amount="6800", reason="Projet exemplaire.")
    decide(page, "Retenu pour 5\u00a0000,00")
    decide(page, "Liste d’attente")
    decide(page, "Non retenu", reason="Le matériel demandé est déjà présent.")
    for _ in range(5):
        decide(page, "Retenu pour 3\u00a0400,00")
    expect(page.get_by_text("La proposition ne tient pas dans l’enveloppe")).to_be_visible()
    page.get_by_role("radio", name="Retenu pour").check()
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_role("alert")).to_contain_text("ne suffit pas")
    for _ in range(3):
        decide(page, "Liste d’attente")
    expect(page.get_by_text("Dossiers décidés : 12 sur 12")).to_be_visible()


def go_back_on_the_first(page: Page) -> None:
    """Reopened, the first dossier is granted the proposition after all."""
    page.get_by_role("row").filter(has_text="6\u00a0800,00").filter(has_text="Retenu").get_by_role(
        "link"
    ).first.click()
    page.get_by_role("link", name="Rouvrir la décision").click()
    page.get_by_label("Motif").fill("Le plan de financement est corrigé.")
    page.get_by_role("button", name="Rouvrir la décision").click()
    expect(page.get_by_text("l’enveloppe a repris ses crédits")).to_be_visible()
    decide(page, "Retenu pour 5\u00a0000,00")


def close(page: Page, portal: str) -> str:
    """Close the session; returns the text of its minutes."""
    page.get_by_role("link", name="Clore la séance").click()
    page.get_by_role("button", name="Clore la séance").click()
    link = page.get_by_role("link", name="Procès-verbal", exact=True)
    expect(link).to_be_visible(timeout=60_000)
    answer = page.request.get(portal + link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    return text_of(answer.body()).replace("\u00a0", " ")


def test_a_session_to_the_minutes_and_the_letters(page: Page, portal, call, mailbox):
    sign_in(page, portal)
    prepare(page)
    session = Session.objects.get()
    judging.spread(page, portal, call)
    judging.give(page.context.browser, portal, session)
    come(page)
    run(page, portal)
    # Nobody has been told of anything yet.
    assert set(Candidacy.objects.values_list("state", flat=True)) == {"decided"}
    go_back_on_the_first(page)
    assert [state.left for state in envelope.states_of(call)] == [Decimal("2500.00")] * 2
    minutes = close(page, portal)
    for expected in [
        "Membre fictif 1 Présidence",
        "Secrétaire fictive",
        "5 000,00 € (cinq mille euros)",
        "Motif : Le matériel demandé est déjà présent.",
        "27 000,00 €",
        "Membre fictif 3 s’est déporté et n’a pas pris part à la délibération",
    ]:
        assert expected in minutes, expected
    assert minutes.count("Liste d’attente") == 4
    page.get_by_role("button", name="Envoyer les lettres").click()
    expect(page.get_by_text("Les porteurs sont prévenus.")).to_be_visible(timeout=120_000)
    outcomes = {"est retenue": 7, "est sur liste d’attente": 4, "n’est pas retenue": 1}
    for subject, count in outcomes.items():
        assert len(mailbox.wait_for(subject, number=count)) == count, subject
    [refusal] = mailbox.about("n’est pas retenue")
    [letter] = list(refusal.iter_attachments())
    text = text_of(letter.get_content())
    assert "Le matériel demandé est déjà présent." in text
    assert "tribunal administratif de Grenoble" in text
    paths = ["change/", "membres/", "ordre-du-jour/", f"dossiers/{session.items.first().candidacy_id}/"]
    base = f"/admin/reviews/session/{session.pk}/"
    found = violations(page, portal, [base + path for path in paths])
    others = ["/admin/reviews/session/", "/admin/reviews/session/add/", "/admin/reviews/envelope/"]
    others += [f"/admin/reviews/envelope/{call.envelopes.first().pk}/change/", "/admin/"]
    others += [f"/admin/reviews/ranking/{call.slug}/liste-attente/"]
    assert found + violations(page, portal, others) == []
