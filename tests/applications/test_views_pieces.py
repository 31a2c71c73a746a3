"""The page of the pieces: several files at once, each judged by itself; without JavaScript and with it."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.domain.attachments import Filing, add_attachment
from applications.domain.submission import IncompleteDossier, submit
from applications.enums import MembershipRole
from applications.models import Candidacy, PieceKind
from applications.pieces import attachments_of
from tests import pieces
from tests.agents import sign_in
from tests.applications.territory import complete_of_commune
from tests.factories import MembershipFactory, complete_draft
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core.models import StoredFile

from .journey import complete, open_call, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client) -> Candidacy:
    return complete(client)


def url(candidacy: Candidacy, name: str = "pieces", *more: int) -> str:
    return reverse(f"applications:{name}", args=[candidacy.pk, *more])


def upload(name: str = "devis.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pieces.pdf(name) if content is None else content)


def names(candidacy: Candidacy) -> list[str]:
    return [piece.file.name for piece in attachments_of(Candidacy.objects.get(pk=candidacy.pk))]


def text(response) -> str:
    return unescape(response.content.decode()).replace("\u00a0", " ")


def test_the_page_says_before_what_it_takes(client, draft):
    PieceKind.objects.create(call=draft.call, label="Devis", help="Un par fournisseur.")
    html = text(client.get(url(draft)))
    assert "PDF, JPEG, PNG, ODT, ODS, DOCX ou XLSX ; 20 Mo au plus par fichier, 20 fichiers à la fois" in html
    assert "Un par fournisseur." in html
    assert "Aucune pièce pour l’instant" in html
    assert 'enctype="multipart/form-data"' in html


def test_several_files_come_at_once_and_are_listed(client, draft):
    kind = PieceKind.objects.create(call=draft.call, label="Devis")
    files = [upload("a.pdf"), upload("b.png", pieces.image("PNG"))]
    response = client.post(url(draft), {"nature": kind.pk, "fichiers": files, "action": "send"}, follow=True)
    html = text(response)
    assert "2 pièces ajoutées." in html
    assert "(PDF, 1 Ko)" in html
    assert "(PNG, 1 Ko)" in html
    assert names(draft) == ["a.pdf", "b.png"]
    assert f'<option value="{kind.pk}" selected>' in html  # the next ones are likely of the same nature


def test_a_wrong_file_is_named_and_the_others_are_kept(client, draft):
    files = [
        upload("a.pdf"),
        upload("vide.pdf", b""),
        upload("photo.heic", b"\x00\x00\x00\x18ftypheic" + bytes(9)),
    ]
    response = client.post(url(draft), {"fichiers": files, "action": "continue"})
    html = text(response)
    assert response.status_code == 200
    assert "« vide.pdf » : le fichier est vide" in html
    assert "« photo.heic » : c’est une photo au format HEIC" in html
    assert "Les autres fichiers de cet envoi sont gardés" in html
    assert names(draft) == ["a.pdf"]


def test_nothing_chosen_says_what_to_do_and_going_on_needs_nothing(client, draft):
    assert "Choisissez au moins un fichier" in text(client.post(url(draft), {"action": "send"}))
    response = client.post(url(draft), {"action": "continue"})
    assert response.url == reverse("applications:summary", args=[draft.pk])


def test_files_sent_with_the_other_button_are_not_lost(client, draft):
    response = client.post(url(draft), {"fichiers": [upload()], "action": "continue"})
    assert response.url == reverse("applications:summary", args=[draft.pk])
    assert names(draft) == ["devis.pdf"]


def test_too_many_files_at_once_says_which_remain(client, draft, settings):
    settings.PIECES_PER_SENDING = 2
    files = [upload(f"{letter}.pdf") for letter in "abc"]
    html = text(client.post(url(draft), {"fichiers": files, "action": "send"}))
    assert "2 fichiers au plus à la fois. Envoyez maintenant : c.pdf" in html
    assert names(draft) == ["a.pdf", "b.pdf"]


def test_with_javascript_each_file_has_its_answer(client, draft):
    files = [upload("a.pdf"), upload("b.pdf", b"MZ")]
    response = client.post(url(draft), {"fichiers": files}, headers={"accept": "application/json"})
    answer = response.json()
    assert answer["added"] == ["a.pdf"]
    assert len(answer["errors"]) == 1
    assert answer["errors"][0].startswith("« b.pdf » : c’est un programme.")


def test_a_large_file_is_not_written_whole(client, draft, settings):
    """Past the limit nothing more is kept of it, and the refusal names it."""
    settings.PIECE_MAXIMUM_BYTES = 3_000_000
    files = [upload("enorme.pdf", b"%PDF-1.7" + bytes(9_000_000)), upload("a.pdf")]
    html = text(client.post(url(draft), {"fichiers": files, "action": "send"}))
    assert "« enorme.pdf » : le fichier dépasse 3 Mo" in html
    assert names(draft) == ["a.pdf"]


def test_a_piece_is_opened_without_running_anything(client, draft):
    add_attachment(draft, sent("photo.png", pieces.image("PNG")), by=None)
    add_attachment(draft, sent("lettre.odt", pieces.opendocument()), by=None)
    add_attachment(draft, sent("devis.pdf"), by=None)
    answers = {}
    for piece in attachments_of(draft):
        answers[piece.file.name] = client.get(reverse("core:file", args=[piece.file_id]))
        b"".join(answers[piece.file.name].streaming_content)
    assert answers["photo.png"]["Content-Disposition"] == 'inline; filename="photo.png"'
    assert answers["devis.pdf"]["Content-Disposition"] == 'inline; filename="devis.pdf"'
    assert answers["lettre.odt"]["Content-Disposition"] == 'attachment; filename="lettre.odt"'
    for answer in answers.values():
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


# --- One piece -------------------------------------------------------------------------------------------


def test_a_piece_is_changed_then_taken_out(client, draft):
    kind = PieceKind.objects.create(call=draft.call, label="Devis")
    piece = add_attachment(draft, sent("ancien.pdf"), by=None)
    html = text(client.get(url(draft, "piece", piece.pk)))
    assert "ancien.pdf" in html
    answers = {"nature": kind.pk, "fichier": upload("nouveau.pdf")}
    response = client.post(url(draft, "piece", piece.pk), answers, follow=True)
    assert "« nouveau.pdf » est enregistrée." in text(response)
    [piece] = attachments_of(Candidacy.objects.get(pk=draft.pk))
    assert (piece.label, piece.file.name) == ("Devis", "nouveau.pdf")
    response = client.post(url(draft, "remove_piece", piece.pk), follow=True)
    assert "« nouveau.pdf » n’est plus dans le dossier." in text(response)
    assert not StoredFile.objects.exists()


def test_a_wrong_replacement_is_told_on_its_field(client, draft):
    piece = add_attachment(draft, sent("ancien.pdf"), by=None)
    answers = {"nature": "autre", "fichier": upload("faux.pdf", b"MZ")}
    html = text(client.post(url(draft, "piece", piece.pk), answers))
    assert "« faux.pdf » : c’est un programme" in html
    assert 'aria-invalid="true"' in html
    assert names(draft) == ["ancien.pdf"]


# --- Several schools -------------------------------------------------------------------------------------


@pytest.fixture
def town(client) -> Candidacy:
    """A commune's draft of two écoles, its manager signed in."""
    candidacy = complete_of_commune(2)
    client.force_login(MembershipFactory(organisation=candidacy.organisation).user)
    return candidacy


