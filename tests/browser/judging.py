"""The opinions before a session, each member in a browser of their own: one reserve, one recusal."""

from playwright.sync_api import Browser, Page, expect

from applications.models import Call, Candidacy
from reviews.models import Session
from tne38.accounts.models import User

from .axe import violations
from .dossiers import signed_in

RESERVE = "Le réseau du collège est à vérifier avant l’achat."
OPINIONS = "/admin/reviews/opinion/"


def spread(page: Page, portal: str, call: Call) -> None:
    """An agent asks the three members for each of the twelve dossiers."""
    page.get_by_role("link", name="Avis", exact=True).click()
    page.get_by_role("link", name=call.title).click()
    page.get_by_label("Avis par dossier").fill("3")
    page.get_by_role("button", name="Répartir les avis").click()
    expect(page.get_by_text("36 avis demandés.")).to_be_visible()
    first = call.candidacies.order_by("number")[0]
    acts = [
        f"/admin/applications/candidacy/{first.pk}/faire/{act}/"
        for act in ("demander-avis", "enregistrer-deport")
    ]
    assert violations(page, portal, [OPINIONS, f"{OPINIONS}{call.slug}/repartir/", *acts]) == []
    page.goto(f"{portal}/admin/reviews/session/{call.sessions.get().pk}/change/")


def give(browser: Browser, portal: str, session: Session) -> None:
    """Two opinions on the first dossier of the agenda, from which the third member keeps away."""
    first, second = [item.candidacy for item in session.items.order_by("position")[:2]]
    members = User.objects.filter(full_name__startswith="Membre fictif").order_by("full_name")
    pages = [signed_in(browser.new_context(locale="fr-FR"), portal, user) for user in members]
    _favourable(pages[0], portal, first)
    _reserve(pages[1], portal, first)
    _keep_away(pages[2], portal, first)
    _favourable(pages[2], portal, second)
    for page in pages:
        page.context.close()


def _open(page: Page, portal: str, candidacy: Candidacy) -> None:
    """From the list of what is asked."""
    page.goto(f"{portal}/admin/")
    page.get_by_role("link", name="Avis à donner").click()
    page.get_by_role("row").filter(has_text=candidacy.number).get_by_role("link").click()


def _favourable(page: Page, portal: str, candidacy: Candidacy) -> None:
    _open(page, portal, candidacy)
    page.get_by_role("radio", name="Favorable", exact=True).check()
    page.get_by_role("button", name="Rendre mon avis").click()
    expect(page.get_by_text("Votre avis est rendu.")).to_be_visible()


def _reserve(page: Page, portal: str, candidacy: Candidacy) -> None:
    """Kept as a draft, refused without its comment, then filed; only then the other opinion shows."""
    _open(page, portal, candidacy)
    here = page.url.removeprefix(portal)
    page.get_by_role("radio", name="Favorable avec réserve").check()
    page.get_by_role("button", name="Garder le brouillon").click()
    expect(page.get_by_text("Votre brouillon est enregistré.")).to_be_visible()
    assert violations(page, portal, ["/admin/", OPINIONS, here, f"{here}deport/"]) == []
    page.goto(f"{portal}/admin/applications/candidacy/{candidacy.pk}/change/")
    expect(page.get_by_text("dès que le vôtre sera rendu")).to_be_visible()
    expect(page.get_by_text("Favorable", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Reprendre mon avis").click()
    page.get_by_role("button", name="Rendre mon avis").click()
    expect(page.get_by_role("alert")).to_contain_text("Expliquez votre réserve")
    page.get_by_label("Commentaire").fill(RESERVE)
    page.get_by_role("button", name="Rendre mon avis").click()
    expect(page.get_by_text("Votre avis est rendu.")).to_be_visible()
    expect(page.get_by_text("Favorable", exact=True)).to_be_visible()
    assert violations(page, portal, [page.url.removeprefix(portal)]) == []


def _keep_away(page: Page, portal: str, candidacy: Candidacy) -> None:
    _open(page, portal, candidacy)
    here = page.url
    page.get_by_role("link", name="Me déporter de ce dossier").click()
    page.get_by_label("Motif").fill("Lien familial avec l’établissement.")
    page.get_by_role("button", name="Me déporter").click()
    expect(page.get_by_text("il ne s’ouvre plus pour vous")).to_be_visible()
    expect(page.get_by_role("heading", name="11 avis à donner")).to_be_visible()
    answer = page.goto(here)
    assert answer is not None
    assert answer.status == 404


def on_the_screen(page: Page) -> None:
    """What the commission sees of the first dossier."""
    expect(page.get_by_text("Membre fictif 3 quitte la salle pour ce dossier.")).to_be_visible()
    expect(page.get_by_text(RESERVE)).to_be_visible()
    expect(page.get_by_text("Favorable : 1 · Favorable avec réserve : 1")).to_be_visible()
