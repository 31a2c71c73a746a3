"""Two people at work on one dossier: someone of its porteur, and two managers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.models import Candidacy
from tests.pieces import pdf

# What is quoted, received or invoiced of each article, by its name: how many, and at what price.
Lines = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Walk:
    """Their pages, and where they find the dossier."""

    portal: str
    dossier: Candidacy
    porteur: Page
    manager: Page
    second: Page

    def go(self, path: str = "") -> Page:
        """The porteur opens a page of the dossier."""
        self.porteur.goto(f"{self.portal}/candidatures/{self.dossier.pk}/{path}")
        return self.porteur

    def act(self, name: str, fields: Mapping[str, str] | None = None, *, of: Page | None = None) -> Page:
        """The manager, or another agent, carries out an act of the dossier's page."""
        page = self.open_act(name, of=of)
        for label, value in (fields or {}).items():
            page.get_by_label(label).fill(value)
        confirm(page, name)
        return page

    def open_act(self, name: str, *, of: Page | None = None) -> Page:
        page = of or self.manager
        page.goto(f"{self.portal}/admin/applications/candidacy/{self.dossier.pk}/change/")
        page.get_by_role("link", name=name, exact=True).click()
        return page


def confirm(page: Page, name: str) -> None:
    """Carry out the act that is open."""
    page.locator("main").get_by_role("button", name=name).click()
    expect(page).to_have_url(re.compile("/change/$"))


def days_ago(count: int) -> str:
    """As a date field takes it."""
    return (timezone.localdate() - timedelta(days=count)).isoformat()


def join(page: Page, label: str, name: str, content: bytes | None = None) -> None:
    """Choose a PDF for a field."""
    file = {"name": name, "mimeType": "application/pdf", "buffer": content or pdf(name)}
    page.get_by_label(label).set_input_files(file)