def test_a_piece_may_be_about_one_school(client, town):
    first, second = town.projects.order_by("pk")
    kind = PieceKind.objects.create(call=town.call, label="Avis du conseil d’école", of_school=True)
    answers = {"nature": kind.pk, "ecole": first.pk, "fichiers": [upload()], "action": "send"}
    html = text(client.post(url(town), answers, follow=True))
    assert "manque pour 1 école" in html
    assert f"?nature={kind.pk}&ecole={second.pk}#ajouter" in html
    assert town.attachments.get().project == first
    summary = text(client.get(reverse("applications:summary", args=[town.pk])))
    assert "devis.pdf" in summary


def test_a_member_of_one_school_sees_only_that_one_to_add_to(client, town):
    mine, other = town.projects.order_by("pk")
    piece = add_attachment(town, sent("autre.pdf"), Filing(project=other), by=None)
    person = MembershipFactory(
        organisation=town.organisation, role=MembershipRole.SCHOOL, school=mine.school
    ).user
    client.force_login(person)
    html = text(client.get(url(town)))
    assert "École concernée" not in html
    assert 'aria-current="step"' in html  # the page is one of theirs, in the list of steps
    step_of_theirs = reverse("applications:school_step", args=[town.pk, mine.pk, "projet"])
    assert f'href="{url(town)}"' in text(client.get(step_of_theirs))
    client.post(url(town), {"fichiers": [upload("a.pdf")], "action": "send"})
    assert town.attachments.get(file__name="a.pdf").project == mine
    assert client.get(url(town, "piece", piece.pk)).status_code == 404
    assert client.post(url(town, "remove_piece", piece.pk)).status_code == 404


