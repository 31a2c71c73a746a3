"""axe-core finds nothing in the states that saving adds to a page: to choose, cut, signed out, found again."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from .axe import found_in
from .test_saving import (  # noqa: F401 (fixtures)
    DESCRIPTION,
    camille,
    candidacy,
    page,
    person,
    portal,
    saved,
    step,
    wait_until_saved,
)

pytestmark = pytest.mark.browser


def test_each_state(page, camille, context, portal, candidacy):  # noqa: F811 (fixtures)
    found = []
    for tab in (page, camille):
        tab.goto(step(portal, candidacy, "projet"))
    camille.get_by_label(DESCRIPTION).fill("Une webradio. " * 60)
    wait_until_saved(camille)
    page.get_by_label(DESCRIPTION).fill("Des contes. " * 60)
    expect(page.locator("#choix-titre")).to_be_visible()
    found += found_in(page, "two texts to choose from")
    for tab in (page, camille):
        tab.goto(step(portal, candidacy, "classes"))
    camille.get_by_label("Débit mesuré (Mb/s)").fill("42")
    wait_until_saved(camille)
    page.get_by_label("Débit mesuré (Mb/s)").fill("38")
    expect(page.locator("#choix-titre")).to_be_visible()
    found += found_in(page, "two lists to choose from")
    page.goto(step(portal, candidacy, "projet"))  # what was not chosen is found again, and asked again
    expect(page.locator("#retrouve")).to_be_visible()
    expect(page.locator("#choix-titre")).to_be_visible()
    found += found_in(page, "found again")
    page.goto(step(portal, candidacy, "etablissement"))
    context.set_offline(True)
    page.get_by_label("Nombre d’élèves").fill("405")
    saved(page).to_contain_text("La connexion est coupée")
    found += found_in(page, "cut")
    Session.objects.all().delete()
    context.set_offline(False)
    saved(page).to_contain_text("Votre session est terminée")
    found += found_in(page, "signed out")
    assert found == []
