"""The pieces of a dossier: added to a draft, kept once deposited, opened by whoever sees the dossier."""

import threading
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from applications.domain import attachments
from applications.domain.attachments import (
    Filing,
    add_attachment,
    file_attachment,
    remove_attachment,
    replace_attachment,
)
from applications.domain.drafts import delete_draft
from applications.domain.submission import submit
from applications.domain.territory import remove_school
from applications.enums import AttachmentSource, MembershipRole
from applications.models import Attachment, Candidacy, PieceKind
from applications.pieces import attachments_of, wanted
from tests import pieces
from tests.agents import sign_in
from tests.applications.territory import complete_of_commune
from tests.factories import MembershipFactory, UserFactory, agent, complete_draft
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import StoredFile

from .journey import complete, open_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client) -> Candidacy:
    """A collège's draft whose manager is signed in."""
    return complete(client)


@pytest.fixture
def manager(draft):
    return draft.organisation.memberships.get().user


def quotes(call) -> PieceKind:
    return PieceKind.objects.create(call=call, label="Devis")


def test_a_piece_is_kept_with_its_hash_its_author_and_the_journal(draft, manager):
    kind = quotes(draft.call)
    content = pieces.pdf("Devis n° 1")
    piece = add_attachment(draft, pieces.sent("Devis 1.PDF", content), Filing(kind=kind), by=manager)
    assert (piece.file.name, piece.file.content_type) == ("Devis 1.pdf", "application/pdf")
    assert (piece.label, piece.added_by, piece.file.scan) == ("Devis", manager, "attente")
    assert Path(piece.file.content.path).read_bytes() == content
    [entry] = journal.history(draft).filter(action="pièce ajoutée")
    assert entry.actor_label == str(manager)
    assert entry.after == {"piece": "Devis 1.pdf", "nature": "Devis", "empreinte": piece.sha256}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.pdf", b"", "« vide.pdf » : le fichier est vide"),
        ("faux.pdf", b"MZ programme", "« faux.pdf » : c’est un programme"),
        ("gros.pdf", pieces.pdf() + bytes(2000), "« gros.pdf » : le fichier dépasse 2\u00a0Ko"),
        ("secret.pdf", pieces.locked_pdf(), "« secret.pdf » : le document est protégé"),
    ],
)
def test_a_wrong_file_is_refused_by_its_name(draft, manager, settings, name, content, words):
    settings.PIECE_MAXIMUM_BYTES = 2000
    with pytest.raises(DomainError, match=words) as refusal:
        add_attachment(draft, pieces.sent(name, content), by=manager)
    assert refusal.value.code == "fichier_refuse"
    assert not StoredFile.objects.exists()


def test_the_same_bytes_come_once_in_a_dossier(draft, manager):
    content = pieces.pdf()
    add_attachment(draft, pieces.sent("devis.pdf", content), by=manager)
    with pytest.raises(DomainError, match=r"« copie\.pdf » : ce fichier est déjà .* « devis\.pdf »"):
        add_attachment(draft, pieces.sent("copie.pdf", content), by=manager)
    add_attachment(complete_draft(), pieces.sent("copie.pdf", content), by=None)
    assert Attachment.objects.count() == 2


def test_the_database_itself_refuses_the_same_bytes_twice(draft):
    piece = add_attachment(draft, sent(), by=None)
    other = add_attachment(complete_draft(), sent(), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=other.pk).update(candidacy=piece.candidacy)


def test_a_dossier_holds_so_many_pieces(draft, settings):
    settings.PIECES_PER_DOSSIER = 1
    add_attachment(draft, sent("a.pdf"), by=None)
    with pytest.raises(DomainError, match=r"« b\.pdf » : le dossier contient déjà 1 pièces"):
        add_attachment(draft, sent("b.pdf"), by=None)