def test_forty_schools_cost_no_more_queries_than_two(client, town):
    PieceKind.objects.create(call=town.call, label="Avis", of_school=True, required=True)
    few = queries(client, url(town))
    from tests.applications.territory import grow

    grow(town, 12)
    for rank, project in enumerate(town.projects.order_by("pk")):
        add_attachment(town, sent(f"{rank}.pdf"), Filing(project=project), by=None)
    assert queries(client, url(town)) <= few


# --- Compulsory pieces, deposit, after -------------------------------------------------------------------


def test_a_compulsory_piece_stops_a_deposit_on_line_until_it_is_joined(client, draft):
    PieceKind.objects.create(call=draft.call, label="Statuts", required=True)
    html = text(client.get(reverse("applications:summary", args=[draft.pk])))
    assert "Joignez cette pièce : Statuts." in html
    assert "Déposer le dossier" not in html
    with pytest.raises(IncompleteDossier):
        submit(draft, by=None, at=timezone.now())
    client.post(url(draft), {"nature": draft.call.piece_kinds.get().pk, "fichiers": [upload()]})
    assert submit(draft, by=None, at=timezone.now()).number


def test_a_dossier_of_a_file_is_deposited_without_pieces():
    """The file of contract holds none: `reference` says that the dossier came from one."""
    draft = complete_draft(open_call())
    PieceKind.objects.create(call=draft.call, label="Statuts", required=True)
    Candidacy.objects.filter(pk=draft.pk).update(reference="P-001")
    assert submit(draft, by=None, at=timezone.now()).number


def test_which_schools_miss_a_compulsory_piece_is_said_briefly(client):
    town = complete_of_commune(5)
    client.force_login(MembershipFactory(organisation=town.organisation).user)
    PieceKind.objects.create(call=town.call, label="Avis", required=True, of_school=True)
    html = text(client.get(url(town)))
    schools = [project.school.name for project in town.projects.order_by("position")]
    assert f"Joignez cette pièce : Avis, pour {', '.join(schools[:3])} et 2 autres." in html


def test_a_deposited_dossier_shows_its_pieces_to_its_porteur_and_to_agents(client, draft):
    add_attachment(draft, sent("devis.pdf"), by=None)
    submit(draft, by=None, at=timezone.now())
    html = text(client.get(reverse("applications:detail", args=[draft.pk])))
    assert "Les pièces du dossier (1)" in html
    assert "devis.pdf" in html
    assert client.get(url(draft)).status_code == 302
    sign_in(client, Role.INSTRUCTEUR)
    html = text(client.get(reverse("admin:applications_candidacy_change", args=[draft.pk])))
    assert "devis.pdf" in html
    assert "Pièce ajoutée" in html


def test_a_reader_reads(client, draft):
    add_attachment(draft, sent("devis.pdf"), by=None)
    client.force_login(MembershipFactory(organisation=draft.organisation, role=MembershipRole.READER).user)
    assert client.get(url(draft)).url == reverse("applications:summary", args=[draft.pk])
    client.post(url(draft), {"fichiers": [upload("a.pdf")]})
    assert names(draft) == ["devis.pdf"]
