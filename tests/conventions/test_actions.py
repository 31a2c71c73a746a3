"""The acts offered to a manager on the dossier's page, from the vote to the payment."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications import actions
from applications.models import Candidacy
from conventions.models import Convention, PermanentCommission
from tests.conventions import stages
from tests.conventions.invoices import filed
from tests.factories import agent
from tne38.accounts.enums import Role
from tne38.core import files, jobs
from tne38.core.errors import DomainError
from tne38.core.models import Job

pytestmark = pytest.mark.django_db


def offered(candidacy: Candidacy, user) -> list[str]:
    return [action.slug for action in actions.offered(Candidacy.objects.get(pk=candidacy.pk), user)]


def act(candidacy: Candidacy, slug: str, user, *, file: bytes | None = None, **posted) -> str:
    """Fill in the act's form as the page does, then carry it out."""
    candidacy = Candidacy.objects.get(pk=candidacy.pk)
    action = actions.find(slug)
    assert action.is_offered(candidacy, user)
    values = {}
    form_class = action.form_for(candidacy) if action.form_for else action.form
    if form_class:
        sent = SimpleUploadedFile("signee.pdf", file or b"", "application/pdf")
        form = form_class(posted, {"fichiers": sent} if file else None)
        assert form.is_valid(), form.errors
        values = form.cleaned_data
    return action.run(candidacy, values, user)


def test_the_whole_way():
    manager = agent(Role.GESTIONNAIRE)
    candidacy = stages.with_quotes(stages.college_draft())
    assert offered(candidacy, manager) == ["voter"]
    said = act(candidacy, "voter", manager, number="2025 CP06 B 16 31", held_on="2025-06-06")
    assert "3\u00a0400,00\u00a0€" in said
    assert offered(candidacy, manager) == ["generer-convention", "constater-caducite"]
    assert "en cours" in act(candidacy, "generer-convention", manager)
    jobs.run(Job.objects.get(kind="convention").pk)
    assert offered(candidacy, manager) == ["enregistrer-signature", "constater-caducite"]
    act(candidacy, "enregistrer-signature", manager, signed_on="2025-06-20")
    act(
        candidacy,
        "notifier",
        manager,
        countersigned_on="2025-06-30",
        notified_on="2025-07-01",
        file=files.read(Candidacy.objects.get().convention.file),
    )
    item = candidacy.projects.get().lines.get().item_id
    quantity = {f"quantite-{candidacy.projects.get().pk}-{item}": "2"}
    act(candidacy, "enregistrer-reception", manager, received_on="2025-09-15", **quantity)
    other = agent(Role.GESTIONNAIRE)
    filed(Convention.objects.get(), (2, "1650.25"))
    assert offered(candidacy, manager) == ["liquider"]
    assert "3\u00a0300,50\u00a0€" in act(candidacy, "liquider", manager)
    assert offered(candidacy, manager) == ["verifier-liquidation", "renvoyer-liquidation"]
    with pytest.raises(DomainError, match="une autre personne"):
        act(candidacy, "verifier-liquidation", manager)
    act(candidacy, "renvoyer-liquidation", other, reason="À revoir")
    act(candidacy, "liquider", manager)
    act(candidacy, "verifier-liquidation", other)
    assert offered(candidacy, manager) == ["enregistrer-mandat"]
    act(candidacy, "enregistrer-mandat", manager, mandate_number="2025-1", mandated_on="2025-10-20")
    assert "3\u00a0300,50\u00a0€" in act(candidacy, "enregistrer-versement", manager, paid_on="2025-11-05")
    assert offered(candidacy, manager) == ["ouvrir-reversement"]
    assert Candidacy.objects.get().state == "paid"


def test_an_instructor_is_not_offered_the_vote():
    assert "voter" not in offered(stages.with_quotes(stages.college_draft()), agent(Role.INSTRUCTEUR))


def test_a_known_session_is_chosen_from_the_list():
    manager = agent(Role.GESTIONNAIRE)
    candidacy = stages.with_quotes(stages.college_draft())
    known = PermanentCommission.objects.create(number=stages.ACT, held_on="2025-06-06")
    act(candidacy, "voter", manager, commission=str(known.pk))
    assert Candidacy.objects.get().vote_result.commission == known


@pytest.mark.parametrize(
    ("posted", "wrong"),
    [
        ({}, {"number", "held_on"}),
        ({"number": "2025 CP06 B 16 31"}, {"held_on"}),
        ({"number": "CP 6", "held_on": "2025-06-06"}, {"number"}),
    ],
)
def test_a_session_is_chosen_or_described(posted, wrong):
    form = actions.find("voter").form(posted)
    assert not form.is_valid()
    assert set(form.errors) == wrong


def test_a_refused_vote_leaves_no_session_behind():
    candidacy = stages.with_quotes(stages.college_draft())
    with pytest.raises(DomainError, match="précède la décision"):
        act(
            candidacy,
            "voter",
            agent(Role.GESTIONNAIRE),
            number="2025 CP01 B 16 31",
            held_on="2025-01-10",
        )
    assert not PermanentCommission.objects.exists()


def test_a_lapse_asks_for_a_reason():
    convention = stages.notified(stages.college_draft())
    assert "constater-caducite" not in offered(convention.candidacy, agent(Role.GESTIONNAIRE))
    Convention.objects.update(claims_until=date(2026, 1, 1))
    assert not actions.find("constater-caducite").form({}).is_valid()
    act(convention.candidacy, "constater-caducite", agent(Role.GESTIONNAIRE), reason="Délai dépassé")
    assert Candidacy.objects.get().state == "lapsed"
