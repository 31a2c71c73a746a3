"""An agent corrects a porteur after the deposit, and finds someone for it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from applications.domain.porteur import correct_porteur
from applications.models import Candidacy, Invitation, Membership
from conventions.domain import signature
from conventions.models import Convention
from tests.agents import deposited, sign_in
from tests.conventions.stages import college_draft, generated
from tests.factories import MembershipFactory, agent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
REASON = "Élection d’une nouvelle présidente."


def act(dossier: Candidacy, slug: str) -> str:
    return reverse("admin:applications_candidacy_act", args=[dossier.pk, slug])


def form_of(dossier: Candidacy, **changes) -> dict[str, str]:
    porteur = dossier.organisation
    names = ["name", "address", "postal_code", "city", "email", "phone"]
    names += ["representative_name", "representative_title"]
    return {**{name: getattr(porteur, name) for name in names}, "reason": REASON, **changes}


def test_an_agent_corrects_the_porteur_from_its_dossier(client):
    dossier = deposited()
    former = dossier.organisation.email
    sign_in(client, Role.INSTRUCTEUR)
    page = client.get(reverse("admin:applications_candidacy_change", args=[dossier.pk])).content.decode()
    assert act(dossier, "corriger-porteur") in page
    assert client.get(act(dossier, "corriger-porteur")).context["form"]["email"].value() == former
    values = form_of(dossier, name="OGEC renommé", email="nouvelle@ogec.test")
    answer = client.post(act(dossier, "corriger-porteur"), values)
    assert answer.status_code == 302, answer.content.decode()
    dossier = Candidacy.objects.get(pk=dossier.pk)
    assert (dossier.organisation.name, dossier.organisation.email) == ("OGEC renommé", "nouvelle@ogec.test")
    assert "ogec renomme" in dossier.search_text
    entry = journal.history(dossier).last()
    assert (entry.action, entry.reason) == ("porteur corrigé", REASON)
    assert entry.before["email"] == former
    told = set(Message.objects.filter(kind="porteur-corrige").values_list("recipient", flat=True))
    assert {former, "nouvelle@ogec.test"} <= told


def test_a_reason_is_asked_for_and_nothing_is_written_without(client):
    dossier = deposited()
    sign_in(client, Role.INSTRUCTEUR)
    answer = client.post(act(dossier, "corriger-porteur"), form_of(dossier, name="Autre", reason=" "))
    assert answer.status_code == 200
    assert answer.context["form"]["name"].value() == "Autre"
    assert not journal.history(dossier).filter(action="porteur corrigé").exists()


def test_only_an_agent_corrects():
    dossier = deposited()
    for by in (agent(Role.COMMISSION), MembershipFactory(organisation=dossier.organisation).user):
        with pytest.raises(NotAllowed):
            correct_porteur(dossier, {"name": "Autre"}, reason=REASON, by=by)


def test_the_identity_stays_while_the_convention_is_being_signed():
    convention = generated(college_draft())
    dossier, by = convention.candidacy, agent()
    with pytest.raises(DomainError) as refusal:
        correct_porteur(dossier, {"representative_name": "Nouvelle présidente"}, reason=REASON, by=by)
    assert refusal.value.code == "identite_figee"
    assert correct_porteur(dossier, {"email": "nouvelle@ogec.test"}, reason=REASON, by=by) == ["email"]
    signature.record_signature(convention, signed_on=date(2025, 6, 20), by=None)
    signature.notify(Convention.objects.get(pk=convention.pk), notified_on=date(2025, 7, 1), by=None)
    former = dict(Convention.objects.get(pk=convention.pk).data)
    correct_porteur(dossier, {"representative_name": "Nouvelle présidente"}, reason=REASON, by=by)
    assert Convention.objects.get(pk=convention.pk).data == former  # what is signed does not move


def test_an_agent_finds_someone_for_a_porteur_whose_people_have_left(client):
    dossier = deposited()
    Membership.objects.all().delete()
    sign_in(client, Role.INSTRUCTEUR)
    values = {"email": "mairie@commune.test", "reason": "La secrétaire est partie."}
    client.post(act(dossier, "inviter-pour-le-porteur"), values)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("mairie@commune.test", "gestion")
    entry = journal.history(dossier.organisation).last()
    assert (entry.action, entry.reason) == ("invitation envoyée", "La secrétaire est partie.")
    page = client.get(reverse("admin:applications_candidacy_change", args=[dossier.pk])).content.decode()
    assert "mairie@commune.test" in page


def test_the_secret_of_a_link_is_not_read_by_agents(client):
    dossier = deposited()
    sign_in(client, Role.INSTRUCTEUR)
    values = {"email": "mairie@commune.test", "reason": "La secrétaire est partie."}
    client.post(act(dossier, "inviter-pour-le-porteur"), values)
    message = Message.objects.get(kind="invitation")
    secret = message.body.partition("/invitation/")[2].partition("/")[0]
    page = client.get(reverse("admin:notifications_message_change", args=[message.pk])).content.decode()
    assert "[lien personnel]" in page
    assert len(secret) > 40
    assert secret not in page


def seen_in(page: str) -> str:
    return re.search(r'name="vu" value="([^"]+)"', page).group(1)


def test_what_somebody_else_corrected_meanwhile_is_not_put_back_unseen(client):
    dossier = deposited()
    sign_in(client, Role.INSTRUCTEUR)
    path = act(dossier, "corriger-porteur")
    stale = form_of(dossier, city="Grenoble") | {"vu": seen_in(client.get(path).text)}
    correct_porteur(dossier, {"email": "nouvelle@ogec.test"}, reason=REASON, by=None)
    answer = client.post(path, stale)
    assert answer.status_code == 200
    assert "Enregistré actuellement\u00a0: nouvelle@ogec.test." in answer.text
    assert answer.context["form"]["city"].value() == "Grenoble"
    porteur = Candidacy.objects.get(pk=dossier.pk).organisation
    assert (porteur.email, porteur.city != "Grenoble") == ("nouvelle@ogec.test", True)
    # Read again, then sent again with the right address: it is taken.
    again = stale | {"email": "nouvelle@ogec.test", "vu": seen_in(answer.text)}
    assert client.post(path, again).status_code == 302
    porteur = Candidacy.objects.get(pk=dossier.pk).organisation
    assert (porteur.email, porteur.city) == ("nouvelle@ogec.test", "Grenoble")
