"""axe-core finds nothing on the pages of a dossier in each of their states: empty, with errors, filled.

The states are made by the domain and by factories; only the looking happens in the browser.
"""

import re
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from applications.domain import attachments, invitations, questions, submission
from applications.domain.attachments import Filing, Sent
from applications.domain.members import Access
from applications.enums import FundingState, MembershipRole
from applications.forms.premises import OWNER_FIELDS
from applications.models import Candidacy, OtherFunding, PieceKind, School
from applications.steps import steps_of
from applications.views.addresses import step_url
from tests import pieces
from tests.applications import journey, territory
from tests.applications.asking import ask, send
from tests.factories import MembershipFactory, SchoolFactory, UserFactory, agent, siret
from tne38.accounts.models import User
from tne38.notifications.models import Message

from .axe import violations, violations_of
from .dossiers import signed_in

pytestmark = pytest.mark.browser

LONG = "ECOLE ELEMENTAIRE PUBLIQUE D'APPLICATION INTERCOMMUNALE DES TROIS-VALLONS-DU-HAUT-GRÉSIVAUDAN"
# Wrong in every field that can be wrong, by the name under which its page sends it.
WRONG = {
    **dict.fromkeys(["divisions", "pupils", "working_projectors", "working_mobile_labs"], "beaucoup"),
    **dict.fromkeys(["linked_to_lycee", "socle_domains", "training", "family_actions"], "inconnu"),
    **dict.fromkeys(["contact_email", "email"], "pas une adresse"),
    **dict.fromkeys(["siret", "siren", "rna", "owner_siret", "postal_code", "owner_postal_code"], "123"),
    "ent_name": "autre",
    "ent_years": "trois",
    "ent_annual_cost": "gratuit",
    "classes-0-name": "6e A",
    "classes-0-mbps": "vite",
    "financements-0-funder": "Région",
    "financements-0-amount": "peu",
    "equipements-0-quantity": "0",
    "equipements-0-unit_price": "cher",
    **{f"{rows}-0-stored": "" for rows in ("classes", "financements", "equipements")},
    "action": "continue",
}

RIGHT = {
    "pupils": "398",
    "training": "Webradio",
    "classes-0-name": "6e A",
    "classes-0-mbps": "35",
    "equipements-0-quantity": "1",
    "equipements-0-unit_price": "1500",
    **{f"{rows}-0-stored": "" for rows in ("classes", "equipements")},
    "action": "continue",
}


def steps(candidacy: Candidacy) -> list[str]:
    """The address of every page of the form, for the first school, and of the recapitulation."""
    project = candidacy.projects.order_by("position")[0]
    pages = [step_url(candidacy, step, project) for step in steps_of(candidacy.call)]
    return [*pages, reverse("applications:summary", args=[candidacy.pk])]


def errors(page: Page, portal: str, client: Client, candidacy: Candidacy) -> list[str]:
    """What axe finds on each page of the form that comes back with its errors."""
    found = []
    project = candidacy.projects.order_by("position")[0]
    for step in steps_of(candidacy.call):
        path = step_url(candidacy, step, project)
        answer = client.post(path, WRONG | ({"action": "send"} if step.slug == attachments.STEP else {}))
        assert 'class="errors"' in answer.text, path
        found += violations_of(page, portal, path, answer.text)
    return found


def person_of(candidacy: Candidacy) -> User:
    return candidacy.organisation.memberships.get().user


def of(name: str, candidacy: Candidacy, *others: int | str) -> str:
    return reverse(f"applications:{name}", args=[candidacy.pk, *others])


@pytest.mark.parametrize("applicant", [journey.begun, territory.begun_by_commune], ids=["college", "commune"])
def test_the_form_just_begun_and_full_of_errors(context, live_server, client, applicant):
    candidacy = applicant(client)
    page, portal = signed_in(context, live_server.url, person_of(candidacy)), live_server.url
    found = violations(page, portal, steps(candidacy))
    if not candidacy.call.is_for_college:
        found += violations(page, portal, [of("schools", candidacy)])
    found += errors(page, portal, client, candidacy)
    assert found == []


def join_pieces(candidacy: Candidacy) -> int:
    """A piece of a kind that the call names, and another one; the key of the first."""
    kind = PieceKind.objects.create(call=candidacy.call, label="Devis", help="Un devis par fournisseur.")
    by = person_of(candidacy)
    first, _ = [
        attachments.add_attachment(candidacy, Sent.of(name, pieces.pdf(name)), filing, by=by)
        for name, filing in (("devis.pdf", Filing(kind=kind)), ("photo.pdf", Filing()))
    ]
    return first.pk


def test_the_form_of_a_college_filled_in_then_deposited(context, live_server, client):
    candidacy = journey.complete(client)
    owner = dict.fromkeys(OWNER_FIELDS, "Texte fictif") | {
        "owner_siret": siret(7),
        "owner_postal_code": "38000",
    }
    candidacy.projects.update(**owner)
    piece = join_pieces(candidacy)
    page, portal = signed_in(context, live_server.url, person_of(candidacy)), live_server.url
    found = violations(page, portal, steps(candidacy))
    found += violations(
        page, portal, [of("piece", candidacy, piece), of("delete", candidacy), of("history", candidacy)]
    )
    found += deposited(page, portal, candidacy)
    assert found == []


