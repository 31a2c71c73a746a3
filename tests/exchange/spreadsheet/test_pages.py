"""The pages of an import: sending a file, its report cell by cell, the confirmation, the models."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Candidacy
from tests.agents import queries_of, sign_in
from tests.exchange.dossiers import OTHER_COLLEGE, changed, college, ogec, paper, project
from tests.exchange.spreadsheet.files import done, examined, workbook
from tests.factories import siret
from tne38.accounts.enums import Role
from tne38.core import files, jobs
from tne38.core.models import JournalEntry, StoredFile
from tne38.exchange import sending
from tne38.exchange.models import SheetImport
from tne38.exchange.spreadsheet import dossiers, model

pytestmark = pytest.mark.django_db
SEND = "/admin/exchange/sheetimport/add/"


def good():
    return paper(college())


def other(**fields):
    porteur = ogec(siret=siret(2), rna="W381000002")
    return paper(college("P-002", porteur=porteur, projets=[project(OTHER_COLLEGE, **fields)]))


def bad():
    return changed(other(), "porteur.courriel", "pas une adresse")


def upload(content: bytes, name: str = "dossiers.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def page_of(sheet_import) -> str:
    return reverse("admin:exchange_sheetimport_change", args=[sheet_import.pk])


def test_a_file_is_sent_and_nothing_is_stored_but_the_file(client, colleges):
    sign_in(client, Role.INSTRUCTEUR)
    answer = client.post(SEND, {"call": colleges.pk, "file": upload(workbook(good(), bad()))})
    sent = SheetImport.objects.get()
    assert answer.headers["Location"] == page_of(sent)
    assert "Le traitement commence dans un instant" in client.get(page_of(sent)).text
    done(sent)
    text = client.get(page_of(sent)).text
    assert "1 acceptable, 1 refusé." in text
    assert "Importer le dossier acceptable" in text
    assert "pas une adresse" in text
    assert ">K3</th>" in text
    assert Candidacy.objects.count() == 0
    assert StoredFile.objects.filter(kind="tableau-de-dossiers").count() == 1


def test_errors_then_fixed(client, colleges):
    user = sign_in(client, Role.INSTRUCTEUR)
    first = examined(colleges, workbook(good(), bad()), by=user)
    client.post(reverse("admin:exchange_sheetimport_confirm", args=[first.pk]))
    first = done(first)
    assert [row["numero"] for row in first.rows("accepte")] == ["38-2025-0001"]
    assert "Import terminé" in client.get(page_of(first)).text
    # The annotated file, corrected: the first dossier is known, the second one is taken.
    book = openpyxl.load_workbook(io.BytesIO(files.read(first.annotated)))
    wrong = book["Dossiers"]["K3"]
    assert wrong.fill.start_color.rgb == "FFFBE6E5"
    assert "adresse électronique" in wrong.comment.text
    column = [cell.value for cell in book["Dossiers"][1]].index("Erreurs") + 1
    assert book["Dossiers"].cell(3, column).value.startswith("K3 (porteur_courriel) : ")
    wrong.value = "ogec@exemple.test"
    stream = io.BytesIO()
    book.save(stream)
    second = examined(colleges, stream.getvalue(), by=user)
    assert [row["reference"] for row in second.rows("ignore")] == ["P-001"]
    assert [row["reference"] for row in second.rows("accepte")] == ["P-002"]
    client.post(reverse("admin:exchange_sheetimport_confirm", args=[second.pk]))
    done(second)
    assert sorted(Candidacy.objects.values_list("reference", "number")) == [
        ("P-001", "38-2025-0001"),
        ("P-002", "38-2025-0002"),
    ]


def test_the_journal_names_the_agent_and_the_porteur(colleges, client):
    user = sign_in(client, Role.GESTIONNAIRE)
    sending.confirm(examined(colleges, workbook(good()), by=user), by=user)
    done(SheetImport.objects.get())
    entry = JournalEntry.objects.get(action="dossier déposé")
    assert (entry.actor_label, entry.on_behalf_of) == (str(user), "OGEC de l’exemple")
    acts = JournalEntry.objects.filter(subject_type="exchange.sheetimport").values_list("action", flat=True)
    assert list(acts) == ["tableau de dossiers reçu", "import de dossiers confirmé"]


def test_an_interrupted_import_goes_on_where_it_stopped(colleges, client):
    """The second attempt finds what the first one had deposited, and tells it as imported."""
    user = sign_in(client, Role.INSTRUCTEUR)
    sent = examined(colleges, workbook(good(), other(formations=[])), by=user)
    sending.confirm(sent, by=user)
    interrupted = SheetImport.objects.get()
    report = interrupted.report
    done(interrupted)
    SheetImport.objects.update(report=report, imported_at=None)
    again = SheetImport.objects.get()
    job = jobs.enqueue(sending.IMPORT, subject=str(again.pk), by=user)
    jobs.run(job.pk)
    again.refresh_from_db()
    assert Candidacy.objects.count() == 2
    assert [(row["issue"], row["numero"]) for row in again.report["dossiers"]] == [
        ("accepte", "38-2025-0001"),
        ("accepte", "38-2025-0002"),
    ]
    assert again.report["dossiers"][1]["constats"][0]["code"] == "formation_absente"


def test_confirming_twice_asks_once(colleges, client):
    user = sign_in(client, Role.INSTRUCTEUR)
    sent = examined(colleges, workbook(good()), by=user)
    sending.confirm(sent, by=user)
    done(sent)
    client.post(reverse("admin:exchange_sheetimport_confirm", args=[sent.pk]))
    assert sending.job_of(sent) is None
    assert Candidacy.objects.count() == 1


def test_nothing_to_import_is_said(colleges, client):
    user = sign_in(client, Role.INSTRUCTEUR)
    sent = examined(colleges, workbook(bad()), by=user)
    answer = client.post(reverse("admin:exchange_sheetimport_confirm", args=[sent.pk]), follow=True)
    assert "Ce fichier ne contient aucun dossier à importer." in answer.text


def test_a_file_that_cannot_be_read_is_told_at_once_or_after_its_examination(colleges, client):
    user = sign_in(client, Role.INSTRUCTEUR)
    answer = client.post(SEND, {"call": colleges.pk, "file": upload(b"PK rien")})
    assert "Ce fichier est abîmé" in answer.text
    assert client.post(SEND, {}).text.count("à corriger") == 1
    sent = examined(colleges, b"colonne;autre\r\n1;2\r\n", by=user, name="liste.csv")
    text = client.get(page_of(sent)).text
    assert "Rien ne peut être importé pour l’instant." in text
    assert "La colonne « colonne » n’existe pas dans le modèle." in text


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_only_agents_import(client, colleges, role):
    sent = examined(colleges, workbook(good()), by=sign_in(client, Role.INSTRUCTEUR))
    sign_in(client, role)
    confirm = reverse("admin:exchange_sheetimport_confirm", args=[sent.pk])
    paths = ["/admin/exchange/sheetimport/", SEND, page_of(sent)]
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]
    assert client.post(confirm).status_code == 403
    assert client.post(SEND, {"call": colleges.pk, "file": upload(b"x")}).status_code == 403
    assert client.get(reverse("core:file", args=[sent.file_id])).status_code == 404
    assert SheetImport.objects.filter(confirmed_at=None).count() == 1


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_model_holds_examples_that_are_never_imported(client, colleges, primary, form):
    sign_in(client, Role.INSTRUCTEUR)
    for call in (colleges, primary):
        answer = client.get(reverse("admin:exchange_sheetimport_model", args=[call.slug, form]))
        reading = dossiers.read(answer.content)
        assert reading.dossiers == []
        assert [problem.message for problem in reading.problems] == [
            "Ce fichier ne contient aucun dossier, hors les exemples du modèle."
        ]


def test_a_model_filled_in_is_imported(colleges):
    """The example, under another reference, is a right dossier; what helps to fill it in is there."""
    book = openpyxl.load_workbook(io.BytesIO(model.as_xlsx(colleges)))
    assert book.sheetnames[0] == "Lisez-moi"
    assert book["Listes"].sheet_state == "hidden"
    rules = book["Équipements"].data_validations.dataValidation
    assert [str(rule.sqref) for rule in rules if rule.type == "list"] == ["C2:C1001"]
    assert book["Dossiers"].freeze_panes == "B2"
    for sheet in ("Dossiers", "Établissements", "Classes", "Équipements"):
        for [cell] in book[sheet].iter_rows(min_row=2, max_col=1):
            if cell.value:
                cell.value = "P-001"
    stream = io.BytesIO()
    book.save(stream)
    [dossier] = dossiers.read(stream.getvalue()).dossiers
    assert dossier.raw["porteur"]["siret"] == "99999012000019"
    assert [item["debit_mbps"] for item in dossier.raw["projets"][0]["classes"]] == [35, 28]
    assert dossier.raw["projets"][0]["ent"]["cout_annuel"] == "0.00"


def test_the_report_costs_the_same_whatever_the_file_holds(client, colleges):
    user = sign_in(client, Role.INSTRUCTEUR)
    one = examined(colleges, workbook(bad()), by=user)
    three = examined(colleges, workbook(good(), bad(), changed(bad(), "reference", "P-003")), by=user)
    assert queries_of(client, page_of(one)) == queries_of(client, page_of(three)) <= 9
