"""The letters: what they say, sent after the session, each once, kept as they were."""

import pytest

from applications.documents import documents_of
from applications.domain import review
from applications.models import Candidacy
from reviews.domain import decisions, letters, promotion, sessions
from reviews.domain.decisions import Choice
from reviews.domain.session_decisions import decide_in_session, reopen
from reviews.enums import Outcome
from reviews.letter import REJECTED, SELECTED, WAITING_LIST
from reviews.models import Decision, Letter
from tests.agents import invited
from tests.conventions.reading import text_of
from tests.factories import MembershipFactory, UserFactory, agent
from tests.reviews.sittings import HELD_ON, dossiers_of, endowed_call, opened, select
from tests.reviews.test_sessions import refused
from tne38.accounts.enums import Role
from tne38.core import files, jobs, journal
from tne38.core.errors import NotAllowed
from tne38.core.models import Job
from tne38.notifications.models import Message
from tools import specimens

pytestmark = pytest.mark.django_db
KINDS = {"candidature-retenue", "candidature-en-attente", "candidature-non-retenue"}


def sitting():
    """A closed session that took one decision of each kind; its three dossiers."""
    call = endowed_call()
    dossiers = dossiers_of(call, 3)
    session = opened(call)
    select(session, dossiers[0])
    decide_in_session(session, dossiers[1], Choice(Outcome.WAITING_LIST), by=None)
    decide_in_session(session, dossiers[2], Choice(Outcome.REJECTED, reason="Hors programme"), by=None)
    return sessions.close_session(session, by=None), dossiers


def send(session, *, by=None) -> Job:
    return jobs.run(letters.request_letters(session, by=by).pk)


def told() -> list[str]:
    return sorted(Message.objects.filter(kind__in=KINDS).values_list("kind", flat=True))


def states(dossiers) -> list[str]:
    return [Candidacy.objects.get(pk=dossier.pk).state for dossier in dossiers]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (
            SELECTED,
            ["Votre candidature est retenue", "45 000,01 €", "quarante-cinq mille euros et un centime"],
        ),
        (WAITING_LIST, ["inscrite sur liste d’attente", "dans l’ordre du classement"]),
        (REJECTED, ["n’est pas retenue", "Motif", "Une partie du matériel est déjà présente."]),
    ],
)
def test_a_letter_gives_the_decision_its_reason_and_the_ways_of_appeal(outcome, expected):
    content = letters.print_document(specimens.letter(outcome), at=specimens.AT)
    text = text_of(content).replace("\u00a0", " ")
    ways = ["recours gracieux", "tribunal administratif de Grenoble", "deux mois", "38-2025-0037"]
    for words in [*expected, *ways, "Commission d’arbitrage du 15/05/2025", "Camille Exemple, Présidente"]:
        assert words in text, words


def test_nobody_is_told_before_the_session_is_closed_and_the_letters_asked_for():
    call = endowed_call()
    [candidacy] = dossiers_of(call, 1)
    session = opened(call)
    select(session, candidacy)
    assert "une fois la séance close" in refused(lambda: letters.request_letters(session, by=None)).message
    sessions.close_session(session, by=None)
    assert told() == []
    assert states([candidacy]) == ["decided"]


def test_each_is_told_its_own_decision_once():
    session, dossiers = sitting()
    job = send(session, by=agent(Role.GESTIONNAIRE))
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert states(dossiers) == ["selected", "waiting_list", "rejected"]
    assert told() == ["candidature-en-attente", "candidature-non-retenue", "candidature-retenue"]
    assert Letter.objects.count() == 3
    assert "Toutes les lettres" in refused(lambda: letters.request_letters(session, by=None)).message
    for decision in Decision.objects.all():
        letters.notify(decision, by=None)
    assert Letter.objects.count() == 3
    assert len(told()) == 3


def test_the_message_carries_the_letter_which_is_kept_with_its_hash():
    session, (first, *_) = sitting()
    send(session)
    letter = Letter.objects.get(candidacy=first)
    message = Message.objects.get(kind="candidature-retenue")
    assert message.attachment == letter.file
    assert (letter.sha256, letter.data["montant"]) == (letter.file.sha256, "3400.00")
    assert journal.history(first).get(action="décision notifiée").after["lettre"] == letter.sha256
    assert "3 400,00 €" in text_of(files.read(letter.file)).replace("\u00a0", " ")