def test_the_form_of_a_commune_filled_in_then_deposited(context, live_server, client):
    candidacy = territory.complete(client, 3)
    join_pieces(candidacy)
    OtherFunding.objects.create(
        candidacy=candidacy, funder="Région", amount=Decimal("9000"), state=FundingState.REQUESTED
    )
    first = territory.first(candidacy)
    page, portal = signed_in(context, live_server.url, person_of(candidacy)), live_server.url
    of_schools = [of("schools", candidacy), of("add_schools", candidacy)]
    of_schools += [of(name, candidacy, first.pk) for name in ("copy_school", "remove_school")]
    found = violations(page, portal, [*steps(candidacy), *of_schools])
    found += deposited(page, portal, candidacy)
    assert found == []


def deposited(page: Page, portal: str, candidacy: Candidacy) -> list[str]:
    """What axe finds once the dossier is deposited: followed, read again, withdrawn."""
    submission.submit(Candidacy.objects.get(pk=candidacy.pk), by=person_of(candidacy), at=timezone.now())
    return violations(
        page, portal, [of(name, candidacy) for name in ("detail", "summary", "withdraw", "history")]
    )


def test_answering_a_request_and_asking_a_question(context, live_server, client):
    draft = journey.complete(client)
    person = person_of(draft)
    dossier = submission.submit(draft, by=person, at=timezone.now())
    fields = [("etablissement", "pupils"), ("formation", "training"), ("equipements", ""), ("classes", "")]
    request = ask(dossier, *fields)
    page, portal = signed_in(context, live_server.url, person), live_server.url
    places = [of("answer_place", dossier, place.pk) for place in request.places.all()]
    paths = [of("detail", dossier), of("answer", dossier), *places, of("questions", dossier)]
    found = violations(page, portal, paths)
    for path in places:
        found += violations_of(page, portal, path, client.post(path, WRONG).text)
    for path in places:
        assert (
            client.post(path, RIGHT | {"equipements-0-item": draft.call.catalogue.get().pk}).status_code
            == 302
        )
    for name, by in (("Le devis est-il recevable ?", person), ("Oui.", agent())):
        questions.write(dossier, name, by=by, at=timezone.now())
    found += violations(
        page, portal, [of("answer", dossier), of("questions", dossier), of("history", dossier)]
    )
    send(request, by=person)
    found += violations(page, portal, [of("detail", dossier), of("answer", dossier)])
    assert found == []


def test_many_schools_with_long_names(context, live_server, client):
    candidacy = territory.begun_by_commune(client, 12)
    School.objects.filter(projects__candidacy=candidacy).update(name=LONG)
    page = signed_in(context, live_server.url, person_of(candidacy))
    paths = [of("schools", candidacy), of("summary", candidacy), of("add_schools", candidacy)]
    assert violations(page, live_server.url, paths) == []


def test_beginning_a_dossier(context, live_server):
    college, primary = journey.open_call(), territory.primary_call()
    school, commune = SchoolFactory(), territory.commune_with_schools(3)
    page, portal = signed_in(context, live_server.url, UserFactory()), live_server.url
    start, start_primary = (reverse("applications:start", args=[call.slug]) for call in (college, primary))
    paths = [
        "/candidatures/",
        start,
        f"{start}?q=introuvable",
        f"{start}?q={school.uai}",
        f"{start}{school.uai}/",
    ]
    paths += [start_primary, f"{start_primary}?q=introuvable", f"{start_primary}?q={commune.name}"]
    paths += [f"{start_primary}commune/{commune.insee}/", f"{start_primary}epci/{commune.epci.siren}/"]
    call = reverse("pages:call", args=[college.slug])
    found = violations(page, portal, [*paths, call, "/compte/", "/compte/mot-de-passe/"])
    assert found == []


def test_the_people_of_a_porteur(context, live_server, client):
    candidacy = territory.begun_by_commune(client, 2)
    organisation, by = candidacy.organisation, person_of(candidacy)
    page, portal = signed_in(context, live_server.url, by), live_server.url
    people = reverse("applications:members", args=[organisation.pk])
    found = violations(page, portal, [people, f"{people}inviter/"])
    found += violations_of(
        page, portal, f"{people}inviter/", client.post(f"{people}inviter/", {"email": "pas une adresse"}).text
    )
    other = MembershipFactory(organisation=organisation, role=MembershipRole.READER)
    access = Access(MembershipRole.SCHOOL, territory.first(candidacy).school)
    invitations.invite(organisation, email="direction@ecole.test", access=access, by=by, at=timezone.now())
    link = urlsplit(re.search(r"https?://\S+", Message.objects.get(kind="invitation").body)[0]).path
    found += violations(
        page, portal, [people, *(f"{people}{other.pk}/{act}/" for act in ("role", "retirer")), link]
    )
    page.context.clear_cookies()
    found += violations(page, portal, [link])
    assert found == []
