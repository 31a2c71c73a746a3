"""People already signed in, with a dossier to write, for the tests that are about something else."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from applications.models import Candidacy
from tests.factories import MembershipFactory, UserFactory
from tne38.accounts.models import User


def member(candidacy: Candidacy, name: str, **fields) -> User:
    """Someone who acts for the porteur of a dossier."""
    user = UserFactory(full_name=name, **fields)
    MembershipFactory(organisation=candidacy.organisation, user=user)
    return user


def signed_in(context: BrowserContext, portal: str, user: User) -> Page:
    """A page of this context, whose session is the person's."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": portal}])
    return context.new_page()


def step(portal: str, candidacy: Candidacy, slug: str) -> str:
    return f"{portal}/candidatures/{candidacy.pk}/{slug}/"


def verify(page: Page, dossier: str) -> None:
    """An agent finds every point of the checklist fulfilled."""
    page.goto(dossier)
    page.get_by_role("link", name="Contrôler la conformité").first.click()
    for field in page.locator(
        "main select[name^=resultat-]:visible, #content select[name^=resultat-]:visible"
    ).all():
        field.select_option("rempli")
    page.get_by_role("button", name="Enregistrer le contrôle").click()
    page.get_by_text("tous les points sont contrôlés").wait_for()
