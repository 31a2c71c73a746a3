"""What the tests of the applicant's pages start from: an open call, its lists, a draft and its porteur."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.domain.drafts import start_for_college
from applications.models import Call, Candidacy, FamilyAction, TrainingTheme
from tests.factories import (
    CallFactory,
    CatalogueItemFactory,
    EntProductFactory,
    MembershipFactory,
    SchoolFactory,
    UserFactory,
    complete_draft,
)


def open_call(**fields) -> Call:
    """A call for collèges open now, with its lists and one article (VPI, cap 2 200 €)."""
    now = timezone.now()
    fields.setdefault("opens_at", now - timedelta(days=10))
    fields.setdefault("closes_at", now + timedelta(days=12))
    call = CallFactory(**fields)
    EntProductFactory(call=call, name="École Directe", subsidised=False)
    EntProductFactory(call=call, name="ONE", subsidised=True)
    for position, label in enumerate(["Accessibilité numérique", "Webradio"]):
        TrainingTheme.objects.create(call=call, label=label, position=position)
    for position, label in enumerate(["Café des parents", "Atelier écrans"]):
        FamilyAction.objects.create(call=call, label=label, position=position)
    CatalogueItemFactory(call=call)
    return call


def begun(client, **school) -> Candidacy:
    """A draft just begun by a person who is signed in on `client`."""
    user = UserFactory()
    client.force_login(user)
    return start_for_college(open_call(), SchoolFactory(**school), by=user)


def complete(client, call: Call | None = None) -> Candidacy:
    """A draft that may be deposited, whose porteur is signed in on `client`."""
    candidacy = complete_draft(call=call or open_call())
    member = MembershipFactory(organisation=candidacy.organisation)
    client.force_login(member.user)
    return candidacy


def step_url(candidacy: Candidacy, slug: str) -> str:
    return reverse("applications:step", args=[candidacy.pk, slug])


def post_step(client, candidacy: Candidacy, slug: str, action: str = "continue", **answers):
    """Send a page of the form as its button does."""
    return client.post(step_url(candidacy, slug), {**answers, "action": action})


def queries(client, url: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)