def test_a_batch_that_was_cut_goes_on_with_what_is_left(monkeypatch):
    session, _ = sitting()
    whole, sent = letters.notify, []

    def cut(decision, *, by):
        if len(sent) == 1:
            raise RuntimeError("la machine s’arrête")
        sent.append(decision)
        return whole(decision, by=by)

    monkeypatch.setattr(letters, "notify", cut)
    job = send(session)
    assert (job.state, job.done, Letter.objects.count()) == ("queued", 1, 1)
    monkeypatch.setattr(letters, "notify", whole)
    job = jobs.run(job.pk)
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert len(told()) == 3


def test_a_dossier_withdrawn_or_reopened_meanwhile_is_left_out():
    session, (first, second, third) = sitting()
    review.withdraw(first, by=None)
    reopen(second, reason="Erreur", by=None)
    job = send(session)
    assert job.state == "done"
    assert states([first, second, third]) == ["withdrawn", "conforming", "rejected"]
    assert told() == ["candidature-non-retenue"]


def test_a_decision_changed_while_its_letter_is_printed_is_not_told():
    _session, (first, *_) = sitting()
    seen = Decision.objects.select_related("candidacy").get(candidacy=first)
    letter = letters.letter_of(seen, at=specimens.AT)
    reopen(first, reason="Erreur", by=None)
    assert letters._keep(seen, letter, b"%PDF", by=None) is None
    assert told() == []


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.COMMISSION, Role.IEN])
def test_only_a_manager_sends_them(role):
    session, _ = sitting()
    with pytest.raises(NotAllowed):
        letters.request_letters(session, by=agent(role))


def test_outside_a_session_the_letter_follows_at_once():
    [candidacy] = dossiers_of(endowed_call(), 1)
    decisions.decide(candidacy, Outcome.REJECTED, decided_on=HELD_ON, by=None, reason="Hors programme")
    assert states([candidacy]) == ["rejected"]
    jobs.run(Job.objects.get(kind="lettre-de-notification").pk)
    assert told() == ["candidature-non-retenue"]


def test_a_dossier_selected_while_its_letter_is_printed_is_told_that_it_is_selected(monkeypatch):
    """The job that prints is running: the second decision has no other."""
    [candidacy] = dossiers_of(endowed_call(), 1)
    decisions.decide(candidacy, Outcome.WAITING_LIST, decided_on=HELD_ON, by=None)
    whole, printed = letters.print_document, []

    def meanwhile(letter, *, at):
        printed.append(letter.outcome)
        if printed == ["waiting_list"]:
            promotion.promote(candidacy, by=None)
        return whole(letter, at=at)

    monkeypatch.setattr(letters, "print_document", meanwhile)
    job = jobs.run(Job.objects.get(kind="lettre-de-notification").pk)
    assert (job.state, printed) == ("done", ["waiting_list", "selected"])
    assert told() == ["candidature-retenue"]
    assert Decision.objects.get().letter.outcome == "selected"


def test_a_promoted_dossier_has_two_letters_both_kept():
    session, (_, waiting, _) = sitting()
    send(session)
    promotion.promote(waiting, by=None)
    jobs.run(Job.objects.get(kind="lettre-de-notification").pk)
    kept = Letter.objects.filter(candidacy=waiting)
    assert [letter.outcome for letter in kept] == ["waiting_list", "selected"]
    titles = [document.title for document in documents_of(waiting, None)]
    assert [title for title in titles if title.startswith("Notification")] == [
        "Notification : liste d’attente",
        "Notification : retenu",
    ]
    assert told().count("candidature-retenue") == 2


def test_a_letter_is_opened_by_its_porteur_and_the_programme():
    session, (first, second, _) = sitting()
    send(session)
    file = Letter.objects.get(candidacy=first).file
    member = MembershipFactory(organisation=first.organisation).user
    neighbour = MembershipFactory(organisation=second.organisation).user
    assert files.may_open(member, file)
    assert files.may_open(invited(session.call), file)
    assert not files.may_open(agent(Role.COMMISSION), file)
    assert not files.may_open(neighbour, file)
    assert not files.may_open(UserFactory(), file)