def test_a_piece_is_replaced_and_the_former_bytes_are_gone(
    draft, manager, django_capture_on_commit_callbacks
):
    kind = quotes(draft.call)
    former = add_attachment(draft, sent("ancien.pdf"), Filing(kind=kind), by=manager)
    place = Path(former.file.content.path)
    with django_capture_on_commit_callbacks(execute=True):
        piece = replace_attachment(former, sent("nouveau.pdf"), by=manager)
    assert [row.file.name for row in attachments_of(draft)] == ["nouveau.pdf"]
    assert (piece.kind, StoredFile.objects.count(), place.exists()) == (kind, 1, False)
    [entry] = journal.history(draft).filter(action="pièce remplacée")
    assert (entry.before["piece"], entry.after["piece"]) == ("ancien.pdf", "nouveau.pdf")


def test_a_refused_replacement_keeps_the_former_piece(draft, manager):
    former = add_attachment(draft, sent("ancien.pdf"), by=manager)
    with pytest.raises(DomainError, match="abîmé"):
        replace_attachment(former, sent("nouveau.pdf", b"%PDF-1.7 noise"), by=manager)
    assert [row.file.name for row in attachments_of(draft)] == ["ancien.pdf"]


def test_a_piece_is_taken_out_of_a_draft(draft, manager, django_capture_on_commit_callbacks):
    piece = add_attachment(draft, sent(), by=manager)
    place = Path(piece.file.content.path)
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(piece, by=manager)
    assert (Attachment.objects.count(), StoredFile.objects.count(), place.exists()) == (0, 0, False)
    [entry] = journal.history(draft).filter(action="pièce retirée")
    assert entry.before["piece"] == "devis.pdf"


def test_removing_twice_says_that_it_is_gone(draft, manager):
    piece = add_attachment(draft, sent(), by=manager)
    again = Attachment.objects.get(pk=piece.pk)
    remove_attachment(piece, by=manager)
    with pytest.raises(DomainError, match="n’est plus dans le dossier"):
        remove_attachment(again, by=manager)


def test_a_piece_is_filed_otherwise(draft, manager):
    kind, project = quotes(draft.call), draft.projects.get()
    piece = add_attachment(draft, sent(), by=manager)
    piece = file_attachment(piece, Filing(kind=kind, project=project), by=manager)
    assert (piece.label, piece.project) == ("Devis", project)
    file_attachment(piece, Filing(kind=kind, project=project), by=manager)  # nothing changes
    assert journal.history(draft).filter(action="pièce reclassée").count() == 1


def test_a_piece_is_of_this_call_and_of_this_dossier(draft, manager):
    elsewhere = complete_draft()
    for filing in (Filing(kind=quotes(elsewhere.call)), Filing(project=elsewhere.projects.get())):
        with pytest.raises((DomainError, NotAllowed)):
            add_attachment(draft, sent(), filing, by=manager)
    assert not Attachment.objects.exists()


# --- After the deposit -----------------------------------------------------------------------------------


@pytest.fixture
def deposited(draft, manager) -> Candidacy:
    add_attachment(draft, sent(), by=manager)
    return submit(draft, by=manager, at=timezone.now())


def test_what_is_deposited_stays(deposited, manager):
    piece = deposited.attachments.get()
    acts = [
        lambda: remove_attachment(piece, by=manager),
        lambda: replace_attachment(piece, sent("autre.pdf"), by=manager),
        lambda: file_attachment(piece, Filing(), by=manager),
    ]
    for act in acts:
        with pytest.raises(DomainError, match="Ce dossier est déposé"):
            act()
    for delete in (piece.delete, deposited.attachments.all().delete, deposited.delete, piece.file.delete):
        with pytest.raises(ProtectedError):
            delete()
    assert deposited.attachments.get() == piece


def test_nothing_is_added_for_a_school_of_a_deposited_dossier_that_asks_for_nothing(deposited, manager):
    filing = Filing(project=deposited.projects.first())
    with pytest.raises(NotAllowed, match="aucune pièce n’y est attendue"):
        add_attachment(deposited, sent("plus.pdf"), filing, by=manager)


def test_what_asks_for_a_piece_lets_it_in(deposited, manager, monkeypatch):
    monkeypatch.setattr(attachments, "_grounds", [])
    attachments.accepts_after_deposit(lambda candidacy, project, by: by == manager)
    filing = Filing(source=AttachmentSource.ANSWER)
    piece = add_attachment(deposited, sent("plus.pdf"), filing, by=manager)
    assert piece.label == "Pièce envoyée en réponse"
    with pytest.raises(NotAllowed):
        add_attachment(deposited, sent("encore.pdf"), filing, by=UserFactory())


