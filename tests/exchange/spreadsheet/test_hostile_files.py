"""Files that are no spreadsheet, or that would exhaust the portal: each is refused with a sentence."""

import io
import zipfile

import openpyxl
import pytest

from tests.exchange.dossiers import college, paper
from tests.exchange.spreadsheet.files import saved, workbook
from tne38.exchange.spreadsheet import archive, dossiers, grids
from tne38.exchange.spreadsheet.archive import Unreadable


def rewritten(content: bytes, part: str, change) -> bytes:
    """The workbook with the bytes of one of its parts changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            text = source.read(item)
            target.writestr(item.filename, change(text) if item.filename == part else text)
    return stream.getvalue()


def right() -> bytes:
    return workbook(paper(college()))


def zeros() -> bytes:
    """A small archive that unpacks to more than is allowed."""
    return rewritten(right(), "xl/styles.xml", lambda text: text + b" " * (archive.MOST_UNPACKED + 1))


def laughs() -> bytes:
    declared = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccc">]>'
    return rewritten(right(), "xl/workbook.xml", lambda text: declared + text.split(b"?>", 1)[1])


def truncated() -> bytes:
    return right()[:-200]


def torn() -> bytes:
    return rewritten(right(), "xl/worksheets/sheet1.xml", lambda text: text[: len(text) // 2])


def not_a_workbook() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("lettre.txt", "Bonjour")
    return stream.getvalue()


def other_sheets() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Feuille1"
    book.create_sheet("Feuille2")
    return saved(book)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"x" * (archive.MOST_BYTES + 1), "trop lourd"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "mot de passe"),
        (b"%PDF-1.7\x00\x01\x02\x03", "ni un classeur"),
        (b"PK\x03\x04 rien", "abîmé"),
        (b'reference;origine\r\n"P-001;papier', "CSV"),
        (not_a_workbook(), "n’est pas un classeur"),
        (zeros(), "trop volumineux"),
        (laughs(), "déclarations interdites"),
        (truncated(), "abîmé"),
        (torn(), "abîmé"),
        (other_sheets(), "« Dossiers » est absente"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_is_refused_with_a_sentence(content, words):
    with pytest.raises(Unreadable, match=words):
        dossiers.read(content)


def test_an_image_is_not_a_csv_file():
    with pytest.raises(Unreadable):
        dossiers.read(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def test_a_lying_size_and_a_far_cell_cost_nothing():
    """A sheet that says it is as big as sheets can be, with one row at the very end."""

    def lie(text: bytes) -> bytes:
        text = text.replace(b'<dimension ref="A1:N2"/>', b'<dimension ref="A1:XFD1048576"/>')
        return text.replace(
            b"</sheetData>", b'<row r="99999999999"><c r="XFD99999999999"><v>1</v></c></row></sheetData>'
        )

    content = rewritten(right(), "xl/worksheets/sheet1.xml", lie)
    [sheet, *_] = grids.read(content)
    assert [row.number for row in sheet.rows] == [1, 2]
    assert len(sheet.rows[1].cells) <= grids.MOST_COLUMNS


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(grids, "MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="trop de lignes : 2 au plus"):
        dossiers.read(right())


def test_too_many_dossiers_are_refused(monkeypatch):
    monkeypatch.setattr(dossiers, "MOST_DOSSIERS", 0)
    with pytest.raises(Unreadable, match="trop de dossiers"):
        dossiers.read(right())


def test_a_part_that_does_not_unpack_is_a_damaged_file():
    content = bytearray(right())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as source:
        item = source.getinfo("xl/workbook.xml")
    start = item.header_offset + 30 + len(item.filename)
    content[start : start + 12] = b"\xff" * 12
    with pytest.raises(Unreadable, match="abîmé"):
        archive.merged_cells(bytes(content))


def test_a_separator_of_several_signs_is_told():
    with pytest.raises(Unreadable, match="un séparateur est un seul signe"):
        grids.read(b"sep=ab\r\nreferenceabuai\r\n")
