"""What makes a document readable by all and fit for the archives; tools/conformity.py runs all the rules."""

import io
import json

import pikepdf
import pytest

from conventions.document import COMMUNE, EPCI, OGEC
from conventions.domain.generation import print_document
from tests.conventions.reading import fonts_of, tags_of
from tools import specimens

DOCUMENTS = {
    "convention-ogec": lambda: print_document(specimens.convention(OGEC), at=specimens.AT),
    "convention-commune": lambda: print_document(specimens.convention(COMMUNE), at=specimens.AT),
    "convention-epci": lambda: print_document(specimens.convention(EPCI), at=specimens.AT),
    "accuse": lambda: specimens.print_acknowledgement(
        specimens.acknowledgement(on_paper=False), at=specimens.AT
    ),
    "accuse-lettre": lambda: specimens.print_acknowledgement(
        specimens.acknowledgement(on_paper=True, by_post=True), at=specimens.AT
    ),
    "accuse-papier": lambda: specimens.print_acknowledgement(
        specimens.acknowledgement(on_paper=True), at=specimens.AT
    ),
    "proces-verbal": lambda: specimens.print_minutes(specimens.minutes(), at=specimens.AT),
    "lettre-retenu": lambda: specimens.print_letter(specimens.letter(specimens.SELECTED), at=specimens.AT),
    "lettre-non-retenu": lambda: specimens.print_letter(
        specimens.letter(specimens.REJECTED), at=specimens.AT
    ),
}


@pytest.fixture(scope="module", params=DOCUMENTS)
def document(request):
    return request.param, DOCUMENTS[request.param]()


def test_language_title_and_tags(document):
    _, content = document
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.MarkInfo.Marked is True
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == str(pdf.docinfo.Title)
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    tags = tags_of(content)
    assert tags[0] == "/Document"
    assert tags.count("/H1") == 1
    assert "/TH" in tags
    assert {"/L", "/LI", "/P", "/Table"} <= set(tags)


def test_every_font_is_embedded_and_ours(document):
    _, content = document
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = fonts_of(pdf)
        assert fonts
        for font in fonts:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys())
            assert "Atkinson" in str(font.FontName)


def test_the_same_values_give_the_same_bytes(document):
    name, content = document
    assert DOCUMENTS[name]() == content


def test_the_data_travel_with_the_convention():
    content = DOCUMENTS["convention-ogec"]()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        attached = pdf.attachments["convention-2025-TNE-037.json"]
        data = json.loads(attached.get_file().read_bytes())
        assert str(attached.obj.AFRelationship) == "/Data"
    assert data["numero"] == "2025-TNE-037"
    assert data["financement"]["montant"] == "46343.20"
    assert data["beneficiaire"]["siret"] == "99999012000019"


def test_the_cells_of_the_annex_know_their_headers():
    content = DOCUMENTS["convention-ogec"]()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        cells = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == "/TD"]
        assert len(cells) > 30
        assert all(len(cell.A.Headers) >= 1 for cell in cells)