# --- Who -------------------------------------------------------------------------------------------------


def test_only_whoever_sees_the_dossier_opens_its_pieces(client, draft, manager, settings):
    piece = add_attachment(draft, sent(), by=manager)
    url = reverse("core:file", args=[piece.file_id])
    answer = client.get(url)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, pieces.pdf("devis.pdf"))
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    sign_in(client, Role.INSTRUCTEUR)
    assert client.get(url).status_code == 404  # a draft is its porteur's


def test_a_reader_and_a_stranger_add_nothing(draft):
    reader = MembershipFactory(organisation=draft.organisation, role=MembershipRole.READER).user
    for person in (reader, UserFactory(), agent()):
        with pytest.raises(NotAllowed):
            add_attachment(draft, sent(), by=person)


def test_a_member_of_one_school_adds_the_pieces_of_that_school():
    draft = complete_of_commune(2)
    mine, other = draft.projects.order_by("pk")
    member = MembershipFactory(
        organisation=draft.organisation, role=MembershipRole.SCHOOL, school=mine.school
    ).user
    piece = add_attachment(draft, sent("a.pdf"), Filing(project=mine), by=member)
    for project in (other, None):
        with pytest.raises(NotAllowed):
            add_attachment(draft, sent("b.pdf"), Filing(project=project), by=member)
        with pytest.raises(NotAllowed):
            file_attachment(piece, Filing(project=project), by=member)


# --- What goes with it -----------------------------------------------------------------------------------


def test_a_draft_goes_with_its_pieces(draft, manager, django_capture_on_commit_callbacks):
    place = Path(add_attachment(draft, sent(), by=manager).file.content.path)
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(draft, by=manager)
    assert (Candidacy.objects.count(), StoredFile.objects.count(), place.exists()) == (0, 0, False)


def test_a_school_goes_with_its_pieces_and_leaves_the_others():
    draft = complete_of_commune(2)
    gone, stays = draft.projects.order_by("pk")
    add_attachment(draft, sent("a.pdf"), Filing(project=gone), by=None)
    add_attachment(draft, sent("b.pdf"), Filing(project=stays), by=None)
    add_attachment(draft, sent("c.pdf"), by=None)
    remove_school(gone, by=None)
    assert {piece.file.name for piece in attachments_of(draft)} == {"b.pdf", "c.pdf"}
    assert journal.history(draft).get(action="école retirée").before["pieces"] == ["a.pdf"]


def test_what_is_wanted_and_what_is_there():
    draft = complete_of_commune(2)
    first, second = draft.projects.order_by("pk")
    quote = PieceKind.objects.create(call=draft.call, label="Devis", position=0)
    rates = PieceKind.objects.create(call=draft.call, label="Débit", position=1, of_school=True)
    add_attachment(draft, sent("a.pdf"), Filing(kind=rates, project=first), by=None)

    def found(dossier):
        rows = wanted(dossier, [first, second])
        return [(row.kind.label, row.count, row.without, row.is_missing) for row in rows]

    assert found(draft) == [("Devis", 0, (), True), ("Débit", 1, (second,), True)]
    add_attachment(draft, sent("b.pdf"), Filing(kind=quote), by=None)
    add_attachment(draft, sent("c.pdf"), Filing(kind=rates), by=None)  # one for all the schools
    again = Candidacy.objects.get(pk=draft.pk)
    assert found(again) == [("Devis", 1, (), False), ("Débit", 2, (), False)]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_sendings_of_one_file_at_once_one_is_kept():
    draft = complete_draft(open_call())
    content = pieces.pdf()
    outcomes, both = [], threading.Barrier(2)

    def send():
        both.wait()
        try:
            add_attachment(draft, pieces.sent("devis.pdf", content), by=None)
            outcomes.append("kept")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["fichier_en_double", "kept"]
    assert draft.attachments.count() == 1
