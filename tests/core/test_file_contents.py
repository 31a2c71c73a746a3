"""A file is what its content says: each accepted type is opened, everything else is refused with a way out."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import pieces
from tne38.core.file_contents import Unreadable, identify
from tne38.core.file_types import DOCX, JPEG, ODS, ODT, PDF, PNG, XLSX, clean_name

RIGHT = {
    "a PDF": (pieces.pdf(), PDF),
    "a PDF after some bytes": (b"\r\n" + pieces.pdf(), PDF),
    "a JPEG": (pieces.image("JPEG"), JPEG),
    "a JPEG of one point": (pieces.image("JPEG", (1, 1)), JPEG),
    "a PNG": (pieces.image("PNG"), PNG),
    "an ODT": (pieces.opendocument("text"), ODT),
    "an ODS": (pieces.opendocument("spreadsheet"), ODS),
    "a DOCX": (pieces.openxml(), DOCX),
    "an XLSX": (pieces.openxml("xl/workbook.xml"), XLSX),
}
NOISE = random.Random(38).randbytes(40_000)
WRONG = {
    "nothing": (b"", "le fichier est vide"),
    "text": (b"Bonjour", "ce type de fichier n’est pas accepté"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "ce type de fichier n’est pas accepté"),
    "a program": (b"MZ\x90\x00" + NOISE, "c’est un programme"),
    "a GIF": (b"GIF89a" + NOISE, "c’est une image GIF"),
    "a WebP": (b"RIFF\x00\x00\x00\x00WEBP", "c’est une image WebP"),
    "a photo of an iPhone": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "en JPEG"),
    "a DOC": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "ancien format de bureautique"),
    "an archive": (pieces.archive({"devis.pdf": pieces.pdf()}), "c’est une archive ZIP"),
    "a presentation": (pieces.openxml("ppt/presentation.xml"), "un document d’un autre type"),
    "the head of a PDF": (b"%PDF-1.7\n" + NOISE, "abîmé ou incomplet"),
    "a PDF without page": (pieces.pdf(pages=0), "aucune page"),
    "a PDF with a password": (pieces.locked_pdf(), "protégé par un mot de passe"),
    "half a JPEG": (pieces.image("JPEG", (400, 400))[:600], "abîmé ou incomplet"),
    "half a PNG": (pieces.image("PNG", (400, 400))[:-40], "abîmé ou incomplet"),
    "half a DOCX": (pieces.openxml()[:-30], "abîmé ou incomplet"),
    "a DOCX with macros": (pieces.openxml(**{"word/vbaProject.bin": b"x"}), "contient des macros"),
    "a DOCM under another name": (
        pieces.openxml(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        "contient des macros",
    ),
    "an ODT with macros": (
        pieces.opendocument(**{"Basic/Standard/Module1.xml": b"<x/>"}),
        "contient des macros",
    ),
    "an ODT with a password": (
        pieces.opendocument(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        "protégé par un mot de passe",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_each_accepted_type_is_known_by_its_content(name):
    content, kind = RIGHT[name]
    stream = io.BytesIO(content)
    assert identify(stream) == kind
    assert stream.read() == content  # left at its start


@pytest.mark.parametrize("name", WRONG)
def test_everything_else_is_refused_in_words(name):
    content, words = WRONG[name]
    with pytest.raises(Unreadable, match=words):
        identify(io.BytesIO(content))


def test_a_protected_pdf_that_anyone_can_read_is_taken():
    """Printing or copying forbidden, but no password to open it: nobody is kept from reading."""
    import pikepdf

    content = pieces.pdf(encryption=pikepdf.Encryption(user="", owner="secret"))
    assert identify(io.BytesIO(content)) == PDF


def test_a_document_that_unfolds_without_end_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("tne38.core.file_opening.MAXIMUM_UNFOLDED", 1000)
    with pytest.raises(Unreadable, match="trop lourd"):
        identify(io.BytesIO(pieces.openxml(**{"word/media.bin": bytes(1001)})))


def test_an_image_of_too_many_points_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr("tne38.core.file_opening.MAXIMUM_PIXELS", 100)
    with pytest.raises(Unreadable, match="trop grande"):
        identify(io.BytesIO(pieces.image("PNG", (11, 10))))


@pytest.mark.parametrize("name", RIGHT)
@settings(max_examples=30)
@given(data=st.data())
def test_a_damaged_file_is_known_or_refused_and_never_breaks(name, data):
    """Bytes changed or cut anywhere: a type or a sentence, never another error."""
    content, _kind = RIGHT[name]
    damaged = bytearray(content[: data.draw(st.integers(0, len(content)))])
    for _ in range(data.draw(st.integers(0, 6))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        identify(io.BytesIO(bytes(damaged)))
    except Unreadable as refusal:
        assert refusal.message.endswith((".", "»."))  # noqa: PT017 - the property is about the sentence


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("devis.pdf", "devis.pdf"),
        ("Devis n° 12 – été.PDF", "Devis n° 12 – été.pdf"),
        ("C:\\Users\\mairie\\devis.pdf", "devis.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("devis.exe", "devis.exe.pdf"),
        ("facture\u202efdp.exe", "facture fdp.exe.pdf"),
        ("de\r\nvis\x00.pdf", "de vis.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        (".pdf", "fichier.pdf"),
        ("", "fichier.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(name, expected):
    assert clean_name(name, "application/pdf") == expected


@given(st.text(max_size=300))
def test_no_name_is_dangerous(name):
    safe = clean_name(name, "image/jpeg")
    assert safe.endswith((".jpg", ".jpeg"))
    assert len(safe) <= 120
    assert not set(safe) & set('/\\<>:"|?*\r\n\t\x00\u202e')
